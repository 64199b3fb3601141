import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.watching.checks import Door, State, findings

MARKS = {State.GOOD: "ok  ", State.WARNING: "warn", State.BAD: "BAD "}


class Command(BaseCommand):
    help = "Look at everything that this install stands on, and say how to mend what is wrong. Changes nothing."
    # It says in its own words what Django's checks would stop at.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = findings(Door.DOCTOR, timezone.now())
        for check, finding in found:
            self.stdout.write(f"{MARKS[finding.state]}  {check.title:<24}{finding.words}")
            if finding.mend:
                self.stdout.write(f"      {'':<24}→ {finding.mend}")
        count = {state: sum(finding.state == state for _, finding in found) for state in State}
        bad = count[State.BAD]
        self.stdout.write(f"\n{count[State.GOOD]} good, {count[State.WARNING]} to look at, {bad} to mend.")
        if bad:
            sys.exit(1)

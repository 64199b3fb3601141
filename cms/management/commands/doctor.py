import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cms.watching.checks import NOT_KNOWN, Door, Finding, State, bad, findings

MARKS = {State.GOOD: "ok  ", State.WARNING: "warn", State.BAD: "BAD "}


class Command(BaseCommand):
    help = "Look at everything that this install stands on, and say how to mend what is wrong. Changes nothing."
    # It says in its own words what Django's checks would stop at.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        found = findings(Door.DOCTOR, timezone.now())
        unknown = [check.title for check, finding in found if finding == NOT_KNOWN]
        # What all else stands on comes first, and what can't be known without it is one line.
        for check, finding in sorted(found, key=lambda each: not each[0].is_needed):
            if finding != NOT_KNOWN:
                self._tell(MARKS[finding.state], check.title, finding)
        if unknown:
            self._tell(MARKS[State.BAD], "Without a database", bad(f"not known: {', '.join(unknown)}", NOT_KNOWN.mend))
        count = {state: sum(finding.state == state for _, finding in found) for state in State}
        wrong = count[State.BAD]
        self.stdout.write(f"\n{count[State.GOOD]} good, {count[State.WARNING]} to look at, {wrong} to mend.")
        if wrong:
            sys.exit(1)

    def _tell(self, mark: str, title: str, finding: Finding) -> None:
        self.stdout.write(f"{mark}  {title:<24}{finding.words}")
        if finding.mend:
            self.stdout.write(f"      {'':<24}→ {finding.mend}")

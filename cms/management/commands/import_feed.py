import resource
from pathlib import Path
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.intake.models import ProviderFeed
from cms.intake.running import take_feed, take_file

MOST_SHOWN = 50


class Command(BaseCommand):
    help = "Take what a provider's feed brings: articles, updates, corrections, withdrawals."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("provider", help="the provider's slug")
        parser.add_argument("--file", type=Path, help="a delivered file, in place of the feed's address")
        parser.add_argument("--dry-run", action="store_true", help="say what would become of each item, write nothing")

    def handle(self, *args: Any, provider: str, file: Path | None, dry_run: bool, **options: Any) -> None:
        feed = ProviderFeed.objects.filter(provider__slug=provider).select_related("provider").first()
        if feed is None:
            raise CommandError(f"No provider with the slug '{provider}' has a feed: set one up under Intake, Feeds.")
        if file is None and not feed.address:
            raise CommandError("This feed has no address: name a file with --file.")
        began = monotonic()
        taken = take_file(feed, file, is_dry_run=dry_run) if file else take_feed(feed, is_dry_run=dry_run)
        if taken.problem:
            raise CommandError(f"Nothing was taken. {taken.problem}")
        if taken.tally is None:
            self.stdout.write("Nothing has changed since the last time.")
            return
        for note in taken.tally.notes:
            self.stdout.write(note)
        for item_id, problem in taken.tally.problems[:MOST_SHOWN]:
            self.stdout.write(f"Skipped {item_id}: {problem}")
        more = len(taken.tally.problems) - MOST_SHOWN
        if more > 0:
            self.stdout.write(f"… and {more} more that were skipped.")
        counts = ", ".join(f"{number} {outcome}" for outcome, number in taken.tally.counts.items()) or "no items"
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        would = "Dry run, nothing was written: " if dry_run else ""
        self.stdout.write(f"{would}{counts}. {monotonic() - began:.1f} s, {memory} MB at most.")

from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from stores.importing.applying import ImportRefused, apply_import
from stores.importing.planning import Plan, plan_import
from stores.importing.problems import Problem, UnreadableFile
from stores.importing.reading import read_file
from stores.importing.report import note_lines, plan_lines, summary

BAR = 30


class Command(BaseCommand):
    help = (
        "Open and change stores from a .json, .csv or .xlsx file, by their code. All of it or nothing: a bad row is "
        "reported with what is wanted, and nothing is written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="see export_stores --template")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")
        parser.add_argument("--by", metavar="USERNAME", help="whose work the stores' history shows")

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._actor(options["by"])
        try:
            table = read_file(options["file"])
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        plan = plan_import(table)
        self._show(plan)
        if plan.problems:
            self._refuse(plan.problems)
        if options["dry_run"]:
            self.stdout.write(f"{summary(plan)}. A dry run: nothing was written.")
            return
        try:
            written = apply_import(table, by=by, on_progress=self._progress)
        except ImportRefused as error:
            self._refuse(error.problems)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{summary(written)}.")

    def _actor(self, username: str | None) -> Any:
        if username is None:
            return None
        users = get_user_model()
        try:
            return users._default_manager.get_by_natural_key(username)
        except users.DoesNotExist as error:
            raise CommandError(f"Nobody is called '{username}'.") from error

    def _show(self, plan: Plan) -> None:
        for line in (*plan_lines(plan), *note_lines(plan.notes)):
            self.stdout.write(line)

    def _refuse(self, problems: list[Problem]) -> None:
        for problem in problems:
            self.stderr.write(str(problem))
        raise CommandError(f"{len(problems)} problem{'s' * (len(problems) > 1)}. Nothing was written.")

    def _progress(self, done: int, total: int) -> None:
        """A bar on a terminal, nothing in a log."""
        if self.stdout.isatty():
            filled = BAR * done // total
            self.stdout.write(f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done}/{total}", ending="")
            if done == total:
                self.stdout.write("")
            self.stdout.flush()

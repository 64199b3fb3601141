from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from stores.importing.applying import ImportRefused, apply_import
from stores.importing.cells.nested_values import NOT_NAMED
from stores.importing.exporting import FORMATS
from stores.importing.files.csv_files import ENCODINGS
from stores.importing.planning import Plan
from stores.importing.problems import Answers, Problem, UnreadableFile
from stores.importing.reading import read_file
from stores.importing.rehearsing import try_import
from stores.importing.report import group_lines, note_lines, place_lines, plan_lines, summary
from stores.importing.running import ImportRunning
from stores.importing.skipped import skipped_bytes

BAR = 30


class Command(BaseCommand):
    help = (
        "Open and change stores from a .json, .csv or .xlsx file, by their code. All of it or nothing: a bad row is "
        "reported with what is expected, and nothing is written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="see export_stores --template")
        parser.add_argument("--dry-run", action="store_true", help="show what would change, and write nothing")
        parser.add_argument("--by", metavar="USERNAME", help="whose work the stores' history shows")
        parser.add_argument(
            "--skip-bad",
            type=Path,
            metavar="FILE",
            help="import the good rows, and write the others here (.csv, .xlsx or .json) to be corrected",
        )
        parser.add_argument("--make-groups", action="store_true", help="make store groups that do not exist")
        parser.add_argument(
            "--blank-days-closed",
            action="store_true",
            help="a weekday without hours is closed, where the other days have some",
        )
        parser.add_argument("--encoding", choices=ENCODINGS, default="", help="of a CSV that is not in UTF-8")
        parser.add_argument(
            "--hidden", choices=["take", "leave"], default="", help="hidden rows, columns and sheets of a workbook"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by = self._actor(options["by"])
        skipped: Path | None = options["skip_bad"]
        answers = Answers(
            encoding=options["encoding"],
            hidden=options["hidden"],
            blank_days_closed=options["blank_days_closed"],
            make_groups=options["make_groups"],
            skip_bad=skipped is not None,
        )
        if skipped is not None and skipped.suffix.lower() not in FORMATS:
            raise CommandError(f"--skip-bad writes {', '.join(FORMATS)}: '{skipped.name}' is none of them.")
        try:
            table = read_file(options["file"], answers)
            do = try_import if options["dry_run"] else apply_import
            plan = do(table, by=by, answers=answers, on_progress=self._progress, check=self._show)
            if skipped is not None and plan.bad_rows:
                skipped.write_bytes(skipped_bytes(table, plan, skipped.suffix.lower()))
        except ImportRefused as error:
            self._refuse(error.problems)
        except (UnreadableFile, ImportRunning) as error:
            raise CommandError(_with_option(str(error))) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self._tell(plan, skipped, is_rehearsal=options["dry_run"])

    def _tell(self, plan: Plan, skipped: Path | None, *, is_rehearsal: bool) -> None:
        for line in place_lines(plan):
            self.stdout.write(line)
        for problem in plan.problems:
            self.stderr.write(str(problem))
        if plan.bad_rows and skipped is not None:
            are = "row is" if len(plan.bad_rows) == 1 else "rows are"
            self.stdout.write(f"{len(plan.bad_rows)} {are} in {skipped}, to be corrected and imported.")
        self.stdout.write(f"{summary(plan)}.{' A dry run: nothing was written.' if is_rehearsal else ''}")

    def _actor(self, username: str | None) -> Any:
        if username is None:
            return None
        users = get_user_model()
        try:
            return users._default_manager.get_by_natural_key(username)
        except users.DoesNotExist as error:
            raise CommandError(f"Nobody is called '{username}'.") from error

    def _show(self, plan: Plan) -> None:
        for line in (*group_lines(plan), *plan_lines(plan), *note_lines(plan.notes)):
            self.stdout.write(line)

    def _refuse(self, problems: list[Problem]) -> None:
        for problem in problems:
            self.stderr.write(_with_option(str(problem)))
        raise CommandError(f"{len(problems)} problem{'s' * (len(problems) > 1)}. Nothing was written.")

    def _progress(self, done: int, total: int) -> None:
        """A bar on a terminal, nothing in a log."""
        if self.stdout.isatty():
            filled = BAR * done // total
            self.stdout.write(f"\r[{'#' * filled}{'.' * (BAR - filled)}] {done}/{total}", ending="")
            if done == total:
                self.stdout.write("")
            self.stdout.flush()


def _with_option(text: str) -> str:
    """The message, and the option that answers its question."""
    for question, option in _OPTIONS.items():
        if question in text:
            return f"{text} {option}"
    return text


_OPTIONS = {
    "encoding is not guessed": "(--encoding)",
    "what is hidden belongs": "(--hidden take, --hidden leave)",
    "There is no such group": "(--make-groups)",
    "The other days have hours and this one is empty": "(--blank-days-closed)",
    NOT_NAMED: "(--blank-days-closed)",
}

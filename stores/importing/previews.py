"""What an uploaded file would do, kept so that it is shown at once and applied only as it was shown."""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime
from itertools import islice
from pathlib import PurePath
from typing import Any

from django.db import transaction
from django.utils import timezone

from stores.access.who import Actor
from stores.formulas import guarded
from stores.importing.applying import apply_import
from stores.importing.models import ImportUpload
from stores.importing.planning import NO_SUCH_GROUP, Plan, StorePlan
from stores.importing.problems import Answers, Note, Problem
from stores.importing.reading import read_bytes
from stores.importing.rehearsing import rehearse
from stores.importing.report import note_lines
from stores.importing.running import alone
from stores.importing.skipped import skipped_bytes

MAX_UPLOAD_BYTES = 32 * 1024 * 1024
"""Of one uploaded file: 10,000 stores with hours and promo lines as JSON are about 20 MB."""
SHOWN_STORES = 50
SHOWN_PROBLEMS = 200
SHOWN_NOTES = 50
REPORT_HEADER = ("what", "row", "code", "column", "value", "becomes", "expected")


class PlanChanged(Exception):
    """The network has changed since the file was shown: it would do something else now. Nothing was written."""


class NotThereAnyMore(Exception):
    """The upload has expired, was replaced by another one, or has been applied already."""


def shown_now(
    upload: ImportUpload, answers: Answers, *, by: Actor, on_progress: Callable[[int, int], None]
) -> dict[str, Any]:
    """What the file would do now, as values of the upload.

    Everything is written and rolled back: what is shown is what applying says, too.
    """
    table = read_bytes(bytes(upload.content), upload.name, answers)
    digests: list[str] = []
    plan = rehearse(
        table,
        by=by,
        answers=answers,
        on_progress=on_progress,
        check=lambda plan: digests.append(plan_digest_of(plan)),
    )
    return {
        "answers": asdict(answers),
        "plan_digest": digests[0],
        "preview": preview_of(plan),
        "report": report_of(plan),
        "skipped": skipped_bytes(table, plan, _suffix(upload)) if plan.bad_rows else b"",
    }


def apply_upload(
    *,
    by: Actor,
    upload_id: int,
    plan_digest: str,
    at: datetime,
    on_progress: Callable[[int, int], None] = lambda done, total: None,
    before_commit: Callable[[Plan], None] = lambda plan: None,
) -> Plan:
    """Apply the file exactly as it was shown: `plan_digest` says what the person has seen. All of it or nothing.

    The file is planned anew in the transaction that writes; `before_commit` is the last that is done in it, and may
    raise. PlanChanged if the plan is another one; NotThereAnyMore; ImportRefused as `apply_import`.
    """

    def check(plan: Plan) -> None:
        if plan_digest_of(plan) != plan_digest:
            raise PlanChanged

    with alone(by), transaction.atomic():
        there = ImportUpload.objects.of(by, at).filter(pk=upload_id, applied_at=None)
        upload = there.first()
        if upload is None:
            raise NotThereAnyMore
        answers = answers_of(upload)
        table = read_bytes(bytes(upload.content), upload.name, answers)
        plan = apply_import(table, by=by, answers=answers, on_progress=on_progress, check=check)
        skipped = skipped_bytes(table, plan, _suffix(upload)) if plan.bad_rows else upload.skipped
        # The row is locked only now: whoever looks at it, or replaces it, does not wait for the whole import.
        if not there.update(applied_at=timezone.now(), content=b"", skipped=skipped):
            raise NotThereAnyMore
        before_commit(plan)
    return plan


def _suffix(upload: ImportUpload) -> str:
    return PurePath(upload.name).suffix.lower()


def answers_of(upload: ImportUpload) -> Answers:
    """What was answered with the upload."""
    return Answers(**upload.answers)


def plan_digest_of(plan: Plan) -> str:
    """SHA-256 of all that the plan would write, and of what it would replace."""
    stores = [
        [
            each.row,
            each.code,
            each.kind,
            [[name, repr(each.before.get(name)), repr(each.values[name])] for name in each.values],
        ]
        for each in plan.stores
    ]
    content = [
        stores,
        [str(problem) for problem in plan.problems],
        sorted(plan.link_pages.items()),
        sorted(plan.new_groups.items()),
    ]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def preview_of(plan: Plan) -> dict[str, Any]:
    """Counts of everything, and the first of each: `{"counts", "stores", "problems", "notes"}`, plain data."""
    differing = (store for store in plan.stores if store.kind != "unchanged")
    counts = {kind: len(plan.of(kind)) for kind in ("created", "changed", "unchanged")}
    counts |= {"problems": len(plan.problems), "notes": len(plan.notes), "bad_rows": len(plan.bad_rows)}
    counts |= {"stops": len(plan.stops), "without_place": len(plan.without_place)}
    return {
        "counts": counts,
        "stores": [_store_shown(store) for store in islice(differing, SHOWN_STORES)],
        "problems": [_problem_shown(problem) for problem in plan.problems[:SHOWN_PROBLEMS]],
        "notes": list(islice(note_lines(plan.notes), SHOWN_NOTES)),
        "new_groups": sorted(plan.new_groups.values()),
        "unknown_groups": sorted({each.value for each in plan.problems if each.message == NO_SUCH_GROUP}),
        "without_place": plan.without_place[:SHOWN_STORES],
    }


def _store_shown(store: StorePlan) -> dict[str, Any]:
    shown = {"row": store.row, "code": store.code, "kind": store.kind}
    if store.kind == "created":
        return {**shown, "about": _new_store_text(store), "changes": []}
    return {**shown, "about": "", "changes": [asdict(change) for change in store.changes]}


def _problem_shown(problem: Problem) -> dict[str, Any]:
    """The problem as a preview keeps it: what is wrong stands there under the name of the report's column."""
    facts = asdict(problem)
    facts["expected"] = facts.pop("message")
    facts["more_rows"] = len(facts["more_rows"])
    return facts


def _new_store_text(store: StorePlan) -> str:
    """A new store on one line: `Pitman Pharmacy, Pitman, NJ, at pitman.example.com`."""
    values = store.values
    place = ", ".join(values[name] for name in ("name", "city", "state") if values.get(name))
    return f"{place}, at {values.get('hostname', '?')}"


def report_of(plan: Plan) -> str:
    """Every problem, difference and note as CSV, without a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(REPORT_HEADER)
    for row in _report_rows(plan):
        writer.writerow([guarded(str(cell)) for cell in row])
    return text.getvalue()


def _report_rows(plan: Plan) -> Iterator[tuple[Any, ...]]:
    yield from (_problem_cells(problem) for problem in plan.problems)
    for store in plan.stores:
        if store.kind == "created":
            yield ("new", store.row, store.code, "", "", _new_store_text(store), "")
        for change in store.changes if store.kind == "changed" else ():
            yield ("changed", store.row, store.code, change.column, change.old, change.new, "")
    yield from (_note_cells(note) for note in plan.notes)
    for code in plan.without_place:
        yield ("no coordinates", "", code, "latitude", "", "", "No search for the nearest store finds it.")


def _problem_cells(problem: Problem) -> tuple[Any, ...]:
    return ("problem", problem.row, "", problem.column, problem.value, problem.suggestion, problem.message)


def _note_cells(note: Note) -> tuple[Any, ...]:
    return ("note", note.row, "", note.column, note.value, note.read_as, note.why)

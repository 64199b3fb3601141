"""A recall as a receipt: who, when, why and which stores, on a page, in a file and on paper."""

import csv
import io
from collections.abc import Iterable
from typing import Any

from django.db.models import Func, IntegerField
from wagtail.admin.utils import get_user_display_name
from wagtail.models import PageLogEntry

from cms.recalls.models import Recall
from cms.recalls.recalling import RECALL_ACTION
from stores.formulas import guarded

HEADINGS = ("Article", "Slug", "Withdrawn at", "By", "Why", "Store code", "Store", "Host", "Language")


class StoreNumber(Func):
    """How many stores a receipt names; their names stay where they are."""

    function = "JSONB_ARRAY_LENGTH"
    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, function="JSON_ARRAY_LENGTH", **extra)


def names_of(recalls: Iterable[Recall]) -> dict[int, str]:
    """Id of a recall -> the name of who did it, also when the account is gone since; one query, if any."""
    recalls = list(recalls)
    names = {each.pk: str(get_user_display_name(each.recalled_by)) for each in recalls if each.recalled_by}
    others = [each.pk for each in recalls if each.pk not in names]
    if others:
        entries = PageLogEntry.objects.filter(action=RECALL_ACTION, data__recall__in=others)
        facts = (entry.data for entry in entries)
        names |= {each["recall"]: each.get("by") or each.get("by_name", "") for each in facts}
    return names


def recalled_by(recall: Recall) -> str:
    """The name of who did one recall, also when the account is gone since, or is none of ours; "" of a script."""
    return names_of([recall]).get(recall.pk, "")


def receipt_rows(recall: Recall) -> list[dict[str, str]]:
    """Every store of the receipt, once for each language that it carried; `title` says which."""
    return [{**store, "title": part.title} for part in recall.parts for store in part.stores]


def receipt_csv(recall: Recall) -> bytes:
    """One row per store and article, none of its cells a formula; with a mark at the start, so that Excel reads UTF-8.

    An article that no store carried has a row, too.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADINGS)
    at, by = recall.recalled_at.isoformat(timespec="seconds"), recalled_by(recall)
    for part in recall.parts:
        facts = (part.title, part.slug, at, by, part.reason)
        rows = [(store["code"], store["name"], store["host"]) for store in part.stores] or [("", "", "")]
        for row in rows:
            writer.writerow([guarded(cell) for cell in (*facts, *row, part.language_name)])
    return text.getvalue().encode("utf-8-sig")

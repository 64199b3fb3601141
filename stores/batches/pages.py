"""New pages in the tree, many at once, as `add_child` and `save` make one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from stores.batches.indexing import INDEXERS, index_pages
from stores.batches.inserting import insert
from stores.batches.log_lines import log_pages
from stores.tree import child_path, last_step
from stores.upstream.modelcluster import forget_rows

Placed = Sequence[tuple[Page, Page]]
"""Parents, and for each a new page: the one after the other."""


@transaction.atomic
def add_children(placed: Placed, *, by: Any) -> None:
    """Put new pages of one type into the tree, each as the last child of its parent: with the rows that they carry,
    found in searches, with what they refer to, and a line in the log.

    What they say must have been checked; ValidationError for a slug that a sibling has.
    """
    if not placed:
        return
    pages = [page for _parent, page in placed]
    _take_places(placed)
    rows = _rows_of(pages)
    insert(pages, instead_of=INDEXERS)
    for relation, pairs in rows:
        for page, row in pairs:
            setattr(row, relation.field.name, page)
        insert([row for _page, row in pairs], instead_of=INDEXERS)
    index_pages(pages, are_new=True)
    for page in pages:
        forget_rows(page)
    log_pages([(page, {"content_changed": True}) for page in pages], "wagtail.create", by=by)


def _rows_of(pages: Sequence[Page]) -> list[tuple[Any, list[tuple[Page, Any]]]]:
    """Each relation to rows that a page carries, with them. They stay in memory, so nobody looks for them there."""
    found: list[tuple[Any, list[tuple[Page, Any]]]] = []
    for relation in get_all_child_relations(pages[0]):
        name = relation.get_accessor_name()
        pairs: list[tuple[Page, Any]] = []
        for page in pages:
            rows = list(getattr(page, name).all())
            setattr(page, name, rows)
            pairs += [(page, row) for row in rows]
        if pairs:
            found.append((relation, pairs))
    return found


def _take_places(placed: Placed) -> None:
    """Give each page its path, and count it at its parent: until the transaction ends nobody else adds one there."""
    parents = {row.pk: row for row in _locked(parent.pk for parent, _page in placed)}
    children: dict[int, list[Page]] = defaultdict(list)
    for parent, page in placed:
        children[parent.pk].append(page)
    for pk, pages in children.items():
        _place(parents[pk], pages)
    for parent, _page in placed:
        parent.numchild = parents[parent.pk].numchild + len(children[parent.pk])
    for number in set(map(len, children.values())):
        those = [pk for pk, pages in children.items() if len(pages) == number]
        Page.objects.filter(pk__in=those).update(numchild=F("numchild") + number)


def _locked(ids: Iterable[int]) -> Any:
    return Page.objects.select_for_update().filter(pk__in=sorted(set(ids))).order_by("pk")


def _place(parent: Page, pages: list[Page]) -> None:
    """The pages behind the last child that the parent has."""
    step = 0
    if parent.numchild:
        last = parent.get_children().order_by("-path").values_list("path", flat=True).first()
        step = last_step(last) if last else 0
    for number, page in enumerate(pages, start=step + 1):
        page.depth = parent.depth + 1
        page.path = child_path(parent.path, number)
        page.locale_id = page.locale_id or parent.locale_id
        page.draft_title = page.draft_title or page.title
        page.set_url_path(parent)
    _check_slugs(parent, pages)


def _check_slugs(parent: Page, pages: list[Page]) -> None:
    slugs = Counter(page.slug for page in pages)
    taken = {slug for slug, number in slugs.items() if number > 1}
    if parent.numchild:
        taken |= set(parent.get_children().filter(slug__in=slugs).values_list("slug", flat=True))
    for page in pages:
        if page.slug in taken:
            raise ValidationError({"slug": f"The slug '{page.slug}' is already in use within the parent page."})

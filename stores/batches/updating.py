"""Rows that change, many at a time."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_save, pre_save
from wagtail.models import Page

from stores.batches.indexing import INDEXERS
from stores.batches.inserting import Receiver, insert, tell_receivers

Values = dict[str, Any]


def update(rows: Sequence[Model], names: Collection[str], *, instead_of: Collection[Receiver] = ()) -> None:
    """Write these fields of rows of one model; who listens to its saves is told, as by `insert`."""
    if not rows:
        return
    (model,) = {type(row) for row in rows}
    tell_receivers(pre_save, model, rows, instead_of)
    if names:
        model._default_manager.bulk_update(rows, names)
    tell_receivers(post_save, model, rows, instead_of, created=False)


def values_of(row: Model) -> Values:
    """What stands in the columns of a row, but for its id."""
    return {each.attname: getattr(row, each.attname) for each in row._meta.concrete_fields if not each.primary_key}


class RowsBefore:
    """The rows of pages, as they were before they were changed in memory; writes what has become of them since."""

    def __init__(self, pages: Iterable[Page], relations: Iterable[str]) -> None:
        self.relations = tuple(relations)
        self.before: Mapping[tuple[int, str], dict[int, tuple[Model, Values]]] = {
            (page.pk, name): {row.pk: (row, values_of(row)) for row in getattr(page, name).all()}
            for page in pages
            for name in self.relations
        }

    def write(self, pages: Sequence[Page]) -> None:
        """Insert the new rows, update those that differ, delete those that went."""
        for name in self.relations:
            gone: list[Model] = []
            new: list[Model] = []
            changed: list[Model] = []
            for page in pages:
                there = dict(self.before[page.pk, name])
                for row in getattr(page, name).all():
                    _row, values = there.pop(row.pk, (None, None))
                    if values is None:
                        new.append(row)
                    elif values != values_of(row):
                        changed.append(row)
                gone += [row for row, _values in there.values()]
            self._write(gone, new, changed)

    @staticmethod
    def _write(gone: list[Model], new: list[Model], changed: list[Model]) -> None:
        if gone:
            type(gone[0])._default_manager.filter(pk__in=[row.pk for row in gone]).delete()
        insert(new, instead_of=INDEXERS)
        if changed:
            names = [field.name for field in changed[0]._meta.concrete_fields if not field.primary_key]
            update(changed, names, instead_of=INDEXERS)

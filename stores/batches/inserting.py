"""Rows inserted by a few statements, whatever their number.

Whoever listens to the save of a row hears of each, but for receivers whose work the caller does for all of them.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, router, transaction
from django.db.models import Model
from django.db.models.signals import post_save, pre_save
from django.dispatch import Signal

from stores.upstream.django import insert_rows, receivers_of

Receiver = Callable[..., Any]


def insert(rows: Sequence[Model], *, instead_of: Collection[Receiver] = ()) -> None:
    """Insert new rows of one model, those of the tables above it, too. They get their ids.

    `instead_of`: receivers of saves that are not told, because what they do is done for all rows at once.
    """
    if not rows:
        return
    (model,) = {type(row) for row in rows}
    tell_receivers(pre_save, model, rows, instead_of)
    for table in (*reversed(model._meta.get_parent_list()), model):
        insert_rows(table, rows)
    tell_receivers(post_save, model, rows, instead_of, created=True)


@contextmanager
def told_by_field(rows: Iterable[Model]) -> Iterator[None]:
    """What the database refuses inside is told as the constraints of these rows tell it; nobody asks them before."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        for row in rows:
            row.validate_constraints()
        raise


def tell_receivers(
    signal: Signal, model: type[Model], rows: Sequence[Model], instead_of: Collection[Receiver], **facts: Any
) -> None:
    """Send a signal of saves to all that listen to it, but for those of `instead_of`."""
    using = router.db_for_write(model)
    for receiver in receivers_of(signal, model):
        if receiver not in instead_of:
            for row in rows:
                receiver(
                    signal=signal, sender=model, instance=row, raw=False, using=using, update_fields=None, **facts
                )

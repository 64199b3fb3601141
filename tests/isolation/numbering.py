"""Ids that tell whose a row is."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db.models import Model
from django.db.models.signals import pre_save

from tests.isolation.markers import FIRST_ID

NUMBERED = {"AutoField", "BigAutoField"}


@contextmanager
def rows_of(owner: str, counters: dict[str, Iterator[int]]) -> Iterator[None]:
    """Every row that is saved inside without an id gets the next one of its owner's million, over all tables."""
    numbers = counters.setdefault(owner, count(FIRST_ID[owner]))

    def give_id(sender: type[Model], instance: Model, raw: bool, **kwargs: Any) -> None:
        parents = instance._meta.get_parent_list()
        field = (parents[-1] if parents else sender)._meta.pk
        unnumbered = not raw and instance._state.adding and instance.pk is None
        if unnumbered and field is not None and field.get_internal_type() in NUMBERED:
            instance.pk = next(numbers)

    pre_save.connect(give_id, weak=False, dispatch_uid="rows_of")
    try:
        yield
    finally:
        pre_save.disconnect(dispatch_uid="rows_of")

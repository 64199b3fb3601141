"""Ids that do not depend on what ran before, for answers that are compared with a file."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db.models import Model
from django.db.models.signals import pre_save

FIRST = 800_001


def _family(model: type[Model]) -> type[Model]:
    """The model whose table holds the id: `Page` for every page type."""
    parents = [parent for parent in model._meta.parents if parent._meta.concrete_model is parent]
    return _family(parents[0]) if parents else model


@contextmanager
def numbered_rows() -> Iterator[None]:
    """Every row that is saved inside without an id gets the next of its table: 800,001, 800,002, …"""
    numbers: dict[type[Model], Iterator[int]] = defaultdict(lambda: count(FIRST))

    def give_id(sender: type[Model], instance: Model, raw: bool, **kwargs: Any) -> None:
        if raw or not instance._state.adding or instance.pk is not None:
            return
        if sender._meta.pk.get_internal_type() in {"AutoField", "BigAutoField", "OneToOneField"}:
            instance.pk = next(numbers[_family(sender)])

    pre_save.connect(give_id, weak=False, dispatch_uid="numbered_rows")
    try:
        yield
    finally:
        pre_save.disconnect(dispatch_uid="numbered_rows")

"""What the models themselves would refuse of a row, asked before anything is written. No queries."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from stores.hours.models import HoursException
from stores.importing.store_values import PAGE_FIELD_OF_COLUMN, slots_json
from stores.store.models.registration import FRONTEND_FIELDS, REGISTRATION_FIELDS, StoreRegistration
from stores.store.models.store import StorePage

CLOSED_LISTS = frozenset({"state", "country", "time_zone", "services", "languages"})
"""Columns that were read by the very lists of the models; looking through those again takes longer than all else."""


def refused_by_models(values: Mapping[str, Any], code: str) -> Iterator[tuple[str, Any, str]]:
    """Column, value and reason of each value that can't be saved."""
    page = {name: column for column, name in PAGE_FIELD_OF_COLUMN.items() if column in values.keys() - CLOSED_LISTS}
    yield from _refused(StorePage(), page, values)
    registration = {name: name for name in (*REGISTRATION_FIELDS, *FRONTEND_FIELDS) if name in values}
    yield from _refused(StoreRegistration(code=code), registration, values)
    for value in values.get("exceptions", ()):
        row = HoursException(
            counter=value.counter,
            starts_on=value.first,
            ends_on=value.last,
            label=value.label,
            slots=slots_json(value.spans),
        )
        try:
            row.clean_fields(exclude=["store"])
        except ValidationError as error:
            yield "exceptions", str(value), " ".join(error.messages)


def _refused(
    instance: models.Model, columns: Mapping[str, str], values: Mapping[str, Any]
) -> Iterator[tuple[str, Any, str]]:
    """`columns`: field -> column, of the fields that are looked at."""
    for name, column in columns.items():
        value = values[column]
        setattr(instance, name, list(value) if isinstance(value, tuple) else value)
    others = [field.name for field in instance._meta.fields if field.name not in columns]
    try:
        instance.clean_fields(exclude=others)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield columns[name], values[columns[name]], " ".join(messages)

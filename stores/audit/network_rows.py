"""The newsroom's own rows (promo lines, holidays, groups, and what packages above add): old and new values.

Wagtail logs these in its `ModelLogEntry`, without values; they are put into the entry when it is written.
"""

from contextvars import ContextVar
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from wagtail.models import ModelLogEntry

from stores.access.display_names import display_name
from stores.banners.models import NetworkBanner
from stores.hours.models import HolidayClosure
from stores.store.models.frontends import NetworkFrontend
from stores.store.models.groups import StoreGroup

CREATE, EDIT, DELETE = "wagtail.create", "wagtail.edit", "wagtail.delete"
MOST_NAMES = 20
"""Stores that came into an audience, or left it, that are named; of more, the number is said."""

Values = dict[str, Any]

_models: set[type[Model]] = {HolidayClosure, NetworkBanner, NetworkFrontend, StoreGroup}
# What stood there before the form that is being saved: the hook knows the request, the log entry does not.
_before: ContextVar[tuple[type[Model], str, Values] | None] = ContextVar("audited_row_before", default=None)


def register_audited(model: type[Model]) -> None:
    """Keep old and new values of this model's rows when they are changed in the admin."""
    _models.add(model)


def audited_models() -> list[type[Model]]:
    """Every model of which old and new values are kept, by its label."""
    return sorted(_models, key=lambda model: model._meta.label)


def row_values(row: Model) -> Values:
    """The row in plain values by the names of its fields, relations as the names of what they lead to."""
    values: Values = {}
    for field in row._meta.concrete_fields:
        if not field.primary_key:
            values[str(field.verbose_name)] = _named_value(field.value_from_object(row), field, row)
    for field in row._meta.many_to_many:
        # A tuple is a set of names, of which the entry keeps only what came and what went.
        values[str(field.verbose_name)] = tuple(str(each) for each in getattr(row, field.name).all())
    return values


def _entry_value(name: str, values: Values, others: Values) -> Any:
    """One value as the log entry keeps it; of a set of names the first of those that `others` lacks."""
    value = values.get(name)
    if not isinstance(value, tuple):
        return value
    names = [each for each in value if each not in set(others.get(name) or ())]
    return [*names[:MOST_NAMES], f"and {len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else names


def _named_value(value: Any, field: Any, row: Model) -> Any:
    if isinstance(value, list):
        return value
    choices = dict(field.flatchoices)
    if value in choices:
        return str(choices[value])
    if field.is_relation and value is not None:
        return str(getattr(row, field.name))
    return value if value is None or isinstance(value, bool | int) else str(value)


def keep_before(request: HttpRequest, instance: Model) -> None:
    """The form is laid over the row that the view has loaded; read it before."""
    if request.method == "POST" and type(instance) in _models:
        row = type(instance)._default_manager.get(pk=instance.pk)
        _before.set((type(instance), str(instance.pk), row_values(row)))


@receiver(pre_save, sender=ModelLogEntry)
def note_values(*, instance: ModelLogEntry, raw: bool, **kwargs: Any) -> None:
    """Into the entry's data: `by`, `old` and `new`, of what differs."""
    model = instance.content_type.model_class() if instance.content_type else None
    if instance.pk or raw or model not in _models or instance.action not in {CREATE, EDIT, DELETE}:
        return
    if "old" in instance.data:
        # An action of ours, which knew them.
        instance.data = {**instance.data, "by": display_name(instance.user)}
        return
    row = model._default_manager.filter(pk=instance.object_id).first()
    now = row_values(row) if row is not None else {}
    old, new = _difference(instance.action, _values_before((model, instance.object_id), now), now)
    instance.data = {**instance.data, "by": display_name(instance.user), "old": old, "new": new}


def _values_before(row: tuple[type[Model], str], now: Values) -> Values:
    """The row's values from before the form, if `keep_before` kept them, else those of now."""
    before = _before.get()
    _before.set(None)
    return before[2] if before is not None and before[:2] == row else now


def _difference(action: str, before: Values, now: Values) -> tuple[Values, Values]:
    if action == CREATE:
        before = {}
    elif action == DELETE:
        before, now = now, {}
    names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    old = {name: _entry_value(name, before, now) for name in names if name in before}
    return old, {name: _entry_value(name, now, before) for name in names if name in now}


def audited_types() -> list[int]:
    """Ids of the content types of `audited_models`."""
    return [each.pk for each in ContentType.objects.get_for_models(*audited_models()).values()]

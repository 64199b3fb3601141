"""REST framework's serializers, made once per thread: making one anew copies all its fields for each answer."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from rest_framework import serializers
from rest_framework.fields import SkipField
from rest_framework.relations import PKOnlyObject
from rest_framework.serializers import BaseSerializer

from api.protocol.fields import Selection, drop_unselected, kept_of
from stores.upstream.rest_framework import put_context

Get = Callable[[Any], Any]
MOST = 64
"""Serializers that a thread keeps; readers choose fields as they like."""
AS_IT_IS = {serializers.CharField: str, serializers.URLField: str, serializers.IntegerField: int}
"""Fields that answer values of a type as they are."""
_kept = threading.local()


class PlainSerializer(serializers.Serializer):
    """Answers what REST framework's does, and finds out but once how each field is read."""

    @property
    def html_name(self) -> str:
        """What a member called `html` is called in this answer."""
        return "html"

    def to_representation(self, instance: Any) -> dict[str, Any]:
        answer = {}
        for name, get in self._getters:
            try:
                answer[name] = get(instance)
            except SkipField:
                continue
        return answer

    @cached_property
    def _getters(self) -> list[tuple[str, Get]]:
        return [(str(field.field_name), self._kept_getter(field)) for field in self._readable_fields]

    def _kept_getter(self, field: Any) -> Get:
        """Without what nobody asked for inside of it."""
        get, kept = self._getter(field), getattr(field, "kept", None)
        return get if kept is None else lambda instance: kept_of(get(instance), kept, self.html_name)

    def _getter(self, field: Any) -> Get:
        if type(field) is serializers.SerializerMethodField:
            method: Get = getattr(self, field.method_name)
            return method
        if field.source == "*":
            whole: Get = field.to_representation
            return whole
        usual = _usual_getter(field)
        return _attribute_getter(field, usual) if len(field.source_attrs) == 1 else usual


def _usual_getter(field: Any) -> Get:
    """As REST framework reads any field."""

    def get(instance: Any) -> Any:
        value = field.get_attribute(instance)
        known = value.pk if isinstance(value, PKOnlyObject) else value
        return None if known is None else field.to_representation(value)

    return get


def _attribute_getter(field: Any, usual: Get) -> Get:
    """The same for an attribute that is a plain value; texts and numbers are answered as they are."""
    (attribute,) = field.source_attrs
    as_it_is = next((kind for serializer, kind in AS_IT_IS.items() if type(field) is serializer), None)

    def get(instance: Any) -> Any:
        if isinstance(instance, Mapping):
            return usual(instance)
        value = getattr(instance, attribute, None)
        kind = type(value)
        if kind is as_it_is:
            return value
        return field.to_representation(value) if kind is list else usual(instance)

    return get


def represented(
    serializer_class: type[BaseSerializer],
    instance: Any,
    context: Mapping[str, Any],
    selection: Selection | None = None,
    *,
    many: bool = False,
) -> Any:
    """The instance's chosen fields as plain data; all of them without a selection."""
    kept: OrderedDict[Any, Any] = _kept.__dict__.setdefault("serializers", OrderedDict())
    key = serializer_class, many, selection.key if selection is not None else None
    serializer = kept.get(key)
    if serializer is None:
        serializer = serializer_class(many=many, context={})
        if selection is not None:
            drop_unselected(serializer, selection)
        kept[key] = serializer
        if len(kept) > MOST:
            kept.popitem(last=False)
    kept.move_to_end(key)
    put_context(serializer, dict(context))
    try:
        return serializer.to_representation(instance)
    finally:
        put_context(serializer, {})

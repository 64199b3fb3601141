"""The `fields` parameter with Wagtail's syntax and meaning, for serializers of our own.

`meta`'s members are named as if they stood at the top: `fields=_,title,html_url`.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from rest_framework.fields import Field
from rest_framework.serializers import BaseSerializer, ListSerializer, Serializer
from wagtail.api.v2.utils import FieldsParameterParseError, parse_fields_parameter

from api.protocol.errors import BadRequest

FieldsConfig = list[tuple[str, bool, Any]]


@dataclass(frozen=True, slots=True)
class Selection:
    """Names to answer, flat (`meta`'s members among them), and what to keep inside nested ones."""

    names: frozenset[str]
    nested: dict[str, "Selection"] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.names

    @property
    def key(self) -> tuple[Any, ...]:
        """The same for two selections of the same."""
        return self.names, tuple(sorted((name, inner.key) for name, inner in self.nested.items()))


def _serializer_of(node: Any) -> Serializer | None:
    """The serializer behind a nested field; None where the field is no object."""
    if isinstance(node, ListSerializer):
        node = node.child
    return node if isinstance(node, Serializer) else None


def known_names(serializer: Any) -> list[str]:
    """All names that `fields` may mention."""
    names = []
    for name, node in serializer.fields.items():
        names += list(node.fields) if name == "meta" and isinstance(node, Serializer) else [name]
    return names


def _parse(text: str) -> FieldsConfig:
    try:
        return parse_fields_parameter(text)
    except FieldsParameterParseError as error:
        raise BadRequest(f"'fields' can't be read: {error}.", field="fields") from error


def select(text: str | None, serializer: BaseSerializer, *, default: frozenset[str] | None) -> Selection:
    """The fields that a request asks for; `default` None means all of them. 400 that names an unknown field."""
    return _select(_parse(text) if text else [], serializer, default)


@lru_cache(maxsize=256)
def chosen(text: str | None, serializer_class: type[BaseSerializer], default: frozenset[str] | None) -> Selection:
    """The same for a serializer's class. What was chosen once is not read again."""
    return select(text, serializer_class(), default=default)


def _select(config: FieldsConfig, serializer: Any, default: frozenset[str] | None) -> Selection:
    known = frozenset(known_names(serializer))
    names = set(known if default is None else default)
    if config and config[0][0] in {"*", "_"}:
        names = set(known) if config[0][0] == "*" else set()
        config = config[1:]
    nested = {}
    for name, is_negated, sub_config in config:
        if name not in known:
            raise BadRequest(f"Unknown field '{name}'. Known: {', '.join(sorted(known))}.", field="fields")
        if is_negated:
            names.discard(name)
            continue
        names.add(name)
        if sub_config:
            inner = _serializer_of(serializer.fields.get(name))
            if inner is None:
                raise BadRequest(f"The field '{name}' has no fields of its own.", field="fields")
            nested[name] = _select(sub_config, inner, frozenset() if _adds_only(sub_config) else None)
    return Selection(frozenset(names), nested)


def _adds_only(config: FieldsConfig) -> bool:
    """Whether only these are asked for, as in `experts(name)`; `experts(-html)` asks for all others."""
    return not any(is_negated for _name, is_negated, _sub in config)


def drop_unselected(serializer: Field | BaseSerializer, selection: Selection) -> None:
    """Take the fields that nobody asked for out of the serializer, at every depth, before it does any work."""
    inner = _serializer_of(serializer)
    if inner is None:
        return
    for name, node in list(inner.fields.items()):
        if name == "meta" and isinstance(node, Serializer):
            drop_unselected(node, selection)
            if not node.fields:
                inner.fields.pop(name)
        elif name not in selection:
            inner.fields.pop(name)
        elif name in selection.nested:
            drop_unselected(node, selection.nested[name])

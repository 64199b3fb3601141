"""The `fields` parameter with Wagtail's syntax and meaning, for serializers of our own.

`meta`'s members are named as if they stood at the top: `fields=_,title,html_url`. The syntax has no hyphen, so a name
with one is written with `_`: `hours(drive_through)`.
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from drf_spectacular.drainage import get_override
from rest_framework.fields import Field, SerializerMethodField
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


def _inside(serializer: Any, name: str) -> Serializer | None:
    """What describes the members of a field: the field itself, or what the API's description says of it."""
    node = serializer.fields.get(name)
    if isinstance(node, SerializerMethodField):
        node = get_override(getattr(serializer, str(node.method_name)), "field")
    else:
        node = getattr(node, "made_of", node)
    return _serializer_of(node() if isinstance(node, type) else node)


def any_kind_of(*kinds: Any) -> type[Serializer]:
    """What `fields` may name of an object that is one of several kinds: all that any of them has, at every depth.

    `kinds`: serializers, their classes, or what makes them.
    """

    class AnyOf(Serializer):
        def get_fields(self) -> dict[str, Field]:
            made = [kind() if callable(kind) else kind for kind in kinds]
            names = dict.fromkeys(name for each in made for name in each.fields)
            return {name: _any_field(name, [each for each in made if name in each.fields]) for name in names}

    return AnyOf


def _any_field(name: str, kinds: list[Any]) -> Field:
    """A member of several kinds, with what is inside of it at any of them."""
    if name == "meta":
        return deepcopy(kinds[-1].fields[name])
    inside = [inner for each in kinds if (inner := _inside(each, name))]
    member: Any = Field()
    if inside:
        member.made_of = any_kind_of(*inside)
    return member


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
        hint = " A hyphen in a name is written '_', as in 'hours(drive_through)'." if "char '-'" in str(error) else ""
        raise BadRequest(f"'fields' can't be read: {error}.{hint}", field="fields") from error


def select(text: str | None, serializer: BaseSerializer, *, default: frozenset[str] | None) -> Selection:
    """The fields that a request asks for; `default` None means all of them. 400 that names an unknown field."""
    return _select(_parse(text) if text else [], serializer, default)


@lru_cache(maxsize=256)
def chosen(text: str | None, serializer_class: type[BaseSerializer], default: frozenset[str] | None) -> Selection:
    """The same for a serializer's class. What was chosen once is not read again."""
    return select(text, serializer_class(), default=default)


def _select(config: FieldsConfig, serializer: Any, default: frozenset[str] | None) -> Selection:
    known = frozenset(known_names(serializer))
    written = {name.replace("-", "_"): name for name in known}
    names = set(known if default is None else default)
    if config and config[0][0] in {"*", "_"}:
        names = set(known) if config[0][0] == "*" else set()
        config = config[1:]
    nested = {}
    for given, is_negated, sub_config in config:
        if given not in written:
            hint = " Name what is in 'meta' by itself, as in 'fields=slug'." if given == "meta" else ""
            known_to_us = ", ".join(sorted(written))
            raise BadRequest(f"Unknown field '{given}'.{hint} Known: {known_to_us}.", field="fields")
        name = written[given]
        if is_negated:
            names.discard(name)
            continue
        names.add(name)
        if sub_config:
            inner = _inside(serializer, name)
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
        elif name in selection.nested and _serializer_of(node) is None:
            # What it answers is made elsewhere, whole.
            node.kept = selection.nested[name]  # type: ignore[attr-defined]
        elif name in selection.nested:
            drop_unselected(node, selection.nested[name])


def kept_of(value: Any, selection: Selection, html_name: str = "html") -> Any:
    """What a selection leaves of plain data. `html_name`: what a member called `html` is called in it."""
    if isinstance(value, list | tuple):
        return [kept_of(each, selection, html_name) for each in value]
    if not isinstance(value, Mapping):
        return value
    kept: dict[str, Any] = {}
    for name, each in value.items():
        asked = "html" if name == html_name else name
        if name == "meta" and isinstance(each, Mapping):
            members = {member: said for member, said in each.items() if member in selection}
            kept |= {"meta": members} if members else {}
        elif asked in selection:
            nested = selection.nested.get(asked)
            kept[name] = kept_of(each, nested, html_name) if nested else each
    return kept

"""What an object, or a value of a form, refers to: keys, blocks at any depth, links and embeds of rich text."""

from collections.abc import Iterator
from typing import Any, TypeAlias

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import ForeignKey, Model, QuerySet
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText, features
from wagtail.rich_text.rewriters import FIND_A_TAG, FIND_EMBED_TAG, extract_attrs

Reference: TypeAlias = tuple[type[Model] | None, Any]
"""A model and an id as it was sent; None for a kind of entity that nobody knows."""


def base_of(model: type[Model]) -> type[Model]:
    """The model that holds the id: `Page` of any page."""
    parents: list[type[Model]] = model._meta.get_parent_list()
    return parents[-1] if parents else model._meta.concrete_model or model


def model_named(app_label: str, name: str) -> type[Model] | None:
    """The model that the arguments of a URL name; None for no model."""
    try:
        return apps.get_model(app_label, name)
    except LookupError:
        return None


def entities_in(text: str) -> Iterator[Reference]:
    """Every link and embed of a stored rich text that names something by its id, or by a kind that has ids."""
    for tags, name, handlers in (
        (FIND_A_TAG, "linktype", features.get_link_types()),
        (FIND_EMBED_TAG, "embedtype", features.get_embed_types()),
    ):
        for attributes in tags.findall(text) if name in text else ():
            attrs = extract_attrs(attributes)
            model = _model_of(handlers.get(attrs.get(name)))
            if name in attrs and (model is not None or "id" in attrs):
                yield model, attrs.get("id")


def _model_of(handler: Any) -> type[Model] | None:
    try:
        model: type[Model] | None = handler.get_model() if handler is not None else None
    except NotImplementedError:
        return None
    return model


def references_in(value: Any) -> Iterator[Reference]:
    """What a value of a form or of a field refers to, at any depth of blocks."""
    if isinstance(value, Model):
        yield type(value), value.pk
    elif isinstance(value, str):
        yield from entities_in(value)
    elif isinstance(value, RichText):
        yield from entities_in(value.source)
    elif isinstance(value, StreamValue):
        yield from ((model, pk) for model, pk, _model_path, _path in value.stream_block.extract_references(value))
        yield from references_in(value.stream_block.get_prep_value(value))
    elif isinstance(value, dict):
        yield from references_in(list(value.values()))
    elif isinstance(value, list | tuple | set | QuerySet):
        for each in value:
            yield from references_in(each)


def references_of(row: Model) -> Iterator[Reference]:
    """What an object refers to, with all that belongs to it."""
    for _name, found in references_by_field(row):
        yield from found


def references_by_field(row: Model) -> Iterator[tuple[str, Iterator[Reference]]]:
    """The same, by the names of the fields and of the relations to what belongs to it."""
    for each in row._meta.get_fields():
        if isinstance(each, ForeignKey):
            yield each.name, iter([(each.related_model, getattr(row, each.attname))])
        elif each.many_to_many and not each.auto_created:
            yield each.name, references_in(list(getattr(row, each.name).all()))
        elif hasattr(each, "extract_references"):
            yield each.name, references_in(each.value_from_object(row))  # type: ignore[union-attr]
    for relation in get_all_child_relations(type(row)) if isinstance(row, ClusterableModel) else ():
        name = relation.get_accessor_name()
        for child in getattr(row, name).all():
            yield name, references_of(child)


def id_of(model: type[Model], value: Any) -> Any:
    """An id as the model keeps it; None for what can't be one."""
    if isinstance(value, str) and not value.isascii():
        return None
    try:
        known = base_of(model)._meta.pk.to_python(value)
    except (ValidationError, TypeError, ValueError):
        return None
    return known if not isinstance(known, int) or 0 < known < 2**63 else None

"""What a form takes besides texts: every field, block and entity that names something by its id, filled with any id.

Read from the form objects that a screen makes, so that a field which is new tomorrow is filled tomorrow.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from django.db.models import Model
from django.forms import BaseForm, Field, ModelChoiceField, ModelMultipleChoiceField
from wagtail import blocks
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.blocks.base import BlockField
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.rich_text import features

from stores.access.references import entities_in
from stores.isolation.references import everything, scope_of
from tests.isolation.forms import Data
from tests.isolation.markers import FIRST_ID, LIBRARY, NEIGHBOUR

PLAIN_TEXT = "null"
SAMPLE_ID = 4242
ROW = {"has_no_end": "on", "link_label": "Tampered"}
"""What a new row must say beside what it is required to."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One place for an id. `data`: what the form sends around it; `build` puts an id into `name`."""

    name: str
    kind: str
    model: type[Model]
    data: Data = field(default_factory=dict, hash=False)
    entity: str = ""
    is_many: bool = False

    def filled(self, pk: Any) -> Data:
        value: Any = entity_text(self.entity, pk) if self.entity else [str(pk)] if self.is_many else str(pk)
        return {**self.data, self.name: value}

    def __str__(self) -> str:
        return f"{self.name} ({self.kind} {self.entity or self.model._meta.label})"


def entity_text(kind: str, pk: Any) -> str:
    """A paragraph that is one entity, as the editor sends it."""
    text = {"key": "abcde", "text": "here", "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    data = {"id": pk, "format": "left", "alt": "", "url": "https://site.example/"}
    return json.dumps(
        {
            "blocks": [{**text, "entityRanges": [{"offset": 0, "length": 4, "key": 0}]}],
            "entityMap": {"0": {"type": kind, "mutability": "MUTABLE", "data": data}},
        }
    )


def _entities(widget: DraftailRichTextArea) -> Iterator[tuple[str, type[Model]]]:
    """Kinds of entities that the editor turns into something with an id, and what that is."""
    kinds = {
        kind
        for feature in widget.features
        if (rule := features.get_converter_rule("contentstate", feature)) is not None
        for kind in rule["to_database_format"].get("entity_decorators", ())
    }
    for kind in sorted(kinds):
        # A link without an id is one to an address.
        stored = widget.converter.to_database_format(entity_text(kind, SAMPLE_ID))
        for model, pk in entities_in(stored):
            if model is not None and str(pk) == str(SAMPLE_ID):
                yield kind, model


def _of_field(name: str, form_field: Field) -> Iterator[Slot]:
    if isinstance(form_field, BlockField):
        for prefix, block in ((name, form_field.block),):
            yield from _of_block(prefix, block)
    elif isinstance(form_field, ModelChoiceField) and form_field.queryset is not None:
        is_many = isinstance(form_field, ModelMultipleChoiceField)
        yield Slot(name, "field", form_field.queryset.model, is_many=is_many)
    elif isinstance(form_field.widget, DraftailRichTextArea):
        for kind, model in _entities(form_field.widget):
            yield Slot(name, "rich text", model, entity=kind)


def _row(prefix: str, kind: str) -> Data:
    row = {"deleted": "", "order": "0", "type": kind, "id": ""}
    return {f"{prefix}-count": "1", **{f"{prefix}-0-{name}": value for name, value in row.items()}}


def _of_block(prefix: str, block: Any) -> Iterator[Slot]:
    """Every slot of a block, with what makes the rest of it valid."""
    if isinstance(block, blocks.BaseStreamBlock):
        for kind, child in block.child_blocks.items():
            yield from _within(_of_block(f"{prefix}-0-value", child), _row(prefix, kind))
    elif isinstance(block, blocks.ListBlock):
        yield from _within(_of_block(f"{prefix}-0-value", block.child_block), _row(prefix, "item"))
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            rest = [other for other in block.child_blocks.items() if other[0] != name]
            around = {key: value for other, each in rest for key, value in plain(f"{prefix}-{other}", each).items()}
            yield from _within(_of_block(f"{prefix}-{name}", child), around)
    elif isinstance(block, TypedTableBlock):
        for kind, child in block.child_blocks.items():
            table = {"caption": "", "column-count": 1, "row-count": 1, "column-0-deleted": "", "row-0-deleted": ""}
            table |= {"column-0-type": kind, "column-0-order": 0, "column-0-heading": "x", "row-0-order": 0}
            around = {f"{prefix}-{key}": value for key, value in table.items()}
            yield from _within(_of_block(f"{prefix}-cell-0-0", child), around)
    elif isinstance(block, blocks.FieldBlock):
        yield from _of_field(prefix, block.field)


def _within(slots: Iterator[Slot], around: Data) -> Iterator[Slot]:
    for slot in slots:
        yield Slot(slot.name, "block", slot.model, {**around, **slot.data}, slot.entity, slot.is_many)


def plain(prefix: str, block: Any) -> Data:
    """Something valid for a block."""
    if isinstance(block, blocks.BaseStructBlock):
        parts = block.child_blocks.items()
        return {key: value for name, child in parts for key, value in plain(f"{prefix}-{name}", child).items()}
    if isinstance(block, blocks.BaseStreamBlock | blocks.ListBlock):
        return {f"{prefix}-count": "0"}
    if isinstance(block, blocks.RichTextBlock):
        return {prefix: PLAIN_TEXT}
    if isinstance(block, blocks.URLBlock):
        return {prefix: "https://tampered.example/"}
    if isinstance(block, blocks.ChoiceBlock):
        return {prefix: next(str(value) for value, _label in block.field.choices if value)}
    return {prefix: "Tampered"}


@contextmanager
def noted_forms() -> Iterator[list[BaseForm]]:
    """The forms that are made inside, and what they are asked for."""
    made: list[BaseForm] = []
    stock = BaseForm.__init__

    def note(form: BaseForm, *args: Any, **kwargs: Any) -> None:
        stock(form, *args, **kwargs)
        made.append(form)

    with mock.patch.object(BaseForm, "__init__", new=note):
        yield made


def slots_of(forms: list[BaseForm]) -> list[Slot]:
    """Each slot of the forms once; a row that a script would add is the first one after those that are there."""
    found: dict[tuple[str, str, str], Slot] = {}
    for form in forms:
        around = _new_row(form) if "__prefix__" in str(form.prefix) else {}
        for name, form_field in form.fields.items():
            for slot in _of_field(form.add_prefix(name), form_field):
                named = slot.name.replace("__prefix__", "@")
                data = {**around, **slot.data}
                data.pop(named, None)
                placed = Slot(named, "row" if around else slot.kind, slot.model, data, slot.entity, slot.is_many)
                found.setdefault((placed.name, placed.entity, json.dumps(placed.data, sort_keys=True)), placed)
    return list(found.values())


def _new_row(form: BaseForm) -> Data:
    """A whole row of a formset, `@` for its number."""
    formset, row = str(form.prefix).partition("-__prefix__")[0], str(form.prefix).replace("__prefix__", "@")
    data: Data = {f"{formset}-TOTAL_FORMS": "@new", f"{row}-ORDER": "99", f"{row}-id": "", f"{row}-DELETE": ""}
    for name, form_field in form.fields.items():
        if name in ROW or form_field.required:
            choices = [str(value) for value, _label in getattr(form_field, "choices", ()) if value]
            data[f"{row}-{name}"] = ROW.get(name) or (choices[0] if choices else "Tampered")
    return data


def over(form: Data, data: Data) -> Data:
    """A form with some of its fields filled, new rows after those that it has."""
    sent = {**form}
    for name, value in data.items():
        formset = name.partition("-@-")[0] if "-@-" in name else name.removesuffix("-TOTAL_FORMS")
        count = int(str(form.get(f"{formset}-TOTAL_FORMS", "0")) or 0)
        if value == "@new":
            sent[name] = str(count + 1)
        else:
            sent[name.replace("-@-", f"-{count}-")] = value
    return sent


def others(model: type[Model]) -> list[int]:
    """Ids of the neighbor's and of the library's rows of this model that nobody else may refer to: one of each."""
    found = []
    for owner in (NEIGHBOUR, LIBRARY):
        first = FIRST_ID[owner]
        rows = list(model._default_manager.filter(pk__gte=first, pk__lt=first + 1_000_000).order_by("pk"))
        # What is a secret first: anybody reads the rest on the site.
        rows.sort(key=lambda row: "secret" not in str(row))
        if rows and (owner == NEIGHBOUR or scope_of(model) is not everything):
            found.append(rows[0].pk)
    return found

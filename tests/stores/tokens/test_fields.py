"""Whatever plain box takes tokens has the button that inserts them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.urls import reverse
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.blocks import Block, FieldBlock, RichTextBlock
from wagtail.models import Page

from cms.articles.blocks import BodyBlock
from stores.editing.line_form import LineForm
from stores.tokens.fields import ATTRIBUTE, MEDIA
from stores.tokens.syntax import known_tokens, store_token_names, validate_store_tokens, validate_tokens
from tests.cms.admin_forms import logged_in
from tests.factories.network import make_editor

CHECKS = (validate_tokens, validate_store_tokens)


def rendered(widget: Any) -> str:
    return str(widget.render("text", "", {"id": "id_text"}))


def forms_of_models() -> Iterator[tuple[Any, Any]]:
    """Each model with a screen of its own, and those that stand as rows in it, with their forms."""
    models: Any = apps.get_models()
    for model in models:
        viewset: Any = getattr(model, "snippet_viewset", None)
        if not model._meta.app_label.startswith(("stores", "cms")) or not (issubclass(model, Page) or viewset):
            continue
        handler = viewset.get_edit_handler() if viewset else model.get_edit_handler()
        form = handler.get_form_class()
        yield model, form
        for formset in (form.formsets or {}).values():
            yield formset.model, formset.form


def plain_boxes() -> Iterator[tuple[str, Any, bool]]:
    """Where a model's text may name tokens and is typed into a box: its name, its widget, the store's alone."""
    for model, form in forms_of_models():
        for field in model._meta.get_fields():
            checks = [check for check in getattr(field, "validators", ()) if check in CHECKS]
            if checks and field.name in form.base_fields:
                widget = form.base_fields[field.name].widget
                if not isinstance(widget, DraftailRichTextArea):
                    yield f"{model.__name__}.{field.name}", widget, validate_store_tokens in checks


def test_each_box_of_a_model_that_takes_tokens_has_the_button() -> None:
    found = {name: (widget, is_store_only) for name, widget, is_store_only in plain_boxes()}
    assert {"PromoBanner.text", "NetworkBanner.text", "ArticlePage.teaser", "Provider.copyright"} <= set(found)
    assert [name for name, (widget, _is) in found.items() if ATTRIBUTE not in rendered(widget)] == []
    assert [name for name, (widget, is_store_only) in found.items() if widget.is_store_only != is_store_only] == []


def blocks_in(block: Any) -> Iterator[Block]:
    yield block
    children = getattr(block, "child_blocks", {}).values()
    for child in [*children, *([block.child_block] if hasattr(block, "child_block") else [])]:
        yield from blocks_in(child)


def test_each_plain_block_that_takes_tokens_has_the_button() -> None:
    blocks = [block for block in blocks_in(BodyBlock()) if isinstance(block, FieldBlock)]
    taking = [block for block in blocks if any(each in CHECKS for each in getattr(block.field, "validators", ()))]
    plain = [block for block in taking if not isinstance(block, RichTextBlock)]
    assert len(plain) > 8
    assert [block.name for block in plain if ATTRIBUTE not in rendered(block.field.widget)] == []


def test_the_button_knows_what_the_box_takes_and_comes_with_script_and_style() -> None:
    box = LineForm.base_fields["text"].widget
    attrs = box.get_context("text", "", {})["widget"]["attrs"]
    assert list(json.loads(attrs[ATTRIBUTE])) == store_token_names()
    assert str(MEDIA["js"]) in str(box.media)
    assert finders.find("stores/token-button.js")


@pytest.mark.django_db
def test_without_the_script_a_hint_leads_to_the_list() -> None:
    assert f'href="{reverse("stores_tokens")}"' in rendered(LineForm.base_fields["text"].widget)
    page = logged_in(make_editor()).get(reverse("stores_tokens")).content.decode()
    assert [name for name in known_tokens() if "{{ " + name + " }}" not in page] == []

"""One tag whatever its case, each with a slug; counts and filters agree."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from taggit.models import Tag

from cms.models import ArticleTag
from tests.cms.admin_forms import logged_in
from tests.factories.network import make_editor
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


def get(path: str) -> Any:
    return Client(headers={"host": "localhost:8000"}).get(f"/api/v2/{path}").json()


def test_second_spelling_is_the_first_tag() -> None:
    make_article("flu", tags=["Vaccines"])
    make_article("cold", tags=["vaccines", "VACCINES"])
    assert list(Tag.objects.values_list("name", flat=True)) == ["Vaccines"]
    assert ArticleTag.objects.count() == 2


def test_database_refuses_a_second_spelling() -> None:
    Tag.objects.create(name="Vaccines", slug="vaccines")
    with pytest.raises(IntegrityError), transaction.atomic():
        Tag.objects.bulk_create([Tag(name="vaccines", slug="other")])


@pytest.mark.parametrize("name", ["+++", "???", "日本"])
def test_each_tag_has_a_slug(name: str) -> None:
    make_article("flu", tags=[name, "!"])
    assert all(Tag.objects.values_list("slug", flat=True))


def test_counts_and_filters_agree() -> None:
    make_store("pitman")
    make_article("flu", tags=["Flu shot", "+++"])
    make_article("cold", tags=["flu-shot", "FLU SHOT"])
    for tag in get("tags/?store=pitman")["items"]:
        found = get(f"articles/?store=pitman&tag={tag['slug']}")
        assert found["meta"]["total_count"] == tag["article_count"], tag
    assert get("articles/?store=pitman&tag=fLU%20Shot")["meta"]["total_count"] == 2


def test_screen_refuses_another_spelling_in_words() -> None:
    Tag.objects.create(name="Vaccines")
    editor = logged_in(make_editor())
    answer = editor.post(reverse("wagtailsnippets_taggit_tag:add"), {"name": "vaccines", "slug": "other"})
    assert "There is the tag “Vaccines”." in answer.context["form"].errors["name"][0]

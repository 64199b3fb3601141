"""Rows of old slugs, and what the database refuses of them."""

import pytest
from django.db import IntegrityError

from cms.models import OldSlug
from tests.factories.newsroom import make_article

pytestmark = pytest.mark.django_db


def test_database_takes_several_slugs_of_a_page_and_one_of_several_pages() -> None:
    flu, measles = make_article("flu"), make_article("measles")
    for page, slug in ((flu, "a"), (flu, "b"), (measles, "a")):
        OldSlug.objects.create(page=page, slug=slug)
    assert [str(row) for row in OldSlug.objects.order_by("pk")] == ["a", "b", "a"]


def test_database_refuses_one_slug_of_a_page_twice() -> None:
    flu = make_article("flu")
    OldSlug.objects.create(page=flu, slug="a")
    with pytest.raises(IntegrityError, match="old_slug_once_per_page"):
        OldSlug.objects.create(page=flu, slug="a")


def test_old_slugs_go_with_their_page() -> None:
    flu = make_article("flu")
    OldSlug.objects.create(page=flu, slug="a")
    flu.delete()
    assert not OldSlug.objects.exists()

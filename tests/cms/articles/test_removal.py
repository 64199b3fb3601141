"""A picture or a tag that goes leaves nothing behind that can't be published."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from taggit.models import Tag
from wagtail.images import get_image_model

from cms.articles.removal import put_tag
from cms.models import ArticlePage
from tests.cms.admin_forms import logged_in
from tests.factories.blocks import paragraph
from tests.factories.media import make_image
from tests.factories.network import make_admin
from tests.factories.newsroom import make_article
from tests.stores.removal.asking import asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]


@pytest.fixture
def admin() -> Client:
    return logged_in(make_admin())


def with_picture(image: Any) -> ArticlePage:
    body = [paragraph("Wash your hands."), {"type": "image", "value": {"image": image.pk, "alt": "", "caption": ""}}]
    article = make_article("flu", body=body)
    article.save_revision()
    return article


def doors_of(image: Any) -> list[str]:
    bulk = reverse("wagtail_bulk_action", args=["media", "networkimage", "delete"])
    return [reverse("wagtailimages:delete", args=[image.pk]), f"{bulk}?id={image.pk}"]


@pytest.mark.parametrize("door", ["single", "bulk", "model", "queryset"])
def test_picture_takes_its_blocks_along(admin: Client, door: str) -> None:
    image = make_image("hands")
    article = with_picture(image)
    if door in {"single", "bulk"}:
        url = doors_of(image)[door == "bulk"]
        lines, sent = asked(admin, url)
        assert lines == ["1 published page uses it: “Flu”."]
        admin.post(url, sent)
    elif door == "model":
        image.delete()
    else:
        get_image_model().objects.all().delete()
    assert not get_image_model().objects.exists()
    article = ArticlePage.objects.get(pk=article.pk)
    assert [block.block_type for block in article.body] == ["paragraph"]
    draft = article.get_latest_revision_as_object()
    assert [block.block_type for block in draft.body] == ["paragraph"]
    draft.save_revision().publish()


def test_uploader_deletes_no_picture_in_use(admin: Client) -> None:
    image = make_image("hands")
    with_picture(image)
    url = reverse("wagtailimages:delete_multiple", args=[image.pk])
    answer = admin.post(url, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.status_code == 400
    assert "1 published page uses it" in answer.json()["error_message"]
    assert get_image_model().objects.exists()


def test_unused_picture_goes_as_ever(admin: Client) -> None:
    assert admin.post(doors_of(make_image("hands"))[0]).status_code == 302
    assert not get_image_model().objects.exists()


def test_tag_hands_its_articles_on_once() -> None:
    both = make_article("flu", tags=["vaccine", "vaccines"])
    one = make_article("cold", tags=["vaccines"])
    one.save_revision()
    vaccine, vaccines = (Tag.objects.get(name=name) for name in ("vaccine", "vaccines"))
    put_tag(None, [vaccines], str(vaccine.pk))
    vaccines.delete()
    for article in (both, one):
        assert list(ArticlePage.objects.get(pk=article.pk).tags.names()) == ["vaccine"]
    draft = ArticlePage.objects.get(pk=one.pk).get_latest_revision_as_object()
    assert list(draft.tags.names()) == ["vaccine"]

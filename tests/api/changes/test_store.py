"""What a feed knows of a store's pictures and documents is what the store shows, without a walk through all of it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction

from api.changes.following import bring_up, feed_of
from api.changes.state import ShownState
from cms.articles.public_media import shown_media
from cms.media.models import NetworkDocument
from cms.models import ArticlePage
from stores.models import StorePage
from tests.api.caching.test_triggers import commit
from tests.factories.blocks import document_link, image_block, paragraph
from tests.factories.media import library_collection, make_document, make_image
from tests.factories.newsroom import make_article, make_expert, make_page, publish
from tests.factories.stores import make_store

pytestmark = [pytest.mark.usefixtures("empty_storage"), pytest.mark.postgresql, pytest.mark.django_db]


@pytest.fixture
def article() -> ArticlePage:
    store = make_store("pitman")
    store.logo = make_image("logo.png", collection=store.registration.collection)
    store.save()
    leaflet = make_document("leaflet.txt")
    expert = make_expert("dr-sample", photo=make_image("photo.png"))
    make_page("about", body=[image_block(make_image("shop.png").pk)])
    make_article("other", hero=make_image("other.png"))
    text = paragraph(f"<p>{document_link(leaflet.pk, 'this')}</p>")
    return make_article("lupus", hero=make_image("hero.png"), body=[text], experts=[expert])


def looked(store: StorePage, after: int) -> list[str]:
    """Kinds and actions that are told of media; what is known then is what the store shows."""
    commit()
    at = timezone.now() + timedelta(seconds=after)
    feed = feed_of(store, at)
    events = bring_up(feed, at)
    feed.refresh_from_db()
    known = ShownState.unpacked(bytes(feed.state)).media
    models: dict[str, Any] = {"image": get_image_model(), "document": NetworkDocument}
    for kind, model in models.items():
        assert known[kind] == list(shown_media(store, at, model).values_list("pk", flat=True)), kind
    bodies = [event.body for event in events]
    return sorted({f"{each['kind']} {each['action']}" for each in bodies if each["kind"] in models})


def another_hero(article: ArticlePage) -> None:
    article.hero = make_image("new.png")
    publish(article)


def make_private(article: ArticlePage) -> None:
    private = library_collection().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    article.hero.collection = private
    article.hero.save()


WRITES: dict[str, tuple[Callable[[ArticlePage], Any], list[str]]] = {
    "withdrawn": (lambda article: article.unpublish(), ["document withdrawn", "image withdrawn"]),
    "deleted": (lambda article: article.delete(), ["document withdrawn", "image withdrawn"]),
    "another hero": (another_hero, ["image published", "image withdrawn"]),
    "a private hero": (make_private, ["image withdrawn"]),
    "a new article": (lambda article: make_article("new", hero=make_image("new.png")), ["image published"]),
    "words": (publish, []),
}


@pytest.mark.parametrize("what", WRITES)
def test_media_of_a_feed_are_those_that_the_store_shows(what: str, article: ArticlePage) -> None:
    store = StorePage.objects.get(slug="pitman")
    looked(store, 0)
    write, told = WRITES[what]
    write(article)
    assert looked(store, 1) == told
    # And what was written together with something else.
    make_page("more", body=[image_block(make_image("more.png").pk)])
    assert looked(store, 2) == ["image published"]


def test_a_new_article_has_no_reference_read_but_its_own(article: ArticlePage) -> None:
    store, at = StorePage.objects.get(slug="pitman"), timezone.now()
    commit()
    feed = feed_of(store, at)
    make_article("new", hero=make_image("new.png"))
    commit()
    with CaptureQueriesContext(connection) as captured:
        bring_up(feed, at + timedelta(seconds=1))
    texts = [each["sql"] for each in captured.captured_queries if 'FROM "wagtailcore_referenceindex"' in each["sql"]]
    assert texts
    assert all("object_id\" IN ('" in text for text in texts), texts

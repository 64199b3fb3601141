"""What a worker knows of a store's media is what the database says, after whatever is written, and walks nothing."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import CollectionViewRestriction

from api.caching import shelf
from api.caching.freshness import GENERATIONS
from api.caching.models import Generation
from cms.models import ArticleExpert, ArticlePage, ExpertPage, Placement, Provider, StandardPage
from tests.api.caching.test_triggers import commit
from tests.factories.blocks import document_link, image_block, paragraph
from tests.factories.media import library_collection, make_document, make_image
from tests.factories.newsroom import make_article, make_expert, make_page, publish
from tests.factories.stores import make_store

pytestmark = [pytest.mark.usefixtures("empty_storage"), pytest.mark.postgresql, pytest.mark.django_db]

ENDPOINTS = ("images", "documents")
QUERIES = (
    *(
        "",
        "limit=2",
        "limit=1&offset=1",
        "offset=99",
        "limit=0",
        "fields=*",
        "fields=_,title",
        "order=-id",
        "order=title",
    ),
    *("title=hero", "search=hero", "search=nothing", "tags=clinic", "limit=1001", "offset=-1", "order=nothing"),
)


def generations() -> Any:
    commit()
    return dict(Generation.objects.values_list("scope", "value"))


def ask(client: Client, path: str, **environ: Any) -> tuple[str, int, bytes]:
    response = client.get(path, headers={"host": "localhost:8000"}, **environ)
    return path, response.status_code, response.content


def known(client: Client, path: str) -> tuple[str, int, bytes]:
    return ask(client, path, **{GENERATIONS: generations()})


def titles(client: Client, endpoint: str, store: str = "pitman") -> set[str]:
    """As this worker knows them; the database says the same, of the list and of every item."""
    path = f"/api/v2/{endpoint}/?store={store}&limit=100"
    answer = client.get(path, headers={"host": "localhost:8000"}, **{GENERATIONS: generations()})
    assert (path, answer.status_code, answer.content) == ask(client, path)
    return {item["title"] for item in answer.json()["items"]}


def fill() -> ArticlePage:
    """Pictures and documents of an article, an expert, a page and the store, and some of nothing."""
    store = make_store("pitman")
    make_store("switchback")
    store.logo = make_image("logo.png", collection=store.registration.collection)
    store.save()
    text = paragraph(f"<p>{document_link(make_document('leaflet.txt').pk, 'this')}</p>")
    expert = make_expert("dr-sample", photo=make_image("photo.png"))
    make_page("about", body=[image_block(make_image("shop.png").pk)])
    make_image("unused.png")
    make_article("other", hero=make_image("other.png"))
    hero = make_image("hero.png")
    hero.tags.add("clinic")
    return make_article("lupus", hero=hero, body=[text, image_block(make_image("body.png").pk)], experts=[expert])


ALL = {"logo", "photo", "shop", "other", "hero", "body"}


@pytest.fixture
def article() -> ArticlePage:
    shelf.SHELF._empty(0)
    return fill()


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_answers_are_the_same_with_and_without_what_is_known(
    endpoint: str, client: Client, article: ArticlePage
) -> None:
    answer = client.get(f"/api/v2/{endpoint}/?store=pitman&limit=100", headers={"host": "localhost:8000"})
    ids = [item["id"] for item in answer.json()["items"]]
    assert len(ids) == (6 if endpoint == "images" else 1)
    paths = [f"/api/v2/{endpoint}/?store=pitman&{query}" for query in QUERIES]
    paths += [f"/api/v2/{endpoint}/{pk}/?store=pitman" for pk in (*ids, 1, 99_999_999)]
    paths += [f"/api/v2/{endpoint}/find/?store=pitman&id={pk}" for pk in (*ids, 1)]
    assert [known(client, path) for path in paths] == [ask(client, path) for path in paths]


def test_pictures_and_documents_are_known(client: Client, article: ArticlePage) -> None:
    assert (titles(client, "images"), titles(client, "documents")) == (ALL, {"leaflet"})


Write = Callable[[ArticlePage], Any]
WITHDRAWN = {"hero", "body", "photo"}


def give_expert(article: ArticlePage) -> None:
    other = ArticlePage.objects.get(slug="other")
    other.article_experts.add(ArticleExpert(expert=ExpertPage.objects.get()))
    publish(other)


def change_hero(article: ArticlePage) -> None:
    article.hero = make_image("new.png")
    publish(article)


def make_private(article: ArticlePage) -> None:
    private = library_collection().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    article.hero.collection = private
    article.hero.save()


def restrict(article: ArticlePage) -> None:
    CollectionViewRestriction.objects.create(collection=article.hero.collection, restriction_type="login")


def end_license(article: ArticlePage) -> None:
    provider = article.provider
    ArticlePage.objects.exclude(pk=article.pk).update(provider=Provider.objects.create(name="Other", slug="other"))
    Provider.objects.filter(pk=provider.pk).update(licence_ends_at=datetime.now(tz=UTC) - timedelta(days=1))


WRITES: dict[str, tuple[Write, set[str]]] = {
    "withdrawn": (lambda article: article.unpublish(), ALL - WITHDRAWN),
    "deleted": (lambda article: article.delete(), ALL - WITHDRAWN),
    "expired": (
        lambda article: ArticlePage.objects.filter(pk=article.pk).update(
            expire_at=datetime.now(tz=UTC) - timedelta(hours=1)
        ),
        ALL - WITHDRAWN,
    ),
    "another hero": (change_hero, ALL - {"hero"} | {"new"}),
    "a new article": (lambda article: make_article("new", hero=make_image("new.png")), ALL | {"new"}),
    "an article with a picture that is there": (lambda article: make_article("new", hero=article.hero), ALL),
    "another article of the expert": (give_expert, ALL),
    "a picture in a private collection": (make_private, ALL - {"hero"}),
    "the library's collection is private": (restrict, {"logo"}),
    "a picture is deleted": (lambda article: article.hero.delete(), ALL - {"hero"}),
    "a license has ended": (end_license, ALL - WITHDRAWN),
    "a page is withdrawn": (lambda article: StandardPage.objects.get(slug="about").unpublish(), ALL - {"shop"}),
}


@pytest.mark.parametrize("what", WRITES)
def test_what_is_written_is_seen_at_once(what: str, client: Client, article: ArticlePage) -> None:
    assert titles(client, "images") == ALL
    write, after = WRITES[what]
    write(article)
    assert titles(client, "images") == after
    titles(client, "images", "switchback")
    titles(client, "documents")


def test_what_a_store_hides_is_gone_there_alone(client: Client, article: ArticlePage) -> None:
    assert titles(client, "images", "switchback") == ALL - {"logo"}
    Placement.objects.create(store=make_store("third"), article=article, is_hidden=True)
    assert titles(client, "images", "third") == ALL - {"logo"} - WITHDRAWN
    assert titles(client, "images", "switchback") == ALL - {"logo"}


MOST_ASKED = 8


@pytest.mark.parametrize("query", ["limit=2", "limit=2&offset=1", "limit=2&order=-id", "limit=2&title=hero"])
def test_after_a_publish_of_words_no_use_is_asked_for(query: str, client: Client, article: ArticlePage) -> None:
    """Neither which article uses what, nor what the store carries: the library is not walked."""
    path = f"/api/v2/images/?store=pitman&{query}"
    known(client, path)
    article.title = "Other words"
    publish(article)
    vouched = generations()
    with CaptureQueriesContext(connection) as captured:
        ask(client, path, **{GENERATIONS: vouched})
    texts = [each["sql"] for each in captured.captured_queries]
    assert not [text for text in texts if "wagtailcore_referenceindex" in text], texts
    assert len(texts) <= MOST_ASKED, texts

"""`images/` and `documents/`: media that the pages of a store use."""

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from wagtail.models import Collection, CollectionViewRestriction

from api.caching import shelf
from api.caching.freshness import GENERATIONS
from cms.models import ArticlePage
from tests.api.asking import NETWORK, Api
from tests.factories.blocks import document_link, image_block, paragraph
from tests.factories.lupus import LupusNetwork
from tests.factories.media import library_collection, make_document, make_image
from tests.factories.newsroom import make_article, make_expert
from tests.factories.stores import make_store

ENDPOINTS = ("images", "documents")

pytestmark = pytest.mark.usefixtures("empty_storage")


def titles(api: Api, endpoint: str, store: str = "pitman", **query: Any) -> set[str]:
    return {item["title"] for item in api.items(f"{endpoint}/", store=store, **query)}


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("query", [{}, {"fields": "*"}], ids=["plain", "every_field"])
def test_list_is_as_reviewed(
    endpoint: str, query: dict[str, str], api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion
) -> None:
    lupus_network.media.hero.tags.add("clinic", "people")
    lupus_network.media.leaflet.tags.add("leaflet")
    answer = api.get(f"{endpoint}/", store="pitman", **query)
    assert answer == json_snapshot


@pytest.mark.parametrize(("endpoint", "pk"), [("images", 900_021), ("documents", 900_031)])
def test_detail_is_as_reviewed(
    endpoint: str, pk: int, api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion
) -> None:
    assert api.get(f"{endpoint}/{pk}/", store="pitman") == json_snapshot


def test_detail_url_leads_to_the_same_answer(api: Api, lupus_network: LupusNetwork) -> None:
    for endpoint, pk in (("images", 900_021), ("documents", 900_031)):
        answer = api.get(f"{endpoint}/{pk}/", store="pitman")
        path, _, query = answer["meta"]["detail_url"].removeprefix("http://localhost:8000").partition("?")
        assert api.get(path, store=query.removeprefix("store=")) == answer


def test_images_of_hero_body_expert_and_logo_are_shown(api: Api) -> None:
    store = make_store("pitman")
    store.logo = make_image("logo.png", collection=store.registration.collection)
    store.save()
    expert = make_expert("dr-sample", photo=make_image("photo.png"))
    body = [image_block(make_image("body.png").pk)]
    make_article("lupus", hero=make_image("hero.png"), body=body, experts=[expert])
    assert titles(api, "images") == {"logo", "photo", "body", "hero"}


def test_documents_that_texts_link_to_are_shown(api: Api) -> None:
    make_store("pitman")
    linked = make_document("linked.txt")
    make_article("lupus", body=[paragraph(f"<p>{document_link(linked.pk, 'this')}</p>")])
    assert titles(api, "documents") == {"linked"}


def made(endpoint: str, name: str, collection: Collection) -> Any:
    """A picture or document."""
    return (
        make_image(f"{name}.png", collection=collection)
        if endpoint == "images"
        else make_document(f"{name}.txt", collection=collection)
    )


def article_with(endpoint: str, media: Any, slug: str, **values: Any) -> ArticlePage:
    """An article that shows it."""
    shown = (
        {"hero": media} if endpoint == "images" else {"body": [paragraph(f"<p>{document_link(media.pk, 'a')}</p>")]}
    )
    return make_article(slug, **shown, **values)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_media_that_nothing_public_uses_are_not_there(endpoint: str, api: Api) -> None:
    """Neither the newsroom's nor what somebody uploaded at the store, who may wait for approval."""
    own = make_store("pitman").registration.collection
    hidden = [made(endpoint, "newsroom", library_collection()), made(endpoint, "uploaded", own)]
    hidden.append(made(endpoint, "draft", own))
    article_with(endpoint, hidden[-1], "draft", live=False)
    assert titles(api, endpoint) == set()
    for each in hidden:
        api.problem(404, f"{endpoint}/{each.pk}/", store="pitman")
        api.problem(404, f"{endpoint}/find/", store="pitman", id=each.pk)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_media_of_another_store_are_not_there(endpoint: str, api: Api) -> None:
    make_store("pitman")
    other = make_store("switchback")
    theirs = made(endpoint, "theirs", other.registration.collection)
    article_with(endpoint, theirs, "theirs", at_store=other)
    assert titles(api, endpoint) == set()
    assert titles(api, endpoint, "switchback") == {"theirs"}
    api.problem(404, f"{endpoint}/{theirs.pk}/", store="pitman")
    api.problem(404, f"{endpoint}/find/", store="pitman", id=theirs.pk)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
@pytest.mark.parametrize("is_below", [False, True], ids=["private", "below a private one"])
def test_media_of_a_private_collection_are_not_there(endpoint: str, is_below: bool, api: Api) -> None:
    make_store("pitman")
    private = library_collection().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    collection = private.add_child(name="Below") if is_below else private
    image, document = make_image("a.png", collection=collection), make_document("a.txt", collection=collection)
    text = f"<p>Read {document_link(document.pk, 'this')}.</p>"
    article = make_article("lupus", hero=image, body=[paragraph(text)])
    assert titles(api, endpoint) == set()
    api.problem(404, f"{endpoint}/{image.pk if endpoint == 'images' else document.pk}/", store="pitman")
    body = api.get(f"articles/{article.pk}/", store="pitman")["body"]
    assert body[0]["value"] == {"html": "<p>Read this.</p>"}


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_stock_filters_work(endpoint: str, api: Api, lupus_network: LupusNetwork) -> None:
    pk, title = (900_021, "lupus") if endpoint == "images" else (900_031, "lupus-leaflet")
    queries: list[dict[str, Any]] = [{"title": title}, {"search": title}, {"id": pk}, {"order": "-id", "title": title}]
    assert [titles(api, endpoint, **query) for query in queries] == [{title}] * 4
    assert titles(api, endpoint, search="nothing") == set()
    assert titles(api, endpoint, tags="nothing") == set()


def test_stock_refuses_what_it_does_not_know(api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for query in [{"tags": "a", "search": "b"}, {"order": "nothing"}, {"fields": "file_hash"}, {"id": "x"}]:
        for endpoint in ENDPOINTS:
            with subtests.test(query=query, endpoint=endpoint):
                api.problem(400, f"{endpoint}/", store="pitman", **query)


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_a_page_of_the_list_says_how_many_there_are_in_all(endpoint: str, api: Api) -> None:
    make_store("pitman")
    for number in range(3):
        article_with(endpoint, made(endpoint, f"{number}", library_collection()), f"a{number}")
    for query, length in (({"limit": 2}, 2), ({"offset": 2}, 1), ({"offset": 9}, 0), ({"limit": 0}, 0)):
        answer = api.get(f"{endpoint}/", store="pitman", **query)
        assert (len(answer["items"]), answer["meta"]["total_count"]) == (length, 3)


def test_found_by_id_on_the_host_that_was_asked(api: Api, lupus_network: LupusNetwork) -> None:
    response = api.ask("images/find/", host="pitman.localhost:8000", id=900_021)
    assert (response.status_code, response["Location"]) == (302, "/api/v2/images/900021/")


@pytest.mark.parametrize("endpoint", ENDPOINTS)
def test_worker_that_knows_what_pages_use_lists_the_same_media(
    endpoint: str, api: Api, lupus_network: LupusNetwork
) -> None:
    """On SQLite, too, whose way to take many ids is another one."""
    shelf.SHELF._empty(0)
    given: list[Any] = [{}, {GENERATIONS: {"": 1, "hosts": 1}}]
    for query in ("", "&limit=1", "&offset=1", "&order=-title", "&title=lupus", "&search=lupus"):
        path = f"/api/v2/{endpoint}/?store=pitman{query}"
        answers = [api.client.get(path, headers={"host": NETWORK}, **more) for more in given]
        assert [each.status_code for each in answers] == [200, 200]
        assert answers[0].content == answers[1].content, path
    shelf.SHELF._empty(0)

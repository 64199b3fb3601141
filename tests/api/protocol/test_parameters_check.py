"""Parameters: what an endpoint does not know, is given twice or makes no sense is 400."""

from typing import Any

import pytest

from stores.models import StorePage
from tests.api.asking import Api
from tests.factories.blocks import document_link, paragraph
from tests.factories.media import make_document, make_image
from tests.factories.newsroom import make_article, make_expert, make_page
from tests.factories.stores import make_store

LISTS = ("articles/", "experts/", "banners/", "topics/", "tags/", "pages/", "images/", "documents/", "redirects/")

KNOWN = {
    "stores/": (
        "at, count, exclude, fields, group, ids, language, limit, near, offset, open_at, order, radius_km, search, "
        "service, state, tags"
    ),
    "stores/pitman/": "at, fields, tags",
    "articles/": (
        "count, cursor, exclude, expert, fallback, fields, ids, language, limit, links, offset, order, provider, "
        "published_on__gte, published_on__lte, rich_text_format, search, search_operator, site, store, tag, tags, "
        "topic"
    ),
    "experts/": "count, exclude, fields, ids, limit, links, offset, order, rich_text_format, site, store, tags",
    "banners/": "count, fallback, fields, language, limit, links, offset, site, store, tags",
    "topics/": "count, fields, limit, offset, site, store, tags",
    "tags/": "count, fields, limit, offset, site, store, tags",
    "storefront/": "at, fields, links, page, path, q, rich_text_format, site, store, tag, tags, topic",
    "search/": "count, fields, limit, links, offset, search, search_operator, site, store, tags, topic, type",
    "sitemap/": "fields, links, site, store, tags",
    "navigation/": "fields, language, links, site, store, tags",
    "chrome/": "fields, language, links, site, store, tags",
    "articles/find/": "fields, links, rich_text_format, site, slug, store, tags",
    "experts/find/": "fields, links, rich_text_format, site, slug, store, tags",
    "changes/": "limit, since, site, store",
}


@pytest.fixture
def paths(db: None, empty_storage: None) -> list[str]:
    """Every path of the API that answers 200 for Pitman."""
    make_store("pitman")
    expert = make_expert("dr-sample")
    image, document = make_image("a.png"), make_document("a.txt")
    body = [paragraph(f"<p>{document_link(document.pk, 'this')}</p>")]
    ids = {
        "articles": make_article("lupus", experts=[expert], hero=image, body=body).pk,
        "experts": expert.pk,
        "pages": make_page("savings").pk,
        "images": image.pk,
        "documents": document.pk,
    }
    details = [f"{name}/{pk}/" for name, pk in ids.items()]
    found = [
        "search/?search=lupus",
        "sitemap/",
        "navigation/",
        "chrome/",
        "articles/find/?slug=lupus",
        "experts/find/?slug=dr-sample",
        "storefront/?path=/",
    ]
    return [*LISTS, *details, *found]


def asked(path: str) -> tuple[str, dict[str, Any]]:
    """The path and the query that it needs."""
    base, _, query = path.partition("?")
    return base, {"store": "pitman", **dict(pair.split("=") for pair in query.split("&") if pair)}


def test_all_of_them_answer(paths: list[str], api: Api, subtests: pytest.Subtests) -> None:
    for path in paths:
        with subtests.test(path=path):
            base, query = asked(path)
            assert api.get(base, **query)


def test_unknown_parameter_is_refused_in_the_contracts_words(
    paths: list[str], api: Api, subtests: pytest.Subtests
) -> None:
    for path in [*paths, "stores/", "stores/pitman/"]:
        with subtests.test(path=path):
            base, query = asked(path)
            document = api.problem(400, base, **({} if base.startswith("stores/") else query), colour="red")
            assert document["detail"].startswith("Unknown parameter 'colour'. Known: ")
            assert document["errors"] == [{"field": "colour", "message": "Unknown parameter."}]
            if base in KNOWN:
                assert document["detail"] == f"Unknown parameter 'colour'. Known: {KNOWN[base]}."


def test_find_of_wagtails_endpoints_refuses_unknown_parameters_too(
    paths: list[str], api: Api, subtests: pytest.Subtests
) -> None:
    for name in ("pages", "images", "documents", "redirects"):
        with subtests.test(name=name):
            document = api.problem(400, f"{name}/find/", store="pitman", colour="red")
            assert document["errors"] == [{"field": "colour", "message": "Unknown parameter."}]


def test_parameter_that_is_given_twice_is_refused(paths: list[str], api: Api, subtests: pytest.Subtests) -> None:
    for path in paths:
        with subtests.test(path=path):
            base, query = asked(path)
            document = api.problem(400, base, **{**query, "store": ["pitman", "switchback"]})
            assert document["detail"] == "Give 'store' once."


def test_null_character_is_refused(paths: list[str], api: Api, subtests: pytest.Subtests) -> None:
    for path in paths:
        base, query = asked(path)
        for name in ({"store"} | set(query)) - {"fields"}:
            with subtests.test(path=path, name=name):
                document = api.problem(400, base, **{**query, name: "a\x00b"})
                assert document["errors"][0]["field"] == name


@pytest.mark.parametrize("name", ["search", "topic", "tag", "expert", "provider", "order", "fields", "limit"])
def test_null_character_in_a_filter_is_refused(name: str, api: Api) -> None:
    make_store("pitman")
    api.problem(400, "articles/", store="pitman", **{name: "\x00"})


def test_limit_and_offset_that_make_no_sense_are_refused(
    paths: list[str], api: Api, subtests: pytest.Subtests
) -> None:
    for path in [*LISTS, "stores/"]:
        query = {} if path == "stores/" else {"store": "pitman"}
        for name, values in {
            "limit": ["-1", "x", "1.5", "101", "", "1e3", "٣", "9" * 30, " 1"],
            "offset": ["-1", "x", "1.5", "", "9" * 10, "9" * 30, "²", "+1"],
        }.items():
            for value in values:
                with subtests.test(path=path, name=name, value=value):
                    document = api.problem(400, path, **query, **{name: value})
                    assert document["errors"][0]["field"] == name


def test_offset_past_the_end_keeps_the_count(paths: list[str], api: Api, subtests: pytest.Subtests) -> None:
    for path in [*LISTS, "stores/"]:
        query = {} if path == "stores/" else {"store": "pitman"}
        total = api.get(path, **query)["meta"]["total_count"]
        for page in ({"offset": 999_999_999}, {"limit": 0}, {"limit": 100, "offset": total}):
            with subtests.test(path=path, page=page):
                answer = api.get(path, **query, **page)
                assert (answer["meta"]["total_count"], answer["items"]) == (total, [])


def test_absurd_numbers_of_wagtails_filters_are_no_crash(
    paths: list[str], api: Api, subtests: pytest.Subtests
) -> None:
    huge = "9" * 30
    for path, name in (
        ("pages/", "id"),
        ("pages/", "child_of"),
        ("pages/", "descendant_of"),
        ("pages/", "ancestor_of"),
        ("pages/", "translation_of"),
        ("images/", "id"),
        ("images/", "width"),
        ("documents/", "id"),
        ("pages/find/", "id"),
        ("images/find/", "id"),
        ("documents/find/", "id"),
        ("redirects/find/", "id"),
    ):
        with subtests.test(path=path, name=name):
            assert api.ask(path, store="pitman", **{name: huge}).status_code in {200, 400, 404}


def test_absurd_ids_are_404(paths: list[str], api: Api, subtests: pytest.Subtests) -> None:
    for name in ("articles", "experts", "pages", "images", "documents", "redirects"):
        with subtests.test(name=name):
            api.problem(404, f"{name}/{'9' * 30}/", store="pitman")


def test_store_of_the_query_is_read_before_unknown_parameters(api: Api, db: StorePage) -> None:
    make_store("pitman")
    assert api.ask("articles/", store="nowhere", colour="red").status_code in {400, 404}

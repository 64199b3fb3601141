"""`language=`, and what an article says of its translations."""

from typing import Any

import pytest

from cms.models import ArticlePage, Placement
from cms.translating.translating import join, set_language
from tests.api.asking import Api
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store


def in_spanish(slug: str, of: ArticlePage | None = None, **how: Any) -> ArticlePage:
    article = make_article(slug, **how)
    set_language(page=article, language="es", by=None)
    if of is not None:
        join(page=article, original=of, by=None)
    return ArticlePage.objects.get(pk=article.pk)


def spoken(api: Api, **query: Any) -> dict[str, str]:
    return {item["meta"]["slug"]: item["language"] for item in api.items("articles/", store="pitman", **query)}


@pytest.mark.parametrize("database", ["shelf", "search"])
def test_somebody_who_asks_for_a_language_reads_each_article_once(api: Api, database: str) -> None:
    store = make_store("pitman")
    query = {} if database == "shelf" else {"order": "title"}
    flu = make_article("flu")
    make_article("lupus")
    gripe = in_spanish("gripe", flu)
    in_spanish("solo")
    assert spoken(api, **query) == {"solo": "es", "gripe": "es", "lupus": "en", "flu": "en"}
    assert spoken(api, language="es", **query) == {"solo": "es", "gripe": "es", "lupus": "en"}
    assert spoken(api, language="en", **query) == {"solo": "es", "lupus": "en", "flu": "en"}
    assert spoken(api, language="es", fallback="false", **query) == {"solo": "es", "gripe": "es"}
    # What the store does not carry translates nothing for it.
    Placement.objects.create(store=store, article=gripe, is_hidden=True)
    assert spoken(api, language="es", **query) == {"solo": "es", "lupus": "en", "flu": "en"}


def test_an_article_names_its_translations_that_the_store_carries(api: Api) -> None:
    store = make_store("pitman")
    flu = make_article("flu")
    gripe = in_spanish("gripe", flu)
    answer = api.get(f"articles/{flu.pk}/", store="pitman")
    assert answer["language"] == "en"
    assert [(each["language"], each["id"], each["path"]) for each in answer["translations"]] == [
        ("es", gripe.pk, "/health/gripe/")
    ]
    back = api.get(f"articles/{gripe.pk}/", store="pitman")["translations"]
    assert [each["id"] for each in back] == [flu.pk]
    page = api.get("storefront/", store="pitman", path="/health/gripe/")["page"]
    assert [each["id"] for each in page["translations"]] == [flu.pk]
    Placement.objects.create(store=store, article=gripe, is_hidden=True)
    assert api.get(f"articles/{flu.pk}/", store="pitman")["translations"] == []


def test_an_unknown_language_is_400_that_names_the_known(api: Api) -> None:
    make_store("pitman")
    document = api.problem(400, "articles/", store="pitman", language="xx")
    assert document["detail"] == "'language' must be one of en, es, not 'xx'."
    document = api.problem(400, "articles/", store="pitman", fallback="false")
    assert document["detail"] == "'fallback' goes with 'language'."
    api.problem(400, "articles/", store="pitman", language="es", fallback="no")

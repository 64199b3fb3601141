"""A site in each of its languages: addresses below their code, texts once, and what is not translated told as such."""

from typing import Any

import pytest
from django.test import Client

from cms.models import ArticlePage, Placement, StandardPage
from cms.translating.translating import join, set_language
from tests.api.asking import Api
from tests.factories.newsroom import TopicFactory, make_article, make_page
from tests.factories.stores import make_store
from tests.frontend_templates.reading import words_of

HOST = "pitman.localhost:8000"


def in_spanish(page: Any, of: Any = None) -> Any:
    set_language(page=page, language="es", by=None)
    if of is not None:
        join(page=page, original=of, by=None)
    return type(page).objects.get(pk=page.pk)


@pytest.fixture
def gripe(db: None) -> ArticlePage:
    """A store that carries an article in both languages, one in each alone, and a page in both."""
    make_store("pitman")
    topic = TopicFactory.create(slug="vaccines")
    flu = make_article("flu", title="The flu", topics=[topic])
    make_article("lupus", title="Lupus", topics=[topic])
    in_spanish(make_article("solo", title="Solo en español", topics=[topic]))
    savings = make_page("savings", title="Savings", show_in_menus=True)
    in_spanish(make_page("ahorros", title="Ahorros", show_in_menus=True), savings)
    found: ArticlePage = in_spanish(make_article("gripe", title="La gripe", topics=[topic]), flu)
    return found


def page(api: Api, path: str, **query: str) -> dict[str, Any]:
    answer: dict[str, Any] = api.get("storefront/", store="pitman", path=path, **query)
    return answer


def test_lists_have_each_article_once_in_the_language_of_the_site(api: Api, gripe: ArticlePage) -> None:
    for path, slugs in {"/health/": {"flu", "lupus", "solo"}, "/es/health/": {"gripe", "lupus", "solo"}}.items():
        for place in (path, path.replace("health/", "")):
            there = {article["meta"]["slug"]: article["language"] for article in page(api, place)["page"]["articles"]}
            assert set(there) == slugs
            assert there["solo"] == "es"
    news = page(api, "/es/health/")
    assert {article["meta"]["path"] for article in news["page"]["articles"]} >= {"/es/health/gripe/"}
    assert news["page"]["pagination"]["total_count"] == 3
    related = page(api, "/health/lupus/")["page"]["related"]
    assert {each["title"] for each in related} == {"The flu", "Solo en español"}
    Placement.objects.create(store=make_store("millrace"), article=gripe, is_hidden=True)
    hidden = api.get("storefront/", store="millrace", path="/es/health/")["page"]["articles"]
    assert {article["meta"]["slug"] for article in hidden} == {"flu", "lupus", "solo"}


def test_text_has_one_address_and_names_its_others(api: Api, gripe: ArticlePage) -> None:
    for path in ("/health/gripe/", "/es/health/gripe/"):
        found = page(api, path)["metadata"]
        assert found["canonical_url"] == f"http://{HOST}/es/health/gripe/"
        assert [(each["language"], each["path"], each["is_translated"]) for each in found["languages"]] == [
            ("en", "/health/flu/", True),
            ("es", "/es/health/gripe/", True),
        ]
    alone = page(api, "/es/health/lupus/")["metadata"]
    assert (alone["language"], alone["text_language"]) == ("es", "en")
    assert alone["canonical_url"] == f"http://{HOST}/health/lupus/"
    assert [(each["path"], each["is_translated"]) for each in alone["languages"]] == [
        ("/health/lupus/", True),
        ("/es/health/lupus/", False),
    ]


@pytest.mark.parametrize(
    ("asked", "stands"), [("/es/health/flu/", "/es/health/gripe/"), ("/es/savings/", "/es/ahorros/")]
)
def test_translation_stands_where_it_is_asked_for_by_its_original(
    asked: str, stands: str, api: Api, gripe: ArticlePage
) -> None:
    assert page(api, asked)["redirect"] == {"status": 302, "url": f"http://{HOST}{stands}", "path": stands}
    assert page(api, "/es/")["navigation"][2]["title"] == "Ahorros"
    assert [link["title"] for link in page(api, "/")["navigation"]].count("Savings") == 1
    api.problem(404, "storefront/", store="pitman", path="/fr/health/")


def test_site_is_read_in_spanish_and_marks_what_is_not(client: Client, gripe: ArticlePage) -> None:
    def html(path: str) -> str:
        return client.get(path, headers={"host": HOST}).content.decode()

    whole = html("/es/health/lupus/")
    assert '<html lang="es"' in whole
    assert '<article class="article" lang="en-US">' in whole
    assert "Ir al contenido" in words_of(whole)
    assert "Posted August" in words_of(whole)
    spanish = html("/health/gripe/")
    assert '<html lang="en-US"' in spanish
    assert '<article class="article" lang="es">' in spanish
    assert "Publicado el" in words_of(spanish)
    assert f'hreflang="es" href="http://{HOST}/es/health/gripe/"' in spanish
    assert "lun-vie 9:00 a. m. - 7:00 p. m." in words_of(html("/es/"))
    assert "Página no encontrada" in html("/es/nothing/")


def test_sitemap_and_feed_have_each_text_at_its_one_address(client: Client, gripe: ArticlePage) -> None:
    def text(path: str) -> str:
        return client.get(path, headers={"host": HOST}).content.decode()

    sitemap = text("/sitemap.xml")
    for path in ("/es/", "/es/health/gripe/", "/health/flu/", "/es/hours/", "/es/ahorros/"):
        assert f"<loc>http://{HOST}{path}</loc>" in sitemap
    assert f"<loc>http://{HOST}/health/gripe/</loc>" not in sitemap
    assert "La gripe" not in text("/health/rss.xml")
    assert "La gripe" in text("/es/health/rss.xml")


def test_language_and_the_sites_own_pages_are_no_slugs(db: None) -> None:
    for slug in ("es", "hours", "services"):
        with pytest.raises(Exception, match="belongs to the site itself"):
            make_page(slug)
    assert not StandardPage.objects.exists()


@pytest.fixture
def at_three_stores(db: None) -> None:
    """An article and its translation, each for an audience of its own: `both` carries both, the others one each."""
    both, english, spanish = (make_store(slug) for slug in ("both", "english", "spanish"))
    flu = make_article("flu", title="Flu shots", audience="chosen", stores=[both, english])
    in_spanish(make_article("gripe", title="Vacunas", audience="chosen", stores=[both, spanish]), flu)


CARRIED = {"both": {"en": "flu", "es": "gripe"}, "english": {"en": "flu"}, "spanish": {"es": "gripe"}}


@pytest.mark.usefixtures("at_three_stores")
@pytest.mark.parametrize("store", CARRIED)
def test_each_store_gives_what_it_carries_and_falls_back_on_it(store: str, api: Api) -> None:
    carried = CARRIED[store]
    for code, other in (("en", "es"), ("es", "en")):

        def slugs(**query: str) -> list[str]:
            answer = api.get("articles/", store=store, **query)
            assert answer["meta"]["total_count"] == len(answer["items"])
            return [item["meta"]["slug"] for item in answer["items"]]

        here = carried.get(code)
        assert slugs(language=code) == [here or carried[other]]
        assert slugs(language=code, fallback="false") == ([here] if here else [])
        assert set(slugs()) == set(carried.values())
        for slug in {"flu", "gripe"} - set(carried.values()):
            api.problem(404, "articles/find/", store=store, slug=slug)
    for code, slug in carried.items():
        found = api.get("articles/find/", store=store, slug=slug)
        others = {each["language"]: each["path"] for each in found["translations"]}
        assert others == {each: f"/health/{carried[each]}/" for each in carried if each != code}


@pytest.mark.usefixtures("at_three_stores")
@pytest.mark.parametrize("store", CARRIED)
def test_site_of_each_store_leads_to_what_it_carries(store: str, client: Client, api: Api) -> None:
    carried = CARRIED[store]
    host = f"{store}.localhost:8000"

    def text(path: str) -> str:
        answer = client.get(path, headers={"host": host})
        return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)

    place = {"en": "/health/flu/", "es": "/es/health/gripe/"}
    sitemap = text("/sitemap.xml")
    for code, path in place.items():
        assert (f"<loc>http://{host}{path}</loc>" in sitemap) == (code in carried), path
        shown = text(path)
        assert (shown == "404") == (code not in carried), path
        for other, address in place.items():
            named = f'hreflang="{other}" href="http://{host}{address}"'
            assert (named in shown) == (code in carried and other in carried), (path, named)
    titles = {"en": "Flu shots", "es": "Vacunas"}
    for prefix, code in {"": "en", "/es": "es"}.items():
        shown = carried[code] if code in carried else next(iter(carried.values()))
        title = titles[next(each for each, slug in carried.items() if slug == shown)]
        other = next(each for each in titles.values() if each != title)
        for page in ("/", "/health/", "/health/rss.xml", "/health/atom.xml", "/health/feed.json"):
            said = text(f"{prefix}{page}")
            assert title in said, (prefix, page)
            assert other not in said, (prefix, page)

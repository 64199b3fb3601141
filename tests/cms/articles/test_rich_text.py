"""Rich text for one store: what its links become."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction
from wagtail.rich_text import expand_db_html

from cms.articles.rich_text import NOWHERE, StoreLinks, document_url, expand, following, links_in
from cms.media.models import NetworkDocument
from cms.models import ArticlePage
from stores.choices import AudienceKind
from stores.models import StorePage
from tests.factories.blocks import document_link, page_link
from tests.factories.media import library_collection, make_document
from tests.factories.newsroom import health_news_of, make_article, make_expert, make_page
from tests.factories.stores import make_store

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
ROOT = "http://pitman.localhost:8000"


@pytest.fixture
def pitman(db: None) -> StorePage:
    return make_store("pitman")


@pytest.fixture
def switchback(db: None) -> StorePage:
    return make_store("switchback")


def told(text: str, store: StorePage, at: datetime = AT) -> str:
    return expand(text, links_in([text], store, at))


def link_to(page: Page | int) -> str:
    return f"<p>Read {page_link(page if isinstance(page, int) else page.pk, 'this')}.</p>"


def linked(path: str, root: str = ROOT) -> str:
    return f'<p>Read <a href="{root}{path}">this</a>.</p>'


PLAIN = "<p>Read this.</p>"


def test_link_to_a_carried_article_leads_to_the_asking_stores_own_site(
    pitman: StorePage, switchback: StorePage
) -> None:
    article = make_article("flu")
    assert told(link_to(article), pitman) == linked("/health/flu/")
    assert told(link_to(article), switchback) == linked("/health/flu/", "http://switchback.localhost:8000")


def test_link_to_an_article_that_is_not_carried_is_plain_text(pitman: StorePage, switchback: StorePage) -> None:
    article = make_article("flu", audience=AudienceKind.CHOSEN, stores=[switchback])
    assert told(link_to(article), pitman) == PLAIN
    assert told(link_to(article), switchback) == linked("/health/flu/", "http://switchback.localhost:8000")


@pytest.mark.parametrize("flaw", ["draft", "private", "expired"])
def test_link_to_an_article_that_is_not_published_is_plain_text(pitman: StorePage, flaw: str) -> None:
    article = make_article("flu", live=flaw != "draft")
    if flaw == "private":
        PageViewRestriction.objects.create(page=article, restriction_type=PageViewRestriction.LOGIN)
    if flaw == "expired":
        ArticlePage.objects.filter(pk=article.pk).update(expire_at=AT)
        assert told(link_to(article), pitman, AT - timedelta(seconds=1)) == linked("/health/flu/")
    assert told(link_to(article), pitman) == PLAIN


def test_links_lead_to_every_page_of_the_stores_site(pitman: StorePage) -> None:
    ann = make_expert("ann")
    make_article("flu", experts=[ann])
    pages = {
        make_article("shots", at_store=pitman): "/health/shots/",
        ann: "/experts/ann/",
        make_page("savings"): "/savings/",
        make_page("about-us", at_store=pitman): "/about-us/",
        health_news_of(pitman): "/health/",
        pitman: "/",
    }
    assert {page: told(link_to(page), pitman) for page in pages} == {
        page: linked(path) for page, path in pages.items()
    }


def test_links_lead_to_nothing_of_another_store_nor_to_folders(pitman: StorePage, switchback: StorePage) -> None:
    pages = [
        make_article("shots", at_store=switchback),
        make_page("about-us", at_store=switchback),
        health_news_of(switchback),
        switchback,
        make_expert("silent"),
        make_article("flu").get_parent(),
        pitman.get_parent(),
    ]
    assert [told(link_to(page), pitman) for page in pages] == [PLAIN] * len(pages)


def test_link_to_a_deleted_page_is_plain_text(pitman: StorePage) -> None:
    article = make_article("flu")
    text = link_to(article)
    article.delete()
    assert told(text, pitman) == PLAIN


def test_what_stands_inside_a_lost_link_stays(pitman: StorePage) -> None:
    text = (
        '<p><a linktype="page" id="999999">see <b>this</b>\nand that</a>, <a href="https://a.example/">there</a></p>'
    )
    assert told(text, pitman) == '<p>see <b>this</b>\nand that, <a href="https://a.example/">there</a></p>'


def test_two_lost_links_in_one_text_are_both_plain_text(pitman: StorePage) -> None:
    text = f"<p>{page_link(999998, 'one')} and {page_link(999999, 'two')}</p>"
    assert told(text, pitman) == "<p>one and two</p>"


@pytest.mark.parametrize(
    "link",
    [
        '<a linktype="page">this</a>',
        '<a linktype="page" id="">this</a>',
        '<a linktype="page" id="0">this</a>',
        '<a linktype="page" id="-1">this</a>',
        '<a linktype="page" id="abc">this</a>',
        '<a linktype="page" id="1 OR 1=1">this</a>',
        '<a linktype="page" id="99999999999999999999999">this</a>',
        '<a linktype="page" id="2147483648">this</a>',
        '<a linktype="page" id="\u0661">this</a>',
        '<a linktype="document" id="99999999999999999999999">this</a>',
        '<a linktype="document" id="abc">this</a>',
        '<a linktype="unknown" id="1">this</a>',
        '<a linktype="page" id="999999" onclick="alert(1)" href="javascript:alert(1)">this</a>',
    ],
)
def test_link_that_nobody_can_follow_is_plain_text(pitman: StorePage, link: str) -> None:
    assert told(f"<p>Read {link}.</p>", pitman) == PLAIN


def test_other_attributes_of_a_link_to_a_page_are_dropped(pitman: StorePage) -> None:
    article = make_article("flu")
    link = f'<a onclick="alert(1)" linktype="page" style="x" id="{article.pk}" href="https://evil.example/">this</a>'
    assert told(f"<p>Read {link}.</p>", pitman) == linked("/health/flu/")


def test_address_is_escaped() -> None:
    links = StoreLinks(pages={"1": 'http://x.example/"><script>'})
    assert expand(link_to(1), links) == '<p>Read <a href="http://x.example/&quot;&gt;&lt;script&gt;">this</a>.</p>'


def test_link_to_the_web_stays_as_it_is(pitman: StorePage) -> None:
    text = '<p><a href="https://medlineplus.gov/?a=1&amp;b=2">this</a> <a href="mailto:a@b.example">mail</a></p>'
    assert told(text, pitman) == text


def test_keys_of_the_editor_are_dropped(pitman: StorePage) -> None:
    text = '<h2 data-block-key="a1b2c">How</h2><p data-block-key="zz">So <b>it</b> is.</p>'
    assert told(text, pitman) == "<h2>How</h2><p>So <b>it</b> is.</p>"


def test_document_has_an_absolute_address_on_the_networks_host(pitman: StorePage) -> None:
    document = make_document("leaflet.txt")
    url = f"http://localhost:8000/documents/{document.pk}/{document.filename}"
    assert document_url(document.pk, document.filename) == url
    assert (
        told(f"<p>Read {document_link(document.pk, 'this')}.</p>", pitman) == f'<p>Read <a href="{url}">this</a>.</p>'
    )


@pytest.mark.parametrize("is_below", [False, True], ids=["private collection", "below a private collection"])
def test_private_document_is_plain_text(pitman: StorePage, is_below: bool) -> None:
    private: Collection = library_collection().add_child(name="Drafts")
    CollectionViewRestriction.objects.create(collection=private, restriction_type=CollectionViewRestriction.LOGIN)
    collection: Collection = private.add_child(name="Old") if is_below else private
    document = make_document("leaflet.txt", collection=collection)
    assert told(f"<p>Read {document_link(document.pk, 'this')}.</p>", pitman) == PLAIN


def test_deleted_document_is_plain_text(pitman: StorePage) -> None:
    document = make_document("leaflet.txt")
    text = f"<p>Read {document_link(document.pk, 'this')}.</p>"
    NetworkDocument.objects.all().delete()
    assert told(text, pitman) == PLAIN


def test_page_and_document_of_one_id_are_told_apart(pitman: StorePage) -> None:
    article = make_article("flu")
    make_document("leaflet.txt", pk=article.pk)
    text = f"{page_link(article.pk, 'page')} {document_link(article.pk, 'document')}"
    url = f"http://localhost:8000/documents/{article.pk}/"
    told_text = told(text, pitman)
    assert f'<a href="{ROOT}/health/flu/">page</a>' in told_text
    assert f'<a href="{url}' in told_text


@pytest.mark.parametrize("number", [1, 12])
def test_links_of_any_number_of_texts_cost_one_query_for_pages_and_one_for_documents(
    pitman: StorePage, number: int
) -> None:
    texts = []
    for place in range(number):
        ann = make_expert(f"ann-{place}")
        article, page = make_article(f"article-{place}", experts=[ann]), make_page(f"page-{place}")
        document = make_document(f"leaflet-{place}.txt")
        links = [page_link(target.pk, "x") for target in (article, page, ann, pitman)]
        texts.append("".join([*links, document_link(document.pk, "x")]))
    links_in(texts, pitman, AT)  # content types are known from now on
    with CaptureQueriesContext(connection) as queries:
        found = links_in(texts, pitman, AT)
        assert len([expand(text, found) for text in texts]) == number
    assert len(found.pages) == 3 * number + 1
    assert len(found.documents) == number
    assert len(queries) == 2


def test_texts_without_links_cost_no_query(pitman: StorePage) -> None:
    with CaptureQueriesContext(connection) as queries:
        links = links_in(["<p>No link.</p>", '<a href="https://a.example/">web</a>', ""], pitman, AT)
    assert (len(queries), links) == (0, NOWHERE)


def test_without_a_store_no_link_is_followed() -> None:
    assert expand(link_to(1), NOWHERE) == PLAIN
    assert "href" not in expand_db_html(link_to(1))


def test_addresses_hold_inside_their_block_only_even_after_an_error() -> None:
    outer, inner = StoreLinks(pages={"1": "http://outer.example/"}), StoreLinks(pages={"1": "http://inner.example/"})
    with following(outer):
        with suppress(RuntimeError), following(inner):
            assert "inner" in expand_db_html(link_to(1))
            raise RuntimeError
        assert "outer" in expand_db_html(link_to(1))
    assert "example" not in expand_db_html(link_to(1))

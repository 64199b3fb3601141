"""A save says what it changed on the site, and leads there."""

from uuid import uuid4

import pytest
from bs4 import BeautifulSoup, Tag
from django.db.models import F
from django.http import QueryDict
from django.test import Client
from wagtail.models import Page

from cms.models import ArticlePage
from stores.desk.saving import changes_between, sentence
from stores.models import PromoBanner, StorePage
from stores.store.differences import Version, version_of
from tests.cms.admin_forms import add_url, edit_url, form_at, paragraphs, saved
from tests.factories.newsroom import health_news_of, make_article, make_page
from tests.factories.people import ClientOf

pytestmark = pytest.mark.django_db


def line_after(client: Client, page: Page, form: QueryDict, action: str = "publish") -> Tag:
    """The lines of the screen after the save."""
    if action == "publish":
        form["action-publish"] = "action-publish"
    # As lists: what is chosen more than once would be sent once.
    response = client.post(edit_url(page), dict(form.lists()))
    saved(response)
    html = client.get(response["Location"]).content.decode()
    messages = BeautifulSoup(html, "html.parser").select_one(".messages")
    assert messages is not None
    return messages


def test_publish_names_what_changed_and_leads_to_the_site(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    form = form_at(client, edit_url(pitman))
    form["phone"] = "(856) 589-0000"
    form["promo_banners-0-text"], form["promo_banners-1-text"] = "One", "Two"
    form["promo_banners-0-link_label"] = form["promo_banners-1-link_label"] = ""
    form["week_store-1"] = "9-5"
    line = line_after(client, pitman, form)
    assert "Changed on the site: phone, Monday's hours and 2 promo lines." in line.text
    assert line.select_one(f'a[href="{pitman.root_url}/"]') is not None
    assert "has been published" not in line.text


def test_publish_counts_a_draft_that_somebody_else_left(pitman: StorePage, client_of: ClientOf) -> None:
    pitman.city = "Glassboro"
    pitman.save_revision()
    client = client_of("owner")
    form = form_at(client, edit_url(pitman))
    form["fax"] = ""
    assert "Changed on the site: city and fax." in line_after(client, pitman, form).text


def test_publish_without_a_change_says_so(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    line = line_after(client, pitman, form_at(client, edit_url(pitman)))
    assert "Nothing on the site has changed." in line.text


@pytest.mark.parametrize("role", ["owner", "staff", "admin"])
def test_draft_says_that_the_site_has_not_changed(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of(role)
    form = form_at(client, edit_url(pitman))
    form["city"] = "Glassboro"
    line = line_after(client, pitman, form, action="draft")
    assert "is saved as a draft. The site has not changed." in line.text
    assert StorePage.objects.get().city == "Pitman"


def test_moved_banners_are_an_order(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    form = form_at(client, edit_url(pitman))
    form["promo_banners-0-ORDER"], form["promo_banners-1-ORDER"] = "2", "1"
    assert "Changed on the site: the order of the promo lines." in line_after(client, pitman, form).text


def test_numbers_that_the_form_counts_anew_are_no_order(pitman: StorePage, client_of: ClientOf) -> None:
    PromoBanner.objects.update(sort_order=F("sort_order") + 7)
    client = client_of("owner")
    line = line_after(client, pitman, form_at(client, edit_url(pitman)))
    assert "Nothing on the site has changed." in line.text


def test_many_days_are_the_week(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    form = form_at(client, edit_url(pitman))
    for weekday in range(1, 8):
        form[f"week_pharmacy-{weekday}"] = ""
    assert "Changed on the site: the week's pharmacy hours." in line_after(client, pitman, form).text


def test_local_article_says_where_it_stands(pitman: StorePage, client_of: ClientOf) -> None:
    article = make_article("flu-shots", at_store=pitman)
    client = client_of("owner")
    form = form_at(client, edit_url(article))
    form.update(paragraphs("body", "<p>Every Saturday.</p>"))
    form.update({"sources-count": "0", "teaser": "Come by."})
    line = line_after(client, article, form)
    assert "Changed on the site: teaser and body." in line.text
    assert line.select_one(f'a[href="{pitman.root_url}/health/flu-shots/"]') is not None


def test_local_article_that_is_published_as_it_was_says_so(pitman: StorePage, client_of: ClientOf) -> None:
    article = make_article("flu-shots", at_store=pitman)
    body = {**paragraphs("body", '<p data-block-key="a1b2c">Every Saturday.</p>'), "body-0-id": str(uuid4())}
    client = client_of("owner")
    for words in ("Changed on the site: body.", "Nothing on the site has changed."):
        form = form_at(client, edit_url(article))
        form.update({**body, "sources-count": "0"})
        assert words in line_after(client, article, form).text


def test_rows_that_come_go_or_move_are_counted(pitman: StorePage) -> None:
    article = make_article("flu-shots", at_store=pitman)
    old = Version({"title": "Flu shots", "article_experts": [{"expert": 1}, {"expert": 2}]})
    for experts, words in (
        ([{"expert": 1}], "1 article expert"),
        ([{"expert": 3}, {"expert": 4}], "2 article experts"),
        ([{"expert": 2}, {"expert": 1}], "the order of the article experts"),
    ):
        new = Version({"title": "Flu shots", "article_experts": experts})
        assert changes_between(old, new, article) == [words]


def test_article_of_the_library_keeps_wagtails_line(pitman: StorePage, client_of: ClientOf) -> None:
    article = make_article("flu")
    client = client_of("editor")
    form = form_at(client, edit_url(article))
    form.update(paragraphs("body", "<p>Anew.</p>"))
    form.update({"sources-count": "0", "corrections-count": "0"})
    assert "has been published" in line_after(client, article, form).text


def test_first_publish_says_that_it_is_there_now(pitman: StorePage, client_of: ClientOf) -> None:
    article: ArticlePage = make_article("flu-shots", at_store=pitman, live=False)
    article.save_revision()
    client = client_of("owner")
    form = form_at(client, edit_url(article))
    form.update(paragraphs("body", "<p>Every Saturday.</p>"))
    form.update({"sources-count": "0"})
    assert "is on the site now." in line_after(client, article, form).text


def new_article(client: Client, parent: Page) -> QueryDict:
    form = form_at(client, add_url(ArticlePage, parent))
    form.update(paragraphs("body", "<p>Every Saturday.</p>"))
    form.update({"sources-count": "0", "title": "Flu shots on Saturday", "slug": "flu-shots", "teaser": "Come by."})
    form.update({"published_on": "2026-01-02", "provider": str(make_article("other").provider_id)})
    return form


def test_page_that_is_written_and_published_at_once_is_on_the_site_now(pitman: StorePage, client_of: ClientOf) -> None:
    client, parent = client_of("owner"), health_news_of(pitman)
    form = new_article(client, parent)
    form["action-publish"] = "action-publish"
    response = client.post(add_url(ArticlePage, parent), dict(form.lists()))
    saved(response)
    html = client.get(response["Location"]).content.decode()
    assert "is on the site now." in html
    assert "Nothing on the site has changed" not in html
    article = ArticlePage.objects.get(slug="flu-shots")
    form = form_at(client, edit_url(article))
    form.update({"sources-count": "0", "teaser": "Come by soon."})
    form.update(paragraphs("body", "<p>Every Saturday.</p>"))
    assert "Changed on the site: teaser" in line_after(client, article, form).text


def test_page_that_was_saved_by_itself_before_is_on_the_site_now(pitman: StorePage, client_of: ClientOf) -> None:
    client, parent = client_of("owner"), health_news_of(pitman)
    form = new_article(client, parent)
    answer = client.post(add_url(ArticlePage, parent), dict(form.lists()), HTTP_ACCEPT="application/json")
    assert answer.json()["success"] is True
    article = ArticlePage.objects.get(slug="flu-shots")
    assert not article.live
    assert "is on the site now." in line_after(client, article, form).text


def test_page_that_is_published_anew_after_it_was_taken_down_is_there_now(
    pitman: StorePage, client_of: ClientOf
) -> None:
    article = make_article("flu-shots", at_store=pitman)
    article.unpublish()
    client = client_of("owner")
    form = form_at(client, edit_url(article))
    form.update({**paragraphs("body", "<p>Every Saturday.</p>"), "sources-count": "0"})
    assert "is on the site now." in line_after(client, article, form).text


def test_sentence_of_many_words_says_how_many_more() -> None:
    assert sentence(["phone"]) == "phone"
    assert sentence(["phone", "fax"]) == "phone and fax"
    assert sentence(list("abcdefgh")) == "a, b, c, d, e, f and 2 more"


def test_every_page_of_a_store_can_be_compared(pitman: StorePage) -> None:
    page = make_page("about-us", at_store=pitman)
    for each in (pitman, health_news_of(pitman), make_article("flu", at_store=pitman), page):
        live, new = type(each).objects.get(pk=each.pk), type(each).objects.get(pk=each.pk)
        new.title = "Anew"
        assert changes_between(version_of(live), version_of(new), new) == ["name" if each is pitman else "title"]

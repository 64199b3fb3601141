"""The screen that gives many articles another audience: chosen, seen, done."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.models import ArticlePage
from cms.newsroom.offering_views import MOST
from stores.audience.members import Audience, audience_of
from stores.models import StoreGroup, StorePage
from tests.factories.many import make_many_stores
from tests.factories.network import articles_folder
from tests.factories.newsroom import ProviderFactory, make_article, make_expert
from tests.factories.people import ClientOf
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def south(pitman: StorePage) -> StoreGroup:
    """Millrace is in it, Pitman is not."""
    group: StoreGroup = StoreGroupFactory.create(slug="south", name="South")
    make_store("millrace", title="Millrace Pharmacy", groups=[group])
    return group


def url(*ids: object, **more: str) -> str:
    query = "&".join([*(f"id={each}" for each in ids), *(f"{name}={value}" for name, value in more.items())])
    return f"{reverse('cms_offer')}?{query}"


def for_group(group: StoreGroup, **more: object) -> dict[str, object]:
    return {"audience": "chosen", "audience_groups": [group.pk], **more}


def text(answer: object) -> str:
    page = BeautifulSoup(answer.content, "html.parser")  # type: ignore[attr-defined]
    return " ".join((page.select_one("main") or page).get_text(" ").split())


def done(client: Client, address: str, group: StoreGroup) -> object:
    """Seen, then done as the screen offers it."""
    seen = client.post(address, for_group(group, see="1"))
    page = BeautifulSoup(seen.content, "html.parser")
    form = page.select_one("main form")
    sent: dict[str, list[str]] = {}
    for field in form.select("input[name]"):
        sent.setdefault(str(field["name"]), []).append(str(field["value"]))
    return client.post(address, {**sent, "do": "1"}, follow=True)


@pytest.mark.parametrize("role", ["owner", "staff", "neighbour"])
def test_people_of_a_store_get_404(role: str, south: StoreGroup, client_of: ClientOf) -> None:
    client, article = client_of(role), make_article("flu")
    assert client.get(url(article.pk)).status_code == 404
    assert client.post(url(article.pk), for_group(south, do="1")).status_code == 404
    assert audience_of(ArticlePage.objects.get()) == Audience()


def test_anonymous_is_sent_to_the_login(pitman: StorePage) -> None:
    assert Client(SERVER_NAME="localhost").get(url(1)).status_code == 302


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_reach_is_shown_before_and_then_it_is_so(role: str, south: StoreGroup, client_of: ClientOf) -> None:
    client, articles = client_of(role), [make_article("flu"), make_article("colds", live=False)]
    address = url(*(each.pk for each in articles))
    assert "2 articles" in text(client.get(address))
    seen = text(client.post(address, for_group(south, see="1")))
    assert "2 articles for South" in seen
    assert "Stores that carry one of them 2 of 2 1 of 2" in seen
    assert "1 store loses something." in seen
    assert "Flu 2 1 – 1: Pitman Pharmacy" in seen
    assert "Colds (draft) 2 1 – 1: Pitman Pharmacy" in seen
    assert audience_of(ArticlePage.objects.get(slug="flu")) == Audience()
    assert "2 articles for South." in text(done(client, address, south))
    assert {audience_of(each) for each in ArticlePage.objects.all()} == {
        Audience("chosen", groups=frozenset({south.pk}))
    }
    assert "No store gains or loses anything." in text(client.post(address, for_group(south, see="1")))


def test_form_begins_with_the_audience_that_all_have(south: StoreGroup, client_of: ClientOf) -> None:
    client = client_of("editor")
    first, second = (make_article(slug, audience="chosen", groups=[south]) for slug in ("one", "two"))
    box = f"input[name=audience_groups][value='{south.pk}'][checked]"
    page = BeautifulSoup(client.get(url(first.pk, second.pk)).content, "html.parser")
    assert page.select(box)
    page = BeautifulSoup(client.get(url(first.pk, make_article("other").pk)).content, "html.parser")
    assert not page.select(box)


def test_audience_that_names_nobody_is_refused_as_in_the_articles_form(south: StoreGroup, client_of: ClientOf) -> None:
    client, article = client_of("editor"), make_article("flu")
    for sent, words in (
        ({"audience": "chosen"}, "Choose at least one group or store"),
        ({}, "This field is required."),
        ({"audience": "nonsense"}, "nonsense is not one of the available choices"),
        ({"audience": "chosen", "audience_groups": ["0", "x"]}, "not a valid value"),
        ({"audience": "chosen", "audience_stores": '"Nowhere Drugs"'}, "Nowhere Drugs"),
        ({"audience": "every", "excluded_stores": "99999999999999999999"}, "99999999999999999999"),
    ):
        for step in ("see", "do"):
            answer = client.post(url(article.pk), {**sent, step: "1"})
            assert words in text(answer), sent
    assert audience_of(ArticlePage.objects.get()) == Audience()


@pytest.mark.parametrize("ids", [[], ["x"], ["0"], ["-1"], ["1e9"], ["9" * 30], ["%00"], ["٣"]])
def test_nothing_chosen_leads_back(ids: list[str], south: StoreGroup, client_of: ClientOf) -> None:
    for answer in (client_of("editor").get(url(*ids), follow=True),):
        assert "Choose at least one article of the library." in answer.content.decode()


def test_more_than_one_change_takes_is_refused(
    south: StoreGroup, client_of: ClientOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert MOST >= 500
    monkeypatch.setattr("cms.newsroom.offering_views.MOST", 1)
    address = url(make_article("one").pk, make_article("two").pk)
    for answer in (
        client_of("editor").get(address, follow=True),
        client_of("admin").post(address, for_group(south, do="1"), follow=True),
    ):
        assert "These are 2 articles. One change is of 1 at most: filter the list further." in answer.content.decode()
    assert {audience_of(each) for each in ArticlePage.objects.all()} == {Audience()}


def test_what_is_no_shared_article_is_told_and_stays(
    south: StoreGroup, client_of: ClientOf, pitman: StorePage
) -> None:
    client, article, local = client_of("editor"), make_article("flu"), make_article("local", at_store=pitman)
    address = url(article.pk, local.pk, make_expert("ann").pk)
    assert "2 of what you chose are not an article of the library" in text(client.get(address))
    done(client, address, south)
    assert audience_of(ArticlePage.objects.get(pk=article.pk)).kind == "chosen"
    assert audience_of(ArticlePage.objects.get(pk=local.pk)) == Audience()


def test_done_without_having_seen_it_shows_it_first(south: StoreGroup, client_of: ClientOf) -> None:
    client, article = client_of("editor"), make_article("flu")
    answer = client.post(url(article.pk), for_group(south, do="1", seen="something"))
    assert "Something is different now, so nothing was changed." in answer.content.decode()
    assert audience_of(ArticlePage.objects.get()) == Audience()


def test_locked_article_is_named_and_there_is_no_button(south: StoreGroup, client_of: ClientOf) -> None:
    client, article = client_of("editor"), make_article("flu")
    ArticlePage.objects.filter(pk=article.pk).update(locked=True)
    answer = client.post(url(article.pk), for_group(south, see="1"))
    assert "Flu : 'Flu' is locked by somebody else." in text(answer)
    assert b'name="do"' not in answer.content


def test_everything_that_search_and_filters_found_and_nothing_else(south: StoreGroup, client_of: ClientOf) -> None:
    client, agency = client_of("editor"), ProviderFactory.create(slug="agency")
    found = make_article("flu", title="Flu at work", provider=agency)
    make_article("other", title="Sleep at work", provider=agency)
    make_article("own", title="Flu at home")
    folder = str(articles_folder().pk)
    for more, number in (
        ({"provider": str(agency.pk), "q": "flu"}, 1),
        ({"provider": str(agency.pk)}, 2),
        ({"q": "flu"}, 2),
        ({"q": "%00"}, 3),
        ({}, 3),
    ):
        word = "article" if number == 1 else "articles"
        assert f"{number} {word}" in text(client.get(url("all", childOf=folder, **more))), more
    for nonsense in ({"provider": "0"}, {"provider": "x"}, {"q": "nothingofthekind"}):
        assert "at least one article" in client.get(url("all", **nonsense), follow=True).content.decode(), nonsense
    done(client, url("all", childOf=folder, provider=str(agency.pk), q="flu"), south)
    assert {each.pk for each in ArticlePage.objects.filter(audience="chosen")} == {found.pk}


@pytest.mark.parametrize(("role", "is_there"), [("editor", True), ("admin", True), ("owner", False)])
def test_button_stands_in_the_folder_of_articles_for_the_newsroom(
    role: str, is_there: bool, south: StoreGroup, client_of: ClientOf
) -> None:
    make_article("flu")
    client = client_of(role)
    listed = client.get(reverse("wagtailadmin_explore", args=[articles_folder().pk]), follow=True).content.decode()
    assert (reverse("cms_offer") in listed) is is_there
    others = client.get(reverse("wagtailadmin_explore", args=[make_expert("ann").get_parent().pk]), follow=True)
    assert reverse("cms_offer") not in others.content.decode()


def test_hundreds_of_articles_cost_as_many_queries_as_two(south: StoreGroup, client_of: ClientOf) -> None:
    client = client_of("editor")

    def cost(ids: list[int]) -> list[int]:
        found = []
        for step in ({}, for_group(south, see="1")):
            with CaptureQueriesContext(connection) as made:
                answer = client.post(url(*ids), step) if step else client.get(url(*ids))
            assert answer.status_code == 200
            found.append(len(made))
        return found

    cost([make_article("warm").pk])
    few = cost([make_article("one").pk, make_article("two").pk])
    make_many_stores(300)
    many = cost([make_article(f"article-{number}").pk for number in range(30)])
    assert all(more <= less for more, less in zip(many, few, strict=True)), (few, many)

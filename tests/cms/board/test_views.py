"""The store's health-news board, from both sides of each right."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.carrying.placing import AS_OFFERED, Placed, place, placed_of, placement_at
from cms.models import ArticlePage, Placement
from stores.choices import AudienceKind
from stores.models import StorePage
from tests.factories.newsroom import make_article, publish
from tests.factories.people import ClientOf
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


def board(store: StorePage, query: str = "") -> str:
    return reverse("cms_board", args=[store.pk]) + query


def tap(store: StorePage, article: ArticlePage, name: str) -> str:
    return reverse("cms_place", args=[store.pk, article.pk, name])


def words(store: StorePage, article: ArticlePage) -> str:
    return reverse("cms_place_words", args=[store.pk, article.pk])


def placed(store: StorePage, article: ArticlePage) -> Placed:
    return placed_of(placement_at(store, article))


@pytest.mark.parametrize("role", ["owner", "admin"])
def test_owner_and_network_admin_hide_pin_and_word(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client, article = client_of(role), make_article("flu")
    client.post(tap(pitman, article, "hide"))
    assert placed(pitman, article) == Placed(is_hidden=True)
    client.post(tap(pitman, article, "pin"))
    assert placed(pitman, article) == Placed(pinned_as=1)
    client.post(words(pitman, article), {"title": "Ours", "teaser": "", "note": "Ask {{ store.name }}."})
    assert placed(pitman, article) == Placed(pinned_as=1, title="Ours", note="Ask {{ store.name }}.")
    client.post(tap(pitman, article, "inherit"))
    client.post(tap(pitman, article, "unpin"))
    assert placed(pitman, article) == AS_OFFERED


@pytest.mark.parametrize("role", ["editor", "neighbour"])
def test_newsroom_and_owner_of_another_store_get_404(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client, article = client_of(role), make_article("flu")
    assert client.get(board(pitman)).status_code == client.get(words(pitman, article)).status_code == 404
    assert client.post(tap(pitman, article, "hide")).status_code == 404
    assert not Placement.objects.exists()


def test_staff_read_and_change_nothing(pitman: StorePage, client_of: ClientOf) -> None:
    client, article = client_of("staff"), make_article("flu", title="The flu")
    main = BeautifulSoup(client.get(board(pitman)).content, "html.parser").select_one("main")
    assert "The flu" in main.text
    assert main.select("form[method=post], a[href*='/words/']") == []
    assert client.post(tap(pitman, article, "hide")).status_code == 404
    assert client.get(words(pitman, article)).status_code == 404
    assert not Placement.objects.exists()


def test_article_that_is_not_offered_is_not_found_nor_named(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    other = make_store("millrace")
    kept = [
        make_article("theirs", title="Kept", audience=AudienceKind.CHOSEN, stores=[other]),
        make_article("draft", title="Kept", live=False),
        make_article("local", title="Kept", at_store=other),
    ]
    assert "Kept" not in client.get(board(pitman)).content.decode()
    for article in kept:
        assert client.post(tap(pitman, article, "pin")).status_code == 404
        assert client.get(words(pitman, article)).status_code == 404


def test_required_article_has_no_button_to_hide_it_and_is_not_hidden(pitman: StorePage, client_of: ClientOf) -> None:
    client, article = client_of("owner"), make_article("flu", is_required=True)
    assert tap(pitman, article, "hide") not in client.get(board(pitman)).content.decode()
    response = client.post(tap(pitman, article, "hide"), follow=True)
    assert "required" in response.content.decode()
    assert not Placement.objects.exists()


def test_last_thing_is_undone_once(pitman: StorePage, client_of: ClientOf) -> None:
    client, article = client_of("owner"), make_article("flu")
    response = client.post(tap(pitman, article, "hide"), follow=True)
    form = BeautifulSoup(response.content, "html.parser").select_one("form[action*='/undo/']")
    assert form is not None
    undo = str(form["action"])
    client.post(undo)
    assert placed(pitman, article) == AS_OFFERED
    client.post(tap(pitman, article, "pin"))
    assert "nothing was undone" in client.post(undo, follow=True).content.decode()
    assert placed(pitman, article) == Placed(pinned_as=1)


def test_pins_move_up_and_down(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    first, second = make_article("first"), make_article("second")
    for article in (first, second):
        client.post(tap(pitman, article, "pin"))
    client.post(tap(pitman, second, "up"))
    assert (placed(pitman, second).pinned_as, placed(pitman, first).pinned_as) == (1, 2)
    client.post(tap(pitman, second, "down"))
    client.post(tap(pitman, second, "down"))
    assert (placed(pitman, first).pinned_as, placed(pitman, second).pinned_as) == (1, 2)


def test_words_that_grew_stale_show_what_changed(pitman: StorePage, client_of: ClientOf) -> None:
    client, article = client_of("owner"), make_article("flu", title="The flu")
    publish(article)
    client.post(words(pitman, article), {"title": "Ours", "teaser": "", "note": ""})
    article = ArticlePage.objects.get(pk=article.pk)
    article.title = "The flu in winter"
    publish(article)
    assert "The newsroom changed it since" in client.get(board(pitman, "?show=stale")).content.decode()
    page = BeautifulSoup(client.get(words(pitman, article)).content, "html.parser")
    assert page.select_one(".comparison .addition").text.strip() == "in winter"


@pytest.mark.parametrize(
    ("show", "slugs"),
    [("all", {"a", "b", "c"}), ("pinned", {"a"}), ("hidden", {"b"}), ("changed", {"c"}), ("x", {"a", "b", "c"})],
)
def test_board_shows_what_is_asked_for(show: str, slugs: set[str], pitman: StorePage, client_of: ClientOf) -> None:
    placements = {"a": Placed(pinned_as=1), "b": Placed(is_hidden=True), "c": Placed(note="Ask us.")}
    for slug, said in placements.items():
        place(by=None, store=pitman, article=make_article(slug), placed=said, at=AT)
    response = client_of("owner").get(board(pitman, f"?show={show}&p=x"))
    assert {row.article.slug for row in response.context["rows"]} == slugs


def test_unknown_token_is_a_form_error_that_names_it(pitman: StorePage, client_of: ClientOf) -> None:
    article = make_article("flu")
    response = client_of("owner").post(words(pitman, article), {"title": "", "teaser": "", "note": "{{ store.nmae }}"})
    assert "store.nmae" in response.context["form"].errors["note"][0]
    assert not Placement.objects.exists()


@pytest.mark.parametrize("name", ["no-such-tap", "words-"])
def test_unknown_tap_is_not_found(name: str, pitman: StorePage, client_of: ClientOf) -> None:
    assert client_of("owner").post(tap(pitman, make_article("flu"), name)).status_code == 404


def test_board_costs_the_same_with_many_articles(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    make_article("one")
    client.get(board(pitman))
    with CaptureQueriesContext(connection) as few:
        client.get(board(pitman))
    for number in range(15):
        article = make_article(f"article-{number}")
        place(by=None, store=pitman, article=article, placed=Placed(note="Ask us."), at=AT)
    with CaptureQueriesContext(connection) as many:
        client.get(board(pitman))
    assert len(many) <= len(few) + 1

"""What a store does with a line of the network goes for whatever says the same in another language, at each door."""

from datetime import UTC, date, datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import PageLogEntry

from cms.articles.languages import make_locales
from stores.banners.hiding import hidden_pairs, is_hidden
from stores.banners.languages import join_lines, set_line_language
from stores.banners.network import hide_banner, network_banners_at, show_banner, why_banner_is_not_shown
from stores.banners.shown import banners_of
from stores.models import HiddenBanner, NetworkBanner, PromoBanner, StorePage
from stores.removal.losses import Removal, Way, losses_of
from tests.factories.dated import make_network_banner, make_spoken_banners
from tests.factories.stores import make_store, new_banner
from tests.stores.conftest import ClientOf

AT = datetime(2026, 12, 24, 17, 0, tzinfo=UTC)
LANGUAGES = (None, "en", "es")

pytestmark = pytest.mark.django_db


def spoken(store_may: str = "replace") -> tuple[NetworkBanner, NetworkBanner]:
    return make_spoken_banners("Savings", "Ahorros", store_may=store_may)


def shown(store: StorePage, language: str | None = None) -> list[str]:
    return [line.text for line in banners_of(store, AT, language=language)]


@pytest.mark.parametrize("which", [0, 1])
def test_hiding_one_hides_what_says_the_same(which: int) -> None:
    lines, pitman, other = spoken(), make_store("pitman", banners=[]), make_store("millrace", banners=[])
    hide_banner(by=None, store=pitman, banner=lines[which])
    assert {tuple(shown(pitman, language)) for language in LANGUAGES} == {()}
    assert [is_hidden(pitman, line) for line in lines] == [True, True]
    assert shown(other) == ["Savings", "Ahorros"]
    assert hidden_pairs(NetworkBanner.objects.all()) == {(line.pk, pitman.pk) for line in lines}
    hide_banner(by=None, store=pitman, banner=lines[1 - which])
    assert [HiddenBanner.objects.count(), PageLogEntry.objects.filter(action="stores.hide_banner").count()] == [1, 1]


@pytest.mark.parametrize("which", [0, 1])
def test_showing_one_again_shows_them_all(which: int) -> None:
    lines, store = spoken(), make_store("pitman", banners=[])
    hide_banner(by=None, store=store, banner=lines[0])
    show_banner(by=None, store=store, banner=lines[which])
    assert shown(store) == ["Savings", "Ahorros"]
    assert not HiddenBanner.objects.exists()


def test_lines_that_say_nothing_alike_are_hidden_one_by_one() -> None:
    store, first = make_store("pitman", banners=[]), make_network_banner(store_may="hide")
    make_network_banner("Flu shots", store_may="hide")
    hide_banner(by=None, store=store, banner=first)
    assert shown(store) == ["Flu shots"]


def test_what_may_not_be_hidden_stays_whatever_says_the_same() -> None:
    (english, spanish), store = spoken("hide"), make_store("pitman", banners=[])
    NetworkBanner.objects.filter(pk=spanish.pk).update(store_may="nothing")
    hide_banner(by=None, store=store, banner=english)
    assert shown(store) == ["Ahorros"]


def test_a_translation_that_comes_later_is_hidden_and_stays_so_when_the_first_is_deleted() -> None:
    store, english = make_store("pitman", banners=[]), make_network_banner(store_may="hide")
    hide_banner(by=None, store=store, banner=english)
    spanish = make_network_banner("Ahorros", store_may="hide")
    assert shown(store) == ["Ahorros"]
    for changed in [*join_lines(spanish, english), spanish]:
        changed.save()
    assert shown(store) == []
    english.delete()
    assert shown(store) == []
    assert is_hidden(store, spanish)


def test_lines_that_say_the_same_are_deleted_together() -> None:
    lines, store = spoken(), make_store("pitman", banners=[])
    hide_banner(by=None, store=store, banner=lines[0])
    NetworkBanner.objects.all().delete()
    assert not HiddenBanner.objects.exists()


def test_a_draft_that_was_never_saved_is_hidden_with_what_it_says_the_same_as() -> None:
    make_locales()
    store, english = make_store("pitman", banners=[]), make_network_banner(store_may="hide")
    hide_banner(by=None, store=store, banner=english)
    draft = NetworkBanner(text="Ahorros", has_no_end=True, store_may="hide")
    for changed in join_lines(draft, english):
        changed.save()
    assert why_banner_is_not_shown(draft, store, AT) == ["The store hides it."]


@pytest.mark.parametrize("which", [0, 1])
def test_a_line_of_the_store_stands_in_the_place_of_every_language(which: int) -> None:
    lines = spoken()
    store = make_store("pitman", banners=[new_banner("Own", replaces=lines[which])])
    assert {tuple(shown(store, language)) for language in LANGUAGES} == {("Own",)}
    states = [(each.state, each.is_shown) for each in network_banners_at(store, AT)]
    assert states == [("Replaced by your “Own”", False)] * 2
    found = [why_banner_is_not_shown(line, store, AT) for line in lines]
    assert found == [["The store shows its own line instead: “Own”."]] * 2


def test_a_line_of_the_store_stands_for_a_translation_when_what_it_replaces_is_over() -> None:
    english, _spanish = spoken()
    store = make_store("pitman", banners=[new_banner("First"), new_banner("Own", replaces=english)])
    NetworkBanner.objects.filter(pk=english.pk).update(has_no_end=False, show_until=date(2026, 12, 1))
    assert shown(store, "es") == ["Own", "First"]


def test_lines_of_the_store_in_two_languages_stand_each_in_its_own() -> None:
    english, spanish = spoken()
    own = new_banner("Own", replaces=english), new_banner("Propia", replaces=spanish)
    set_line_language(own[1], "es")
    join_lines(own[1], own[0])
    store = make_store("pitman", banners=own)
    assert [shown(store, language) for language in LANGUAGES] == [["Own", "Propia"], ["Own"], ["Propia"]]


def test_deleting_a_line_ends_nothing_where_its_translation_is_hidden() -> None:
    (english, spanish), store = spoken(), make_store("pitman", banners=[])
    hide_banner(by=None, store=store, banner=spanish)
    assert losses_of(Removal(Way.DELETE, [english], AT)).lines == ()


@pytest.mark.parametrize("which", [0, 1])
def test_owners_screen_tells_and_changes_both(which: int, pitman: StorePage, client_of: ClientOf) -> None:
    lines, client = spoken(), client_of("owner")
    screen = reverse("stores_lines", args=[pitman.pk])

    def states() -> list[str]:
        panel = BeautifulSoup(client.get(screen).content, "html.parser").select_one("#banners-section")
        return [status.get_text(strip=True) for status in panel.select(".w-status")]

    assert states() == ["Shown now"] * 2
    said = client.post(reverse("stores_hide_banner", args=[pitman.pk, lines[which].pk]), follow=True)
    assert "Hidden here at once, in each language." in said.content.decode()
    assert states() == ["Hidden here"] * 2
    assert "Spanish: says the same as “Savings”." in client.get(screen).content.decode()
    client.post(reverse("stores_show_banner", args=[pitman.pk, lines[1 - which].pk]))
    assert states() == ["Shown now"] * 2


def test_undo_of_hiding_shows_both_and_of_showing_hides_both(pitman: StorePage, client_of: ClientOf) -> None:
    (english, spanish), client = spoken(), client_of("owner")
    client.post(reverse("stores_hide_banner", args=[pitman.pk, english.pk]))
    for hidden in (False, True):
        entry = PageLogEntry.objects.filter(action__endswith="_banner").latest("pk")
        undo = reverse("stores_undo_change", args=[pitman.pk, entry.pk])
        client.post(undo, {"seen": client.get(undo).context["seen"]})
        assert [is_hidden(pitman, line) for line in (english, spanish)] == [hidden, hidden]


def test_a_line_in_the_place_of_a_spanish_one_begins_in_spanish(pitman: StorePage, client_of: ClientOf) -> None:
    english, spanish = spoken()
    add = reverse("stores_add_line", args=[pitman.pk])
    client = client_of("owner")
    form = client.get(f"{add}?replaces={spanish.pk}").context["form"]
    assert form.initial["language"] == "es"
    data = {"text": "Own", "kind": "none", "style": "info", "has_no_end": "on", "replaces": english.pk}
    client.post(add, data)
    own = PromoBanner.objects.get(text="Own")
    form = client.get(f"{add}?replaces={spanish.pk}").context["form"]
    assert form.initial["translates"] == str(own.pk)


def test_the_page_editor_names_the_language_of_what_may_be_replaced(pitman: StorePage, client_of: ClientOf) -> None:
    spoken()
    page = client_of("owner").get(reverse("wagtailadmin_pages:edit", args=[pitman.pk]))
    soup = BeautifulSoup(page.content, "html.parser")
    choices = [option.text for option in soup.select_one("select[name$=replaces]").select("option")]
    assert choices[1:] == ["Savings (English)", "Ahorros (Spanish)"]

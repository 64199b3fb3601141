"""Promo lines of the network: for whom, hidden, replaced, in order."""

from datetime import UTC, date, datetime

import pytest
from django.forms import modelform_factory

from cms.articles.languages import make_locales
from stores.banners.languages import join_lines, set_line_language
from stores.banners.shown import banners_of
from stores.banners.views import NetworkBannerForm
from stores.models import HiddenBanner, NetworkBanner, PromoBanner, StorePage
from tests.factories.dated import make_network_banner
from tests.factories.stores import StoreGroupFactory, make_store, new_banner

AT = datetime(2026, 12, 24, 17, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def shown(store: StorePage, at: datetime = AT) -> list[tuple[str, str]]:
    return [(banner.origin, banner.text) for banner in banners_of(store, at)]


def test_network_comes_first_in_its_order() -> None:
    store = make_store("pitman", banners=[new_banner("Own")])
    make_network_banner("Second", sort_order=2)
    make_network_banner("First", sort_order=1)
    assert shown(store) == [("network", "First"), ("network", "Second"), ("store", "Own")]


def test_tokens_are_the_asking_stores() -> None:
    store = make_store("pitman", banners=[])
    make_network_banner("Call {{ store.name }}")
    assert shown(store) == [("network", "Call Pitman Pharmacy")]


def test_only_the_audience_shows_it() -> None:
    group = StoreGroupFactory.create(slug="south-jersey")
    member, other = make_store("pitman", banners=[], groups=[group]), make_store("other", banners=[])
    banner = make_network_banner(audience="chosen")
    banner.audience_groups.set([group])
    banner.save()
    assert [len(shown(member)), len(shown(other))] == [1, 0]


def test_it_ends_with_its_last_day_in_the_stores_own_calendar() -> None:
    store = make_store("pitman", banners=[], time_zone="America/Denver")
    make_network_banner(has_no_end=False, show_until=date(2026, 12, 24))
    assert len(shown(store, datetime(2026, 12, 25, 6, 59, 59, tzinfo=UTC))) == 1
    assert len(shown(store, datetime(2026, 12, 25, 7, 0, 0, tzinfo=UTC))) == 0


@pytest.mark.parametrize(("store_may", "is_shown"), [("nothing", True), ("hide", False), ("replace", False)])
def test_store_hides_what_it_may_hide(store_may: str, is_shown: bool) -> None:
    store, other = make_store("pitman", banners=[]), make_store("other", banners=[])
    HiddenBanner.objects.create(store=store, banner=make_network_banner(store_may=store_may))
    assert bool(shown(store)) is is_shown
    assert shown(other)


@pytest.mark.parametrize(
    ("store_may", "texts"), [("nothing", ["Savings", "Own"]), ("hide", ["Savings", "Own"]), ("replace", ["Own"])]
)
def test_store_replaces_what_it_may_replace(store_may: str, texts: list[str]) -> None:
    banner = make_network_banner(store_may=store_may)
    store = make_store("pitman", banners=[new_banner("Own", replaces=banner)])
    assert [text for _origin, text in shown(store)] == texts


def test_replacing_line_stands_in_the_place_of_the_networks() -> None:
    banner = make_network_banner("First", store_may="replace")
    make_network_banner("Second", sort_order=2)
    store = make_store("pitman", banners=[new_banner("Own first"), new_banner("Instead", replaces=banner)])
    assert [text for _origin, text in shown(store)] == ["Instead", "Second", "Own first"]


def test_networks_line_is_back_when_the_replacing_one_has_ended() -> None:
    banner = make_network_banner(store_may="replace")
    store = make_store("pitman", banners=[new_banner("Own", replaces=banner, show_until=date(2026, 12, 23))])
    assert shown(store) == [("network", "Savings")]


def test_what_a_store_can_not_touch_is_locked() -> None:
    store = make_store("pitman", banners=[new_banner("Own")])
    make_network_banner("Locked")
    make_network_banner("Free", store_may="hide", sort_order=1)
    assert [banner.is_locked for banner in banners_of(store, AT)] == [True, False, False]


def test_deleting_the_networks_line_keeps_the_stores() -> None:
    banner = make_network_banner(store_may="replace")
    store = make_store("pitman", banners=[new_banner("Own", replaces=banner)])
    banner.delete()
    assert [row.replaces_id for row in PromoBanner.objects.filter(store=store)] == [None]


def test_each_text_is_shown_once_in_the_language_that_is_asked_for(subtests: pytest.Subtests) -> None:
    make_locales()
    own = new_banner("Free delivery", sort_order=1), new_banner("Entrega gratis", sort_order=3), new_banner("Bonjour")
    set_line_language(own[1], "es")
    join_lines(own[1], own[0])
    store = make_store("pitman", banners=own)
    spanish = make_network_banner("Solo en español")
    set_line_language(spanish, "es")
    spanish.save()
    cases: dict[str | None, list[tuple[str, str]]] = {
        None: [("es", "Solo en español"), ("en", "Bonjour"), ("en", "Free delivery"), ("es", "Entrega gratis")],
        "en": [("es", "Solo en español"), ("en", "Bonjour"), ("en", "Free delivery")],
        "es": [("es", "Solo en español"), ("en", "Bonjour"), ("es", "Entrega gratis")],
    }
    for language, lines in cases.items():
        with subtests.test(language=language):
            found = banners_of(store, AT, language=language)
            assert [(line.language, line.text) for line in found] == lines


def test_a_preview_of_a_line_writes_no_other_line() -> None:
    make_locales()
    english = make_network_banner("Flu shots are in")
    kind = modelform_factory(NetworkBanner, form=NetworkBannerForm, fields=[])
    form = kind({"language": "es", "translates": english.pk}, instance=NetworkBanner(text="Ya"))
    assert form.is_valid(), form.errors
    form.save(commit=False)
    english.refresh_from_db()
    assert english.translation_key is None


def test_a_draft_is_shown_in_the_place_of_what_says_the_same() -> None:
    make_locales()
    store, english = make_store("pitman", banners=[]), make_network_banner("Flu shots are in")
    draft = NetworkBanner(text="Ya hay vacunas", has_no_end=True)
    set_line_language(draft, "es")
    join_lines(draft, english)
    english.save()
    assert [line.text for line in banners_of(store, AT, draft, language="en")] == ["Ya hay vacunas"]
    alone = NetworkBanner(text="Never saved", has_no_end=True, sort_order=9)
    assert [line.text for line in banners_of(store, AT, alone, language="en")] == ["Flu shots are in", "Never saved"]

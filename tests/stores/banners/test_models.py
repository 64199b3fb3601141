"""What a promo line may say, and what the database refuses of it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test import Client
from time_machine import travel

from stores.models import PromoBanner, StorePage
from stores.removal.fixed import lifted
from tests.cms.admin_forms import add_rows, edit_url, form_at, logged_in, saved, send
from tests.factories.network import make_admin
from tests.factories.newsroom import make_page
from tests.factories.stores import make_store, new_banner

pytestmark = pytest.mark.django_db

EARLY, LATE = date(2026, 12, 1), date(2026, 12, 31)


@pytest.fixture
def store() -> StorePage:
    return make_store("pitman", banners=[])


def write(store: StorePage, **fields: object) -> PromoBanner:
    """Writes past every form and validator."""
    return PromoBanner.objects.bulk_create([PromoBanner(store_id=store.pk, text="Sale", **fields)])[0]


@pytest.mark.parametrize(
    "dates",
    [
        {"has_no_end": True},
        {"has_no_end": True, "show_from": EARLY},
        {"show_until": LATE},
        {"show_from": EARLY, "show_until": LATE},
        {"show_from": EARLY, "show_until": EARLY},
    ],
)
def test_database_takes_a_line_that_ends_or_says_that_it_does_not(store: StorePage, dates: dict[str, object]) -> None:
    write(store, **dates)


@pytest.mark.parametrize("dates", [{}, {"show_from": EARLY}, {"has_no_end": True, "show_until": LATE}])
def test_database_refuses_a_line_without_a_clear_end(store: StorePage, dates: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match="promobanner_ends_or_says_that_it_does_not"):
        write(store, **dates)


def test_database_refuses_a_line_that_ends_before_it_begins(store: StorePage) -> None:
    with pytest.raises(IntegrityError, match="promobanner_ends_after_it_begins"):
        write(store, show_from=LATE, show_until=EARLY)


@pytest.mark.parametrize(
    ("dates", "message"),
    [
        ({}, "Give a last day, or say that there is no end."),
        ({"has_no_end": True, "show_until": LATE}, "Give a last day, or say that there is no end."),
        ({"show_from": LATE, "show_until": EARLY}, "The last day is before the first."),
    ],
)
def test_form_says_what_is_wrong_with_the_dates(store: StorePage, dates: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError) as error:
        PromoBanner(store=store, text="Sale", **dates).full_clean()
    assert message in error.value.messages


LINKS = {
    "link_url": "https://facebook.example/pitman",
    "link_phone": "+18565892392",
    "link_path": "/savings/",
}


@pytest.mark.parametrize("name", LINKS)
def test_line_may_have_one_link_with_its_label(store: StorePage, name: str) -> None:
    PromoBanner(store=store, text="Big Sale", has_no_end=True, link_label="Sale", **{name: LINKS[name]}).full_clean()


@pytest.mark.parametrize("name", LINKS)
def test_link_without_a_label_is_the_whole_line(store: StorePage, name: str) -> None:
    banner = PromoBanner(store=store, text="Sale", has_no_end=True, **{name: LINKS[name]})
    banner.full_clean()
    assert banner.link_label == "Sale"


def test_label_that_is_not_in_the_text_is_refused_on_its_field(store: StorePage) -> None:
    banner = PromoBanner(store=store, text="Sale", has_no_end=True, link_path="/savings/", link_label="Go")
    with pytest.raises(ValidationError) as error:
        banner.full_clean()
    assert error.value.message_dict == {"link_label": ["These words are not in the text: “Go”."]}


def test_label_without_a_link_goes(store: StorePage) -> None:
    banner = PromoBanner(store=store, text="Sale", has_no_end=True, link_label="Sale")
    banner.full_clean()
    assert banner.link_label == ""


def test_alert_keeps_the_time_at_which_it_was_posted(store: StorePage) -> None:
    banner = PromoBanner(store=store, text="Storm", has_no_end=True, style="alert")
    with travel("2026-12-18 20:00+00:00", tick=False):
        banner.full_clean()
        banner.save()
    first = banner.posted_at
    with travel("2026-12-19 20:00+00:00", tick=False):
        banner.full_clean()
    assert banner.posted_at == first
    assert first is not None
    banner.style = "info"
    banner.full_clean()
    assert banner.posted_at is None


def test_alert_from_before_does_not_know_when_it_was_posted(store: StorePage) -> None:
    banner = write(store, has_no_end=True, style="alert")
    banner.full_clean()
    assert banner.posted_at is None


def test_second_link_is_refused_on_its_field(store: StorePage) -> None:
    links = {"link_url": LINKS["link_url"], "link_path": LINKS["link_path"]}
    with pytest.raises(ValidationError) as error:
        PromoBanner(store=store, text="Big Sale", has_no_end=True, link_label="Sale", **links).full_clean()
    assert error.value.message_dict == {"link_path": ["A promo line has one link: clear the others."]}


def test_page_of_the_store_may_be_linked(store: StorePage) -> None:
    page = make_page("about-us", at_store=store)
    PromoBanner(store=store, text="Big Sale", has_no_end=True, link_label="Sale", link_page=page).full_clean()


def test_page_of_another_store_may_not_be_linked(store: StorePage) -> None:
    page = make_page("about-us", at_store=make_store("switchback"))
    with pytest.raises(ValidationError) as error:
        PromoBanner(store=store, text="Big Sale", has_no_end=True, link_label="Sale", link_page=page).full_clean()
    assert error.value.message_dict == {"link_page": ["Choose a page of this store."]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("text", "x" * 201),
        ("text", "Call {{ store.nmae }}"),
        ("style", "blinking"),
        ("link_url", "javascript:alert(1)"),
        ("link_path", "//evil.example.com"),
        ("link_phone", "12"),
    ],
)
def test_bad_value_is_refused_on_its_field(store: StorePage, field: str, value: str) -> None:
    banner = PromoBanner(**{"store": store, "text": "Sale", "has_no_end": True, field: value})
    with pytest.raises(ValidationError) as error:
        banner.full_clean()
    assert list(error.value.message_dict) == [field]


def test_text_of_200_characters_with_a_token_is_accepted(store: StorePage) -> None:
    text = "{{ store.name }}".ljust(200, "x")
    PromoBanner(store=store, text=text, has_no_end=True).full_clean()


def test_line_goes_with_its_store(store: StorePage) -> None:
    write(store, has_no_end=True)
    with lifted():
        store.delete()
    assert not PromoBanner.objects.exists()


@pytest.fixture
def admin() -> Client:
    return logged_in(make_admin())


def three_banners() -> StorePage:
    return make_store("pitman", banners=[new_banner(text, sort_order=at) for at, text in enumerate("abc")])


def shown(store: StorePage) -> list[str]:
    """The lines in the order in which patients see them, as the database has it."""
    connection.check_constraints()
    return list(PromoBanner.objects.filter(store=store).order_by("sort_order", "pk").values_list("text", flat=True))


def test_two_lines_that_are_swapped_in_the_admin_are_published(admin: Client) -> None:
    store = three_banners()
    form = form_at(admin, edit_url(store))
    form["promo_banners-0-text"], form["promo_banners-1-text"] = "b", "a"
    saved(send(admin, edit_url(store), form))
    assert shown(store) == ["b", "a", "c"]


def test_order_that_is_turned_round_in_the_admin_is_published(admin: Client) -> None:
    store = three_banners()
    form = form_at(admin, edit_url(store))
    form["promo_banners-0-ORDER"], form["promo_banners-2-ORDER"] = "3", "1"
    saved(send(admin, edit_url(store), form))
    assert shown(store) == ["c", "b", "a"]


def test_line_that_is_deleted_and_added_again_in_the_admin_is_published(admin: Client) -> None:
    store = three_banners()
    form = form_at(admin, edit_url(store))
    form["promo_banners-0-DELETE"] = "1"
    add_rows(form, "promo_banners", {"text": "a", "style": "info", "has_no_end": "on"})
    saved(send(admin, edit_url(store), form))
    assert shown(store) == ["b", "c", "a"]


def test_lines_in_a_draft_wait_until_it_is_published(admin: Client) -> None:
    store = three_banners()
    form = form_at(admin, edit_url(store))
    form["promo_banners-0-text"], form["promo_banners-1-DELETE"] = "z", "1"
    saved(send(admin, edit_url(store), form, action="draft"))
    assert shown(store) == ["a", "b", "c"]
    StorePage.objects.get(pk=store.pk).get_latest_revision().publish()
    assert shown(store) == ["z", "c"]

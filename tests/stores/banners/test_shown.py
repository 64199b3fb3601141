"""Promo lines by the clock, and where they lead."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from stores.banners.shown import BannerLink, ShownBanner, banners_of, shown_on
from stores.models import PromoBanner, StorePage
from tests.factories.newsroom import health_news_of, make_article, make_page
from tests.factories.stores import add_banner, make_store, new_banner

AT = datetime(2026, 12, 24, 17, 0, tzinfo=UTC)
ZONES = ["America/New_York", "America/Denver", "Pacific/Honolulu", "Pacific/Guam"]

pytestmark = pytest.mark.django_db


def store_with(*banners: PromoBanner, **fields: Any) -> StorePage:
    return make_store("pitman", banners=banners, **fields)


def store_leading_to(store: StorePage, *pages: Page) -> StorePage:
    """The store, read anew, with a banner for each page."""
    for place, page in enumerate(pages):
        PromoBanner.objects.create(
            store=store, text="Read", link_page=page, link_label="Go", has_no_end=True, sort_order=place
        )
    return StorePage.objects.get(pk=store.pk)


def texts(store: StorePage, at: datetime = AT) -> list[str]:
    return [banner.text for banner in banners_of(store, at)]


def only_link(store: StorePage, at: datetime = AT) -> BannerLink | None:
    (banner,) = banners_of(store, at)
    return banner.link


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("moment", "is_shown"),
    [
        ("2026-12-23T23:59:59.999999", False),
        ("2026-12-24T00:00:00", True),
        ("2026-12-25T12:00:00", True),
        ("2026-12-26T23:59:59.999999", True),
        ("2026-12-27T00:00:00", False),
    ],
)
def test_both_days_are_whole_and_the_stores_own(zone: str, moment: str, is_shown: bool) -> None:
    banner = new_banner("Holiday", show_from=date(2026, 12, 24), show_until=date(2026, 12, 26))
    store = store_with(banner, time_zone=zone)
    at = datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(zone))
    assert texts(store, at) == (["Holiday"] if is_shown else [])
    assert texts(store, at.astimezone(UTC)) == texts(store, at)


def test_one_moment_is_another_day_at_another_store() -> None:
    season = {"show_from": date(2026, 12, 25), "show_until": date(2026, 12, 25)}
    east = store_with(new_banner("Christmas", **season))
    west = make_store("hilo", banners=[new_banner("Christmas", **season)], time_zone="Pacific/Honolulu")
    at = datetime(2026, 12, 25, 6, 0, tzinfo=UTC)
    assert (texts(east, at), texts(west, at)) == (["Christmas"], [])
    later = datetime(2026, 12, 26, 6, 0, tzinfo=UTC)
    assert (texts(east, later), texts(west, later)) == ([], ["Christmas"])


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1)], ids=["23 hours", "25 hours"])
def test_day_of_the_clock_change_is_whole(day: date) -> None:
    zone = ZoneInfo("America/New_York")
    store = store_with(new_banner("Clocks", show_from=day, show_until=day))
    begins = datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
    ends = datetime(day.year, day.month, day.day + 1, tzinfo=zone).astimezone(UTC)
    second = timedelta(seconds=1)
    shown = [texts(store, at) == ["Clocks"] for at in (begins - second, begins, ends - second, ends)]
    assert shown == [False, True, True, False]


def test_line_without_a_first_day_has_begun_already() -> None:
    assert texts(store_with(new_banner("Now", show_until=date(2026, 12, 24)))) == ["Now"]


def test_line_without_an_end_never_ends() -> None:
    store = store_with(new_banner("Always", show_from=date(2026, 12, 24)))
    assert texts(store, datetime(2099, 1, 1, tzinfo=UTC)) == ["Always"]
    assert texts(store, datetime(2026, 12, 23, tzinfo=UTC)) == []


def test_line_of_one_day_is_shown_on_that_day() -> None:
    day = date(2026, 12, 24)
    assert texts(store_with(new_banner("Today", show_from=day, show_until=day))) == ["Today"]


def test_lines_come_in_their_order_and_equal_ones_by_age() -> None:
    banners = [new_banner(text, sort_order=order) for text, order in (("c", 2), ("b", 1), ("a", 0), ("b2", 1))]
    assert texts(store_with(*banners)) == ["a", "b", "b2", "c"]


def test_lines_of_another_store_do_not_show() -> None:
    make_store("switchback", banners=[new_banner("Theirs")])
    assert texts(store_with(new_banner("Ours"))) == ["Ours"]


def test_store_without_lines_shows_none() -> None:
    assert banners_of(store_with(), AT) == []


def test_shown_line_says_all_about_itself() -> None:
    banner = new_banner("Sale", style="promo", show_from=date(2026, 12, 1), show_until=date(2026, 12, 31))
    store = store_with(banner)
    pk = store.promo_banners.get().pk
    assert banners_of(store, AT) == [
        ShownBanner(
            id=f"store-{pk}",
            origin="store",
            text="Sale",
            html="Sale",
            style="promo",
            language="en",
            link=None,
            show_from=date(2026, 12, 1),
            show_until=date(2026, 12, 31),
            posted_at=None,
            is_locked=False,
        )
    ]


def test_tokens_become_the_stores_facts_in_plain_text() -> None:
    store = store_with(new_banner("{{ store.name }}: {{ store.phone }}"), title="Smith & Sons")
    assert texts(store) == ["Smith & Sons: (856) 589-2392"]


def test_token_in_a_stores_name_stays_as_it_is() -> None:
    assert texts(store_with(new_banner("At {{ store.name }}"), title="{{ store.phone }}")) == ["At {{ store.phone }}"]


def test_web_address_is_linked_as_it_is() -> None:
    store = store_with(
        new_banner("Sale on Facebook", link_url="https://facebook.example/pitman", link_label="Facebook")
    )
    assert only_link(store) == BannerLink("https://facebook.example/pitman", "Facebook")


def test_phone_number_is_linked_for_dialling() -> None:
    store = store_with(new_banner("Call us", link_phone="(856) 589-2392", link_label="Call us"))
    assert only_link(store) == BannerLink("tel:+1-856-589-2392", "Call us")


def test_path_is_linked_on_the_stores_own_site() -> None:
    store = store_with(new_banner("Save more", link_path="/savings/#terms", link_label="more"))
    assert only_link(store) == BannerLink("http://pitman.localhost:8000/savings/#terms", "more", "/savings/#terms")


def test_page_of_the_store_is_linked_at_its_address() -> None:
    store = store_with()
    store = store_leading_to(store, make_page("about-us", at_store=store))
    assert only_link(store) == BannerLink("http://pitman.localhost:8000/about-us/", "Go", "/about-us/")


def test_local_article_health_news_and_home_are_linked_at_their_addresses() -> None:
    store = store_with()
    store = store_leading_to(store, make_article("flu-shots", at_store=store), health_news_of(store), store)
    links = [banner.link.url for banner in banners_of(store, AT) if banner.link]
    root = "http://pitman.localhost:8000"
    assert links == [f"{root}/health/flu-shots/", f"{root}/health/", f"{root}/"]


@pytest.mark.parametrize("flaw", ["unpublished", "private", "below a private page", "expired"])
def test_page_that_patients_cannot_read_is_not_linked(flaw: str) -> None:
    store = store_with()
    article = make_article("flu-shots", at_store=store)
    store = store_leading_to(store, article)
    assert only_link(store) is not None
    if flaw == "unpublished":
        article.unpublish()
    elif flaw == "expired":
        type(article).objects.filter(pk=article.pk).update(expire_at=AT)
    else:
        private = article if flaw == "private" else article.get_parent()
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert only_link(store) is None


def test_page_of_another_store_or_of_the_library_is_not_linked() -> None:
    store = store_with()
    theirs = make_page("about-us", at_store=make_store("switchback"))
    store = store_leading_to(store, theirs, make_page("savings"))
    assert [banner.link for banner in banners_of(store, AT)] == [None, None]


def test_deleted_page_is_not_linked_and_the_line_stays() -> None:
    store = store_with()
    page = make_page("about-us", at_store=store)
    store = store_leading_to(store, page)
    page.delete()
    assert only_link(store) is None


@pytest.mark.parametrize(("pages", "cost"), [(0, 2), (1, 3), (3, 3)])
def test_any_number_of_lines_costs_two_queries_and_one_for_pages(pages: int, cost: int) -> None:
    store = store_with(new_banner("One"), new_banner("Two"))
    store = store_leading_to(store, *(make_page(f"page-{number}", at_store=store) for number in range(pages)))
    assert store.front_url
    with CaptureQueriesContext(connection) as queries:
        assert len(banners_of(store, AT)) == 2 + pages
    assert len(queries) == cost


def test_link_is_a_stretch_of_the_text() -> None:
    text = "Check our Facebook page for updates!"
    (shown,) = banners_of(store_with(new_banner(text, link_path="/x/", link_label="Facebook page")), AT)
    assert (shown.text, shown.link) == (text, BannerLink("http://pitman.localhost:8000/x/", "Facebook page", "/x/"))
    assert shown.html == ('Check our <a href="http://pitman.localhost:8000/x/">Facebook page</a> for updates!')


def test_label_beside_its_text_is_read_behind_it() -> None:
    """Rows that were written past every form."""
    store = store_with()
    add_banner(store, "Sale", link_path="/x/", link_label="More")
    (shown,) = banners_of(store, AT)
    assert (shown.text, shown.html) == ("Sale More", 'Sale <a href="http://pitman.localhost:8000/x/">More</a>')


def test_alert_leads_and_says_when_it_was_posted_on_the_stores_clock() -> None:
    store = store_with(new_banner("Sale"), new_banner("Storm", style="alert", posted_at=AT))
    first, second = banners_of(store, AT)
    assert (first.text, second.text) == ("Storm", "Sale")
    assert first.posted_at is not None
    assert first.posted_at.isoformat() == AT.astimezone(store.zone).isoformat()


def test_rows_in_memory_are_shown_on_the_days_on_which_the_database_finds_them() -> None:
    days = [None, *(AT.date() + timedelta(days=offset) for offset in (-1, 0, 1))]
    store = store_with(
        *(
            PromoBanner(text="A", show_from=first, show_until=last, has_no_end=last is None)
            for first in days
            for last in days
            if not (first and last) or first <= last
        )
    )
    found = set(PromoBanner.objects.filter(shown_on(AT.date())))
    assert found == {row for row in store.promo_banners.all() if row.is_shown_on(AT.date())}
    assert 0 < len(found) < PromoBanner.objects.count()

"""Stores that are changed at once are what they would be if each were changed by itself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageLogEntry, ReferenceIndex, Revision

from stores.models import NetworkBanner, OpeningHours, PromoBanner, StorePage
from stores.opening.changing import LiveChange, change_stores
from tests.factories.network import make_admin
from tests.factories.stores import make_store, new_banner

pytestmark = pytest.mark.django_db

SLUGS = ("pitman", "switchback", "elmer")


@pytest.fixture
def three() -> list[StorePage]:
    stores = [make_store(slug, banners=[new_banner("Ours"), new_banner("Second")]) for slug in SLUGS]
    stores[1].city = "Draftville"
    stores[1].save_revision()
    return [StorePage.objects.get(pk=store.pk) for store in stores]


def change(store: StorePage, network: NetworkBanner) -> LiveChange:
    """A column, hours of two counters of which one is new, a line that goes, one that moves, one that is new."""
    hours = {
        "store": [OpeningHours(counter="store", weekday=1, opens_at="08:00", closes_at="20:00")],
        "delivery": [OpeningHours(counter="delivery", weekday=2, opens_at="10:00", closes_at="12:00")],
    }
    lines = [new_banner("New", replaces=network), *store.promo_banners.order_by("-sort_order")[:1]]
    return LiveChange(store, {"phone": "+18565550100", "title": f"New {store.slug}"}, hours, lines)


def told(store: StorePage) -> dict[str, Any]:
    store = StorePage.objects.get(pk=store.pk)
    content = store.latest_revision.content
    entries = PageLogEntry.objects.filter(page=store).order_by("pk")
    live: Any = store.live_revision
    return {
        "page": (store.title, store.draft_title, str(store.phone), store.city, store.counters),
        "state": (store.live, store.has_unpublished_changes, live == store.latest_revision),
        "hours": list(
            store.opening_hours.order_by("counter", "weekday").values_list("counter", "weekday", "opens_at")
        ),
        "lines": list(store.promo_banners.order_by("sort_order").values_list("sort_order", "text", "replaces")),
        "log": [(each.action, each.user_id, each.data, each.content_changed) for each in entries],
        "revisions": Revision.objects.for_instance(store).count(),
        "draft": (content["city"], content["phone"], sorted(row["text"] for row in content["promo_banners"])),
        "live version": (live.content["phone"], sorted(row["text"] for row in live.content["promo_banners"])),
        "found": [each.pk for each in StorePage.objects.search(f"New {store.slug}")],
        "refers": ReferenceIndex.get_references_for_object(store).count(),
    }


def test_pages_lines_versions_and_history_are_the_same(three: list[StorePage]) -> None:
    """One of them has a draft, which stays one."""
    admin = make_admin()
    network = NetworkBanner.objects.create(text="Flu shots", has_no_end=True, store_may="replace")

    def after(change_all: Callable[[list[LiveChange]], None]) -> list[dict[str, Any]]:
        with transaction.atomic():
            change_all([change(store, network) for store in three])
            found = [told(store) for store in three]
            transaction.set_rollback(True)
        return found

    at_once = after(lambda changes: change_stores(by=admin, changes=changes))

    def one_after_the_other(changes: list[LiveChange]) -> None:
        for each in changes:
            change_stores(by=admin, changes=[each])

    one_by_one = after(one_after_the_other)
    assert at_once == one_by_one
    assert [each["state"] for each in at_once] == [(True, False, True), (True, True, False), (True, False, True)]
    assert at_once[1]["draft"][0] == "Draftville"
    assert [each[0] for each in at_once[0]["log"]][-3:] in (
        ["wagtail.create", "wagtail.edit", "wagtail.publish"],
        ["wagtail.publish", "wagtail.edit", "wagtail.publish"],
    )
    assert at_once[0]["refers"] == 1
    changes = {each["name"] for each in at_once[0]["log"][-1][2]["changes"]}
    assert {"phone", "title", "opening_hours", "line"} <= changes


def test_more_stores_cost_no_more_statements() -> None:
    stores = [make_store(slug) for slug in (*SLUGS, "vineland", "salem")]
    costs = []
    for those in (stores[:1], stores[1:]):
        with CaptureQueriesContext(connection) as queries:
            change_stores(by=None, changes=[LiveChange(store, {"phone": "+18565550100"}) for store in those])
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 35


def test_one_that_is_refused_leaves_all_as_they_were(three: list[StorePage]) -> None:
    def written() -> list[Any]:
        pages = StorePage.objects.order_by("pk").values_list("phone", "state", "latest_revision", "last_published_at")
        return [*pages, PageLogEntry.objects.count(), Revision.objects.count()]

    before = written()
    changes = [LiveChange(store, {"phone": "+18565550100"}) for store in three[:2]]
    with pytest.raises(ValidationError) as error:
        change_stores(by=None, changes=[*changes, LiveChange(three[2], {"state": "ZZ"})])
    assert list(error.value.message_dict) == ["state"]
    assert written() == before


def test_what_a_constraint_refuses_is_told_in_its_words(three: list[StorePage]) -> None:
    with pytest.raises(ValidationError, match="Give both latitude and longitude, or neither"):
        change_stores(by=None, changes=[LiveChange(three[0], {"latitude": None, "longitude": "-75.1"})])
    line = PromoBanner(text="Without an end")
    with pytest.raises(ValidationError):
        change_stores(by=None, changes=[LiveChange(three[0], promo_banners=[line])])

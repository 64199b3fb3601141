"""What the network's feed tells of what stores do: by the type that webhooks choose by, with the store."""

from datetime import UTC, datetime, time, timedelta

import pytest

from cms.models import Placement
from stores.models import NetworkFrontend, StorePage, TodayChange
from stores.opening.frontends import change_frontend, change_network_frontend
from tests.api.changes.asking import Listener
from tests.factories.dated import make_holiday, make_network_banner
from tests.factories.newsroom import make_article
from tests.factories.stores import add_banner, make_store

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 9, 17, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
FRONTEND = {"built_in_site": "noindex", "preview_path": "/preview"}


@pytest.fixture
def pitman() -> StorePage:
    make_article("flu")
    make_store("millrace", banners=[])
    return make_store("pitman", banners=[])


@pytest.fixture
def network(pitman: StorePage) -> Listener:
    return Listener(None, NOON)


def heard(network: Listener) -> list[tuple[str, str, str, str | None]]:
    return [(each["type"], each["kind"], each["by"], each["store"]) for each in network.hears(LATER)]


def test_the_network_hears_what_a_store_says_of_itself(pitman: StorePage, network: Listener) -> None:
    pitman.welcome = "Come in."
    pitman.save_revision().publish()
    assert heard(network) == [("change", "store", "write", "pitman")]


def test_the_network_hears_what_a_store_hides(pitman: StorePage, network: Listener) -> None:
    article = make_article("cold")
    heard(network)
    Placement.objects.create(store=pitman, article=article, is_hidden=True)
    (event,) = network.hears(LATER)
    assert (event["type"], event["object_id"], event["paths"]) == ("change", article.pk, ["/health/cold/"])
    assert {f"article-{article.pk}", f"store-{pitman.pk}", "carried"} <= set(event["tags"])


def test_the_network_hears_of_promo_lines(pitman: StorePage, network: Listener) -> None:
    line = add_banner(pitman, "Line")
    assert heard(network) == [("banner", "banner", "write", "pitman")]
    line.delete()
    assert heard(network) == [("banner", "banner", "write", "pitman")]
    make_network_banner("For all")
    assert heard(network) == [("banner", "banner", "write", None)]


def test_the_network_hears_of_hours(pitman: StorePage, network: Listener) -> None:
    TodayChange.objects.create(store=pitman, on=NOON.date(), closes_at=time(13))
    assert heard(network) == [("hours", "hours", "write", "pitman")]
    make_holiday()
    assert heard(network) == [("hours", "hours", "write", None)]


def test_the_network_hears_of_frontends(pitman: StorePage, network: Listener) -> None:
    change_frontend(by=None, store=pitman, address="https://www.example.com/pitman", **FRONTEND)
    assert heard(network) == [("change", "store", "write", "pitman")]
    change_network_frontend(by=None, address="https://{store}.example.com", **FRONTEND)
    assert NetworkFrontend.objects.exists()
    assert ("change", "site", "write", None) in heard(network)


def test_a_store_hears_of_lines_and_hours_as_written(pitman: StorePage) -> None:
    here = Listener(pitman, NOON)
    line = add_banner(pitman, "Line")
    TodayChange.objects.create(store=pitman, on=NOON.date(), closes_at=time(13))
    told = {(each["type"], each["kind"], each["by"]) for each in here.hears(LATER)}
    assert told == {("banner", "banner", "write"), ("hours", "hours", "write")}
    name = f"store-{line.pk}"
    line.delete()
    assert here.told(LATER) == [("banner withdrawn", "banner", name)]


def test_a_line_whose_link_moves_was_written(pitman: StorePage) -> None:
    add_banner(pitman, "See health news", link_path="/health/")
    here = Listener(pitman, NOON)
    change_frontend(by=None, store=pitman, address="https://www.example.com/pitman", **FRONTEND)
    told = {(each["type"], each["kind"], each["by"]) for each in here.hears(LATER)}
    assert told == {("change", "site", "write"), ("change", "store", "write"), ("banner", "banner", "write")}


def test_drafts_are_told_to_nobody(pitman: StorePage, network: Listener) -> None:
    pitman.welcome = "Not yet."
    pitman.save_revision()
    assert heard(network) == []

"""What a store's feed tells: what was published, changed or withdrawn for it, what the clock did, and nothing else."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from api.caching.models import Generation
from api.changes.models import Event
from cms.models import Placement, Provider, Topic
from cms.offering.offering import offer
from cms.users.models import User
from stores.audience.members import Audience
from stores.banners.network import hide_banner, show_banner
from stores.models import StorePage, TodayChange
from tests.api.changes.asking import Listener
from tests.factories.dated import make_holiday, make_network_banner, make_spoken_banners
from tests.factories.network import make_editor
from tests.factories.newsroom import ProviderFactory, make_article, make_expert, make_page, publish
from tests.factories.stores import add_banner, make_store

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 9, 17, tzinfo=UTC)
"""A Wednesday, 12:00 in New Jersey: every counter is open."""
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def stores() -> tuple[StorePage, StorePage]:
    make_article("before")
    return make_store("pitman", banners=[]), make_store("millrace", banners=[])


def test_an_article_is_told_where_it_is_carried_and_nowhere_else(stores: tuple[StorePage, StorePage]) -> None:
    ours, theirs = stores
    here, there = Listener(ours, NOON), Listener(theirs, NOON)
    article = make_article("flu", audience="chosen", stores=[ours])
    (event,) = here.hears(LATER)
    assert (event["type"], event["kind"], event["object_id"]) == ("publish", "article", article.pk)
    assert event["paths"] == ["/health/flu/"]
    assert {"article", f"article-{article.pk}", f"page-{article.pk}"} <= set(event["tags"])
    article.title = "Flu season"
    publish(article)
    assert here.told(LATER) == [("change changed", "article", article.pk)]
    article.unpublish()
    assert here.told(LATER) == [("withdraw withdrawn", "article", article.pk)]
    assert there.told(LATER) == []


def test_what_ceases_to_be_carried_is_withdrawn(stores: tuple[StorePage, StorePage]) -> None:
    ours, theirs = stores
    article = make_article("flu")
    here, there = Listener(ours, NOON), Listener(theirs, NOON)
    Placement.objects.create(store=ours, article=article, is_hidden=True)
    assert here.told(LATER) == [("withdraw withdrawn", "article", article.pk)]
    article.excluded_stores.set([theirs])
    article.save()
    assert there.told(LATER) == [("withdraw withdrawn", "article", article.pk)]
    article.title = "Flu season"
    publish(article)
    assert (here.told(LATER), there.told(LATER)) == ([], [])


@pytest.mark.postgresql  # Looks at the generations of what is kept.
def test_another_audience_for_many_is_told_to_who_gains_and_who_loses(stores: tuple[StorePage, StorePage]) -> None:
    ours, theirs = stores
    articles = [make_article(slug) for slug in ("flu", "colds")]
    for article in articles:
        publish(article)
    here, there, bumped = Listener(ours, NOON), Listener(theirs, NOON), Generation.objects.get(scope="library").value
    ids, ours_alone = [each.pk for each in articles], Audience("chosen", stores=frozenset({ours.pk}))
    offer(by=make_editor(), articles=ids, audience=ours_alone, at=NOON)
    assert sorted(there.told(LATER)) == [("withdraw withdrawn", "article", pk) for pk in sorted(ids)]
    assert {each[0] for each in here.told(LATER)} == {"change changed"}
    assert Generation.objects.get(scope="library").value > bumped
    offer(by=User.objects.get(), articles=ids, audience=Audience(), at=NOON)
    assert {(each[0].split()[0], each[2]) for each in there.told(LATER)} == {("publish", pk) for pk in ids}


def test_experts_pages_and_labels_are_told_where_something_shows_them(stores: tuple[StorePage, StorePage]) -> None:
    ours, _theirs = stores
    here = Listener(ours, NOON)
    expert, topic = make_expert("dr-sample"), Topic.objects.create(slug="heart", name="Heart")
    assert here.told(LATER) == []
    article = make_article("flu", experts=[expert], topics=[topic])
    assert sorted(here.told(LATER)) == [
        ("publish published", "article", article.pk),
        ("publish published", "expert", expert.pk),
    ]
    topic.name = "Hearts"
    topic.save()
    assert here.told(LATER) == [("change changed", "topic", topic.pk)]
    page = make_page("savings", at_store=ours)
    page.slug = "saving"
    assert here.told(LATER) == [("publish published", "standard", page.pk)]
    publish(page)
    (event,) = here.hears(LATER)
    assert event["paths"] == ["/saving/", "/savings/"]


def test_nothing_of_another_store_is_told(stores: tuple[StorePage, StorePage]) -> None:
    ours, theirs = stores
    here = Listener(ours, NOON)
    make_article("local", at_store=theirs)
    make_page("own", at_store=theirs)
    add_banner(theirs, "Their line")
    make_network_banner("For them", audience="chosen", stores=[theirs])
    make_holiday(audience="chosen", stores=[theirs])
    TodayChange.objects.create(store=theirs, on=NOON.date(), closes_at=time(13))
    theirs.phone = "+18565550199"
    publish(theirs)
    make_store("third")
    StorePage.objects.filter(pk=theirs.pk).update(live=False)
    assert here.told(LATER) == []
    assert not Event.objects.exists()


def test_hours_banners_and_the_store_itself(stores: tuple[StorePage, StorePage]) -> None:
    ours, _theirs = stores
    here = Listener(ours, NOON)
    TodayChange.objects.create(store=ours, on=date(2026, 12, 9), closes_at=time(13))
    (event,) = here.hears(LATER)
    assert (event["type"], event["kind"], event["by"]) == ("hours", "hours", "write")
    assert event["counters"]["pharmacy"] == {"state": "open", "until": "2026-12-09T13:00:00-05:00"}
    line = add_banner(ours, "Flu shots")
    name = f"store-{line.pk}"
    assert here.told(LATER) == [("banner published", "banner", name)]
    line.delete()
    assert here.told(LATER) == [("banner withdrawn", "banner", name)]
    ours.phone = "+18565550199"
    publish(ours)
    told = here.told(LATER)
    assert ("change changed", "store", ours.pk) in told
    assert {kind for _what, kind, _pk in told} <= {"store", "hours"}


def test_a_line_that_is_hidden_goes_in_every_language(stores: tuple[StorePage, StorePage]) -> None:
    lines = make_spoken_banners("Savings", "Ahorros", store_may="hide")
    here, there = (Listener(store, NOON) for store in stores)
    for change, action in ((hide_banner, "withdrawn"), (show_banner, "published")):
        change(by=None, store=stores[0], banner=lines[1])
        assert here.told(LATER) == [(f"banner {action}", "banner", f"network-{line.pk}") for line in lines]
    assert there.told(LATER) == []


def test_a_store_that_goes_and_comes(stores: tuple[StorePage, StorePage]) -> None:
    ours, _theirs = stores
    here = Listener(ours, NOON)
    StorePage.objects.filter(pk=ours.pk).update(live=False)
    assert here.told(LATER) == [("withdraw withdrawn", "store", ours.pk)]
    StorePage.objects.filter(pk=ours.pk).update(live=True)
    assert here.told(LATER) == [("publish published", "store", ours.pk)]


def test_the_clock_is_told_at_its_moments(stores: tuple[StorePage, StorePage]) -> None:
    ours, _theirs = stores
    ends = NOON + timedelta(hours=1)
    provider = ProviderFactory.create(slug="leased")
    licensed = make_article("leased", provider=provider)
    Provider.objects.filter(pk=provider.pk).update(licence_ends_at=ends)
    line = add_banner(ours, "Tomorrow only", show_from=date(2026, 12, 10), show_until=date(2026, 12, 10))
    here = Listener(ours, NOON)
    assert here.feed.until <= ends
    assert here.told(ends - timedelta(seconds=1)) == []
    assert here.told(ends) == [("clock withdrawn", "article", licensed.pk)]
    evening = here.hears(datetime(2026, 12, 10, 4, 59, tzinfo=UTC))
    assert {each["kind"] for each in evening} == {"hours"}
    closed = [each for each in evening if each["counters"]["pharmacy"]["state"] == "closed"]
    assert closed
    assert closed[0]["type"] == "clock"
    midnight = datetime(2026, 12, 10, 5, tzinfo=UTC)
    assert here.feed.until <= midnight
    assert ("clock published", "banner", f"store-{line.pk}") in here.told(midnight)
    assert ("clock withdrawn", "banner", f"store-{line.pk}") in here.told(midnight + timedelta(days=1))


def test_the_network_hears_of_everything_with_the_store(stores: tuple[StorePage, StorePage]) -> None:
    ours, _theirs = stores
    everybody = Listener(None, NOON)
    article = make_article("local", at_store=ours)
    add_banner(ours, "Line")
    TodayChange.objects.create(store=ours, on=NOON.date(), closes_at=time(13))
    heard = everybody.hears(LATER)
    assert sorted((each["type"], each["object_id"], each["store"]) for each in heard) == [
        ("banner", ours.pk, "pitman"),
        ("hours", ours.pk, "pitman"),
        ("publish", article.pk, None),
    ]


def test_placing_is_a_change_of_the_article_at_its_store_alone(stores: tuple[StorePage, StorePage]) -> None:
    ours, theirs = stores
    article = make_article("flu")
    here, there = Listener(ours, NOON), Listener(theirs, NOON)
    Placement.objects.create(store=ours, article=article, title="Ours")
    assert here.told(LATER) == [("change changed", "article", article.pk)]
    assert there.told(LATER) == []

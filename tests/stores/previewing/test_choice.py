"""As which store, and when: what may be chosen, by whom, and what is remembered."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.http import HttpRequest, QueryDict

from stores.choices import AudienceKind
from stores.models import NetworkBanner, StorePage
from stores.opening.opening import close_store
from stores.people.appointing import appoint_owner, appoint_staff
from stores.previewing.choice import (
    NO_SUCH_STORE,
    NO_SUCH_TIME,
    PREVIEW_KEY,
    PreviewRefused,
    choosable_stores,
    moment_at,
    preview_as,
)
from tests.factories.network import make_admin, make_editor, make_user
from tests.factories.newsroom import health_news_of
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def stores() -> dict[str, StorePage]:
    return {slug: make_store(slug) for slug in ("pitman", "switchback")}


def person(role: str, stores: dict[str, StorePage]) -> Any:
    if role == "admin":
        return make_admin()
    if role == "editor":
        return make_editor()
    user = make_user(role)
    if role != "nobody":
        store = stores["switchback" if role == "neighbour" else "pitman"]
        (appoint_staff if role == "staff" else appoint_owner)(by=None, user=user, store=store)
    return user


def asking(user: Any, query: str = "", session: dict[str, Any] | None = None) -> Any:
    request: Any = HttpRequest()
    request.user = user
    request.GET = QueryDict(query)
    request.session = {} if session is None else session
    return request


def network_banner(**fields: Any) -> NetworkBanner:
    return NetworkBanner(text="A line", has_no_end=True, **fields)


def slug_of(request: HttpRequest, draft: Any = None) -> str:
    found = preview_as(draft or network_banner(), request)
    assert found is not None
    return found.store.slug


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("owner", {"pitman"}),
        ("staff", {"pitman"}),
        ("neighbour", {"switchback"}),
        ("nobody", set()),
        ("editor", {"pitman", "switchback"}),
        ("admin", {"pitman", "switchback"}),
    ],
)
def test_each_person_may_choose(role: str, expected: set[str], stores: dict[str, StorePage]) -> None:
    assert {store.slug for store in choosable_stores(person(role, stores))} == expected


def test_closed_store_is_no_choice(stores: dict[str, StorePage]) -> None:
    close_store(by=None, store=stores["switchback"])
    assert [store.slug for store in choosable_stores(person("editor", stores))] == ["pitman"]


@pytest.mark.parametrize("role", ["owner", "staff"])
@pytest.mark.parametrize("store", ["switchback", "Switchback Pharmacy (switchback)", "no-such-store", "\x00"])
def test_another_store_is_refused_as_if_it_did_not_exist(role: str, store: str, stores: dict[str, StorePage]) -> None:
    user = person(role, stores)
    for draft in (network_banner(), stores["pitman"], health_news_of(stores["pitman"])):
        query = QueryDict(mutable=True)
        query["store"] = store
        session: dict[str, Any] = {}
        with pytest.raises(PreviewRefused) as refusal:
            preview_as(draft, asking(user, query.urlencode(), session))
        assert (refusal.value.message, refusal.value.status) == (NO_SUCH_STORE, 404)
        assert session == {}


@pytest.mark.parametrize("role", ["owner", "staff"])
def test_own_store_is_shown_whether_named_or_not(role: str, stores: dict[str, StorePage]) -> None:
    user = person(role, stores)
    for query in ("", "store=", "store=pitman", "store=Pitman+Pharmacy+-+Pitman+NJ+(pitman)"):
        for draft in (network_banner(), stores["pitman"], health_news_of(stores["pitman"])):
            assert slug_of(asking(user, query), draft) == "pitman"


@pytest.mark.parametrize("role", ["owner", "staff", "nobody"])
def test_page_of_another_store_is_refused_however_one_came_to_it(role: str, stores: dict[str, StorePage]) -> None:
    for draft in (stores["switchback"], health_news_of(stores["switchback"])):
        with pytest.raises(PreviewRefused):
            preview_as(draft, asking(person(role, stores) if draft is stores["switchback"] else make_user("other")))


def test_remembered_store_gives_no_right(stores: dict[str, StorePage]) -> None:
    kept = {PREVIEW_KEY: {"store": "switchback", "at": ""}}
    assert slug_of(asking(person("editor", stores), session=kept)) == "switchback"
    assert slug_of(asking(person("owner", stores), session=kept)) == "pitman"
    close_store(by=None, store=stores["switchback"])
    assert slug_of(asking(make_editor("other"), session=kept)) == "pitman"


def test_choice_is_remembered_until_it_is_taken_back(stores: dict[str, StorePage]) -> None:
    editor = person("editor", stores)
    session: dict[str, Any] = {}
    preview_as(network_banner(), asking(editor, "store=switchback&at=2026-12-25T10:00", session))
    assert session == {PREVIEW_KEY: {"store": "switchback", "at": "2026-12-25T10:00"}}
    found = preview_as(network_banner(), asking(editor, session=session))
    assert found is not None
    assert (found.store.slug, found.is_now) == ("switchback", False)
    preview_as(network_banner(), asking(editor, "store=&at=", session))
    assert session == {PREVIEW_KEY: {"store": "", "at": ""}}


def test_page_of_one_store_leaves_the_choice_for_shared_things_alone(stores: dict[str, StorePage]) -> None:
    session: dict[str, Any] = {PREVIEW_KEY: {"store": "switchback", "at": ""}}
    request = asking(person("admin", stores), "store=pitman&at=2026-12-25T10:00", session)
    assert slug_of(request, stores["pitman"]) == "pitman"
    assert session == {PREVIEW_KEY: {"store": "switchback", "at": "2026-12-25T10:00"}}


def test_nothing_is_remembered_of_what_is_refused(stores: dict[str, StorePage]) -> None:
    for query in ("store=nobody", "store=pitman&at=soon"):
        session: dict[str, Any] = {}
        with pytest.raises(PreviewRefused):
            preview_as(network_banner(), asking(make_editor(query), query, session))
        assert session == {}


def test_store_that_nobody_chose_is_one_of_the_audience(stores: dict[str, StorePage]) -> None:
    editor = person("editor", stores)
    assert slug_of(asking(editor)) == "pitman"
    chosen = network_banner(audience=AudienceKind.CHOSEN)
    chosen.audience_stores = [stores["switchback"]]
    assert slug_of(asking(editor), chosen) == "switchback"
    assert slug_of(asking(editor), network_banner(audience=AudienceKind.CHOSEN)) == "pitman"


def test_preview_without_a_request_is_of_now(stores: dict[str, StorePage]) -> None:
    found = preview_as(network_banner(), None)
    assert found is not None
    assert (found.store.slug, found.is_now) == ("pitman", True)


@pytest.mark.parametrize(
    "text",
    ["soon", "2026-13-45T00:00", "0001-01-01T00:00", "9999-12-31T23:59", "1929-12-31T00:00", "25 December", "\x00"],
)
def test_time_that_is_none_is_a_clear_message(text: str, stores: dict[str, StorePage]) -> None:
    with pytest.raises(PreviewRefused) as refusal:
        moment_at(stores["pitman"], text)
    assert (refusal.value.message, refusal.value.status) == (NO_SUCH_TIME, 400)
    # What is remembered and is no time is forgotten.
    kept = {PREVIEW_KEY: {"at": text}}
    found = preview_as(network_banner(), asking(person("editor", stores), session=kept))
    assert found is not None
    assert found.is_now


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-24T18:05", datetime(2026, 12, 24, 23, 5, tzinfo=UTC)),
        ("2026-12-24 18:05", datetime(2026, 12, 24, 23, 5, tzinfo=UTC)),
        ("2026-12-24", datetime(2026, 12, 24, 5, 0, tzinfo=UTC)),
        ("2026-07-04T18:05:30", datetime(2026, 7, 4, 22, 5, 30, tzinfo=UTC)),
        # The clock shows the hour twice, and skips one.
        ("2026-11-01T01:30", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
        ("2026-03-08T02:30", datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),
        ("2026-12-24T18:05:00+01:00", datetime(2026, 12, 24, 17, 5, tzinfo=UTC)),
    ],
)
def test_time_is_on_the_stores_own_clock(text: str, expected: datetime, stores: dict[str, StorePage]) -> None:
    found = moment_at(stores["pitman"], text)
    assert found is not None
    assert found - expected == timedelta(0)
    assert moment_at(stores["pitman"], "") is None

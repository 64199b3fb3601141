"""Who may ask: with the whole of a worker, so that what is kept is asked for as Django is."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from api.keys import asked, keeping, middleware
from api.keys.asked import key_of, requires
from api.keys.models import ApiKey
from api.keys.uses import write_uses
from api.protocol.errors import Forbidden, Unauthorized
from stores.models import NetworkFrontend, StorePage
from tests.api.keys.asking import Worker, made
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db
BANNERS = "/api/v2/banners/?store=pitman"
OPEN = ("/api/schema/", "/api/docs/", "/api/problems/gone/")


@pytest.fixture
def pitman(db: None) -> StorePage:
    return make_store("pitman")


@pytest.fixture
def worker(pitman: StorePage) -> Iterator[Worker]:
    # The test's transaction outlives a request.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Worker()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def close(worker: Worker) -> None:
    keeping.let_anybody_read(False, by=None)
    worker.source.look()


def test_key_gets_the_same_bytes_from_what_is_kept(worker: Worker) -> None:
    _key, written = made()
    worker.source.look()
    _status, _headers, first = worker.ask(BANNERS)
    status, headers, body = worker.ask(BANNERS, written)
    assert (status, headers["cache-status"], body, worker.asked) == (200, "mortar; hit", first, 1)
    # A key that asks first keeps it for everybody.
    worker.ask("/api/v2/topics/?store=pitman", written)
    assert worker.ask("/api/v2/topics/?store=pitman")[1]["cache-status"] == "mortar; hit"


def test_wrong_key_is_never_anonymous_not_even_for_what_is_kept(worker: Worker) -> None:
    key, written = made()
    worker.source.look()
    assert [worker.status(BANNERS), worker.status(BANNERS, written)] == [200, 200]
    for wrong in (written[:-1] + ("A" if written[-1] != "A" else "B"), "mortar_x", "x", written.upper()):
        status, headers, body = worker.ask(BANNERS, wrong)
        assert (status, headers["content-type"]) == (401, "application/problem+json")
        assert headers["www-authenticate"] == 'Bearer realm="Mortar", error="invalid_token"'
        assert (headers["cache-control"], json.loads(body)["status"]) == ("no-store", 401)
    keeping.revoke_key(key, by=None, at=timezone.now())
    worker.source.look()
    assert [worker.status(BANNERS, written), worker.status(BANNERS)] == [401, 200]


def test_header_that_is_no_bearer_is_refused_unless_it_is_a_proxys(worker: Worker) -> None:
    _key, written = made()
    worker.source.look()
    for shown in (written, f"Token {written}", f"Bearer: {written}", "mortar"):
        status, headers, body = worker.ask(BANNERS, authorization=shown)
        assert (status, headers["www-authenticate"]) == (401, 'Bearer realm="Mortar", error="invalid_token"')
        assert "Authorization: Bearer mortar_" in json.loads(body)["detail"]
    for shown in ("Basic dXNlcjpwYXNz", "negotiate YII="):
        assert worker.ask(BANNERS, authorization=shown)[0] == 200
    status, _headers, body = worker.ask(BANNERS, authorization="Bearer preview_token_x")
    assert (status, json.loads(body)["detail"]) == (401, "The token in 'Authorization' is not good, or no longer.")
    close(worker)
    assert worker.ask(BANNERS, authorization="Basic dXNlcjpwYXNz")[0] == 401


def test_key_that_ends_is_refused_by_the_clock(worker: Worker) -> None:
    _key, written = made(days=1)
    _ended, ended = made(days=-1)
    worker.source.look()
    assert [worker.status(BANNERS, written), worker.status(BANNERS, ended)] == [200, 401]


def test_another_secret_and_the_one_before(worker: Worker) -> None:
    key, old = made()
    new = keeping.rotate_key(key, by=None, at=timezone.now(), overlap=timedelta(days=1))
    worker.source.look()
    assert [worker.status(BANNERS, each) for each in (old, new)] == [200, 200]
    newer = keeping.rotate_key(key, by=None, at=timezone.now() - timedelta(days=2), overlap=timedelta(days=1))
    worker.source.look()
    assert [worker.status(BANNERS, each) for each in (old, new, newer)] == [401, 401, 200]
    newest = keeping.rotate_key(key, by=None, at=timezone.now(), overlap=timedelta())
    worker.source.look()
    assert [worker.status(BANNERS, each) for each in (newer, newest)] == [401, 200]


def test_network_that_is_closed_answers_keys_alone(worker: Worker, pitman: StorePage) -> None:
    _key, written = made()
    assert worker.status(BANNERS) == 200
    close(worker)
    status, headers, _body = worker.ask(BANNERS)
    assert (status, headers["www-authenticate"]) == (401, 'Bearer realm="Mortar"')
    assert worker.status("/api/v2/", origin="https://x.example") == worker.status("/api/v2/stores/pitman/") == 401
    assert worker.status("/api/v2/nothing/") == worker.status("/api/v2/s/pitman/banners/") == 401
    assert worker.status(BANNERS, cookie="sessionid=x") == 401
    status, headers, _body = worker.ask(BANNERS, written)
    assert (status, headers["cache-status"]) == (200, "mortar; hit")
    # No cache that many share may keep it.
    assert headers["cache-control"].startswith("private")
    assert [worker.status(path) for path in OPEN] == [200, 200, 200]
    host = pitman.site.hostname
    assert [worker.status("/", host=host), worker.status("/healthz"), worker.status("/admin/login/")] == [200] * 3
    keeping.let_anybody_read(True, by=None)
    worker.source.look()
    assert worker.status(BANNERS) == 200


def test_key_is_for_what_it_says(worker: Worker) -> None:
    written = {scope: made(scope)[1] for scope in ("read", "live", "preview")}
    worker.source.look()
    assert worker.status(BANNERS) == 200, "kept"
    for scope, status in (("read", 200), ("live", 403), ("preview", 403)):
        assert worker.status(BANNERS, written[scope]) == status
    status, headers, body = worker.ask("/api/v2/live/?store=pitman", written["read"])
    assert (status, headers["www-authenticate"]) == (403, 'Bearer realm="Mortar", error="insufficient_scope"')
    assert "not for 'live'" in json.loads(body)["detail"]
    # This process streams nothing, and says so to whoever may listen.
    assert worker.status("/api/v2/live/?store=pitman", written["live"]) == 404


def test_key_of_a_store_reads_that_store_alone(worker: Worker, pitman: StorePage) -> None:
    make_store("switchback")
    _key, written = made(store=pitman)
    worker.source.look()
    theirs: tuple[str, ...] = ("/api/v2/banners/?store=switchback", "/api/v2/stores/switchback/", "/api/v2/stores/")
    theirs += ("/api/v2/s/switchback/banners/", "/api/v2/search/?store=switchback&search=x")
    # What is kept is no way round it.
    assert {worker.status(path) for path in theirs} == {200}
    assert {worker.status(path, written) for path in theirs} == {403}
    own: tuple[str, ...] = (BANNERS, "/api/v2/stores/pitman/", "/api/v2/s/pitman/banners/", "/api/v2/")
    resources = ("pages/", "images/", "documents/", "redirects/", "changes/", "sitemap/", "chrome/", "experts/")
    own += tuple(f"/api/v2/{name}?store=pitman" for name in resources)
    assert {worker.status(path, written) for path in own} == {200}
    before = worker.asked
    assert worker.ask(BANNERS, written)[1]["cache-status"] == "mortar; hit"
    assert worker.asked == before
    # Nor is what it was refused kept, for anybody.
    fresh = Worker()
    assert [fresh.status(theirs[0], written), fresh.status(theirs[0]), fresh.status(theirs[0], written)] == [
        403,
        200,
        403,
    ]


def test_scripts_of_frontends_alone_where_keys_are_needed(worker: Worker, pitman: StorePage) -> None:
    make_store("switchback")
    pitman.registration.frontend_address = "http://www.pitman.localhost:3000/shop"
    pitman.registration.save()
    NetworkFrontend.objects.create(pk=1, address="http://{store}.front.localhost:3000")
    _key, written = made()
    status, headers, _body = worker.ask(BANNERS, origin="https://evil.example")
    assert (headers["access-control-allow-origin"], headers["vary"]) == ("*", "Accept-Encoding")
    close(worker)
    path = "/api/v2/articles/?store=pitman&search=nothing"
    for origin in ("http://www.pitman.localhost:3000", "http://switchback.front.localhost:3000"):
        for each in (BANNERS, path):
            status, headers, _body = worker.ask(each, written, origin=origin)
            assert (status, headers["access-control-allow-origin"]) == (200, origin)
            assert "Origin" in headers["vary"].replace("origin", "Origin")
        _status, headers, _body = worker.ask(BANNERS, method="OPTIONS", origin=origin, **PREFLIGHT)
        assert headers["access-control-allow-origin"] == origin
        assert "authorization" in headers["access-control-allow-headers"]
    for origin in ("https://evil.example", "http://pitman.front.localhost:3000", "null", ""):
        for given in ({"key": written}, {}):
            _status, headers, _body = worker.ask(BANNERS, **given, origin=origin)
            assert "access-control-allow-origin" not in headers
            assert "origin" in headers["vary"].lower()
        _status, headers, _body = worker.ask(BANNERS, method="OPTIONS", origin=origin, **PREFLIGHT)
        assert "access-control-allow-origin" not in headers


PREFLIGHT = {"access-control-request-method": "GET", "access-control-request-headers": "authorization"}


def test_limits_of_keys_and_addresses(worker: Worker, settings: Any) -> None:
    settings.COSTLY_PER_SECOND, settings.COSTLY_AT_ONCE = 1, 2
    _key, shared = made()
    _own, own = made(per_second=1)
    worker.source.look()

    def ask(word: str, key: str = "") -> tuple[int, str, str]:
        status, headers, _body = worker.ask(f"/api/v2/stores/?search={word}", key)
        return status, headers.get("ratelimit-policy", ""), headers.get("ratelimit", "")

    policy = '"costly";q=2;w=2'
    assert ask("a") == (200, policy, '"costly";r=1;t=1')
    # What is kept counts nothing, and tells nobody of somebody else's.
    assert ask("a") == (200, "", "")
    # A key that browsers have is no way to ask more.
    assert ask("b", shared)[:2] == (200, policy)
    refused = worker.ask("/api/v2/stores/?search=c", shared)
    assert (refused[0], refused[1]["retry-after"], refused[1]["ratelimit"]) == (429, "1", '"costly";r=0;t=2')
    assert ask("c") == (429, policy, '"costly";r=0;t=2')
    # One with a limit of its own has that, wherever it is used.
    answers = [ask(f"d{number}", own) for number in range(5)]
    assert [status for status, _policy, _left in answers] == [200] * 4 + [429]
    assert answers[0][1:] == ('"costly";q=4;w=4', '"costly";r=3;t=1')


def test_use_is_written_beside_and_once_a_minute(worker: Worker) -> None:
    key, written = made()
    worker.source.look()
    worker.ask(BANNERS, written)
    worker.ask(BANNERS, written)
    assert worker.used == [key.pk, key.pk]
    at = timezone.now()
    write_uses([key.pk], at)
    write_uses([key.pk], at + timedelta(seconds=30))
    assert ApiKey.objects.get().last_used_at == at


def test_without_what_stands_before_django_the_database_is_asked(
    worker: Worker, rf: Any, settings: Any, pitman: StorePage
) -> None:
    settings.ACCESS_IS_ASKED = True
    keeping.let_anybody_read(False, by=None)
    gate = middleware.KeyMiddleware(lambda request: pytest.fail("let in"))
    assert gate(rf.get(BANNERS)).status_code == 401


def test_view_may_ask_for_a_key(rf: Any, worker: Worker) -> None:
    _key, written = made("read", "preview")
    seen: list[Any] = []

    def answer(request: HttpRequest) -> HttpResponse:
        seen.append(request)
        return HttpResponse(status=404)

    gate = middleware.KeyMiddleware(answer)
    gate(rf.get("/api/v2/preview/", headers={"authorization": f"Bearer {written}"}))
    known = key_of(seen[0])
    assert known is not None
    assert requires(seen[0], "preview") == known
    with pytest.raises(Forbidden):
        requires(seen[0], "live")
    gate(rf.get("/api/v2/preview/"))
    with pytest.raises(Unauthorized):
        requires(seen[1], "preview")


def test_token_of_another_room_is_its_to_judge(worker: Worker, monkeypatch: Any) -> None:
    monkeypatch.setattr(asked, "_tokens", {})
    asked.register_token("draft_", lambda request: request.headers["Authorization"].endswith("good"))
    close(worker)
    assert [worker.status(BANNERS, token) for token in ("draft_good", "draft_bad", "other_good")] == [200, 401, 401]
    # Nothing of it is kept, or served from what is.
    assert worker.ask(BANNERS, "draft_good")[1].get("cache-status") is None

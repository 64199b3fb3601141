"""Drafts in a frontend on PostgreSQL, by several workers: any of them takes the code, and all know the token."""

import json
import os
import signal
from html import unescape
from re import search
from time import sleep

import pytest

from tests.harness.production import CUT, NETWORK, Browser, Reply, ask, instance
from tests.trial.scene import Scene

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]
WORKERS = 3
FRONTEND = """UPDATE stores_storeregistration SET frontend_address = 'https://www.example.com',
    built_in_site = 'noindex', preview_path = '/preview' WHERE code = 'pitman'"""


def asked(port: int, path: str, token: str) -> Reply:
    """Once more where too much was being asked: a machine that has other work makes them wait."""
    while True:
        reply = ask(port, f"/api/v2/{path}", NETWORK, headers={"Authorization": f"Bearer {token}"})
        if reply.status not in {503, CUT}:
            return reply
        sleep(0.2)


def exchanged(port: int, code: str) -> Reply:
    body = json.dumps({"code": code}).encode()
    headers = {"Content-Type": "application/json"}
    return ask(port, "/api/v2/preview/", NETWORK, method="POST", body=body, headers=headers)


def code_for(browser: Browser, page_id: int, title: str) -> str:
    """What the panel opens the frontend with, once the form has changed."""
    form = browser.page_form_of(browser.ask(f"/admin/pages/{page_id}/edit/")) | {"title": title}
    panel = f"/admin/pages/{page_id}/edit/preview/"
    reply = browser.send(panel, **form, comment_notifications="on")
    assert json.loads(reply.body) == {"is_valid": True, "is_available": True}
    frame = browser.ask(f"{panel}?store=pitman&at=").body.decode()
    found = search(r'src="https://www\.example\.com/preview\?code=([^"]+)"', frame)
    assert found, frame[:2000]
    return unescape(found[1])


def test_every_worker_knows_the_token_and_ends_it(scene: Scene) -> None:
    database = scene.database
    database.sql(FRONTEND)
    with instance(scene.variables, scene.directory / "log", workers=WORKERS) as server:
        newsroom = Browser(server.port)
        newsroom.log_in("admin")
        page_id = database.value("SELECT id FROM wagtailcore_page WHERE slug = 'article-1'")
        code = code_for(newsroom, page_id, "A draft of one")
        first = exchanged(server.port, code)
        assert first.status == 200, first.body
        token, path = (json.loads(first.body)[name] for name in ("token", "path"))

        def titles() -> set[tuple[int, str]]:
            replies = [asked(server.port, f"storefront/?path={path}", token) for _ask in range(30)]
            return {(each.status, json.loads(each.body).get("page", {}).get("title", "")) for each in replies}

        assert titles() == {(200, "A draft of one")}
        # The next worker knows it as well.
        os.kill(server.workers()[0], signal.SIGKILL)
        sleep(1)
        assert titles() == {(200, "A draft of one")}
        public = json.loads(ask(server.port, f"/api/v2/articles/{page_id}/?store=pitman", NETWORK).body)
        assert public["title"] == "Article 1"
        # A code that comes again, at whichever worker, ends the token at all of them.
        assert exchanged(server.port, code).status == 401
        assert titles() == {(401, "")}
        second = json.loads(exchanged(server.port, code_for(newsroom, page_id, "A draft of two")).body)["token"]
        assert asked(server.port, f"articles/{page_id}/", second).status == 200
        database.sql("DELETE FROM django_session")
        assert {asked(server.port, f"articles/{page_id}/", second).status for _ask in range(30)} == {401}

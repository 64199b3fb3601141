"""The starter as somebody runs it: installed, built and started beside the demo, with its worker and webhooks."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

import pytest

from frontend_templates.api_types import TYPES
from tests.harness.node import QUIET, need_node, run, starter
from tests.harness.production import HOST, ROOT, free_port, running
from tests.harness.watched import note

pytestmark = pytest.mark.trial
ARTICLE = "/health/new-treatments-for-lupus/"
OUTSIDE = re.compile(r'<(?:script|link|img|source|iframe)[^>]+(?:src|srcset|href)="(https?://[^"]+)"')
ADD_WEBHOOK = """
from django.utils import timezone
from api.changes.events import TYPES
from api.webhooks.keeping import add_webhook
from stores.models import StorePage
store = StorePage.objects.get(slug="pitman")
given = {"name": "The starter", "url": "%s", "types": list(TYPES)}
print("secret", add_webhook(by=None, store=store, given=given, at=timezone.now())[1])
"""
RETITLE = """
from cms.models import ArticlePage
article = ArticlePage.objects.get(slug="new-treatments-for-lupus")
article.title = "%s"
article.save_revision().publish()
"""
WITHDRAW = """
from django.contrib.auth import get_user_model
from django.utils import timezone
from cms.models import ArticlePage
from cms.recalls.recalling import recall_article
admin = get_user_model().objects.get(username="admin")
article = ArticlePage.objects.get(slug="%s")
recall_article(by=admin, article=article, reason="Wrong dose.", at=timezone.now())
"""


@dataclass(frozen=True, slots=True)
class Page:
    status: int
    text: str
    headers: dict[str, str]


def ask(port: int, path: str, store: str = "pitman", method: str = "GET", body: str | None = None) -> Page:
    with closing(HTTPConnection(HOST, port, timeout=30)) as connection:
        connection.request(method, path, body=body, headers={"Host": f"{store}.localhost:{port}"})
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Page(answer.status, answer.read().decode(), headers)


def wait_until_it_answers(port: int, path: str, seconds: float, store: str = "pitman") -> None:
    until = monotonic() + seconds
    while True:
        try:
            if ask(port, path, store).status < 500:
                return
        except (OSError, HTTPException):
            pass
        assert monotonic() < until, path
        sleep(0.2)


def variables_of(folder: Path, port: int) -> dict[str, str]:
    """A demo of its own, that knows nothing of this shell's database."""
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "NETWORK_HOST"}}
    database = f"sqlite:///{folder / 'demo.sqlite3'}"
    return {**kept, "DJANGO_SETTINGS_MODULE": "cms.settings.dev", "DATABASE_URL": database, "PORT": str(port)}


def shell(variables: dict[str, str], code: str) -> str:
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    done = subprocess.run(command, cwd=ROOT, env=variables, check=True, capture_output=True, text=True)
    return done.stdout


@contextmanager
def demo(folder: Path) -> Iterator[tuple[int, dict[str, str]]]:
    port = free_port()
    variables = variables_of(folder, port)
    with running(variables, "demo", log=folder / "demo.log"):
        wait_until_it_answers(port, "/", 300)
        yield port, variables


@contextmanager
def started(folder: Path, log: Path, **environment: str) -> Iterator[int]:
    port = int(environment["PORT"])
    with log.open("ab") as file:
        variables = {**os.environ, **QUIET, "HOST": HOST, **environment}
        process = subprocess.Popen(
            ["node", "dist/server/entry.mjs"],  # noqa: S607
            cwd=folder,
            env=variables,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        # The first answers of a demo that makes its pictures take longer than the starter waits.
        wait_until_it_answers(port, "/sitemap.xml", 120)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def seconds_until(port: int, path: str, words: str, seconds: float = 300) -> float:
    """How long it takes until the page has the words. A new demo makes pictures meanwhile, with the same worker."""
    began = monotonic()
    while words not in ask(port, path).text:
        assert monotonic() - began < seconds, words
        sleep(0.1)
    return monotonic() - began


def check_pages(port: int, api: int) -> None:
    """Every page of the sitemap of two stores, and what is not there."""
    for store, name in (("pitman", "Pitman Pharmacy"), ("switchback", "Switchback")):
        paths = [
            urlsplit(url).path for url in re.findall(r"<loc>([^<]+)</loc>", ask(port, "/sitemap.xml", store).text)
        ]
        assert len(paths) > 20
        for path in [*paths, "/search/?search=flu", "/health/?page=2", "/health/?topic=infections"]:
            page = ask(port, path, store)
            assert page.status == 200, (store, path, page.text[:500])
            assert name in page.text
            assert page.text.count("<h1") == 1, path
            assert {urlsplit(url).netloc for url in OUTSIDE.findall(page.text)} <= {
                f"localhost:{api}",
                f"{store}.localhost:{api}",
            }, path
            assert "<script>" not in page.text
            assert "default-src 'none'" in page.headers["content-security-policy"]
            for document in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text):
                assert json.loads(document)["@context"] == "https://schema.org"
    assert "image/avif" in ask(port, ARTICLE).text or "<picture>" not in ask(port, ARTICLE).text
    assert ask(port, "/nothing/").status == 404
    assert ask(port, "/sorry/410").status == 404
    moved = ask(port, "/lupus/")
    assert (moved.status, moved.headers["location"]) == (301, ARTICLE)
    assert ask(port, "/health").headers["location"].endswith("/health/")


def check_webhook(port: int, variables: dict[str, str]) -> None:
    """A publish and a withdrawal are called for, and seen at once, though the answer would be kept for an hour."""
    assert "New treatments for lupus" in ask(port, ARTICLE).text
    # Whoever is called by nobody of ours forgets nothing.
    assert (
        ask(port, "/webhooks", method="POST", body='{"type": "changes", "data": {"tags": ["library"]}}').status == 400
    )
    shell(variables, RETITLE % "Lupus, retitled")
    note("starter: an article published", recovery=seconds_until(port, ARTICLE, "Lupus, retitled"))
    gone = "/health/flu-shot-at-the-pharmacy/"
    assert ask(port, gone).status == 200
    shell(variables, WITHDRAW % "flu-shot-at-the-pharmacy")
    seconds_until(port, gone, "This page has been withdrawn")
    assert ask(port, gone).status == 410


def test_starter_shows_stores_and_follows_what_changes(tmp_path: Path) -> None:
    need_node()
    with starter() as folder, demo(tmp_path) as (api, variables):
        made = tmp_path / "index.d.ts"
        command = [sys.executable, "manage.py", "make_types", f"--tools={folder}", f"--to={made}"]
        of_tests = {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": "sqlite://:memory:"}
        subprocess.run(command, cwd=ROOT, env={**os.environ, **of_tests}, check=True)
        assert made.read_text() == TYPES.read_text()
        began = monotonic()
        run("npm", "run", "build", at=folder)
        note("starter: npm run build", recovery=monotonic() - began)
        port = free_port()
        printed = shell(variables, ADD_WEBHOOK % f"http://{HOST}:{port}/webhooks")
        secret = printed.rpartition("secret ")[2].strip()
        mortar = {"MORTAR_API": f"http://localhost:{api}/api/", "WEBHOOK_SECRET": secret, "KEPT_SECONDS": "3600"}
        with started(folder, tmp_path / "starter.log", PORT=str(port), **mortar):
            check_pages(port, api)
            check_webhook(port, variables)

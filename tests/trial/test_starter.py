"""The starter as somebody runs it: installed, built and started beside the demo, with its worker and webhooks."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from frontend_templates.api_types import TYPES
from tests.harness import chromium
from tests.harness.demo import ask, demo, shell, wait_until_it_answers
from tests.harness.node import QUIET, need_node, run, starter
from tests.harness.production import HOST, ROOT, free_port
from tests.harness.watched import note

pytestmark = pytest.mark.trial
SLOW = 60_000
POLICY = "Content Security Policy"
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
FRONTEND = """
from stores.models import StorePage
from stores.opening.frontends import change_frontend
store = StorePage.objects.get(slug="cedar-point")
at = "http://cedar-point.localhost:%d"
change_frontend(by=None, store=store, address=at, built_in_site="noindex", preview_path="/preview")
"""
LOG_IN = """
from django.contrib.auth import get_user_model
from django.test import Client
from cms.models import ArticlePage
client = Client()
client.force_login(get_user_model().objects.get(username="editor"))
(cookie,) = client.cookies.values()
print("entered", cookie.key, cookie.value, ArticlePage.objects.get(slug="flu-shot-at-the-pharmacy").pk)
"""
LOG_OUT = """
from django.contrib.sessions.models import Session
Session.objects.all().delete()
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
        for path in [*paths, "/search/?q=flu", "/es/search/?q=vacuna", "/health/?page=2", "/health/?topic=infections"]:
            page = ask(port, path, store)
            assert page.status == 200, (store, path, page.text[:500])
            assert name in page.text
            assert page.text.count("<h1") == 1, path
            assert {urlsplit(url).netloc for url in OUTSIDE.findall(page.text)} <= {
                f"localhost:{api}",
                f"{store}.localhost:{api}",
                # The flagship of a provider: canonical addresses lead there.
                f"pitman.localhost:{api}",
            }, path
            assert "<script>" not in page.text
            assert "default-src 'none'" in page.headers["content-security-policy"]
            for document in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page.text):
                assert json.loads(document)["@context"] == "https://schema.org"
    assert "image/avif" in ask(port, ARTICLE).text or "<picture>" not in ask(port, ARTICLE).text
    check_queries(port)
    assert ask(port, "/nothing/").status == 404
    assert ask(port, "/sorry/410").status == 404
    moved = ask(port, "/lupus/")
    assert (moved.status, moved.headers["location"]) == (301, ARTICLE)
    assert ask(port, "/health").headers["location"].endswith("/health/")


def check_queries(port: int) -> None:
    """What stands behind a path counts: words that are looked for, tags; and below `/es/` all is in Spanish."""
    assert re.search(r'role="status">Found: [1-9]', ask(port, "/search/?q=flu").text)
    assert ARTICLE in ask(port, "/search/?q=lupus").text
    missed = ask(port, "/search/?q=antibiotik").text
    (other,) = re.findall(r'Did you mean <a href="([^"]+)"', missed)
    assert "<mark>" in ask(port, other.replace("&amp;", "&")).text
    whole, tagged = (ask(port, f"/health/{query}").text for query in ("", "?tag=lupus"))
    assert ARTICLE in tagged
    assert 0 < tagged.count('<li class="card"') < whole.count('<li class="card"')
    assert ask(port, "/health/?tag=nothing-has-it").status == 404
    spanish = ask(port, "/es/nada/")
    assert spanish.status == 404
    assert '<html lang="es"' in spanish.text
    assert "Aquí no hay ninguna página" in spanish.text
    assert 'action="/es/search/"' in spanish.text
    assert 'href="/es/hours/">Horario y contacto' in spanish.text
    assert "No se encontró nada" in ask(port, "/es/search/?q=xyzzy").text
    assert "Which store?" in ask(port, "/", store="127").text


def check_first_site(folder: Path, api: int) -> None:
    """The program of the guide, copied and run: every path of the store."""
    (code,) = re.findall(r"```js\n(.*?)```", (ROOT / "docs" / "guide.md").read_text(), flags=re.DOTALL)
    port = free_port()
    (folder / "site.mjs").write_text(code.replace("localhost:8000", f"localhost:{api}").replace("4000", str(port)))
    process = subprocess.Popen(["node", "site.mjs"], cwd=folder)  # noqa: S607
    try:
        wait_until_it_answers(port, "/", 60)
        paths = json.loads(ask(api, "/api/v2/sitemap/").text)["items"]
        assert len(paths) > 20
        for path in [each["path"] for each in paths]:
            page = ask(port, path)
            assert (page.status, page.text.count("<h1>")) == (200, 1), path
        assert ask(port, "/nothing/").status == 404
        assert ask(port, "/lupus/").headers["location"] == ARTICLE
    finally:
        process.kill()
        process.wait()


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


def check_previews(port: int, api: int, variables: dict[str, str], pictures: Path) -> None:
    """The admin's panel shows a draft in the starter, which is another site: whose cookies the browser blocks."""
    executable = chromium.find()
    assert executable, chromium.MISSING
    shell(variables, FRONTEND % port)
    name, value, page_id = shell(variables, LOG_IN).rpartition("entered ")[2].split()
    with sync_playwright() as playwright:
        flags = [*chromium.flags(), "--test-third-party-cookie-phaseout"]
        browser = playwright.chromium.launch(executable_path=executable, args=flags)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.add_cookies([{"name": name, "value": value, "url": f"http://localhost:{api}/"}])
        refused: list[str] = []
        context.on("console", lambda said: refused.append(said.text) if POLICY in said.text else None)
        page = context.new_page()
        page.goto(f"http://localhost:{api}/admin/pages/{page_id}/edit/")
        page.get_by_role("button", name="Toggle preview").click()
        page.get_by_label("Preview as store").fill("Cedar Point Apothecary - Madison WI (cedar-point)")
        page.get_by_label("Preview as store").press("Enter")
        frame = page.frame_locator("#w-preview-iframe").frame_locator(".preview-frame")
        expect(frame.locator("p.preview")).to_contain_text("Preview of a draft.", timeout=SLOW)
        page.get_by_role("textbox", name="Title").first.fill("A draft that nobody else sees")
        expect(frame.locator("h1")).to_contain_text("A draft that nobody else sees", timeout=SLOW)
        link = frame.locator("h1 a.edit")
        expect(link).to_have_attribute("href", re.compile(rf"/admin/pages/{page_id}/edit/#:w:contentpath=title$"))
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=pictures / f"preview-{width}.png")
        page.set_viewport_size({"width": 1280, "height": 900})
        assert "A draft that" not in ask(port, "/health/flu-shot-at-the-pharmacy/", "cedar-point").text
        shell(variables, LOG_OUT)
        # By the keyboard: the panel draws the frame smaller, and a click may miss.
        frame.get_by_role("navigation", name="Main").get_by_role("link").first.press("Enter")
        expect(frame.locator("p.preview")).to_contain_text("The preview is over", timeout=SLOW)
        assert [each["name"] for each in context.cookies() if each["name"] == "preview"] == []
        assert refused == []
        browser.close()


def test_starter_shows_stores_and_follows_what_changes(tmp_path: Path) -> None:
    need_node()
    with starter() as folder, demo(tmp_path) as (api, variables):
        made = tmp_path / "index.d.ts"
        command = [sys.executable, "manage.py", "make_types", f"--tools={folder}", f"--to={made}"]
        of_tests = {"DJANGO_SETTINGS_MODULE": "cms.settings.test", "DATABASE_URL": "sqlite://:memory:"}
        subprocess.run(command, cwd=ROOT, env={**os.environ, **of_tests}, check=True)
        assert made.read_text() == TYPES.read_text()
        assert "- 0 errors" in run("npm", "run", "check", at=folder)
        began = monotonic()
        run("npm", "run", "build", at=folder)
        note("starter: npm run build", recovery=monotonic() - began)
        port = free_port()
        printed = shell(variables, ADD_WEBHOOK % f"http://{HOST}:{port}/webhooks")
        secret = printed.rpartition("secret ")[2].strip()
        mortar = {"MORTAR_API": f"http://localhost:{api}/api/", "WEBHOOK_SECRET": secret, "KEPT_SECONDS": "3600"}
        with started(folder, tmp_path / "starter.log", PORT=str(port), **mortar):
            check_first_site(tmp_path, api)
            check_pages(port, api)
            check_previews(port, api, variables, tmp_path)
            check_webhook(port, variables)

"""A browser for the tests beside this file. It reaches this machine and nothing else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from cms.settings.network import settings_for
from cms.users.models import User
from tests.factories.media import empty_storage
from tests.harness import chromium

__all__ = ["empty_storage"]

HERE = Path(__file__).parent
POLICY = "Content Security Policy"

PageAt = Callable[[int], Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of this directory `browser`."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def browser(django_db_setup: None) -> Iterator[Browser]:
    """A Chromium; skips where there is none, or fails with MORTAR_REQUIRE_BROWSER=1."""
    executable = chromium.find()
    if executable is None:
        if chromium.is_required():
            pytest.fail(chromium.MISSING)
        pytest.skip(chromium.MISSING)
    # Playwright's loop runs in this thread, where Django takes our plain code for asynchronous: it refuses to work,
    # and has another connection object. The present one would be cut off when the database is copied anew.
    connection.close()
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        started = playwright.chromium.launch(executable_path=executable, args=chromium.flags())
        yield started
        started.close()


@pytest.fixture
def foreign_requests() -> list[str]:
    """URLs on other machines that pages asked for, in order; each was refused."""
    return []


@pytest.fixture
def page_at(browser: Browser, foreign_requests: list[str]) -> Iterator[PageAt]:
    """Opens an empty page of a width in CSS pixels: `page_at(360).goto(live_server.url)`.

    Fails at the end of the test if a page asked for something that its own policy keeps it from.
    """
    contexts: list[BrowserContext] = []
    refused: list[str] = []

    def note(request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme not in {"data", "blob", "about"} and not chromium.is_local(url.hostname):
            foreign_requests.append(request.url)

    def open_page(width: int) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, service_workers="block")
        contexts.append(context)
        # The browser's flags refuse other machines. A route would, too, but asks Python about each file, uncached.
        context.on("request", note)
        context.on("console", lambda said: refused.append(said.text) if POLICY in said.text else None)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert refused == []


@dataclass(frozen=True, slots=True)
class Network:
    """A network that answers on a port of this machine."""

    port: int

    def url(self, store: str | None, path: str) -> str:
        """The address of a path at a store, by its slug, or at the network's own host."""
        host = f"{store}.localhost" if store else "localhost"
        return f"http://{host}:{self.port}{path}"


@pytest.fixture
def network(live_server: LiveServer, settings: LazySettings) -> Network:
    """The server, with settings that name its port: stores that are opened after this stand there."""
    port = urlsplit(live_server.url).port
    assert port
    for name, value in settings_for(f"localhost:{port}", scheme="http").items():
        setattr(settings, name, value)
    return Network(port)


def enter(page: Page, network: Network, username: str) -> Page:
    """The admin's home, for somebody who has logged in: that the form does it is for `test_invitation` to show."""
    client = Client()
    client.force_login(User.objects.get(username=username))
    (cookie,) = client.cookies.values()
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": network.url(None, "/")}])
    page.goto(network.url(None, "/admin/"))
    return page


def open_screen(page: Page, label: str) -> None:
    """By the menu of the store's screens."""
    menu = page.get_by_role("navigation", name="This store")
    menu.locator("summary").click()
    menu.get_by_role("link", name=label, exact=True).click()

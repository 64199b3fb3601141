"""The demo that the trials of its sites share: one for all of them, with a browser and an article taken back."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.harness import chromium
from tests.harness.demo import ask, demo, shell, variables_of, wait_until_pictures_are_made
from tests.trial.site_pages import WITHDRAW, WITHDRAWN


@pytest.fixture(scope="session")
def port(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port at which the demo answers, once its pictures are made."""
    running = request.config.getoption("--demo")
    folder = tmp_path_factory.mktemp("demo")
    with ExitStack() as stack:
        if running:
            number, variables = running, _variables_of_running(running)
        else:
            number, variables = stack.enter_context(demo(folder))
            wait_until_pictures_are_made(folder)
        if ask(number, f"/health/{WITHDRAWN}/").status != 410:
            shell(variables, WITHDRAW)
        yield number


def _variables_of_running(port: int) -> dict[str, str]:
    """Those of `make demo`, whose database stands below `var/`."""
    variables = variables_of(Path("var"), port)
    del variables["DATABASE_URL"]
    return variables


@pytest.fixture(scope="session")
def chromium_browser() -> Iterator[Browser]:
    executable = chromium.find()
    assert executable, chromium.MISSING
    with sync_playwright() as playwright:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
        browser = playwright.chromium.launch(executable_path=executable, args=chromium.flags())
        yield browser
        browser.close()
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def page(chromium_browser: Browser) -> Iterator[Page]:
    context = chromium_browser.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")
    yield context.new_page()
    context.close()

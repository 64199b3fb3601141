"""The pages of a site, one of each kind, at the demo: where each stands, and how it is opened."""

import json
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

from django.test import RequestFactory
from phonenumber_field.phonenumber import PhoneNumber
from playwright.sync_api import Page, Route

from api.caching.signs import note_sign, page_without_database
from frontend_templates.views import server_error
from stores.choices import Theme
from tests.harness.demo import ask

THEMES = tuple(Theme.values)
SCHEMES = ("light", "dark")
STORES = ("pitman", "millrace", "wrenfield", "cedar-point", "night-heron", "switchback")
WITHDRAWN, CLOSED = "a-walk-a-day", "tollgate"


@dataclass(frozen=True, slots=True)
class Kind:
    """One page for all of its kind. `is_bare`: it stands without a site around it, or its store is no more."""

    name: str
    path: str
    store: str = "pitman"
    status: int = 200
    is_bare: bool = False

    def url(self, port: int) -> str:
        return f"http://{self.store}.localhost:{port}{self.path}"


KINDS = (
    Kind("home", "/"),
    Kind("home-of-defaults", "/", "switchback"),
    Kind("hours", "/hours/"),
    Kind("services", "/services/"),
    Kind("service", "/services/delivery/"),
    Kind("health-news", "/health/"),
    Kind("topic", "/health/?topic=immune-system"),
    Kind("article", "/health/new-treatments-for-lupus/"),
    Kind("experts", "/experts/"),
    Kind("expert", "/experts/sample-pharmacist/"),
    Kind("search", "/search/?q=flu"),
    Kind("search-without-a-result", "/search/?q=alergies"),
    Kind("standard", "/about-us/"),
    Kind("notice", "/privacy/"),
    Kind("language-help", "/language-help/"),
    Kind("not-found", "/health/flu-shots/", status=404),
    Kind("gone", f"/health/{WITHDRAWN}/", status=410),
    Kind("home-in-spanish", "/es/", "millrace"),
    Kind("hours-in-spanish", "/es/hours/", "millrace"),
    Kind("article-in-spanish", "/es/health/vacuna-contra-la-gripe/", "millrace"),
    Kind("notice-in-spanish", "/es/privacidad/", "millrace"),
    Kind("closed", "/", CLOSED, 410, is_bare=True),
    Kind("unknown-host", "/", "nobody", 404, is_bare=True),
    Kind("fault", "/fault", status=500, is_bare=True),
    Kind("outage", "/outage", status=503, is_bare=True),
)
WITHDRAW = f"""
from django.contrib.auth import get_user_model
from django.utils import timezone
from cms.models import ArticlePage
from cms.recalls.recalling import recall_article
article = ArticlePage.objects.get(slug="{WITHDRAWN}")
admin = get_user_model().objects.get(username="admin")
if article.live:
    recall_article(by=admin, article=article, reason="Wrong dose.", at=timezone.now())
"""


def _fault() -> bytes:
    request: Any = RequestFactory().get("/")
    request.store = SimpleNamespace(title="Pitman Pharmacy", phone=PhoneNumber.from_string("+18565892392"))
    return server_error(request).content


def _outage() -> bytes:
    note_sign("pitman.localhost", "Pitman Pharmacy", {"e164": "+18565892392", "display": "(856) 589-2392"})
    return page_without_database("pitman.localhost")


MADE = {"fault": _fault, "outage": _outage}
"""Pages that a demo in good health does not show: its own code makes them here."""


def open_page(page: Page, kind: Kind, port: int) -> None:
    """The page, as a browser shows it."""
    if kind.name in MADE:
        body = MADE[kind.name]()

        def answer(route: Route) -> None:
            route.fulfill(status=kind.status, content_type="text/html; charset=utf-8", body=body)

        page.route(kind.url(port), answer)
    response = page.goto(kind.url(port), wait_until="load")
    assert response is not None
    assert response.status == kind.status, kind.url(port)


def text_of(kind: Kind, port: int) -> str:
    """The HTML of the page."""
    if kind.name in MADE:
        return MADE[kind.name]().decode()
    answer = ask(port, kind.path, kind.store)
    assert answer.status == kind.status, kind
    return answer.text


def every_page(port: int, store: str) -> list[str]:
    """The paths of every page of a store's site, in each language."""
    return [each["path"] for each in json.loads(ask(port, "/api/v2/sitemap/", store).text)["items"]]


def resolved(port: int, store: str, path: str) -> Any:
    """What `storefront/` says of a page."""
    return json.loads(ask(port, f"/api/v2/storefront/?path={quote(path)}", store).text)


def wear(page: Page, theme: str, scheme: Any = "light") -> None:
    """The page in a theme: its HTML is that of every theme, but for this attribute."""
    page.emulate_media(color_scheme=scheme)
    page.evaluate("theme => document.documentElement.dataset.theme = theme", theme)


def themes_of(kind: Kind) -> tuple[str, ...]:
    return THEMES[:1] if kind.is_bare and kind.name != "closed" else THEMES

"""The way from a store's home to one of its pages, as it is seen above the page and said to search engines."""

from typing import Any, TypedDict

from api.serializers.shown import Shown
from api.site.pages import PageData, section_of
from cms.articles.addresses import EXPERTS_PATH, HEALTH_NEWS_PATH, SERVICES_PATH
from stores.languages import own_language
from stores.wording import _, phrase

BELOW_NEWS = frozenset({"article"})
WITHOUT = frozenset({"home", "not_found", "gone", "unreadable"})
"""Kinds of pages that are where they are: home, and those that stand nowhere."""


class Crumb(TypedDict):
    """A step on the way."""

    title: str
    url: str
    path: str
    language: str


def breadcrumbs_of(page: PageData, shown: Shown) -> list[Crumb]:
    """Home first, the page itself last; nothing for the home."""
    kind = page.data["type"]
    if kind in WITHOUT:
        return []
    own, spoken = own_language(), shown.language
    steps = [(phrase(_("Home")), "/", spoken)]
    section = section_seen(page, shown) if kind in BELOW_NEWS else None
    if section:
        steps.append((section["title"], HEALTH_NEWS_PATH, own))
    if kind == "service":
        steps.append((phrase(_("Services")), SERVICES_PATH, spoken))
    if kind == "expert":
        steps.append((phrase(_("Our experts")), EXPERTS_PATH, spoken))
    narrowed = narrowed_to(page.data)
    if narrowed:
        steps.append((page.data["title"], HEALTH_NEWS_PATH, own))
    is_own = kind == "health_news"
    steps.append((narrowed or page.data["title"], page.path, own if is_own else page.language or spoken))
    return [
        {"title": title, "url": shown.root + path, "path": shown.prefix + path, "language": language}
        for title, path, language in steps
    ]


def section_seen(page: PageData, shown: Shown) -> dict[str, str] | None:
    """The store's health news, which most kinds of pages have named already."""
    data = page.data
    if data["type"] == "health_news":
        return {"title": data["title"]}
    name = {"article": "section", "home": "health_news"}.get(data["type"], "")
    found: dict[str, str] | None = data[name] if name in data else section_of(shown)
    return found


def narrowed_to(data: dict[str, Any]) -> str:
    """The name of the topic or tag to which a list of health news is narrowed; "" for all, and for other pages."""
    if data["type"] != "health_news":
        return ""
    return next((str(topic["name"]) for topic in data["topics"] if topic.get("is_current")), str(data["tag"]))

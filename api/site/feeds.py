"""The newest of what a store carries, of one topic or of all, as feed readers get it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db.models import Max

from api.serializers.shown import Shown
from api.site.pages import newest_articles, section_of, topic_named
from cms.articles.addresses import HEALTH_NEWS_PATH, withdrawn_articles

ITEMS = 20
MOST_WITHDRAWN = 50
FEEDS = {
    "application/rss+xml": "rss.xml",
    "application/atom+xml": "atom.xml",
    "application/feed+json": "feed.json",
}
"""The kinds of feeds, and the name of each below the health news."""


@dataclass(frozen=True, slots=True)
class Item:
    """An article in a feed. `id` is the same at every store and never changes; `correction`: the last one."""

    id: str
    language: str
    title: str
    url: str
    text: str
    correction: dict[str, str] | None
    picture: str | None
    author: str
    topics: list[str]
    published_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class WithdrawnItem:
    """An article that readers of the feed are to forget, by the id that it had there."""

    id: str
    withdrawn_at: datetime


@dataclass(frozen=True, slots=True)
class NewsFeed:
    """A feed; `url`: of the page that lists the same; `topic`: its slug, "" for all."""

    title: str
    text: str
    url: str
    topic: str
    author: str
    icon: str | None
    changed_at: datetime
    items: list[Item]
    withdrawn: list[WithdrawnItem]


def news_feed_of(shown: Shown, topic: str = "") -> NewsFeed | None:
    """The feed; None for a store without health news, or a topic that it has nothing on."""
    section, store = section_of(shown), shown.store
    about = topic_named(shown, topic) if topic else None
    if section is None or (topic and about is None):
        return None
    items = [_item(shown, article) for article in newest_articles(shown, ITEMS, topic)]
    subject = about.name if about else section["title"]
    logo = shown.picture(store.logo_id)
    icon = logo.icon if logo else None
    withdrawn = _withdrawn(shown)
    started = store.last_published_at or store.first_published_at or shown.at
    return NewsFeed(
        title=f"{subject} | {store.title}",
        text=f"{subject} from {store.title}, {store.city}, {store.state}.",
        url=section["url"] + (f"?topic={topic}" if topic else ""),
        topic=topic,
        author=store.title,
        icon=icon["src"] if icon else None,
        changed_at=max([started, *(item.changed_at for item in items), *(item.withdrawn_at for item in withdrawn)]),
        items=items,
        withdrawn=withdrawn,
    )


def _item(shown: Shown, article: dict[str, Any]) -> Item:
    day = datetime.fromisoformat(article["published_on"])
    published_at = datetime.combine(day, time(), shown.store.zone)
    changed = article["meta"]["last_published_at"]
    hero = article["hero"]
    return Item(
        id=lasting_id(article["id"]),
        language=article["language"],
        title=article["title"],
        url=article["meta"]["html_url"],
        text=article["teaser"],
        correction=article["corrections"][-1] if article["corrections"] else None,
        picture=hero["src"] if hero else None,
        author=article["provider"]["name"],
        topics=[topic["name"] for topic in article["topics"]],
        published_at=published_at,
        changed_at=max(published_at, datetime.fromisoformat(changed)) if changed else published_at,
    )


def lasting_id(pk: int) -> str:
    """RFC 4151: an address that no move of a store or a slug changes."""
    return f"tag:{settings.NETWORK_HOST.partition(':')[0]},2026:articles/{pk}"


def _withdrawn(shown: Shown) -> list[WithdrawnItem]:
    """What was withdrawn from the store's site last, of every topic: it is in no list any more."""
    recalled = withdrawn_articles(shown.store, shown.at).filter(live=False)
    rows = recalled.annotate(withdrawn_at=Max("recalls__recalled_at")).order_by("-withdrawn_at", "-pk")
    return [WithdrawnItem(lasting_id(pk), at) for pk, at in rows.values_list("pk", "withdrawn_at")[:MOST_WITHDRAWN]]


def feed_links(shown: Shown, section: Mapping[str, str] | None, topic: str = "") -> list[dict[str, str]]:
    """The addresses of a store's feeds, on its built-in site; none where that leads to the store's own frontend."""
    store = shown.store
    if section is None or (store.frontend is not None and store.frontend.takes_over):
        return []
    root, query = store.root_url + shown.prefix + HEALTH_NEWS_PATH, f"?topic={topic}" if topic else ""
    return [{"type": kind, "title": section["title"], "url": root + name + query} for kind, name in FEEDS.items()]

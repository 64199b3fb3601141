"""The feed of a store's health news as RSS 2.0, Atom and JSON Feed 1.1."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from api.hosts import HostedRequest
from api.serializers.shown import Shown
from api.site.feeds import Item, NewsFeed, news_feed_of
from cms.articles.languages import tag_of
from frontend_templates.machines import for_machines
from frontend_templates.templatetags.storefront import long_date
from stores.wording import _, phrase


class _Rss(Rss201rev2Feed):
    """RSS whose date is that of its newest change, also when there is nothing in it."""

    content_type = "application/rss+xml; charset=utf-8"

    def latest_post_date(self) -> datetime:
        changed_at: datetime = self.feed["changed_at"]
        return changed_at

    def add_item_elements(self, handler: Any, item: Any) -> None:
        """Authors by name: RSS itself has no place for one without an email address."""
        super().add_item_elements(handler, {**item, "author_email": None})


class _Atom(Atom1Feed):
    """Atom, dated in the same way."""

    content_type = "application/atom+xml; charset=utf-8"

    def latest_post_date(self) -> datetime:
        changed_at: datetime = self.feed["changed_at"]
        return changed_at


def _text(item: Item) -> str:
    """The teaser, and before it the last correction: whoever has read the article reads that something was wrong."""
    if item.correction is None:
        return item.text
    day = long_date(item.correction["corrected_on"])
    return f"{phrase(_('Corrected on {day}:'), day=day)} {item.correction['text']} {item.text}".strip()


def _syndicated(made_by: type[_Rss | _Atom], feed: NewsFeed, url: str, language: str) -> HttpResponse:
    made = made_by(
        title=feed.title,
        link=feed.url,
        description=feed.text,
        subtitle=feed.text,
        language=language,
        author_name=feed.author,
        feed_url=url,
        changed_at=feed.changed_at,
    )
    for item in feed.items:
        made.add_item(
            title=item.title,
            link=item.url,
            description=_text(item),
            author_name=item.author,
            pubdate=item.published_at,
            updateddate=item.changed_at,
            unique_id=item.id,
            unique_id_is_permalink=False,
            categories=item.topics,
        )
    return HttpResponse(made.writeString("utf-8"), content_type=str(made.content_type))


def _json_feed(feed: NewsFeed, url: str, language: str) -> HttpResponse:
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.url,
        "feed_url": url,
        "description": feed.text,
        "language": language,
        "authors": [{"name": feed.author}],
        "items": [_json_item(item) for item in feed.items],
    }
    if feed.icon:
        document["icon"] = feed.icon
    return HttpResponse(json.dumps(document, ensure_ascii=False), content_type="application/feed+json; charset=utf-8")


def _json_item(item: Item) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_text": _text(item) or item.title,
        "date_published": item.published_at.isoformat(),
        "date_modified": item.changed_at.isoformat(),
        "authors": [{"name": item.author}],
        "tags": item.topics,
    }
    return document | ({"image": item.picture} if item.picture else {})


WRITERS: dict[str, Callable[[NewsFeed, str, str], HttpResponse]] = {
    "rss.xml": lambda feed, url, language: _syndicated(_Rss, feed, url, language),
    "atom.xml": lambda feed, url, language: _syndicated(_Atom, feed, url, language),
    "feed.json": _json_feed,
}


@for_machines
def news(request: HostedRequest, shown: Shown, name: str) -> HttpResponse | None:
    """The newest health news, or with `?topic=` those of one topic."""
    feed = news_feed_of(shown, request.GET.get("topic", ""))
    if feed is None:
        return None
    query = f"?topic={feed.topic}" if feed.topic else ""
    return WRITERS[name](feed, shown.store.root_url + request.path + query, tag_of(shown.language))

"""The feed of a store's health news as RSS 2.0, Atom and JSON Feed 1.1."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, rfc3339_date

from api.hosts import HostedRequest
from api.serializers.shown import Shown
from api.site.feeds import Item, NewsFeed, WithdrawnItem, news_feed_of
from cms.articles.languages import tag_of
from frontend_templates.machines import for_machines
from frontend_templates.templatetags.storefront import long_date
from stores.wording import _, phrase

ILLEGAL_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
"""RFC 6721: how a feed says that something of it was withdrawn."""


def _write_withdrawn(handler: Any, withdrawn: list[WithdrawnItem]) -> None:
    for item in withdrawn:
        handler.addQuickElement("at:deleted-entry", "", {"ref": item.id, "when": rfc3339_date(item.withdrawn_at)})


class _Rss(Rss201rev2Feed):
    """RSS whose date is that of its newest change, also when there is nothing in it."""

    content_type = "application/rss+xml; charset=utf-8"

    def latest_post_date(self) -> datetime:
        changed_at: datetime = self.feed["changed_at"]
        return changed_at

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:at": TOMBSTONES, "xmlns:dc": "http://purl.org/dc/elements/1.1/"}

    def add_item_elements(self, handler: Any, item: Any) -> None:
        """Authors by name: RSS itself has no place for one without an email address, nor for an item's language."""
        super().add_item_elements(handler, {**item, "author_email": None})
        handler.addQuickElement("dc:language", item["language"])

    def write_items(self, handler: Any) -> None:
        super().write_items(handler)
        _write_withdrawn(handler, self.feed["withdrawn"])


class _Atom(Atom1Feed):
    """Atom, dated in the same way."""

    content_type = "application/atom+xml; charset=utf-8"

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:at": TOMBSTONES}

    def item_attributes(self, item: Any) -> dict[str, str]:
        return {"xml:lang": item["language"]}

    def write_items(self, handler: Any) -> None:
        super().write_items(handler)
        _write_withdrawn(handler, self.feed["withdrawn"])

    def latest_post_date(self) -> datetime:
        changed_at: datetime = self.feed["changed_at"]
        return changed_at


def _text(item: Item) -> str:
    """The teaser, and before it the last correction: whoever has read the article reads that something was wrong."""
    if item.correction is None:
        return item.text
    day = long_date(item.correction["corrected_on"])
    return f"{phrase(_('Corrected on {day}:'), day=day)} {item.correction['text']} {item.text}".strip()


def _in_xml(text: str) -> str:
    """A text without what was pasted along and no XML may hold: a reader would refuse the whole feed for it."""
    return ILLEGAL_IN_XML.sub(" ", text)


def _syndicated(made_by: type[_Rss | _Atom], feed: NewsFeed, url: str, language: str) -> HttpResponse:
    made = made_by(
        title=_in_xml(feed.title),
        link=feed.url,
        description=_in_xml(feed.text),
        subtitle=_in_xml(feed.text),
        language=language,
        author_name=_in_xml(feed.author),
        feed_url=url,
        changed_at=feed.changed_at,
        withdrawn=feed.withdrawn,
    )
    for item in feed.items:
        made.add_item(
            title=_in_xml(item.title),
            link=item.url,
            description=_in_xml(_text(item)),
            author_name=_in_xml(item.author),
            pubdate=item.published_at,
            updateddate=item.changed_at,
            unique_id=item.id,
            unique_id_is_permalink=False,
            categories=[_in_xml(topic) for topic in item.topics],
            language=tag_of(item.language),
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
    if feed.withdrawn:
        rows = [{"id": item.id, "withdrawn_at": item.withdrawn_at.isoformat()} for item in feed.withdrawn]
        document["_mortar"] = {"withdrawn": rows}
    if feed.icon:
        document["icon"] = feed.icon
    return HttpResponse(json.dumps(document, ensure_ascii=False), content_type="application/feed+json; charset=utf-8")


def _json_item(item: Item) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "language": tag_of(item.language),
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

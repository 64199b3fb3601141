"""Warns of links that stores which carry a page can't follow."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.rich_text.rewriters import extract_attrs

from cms.articles.blocks import texts_in
from cms.articles.models.articles import ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.news import HealthNewsPage
from cms.articles.models.pages import StandardPage
from cms.carrying.following import Followers
from stores.tokens.syntax import BRACES

LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a page: its words, and where in the form they stand."""

    target: int
    words: str
    place: str


@dataclass(frozen=True, slots=True)
class LinkWarning:
    """`without` of `stores` that show the page can't follow the link."""

    link: Link
    without: int
    stores: int

    def __str__(self) -> str:
        who = f"{self.without} of {self.stores} stores" if self.stores > 1 else "the store"
        return f"'{self.link.words}' in {self.link.place}: {who} can't follow this link, and shows plain text."


def links_of(page: Page) -> list[Link]:
    """Links to pages in the page's own texts, in order."""
    found: list[Link] = []
    for place, html in _texts_of(page):
        for attributes, words in LINK.findall(html):
            attrs = extract_attrs(attributes)
            if attrs.get("linktype") == "page" and attrs.get("id", "").isdecimal():
                found.append(Link(int(attrs["id"]), unescape(strip_tags(words)), place))
    return found


def _texts_of(page: Any) -> Iterator[tuple[str, str]]:
    """Each rich text, with the words that lead an editor to it."""
    if isinstance(page, ExpertPage):
        yield "the biography", page.biography
    elif isinstance(page, HealthNewsPage):
        yield "the intro", page.intro
    elif isinstance(page, ArticlePage | StandardPage):
        yield from texts_in(page.body)


def link_warnings(page: Page, at: datetime) -> list[LinkWarning]:
    """For a saved page; no query where it links to nothing, else a fixed number."""
    links = links_of(page)
    if not links:
        return []
    followers = Followers(at)
    shown_at = followers.of_page(page)
    can_follow = followers.of_links({link.target for link in links})
    found = [LinkWarning(link, len(shown_at - can_follow[link.target]), len(shown_at)) for link in links]
    return [warning for warning in found if warning.without]


def left_out(article: ArticlePage, at: datetime) -> list[str]:
    """What the article loses: experts who are not published, each as a sentence."""
    named: Iterable[int] = [row.expert_id for row in article.article_experts.all()]
    ids = {*named, article.reviewed_by_id} - {None}
    if not ids:
        return []
    published = ExpertPage.objects.published_at(at).filter(pk__in=ids).values("pk")
    missing = ExpertPage.objects.filter(pk__in=ids).exclude(pk__in=published).order_by("title")
    return [f"{expert.title} is not published, and is left out at every store." for expert in missing.only("title")]


PLAIN = ("title", "seo_title", "search_description", "hero_alt", "photo_alt")
"""Texts in which no token is filled: they are the same at every store."""


def as_typed(page: Page) -> list[str]:
    """Braces where tokens mean nothing: patients read them."""
    texts = {name: getattr(page, name, "") or "" for name in PLAIN}
    fields: Any = page._meta
    return [
        f"The {fields.get_field(name).verbose_name} says {token.group(0)}, and so it is shown: "
        "no token is filled there."
        for name, text in texts.items()
        for token in BRACES.finditer(text)
    ]


def warnings_of(page: Page, at: datetime) -> list[str]:
    """All of it, as sentences."""
    experts = left_out(page, at) if isinstance(page, ArticlePage) else []
    return [*as_typed(page), *experts, *(str(warning) for warning in link_warnings(page, at))]


MOST = 8
"""Sentences in one answer."""


def _say(request: HttpRequest, page: Page) -> None:
    sentences = warnings_of(page, timezone.now())
    for sentence in sentences[:MOST]:
        messages.warning(request, sentence)
    if len(sentences) > MOST:
        messages.warning(request, f"And {len(sentences) - MOST} more of this kind.")


def say_in_form(request: HttpRequest, page: Page) -> None:
    """Of the newest draft, before it is published."""
    if request.method == "GET":
        _say(request, page)


def say_when_published(request: HttpRequest, page: Page) -> None:
    """Names what a part of the stores can't follow."""
    _say(request, page.specific)

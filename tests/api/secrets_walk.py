"""Each output that may show an article, an expert or a page, and what of a crowd it shows.

Each member of a crowd has a word of its own, "zebra7q", which whatever belongs to it says and nothing else does. So an
output that names no member is asked once for all of them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.models import OldSlug
from stores.models import StorePage
from tests.api.asking import Api
from tests.factories.blocks import Block, document_link, image_block, page_link, paragraph
from tests.factories.media import add_rendition_rows, make_document, make_image
from tests.factories.newsroom import (
    ProviderFactory,
    TopicFactory,
    health_news_of,
    make_article,
    make_expert,
    make_page,
)

HOST = "pitman.localhost:8000"

Ids = dict[str, Any]
"""What a path or query may name: ids, the word, the number."""

OF_MEMBERS = ("word", "number", "zebra", "image", "document", "expert", "reviewed", "redirect")


@dataclass(frozen=True, slots=True)
class Output:
    """One path of API or storefront. `is_named`: the request names the member, so that only the status tells."""

    path: str
    query: dict[str, Any] = field(default_factory=dict)
    is_named: bool = False

    @property
    def is_of_one(self) -> bool:
        """Whether each member has an address of its own here."""
        asked = (self.path, *self.query.values())
        return any(f"{{{name}}}" in text for name in OF_MEMBERS for text in asked)

    def ask(self, api: Api, ids: Ids) -> HttpResponse:
        path = self.path.format(**ids)
        query = {name: value.format(**ids) for name, value in self.query.items()}
        response = api.ask(path, host=HOST, **query) if path[0] == "/" else api.ask(path, store="pitman", **query)
        if response.status_code == 400 and b'"detail":"Unknown ' in response.content:
            # The value of a filter that nothing has is said again, and no secret of ours: what is listed may be one.
            for value in query.values():
                response.content = response.content.replace(f"'{value}'".encode(), b"")
            return response
        assert response.status_code in {200, 301, 302, 404, 410}, response.content
        return response

    def shows(self, api: Api, ids: Ids, words: Collection[str]) -> set[str]:
        """Which of the words come out; where the request names the one member, its word by the status alone."""
        response = self.ask(api, ids)
        # It says by its title that it was withdrawn, and no more.
        if response.status_code == 410:
            return set()
        if self.is_named:
            return set() if response.status_code == 404 else set(words)
        content = response.content.lower()
        return {word for word in words if word.encode() in content}


def storefront(path: str, *, is_named: bool = False, **query: str) -> Output:
    return Output("storefront/", {"path": path, **query}, is_named)


AROUND = {
    "links of an expert's biography": Output("experts/{linking_expert}/"),
    "links of a page": Output("pages/{linking_page}/"),
    "links of the intro": Output("pages/{news}/"),
    "links of an article": Output("articles/{open}/"),
    "images": Output("images/"),
    "its image": Output("images/{image}/", is_named=True),
    "its image by id": Output("images/find/", {"id": "{image}"}, is_named=True),
    "documents": Output("documents/"),
    "its document": Output("documents/{document}/", is_named=True),
    "redirects": Output("redirects/"),
    "redirect": Output("redirects/{redirect}/", is_named=True),
    "redirect by path": Output("redirects/find/", {"html_path": "/striped-{number}/"}, is_named=True),
    "redirected path": storefront("/striped-{number}/"),
    "page of an article that links": storefront("/health/open/"),
    "page that links": storefront("/linking-page/"),
    "health news": storefront("/health/"),
    "HTML of an article that links": Output("/health/open/"),
    "HTML of a page that links": Output("/linking-page/"),
}

ARTICLE = AROUND | {
    "list": Output("articles/"),
    "list with every field": Output("articles/", {"fields": "*"}),
    "search": Output("articles/", {"search": "stripes"}),
    "search with every field": Output("articles/", {"search": "stripes", "fields": "*"}),
    "by topic": Output("articles/", {"topic": "shared-topic"}),
    "by its own topic": Output("articles/", {"topic": "{word}-topic"}),
    "by tag": Output("articles/", {"tag": "{word} tag"}),
    "by expert": Output("articles/", {"expert": "{word}-expert"}),
    "by provider": Output("articles/", {"provider": "{word}-provider"}),
    "detail": Output("articles/{zebra}/", is_named=True),
    "find": Output("articles/find/", {"slug": "{word}"}, is_named=True),
    "topics": Output("topics/"),
    "tags": Output("tags/"),
    "experts": Output("experts/", {"fields": "*"}),
    "its expert": Output("experts/{expert}/", is_named=True),
    "its expert by slug": Output("experts/find/", {"slug": "{word}-expert"}, is_named=True),
    "home": storefront("/"),
    "health news of a topic": storefront("/health/", topic="shared-topic"),
    "health news of its topic": storefront("/health/", is_named=True, topic="{word}-topic"),
    "page": storefront("/health/{word}/", is_named=True),
    "old slug": storefront("/health/striped-once-{number}/"),
    "page of its expert": storefront("/experts/{word}-expert/", is_named=True),
    "page of an expert of both": storefront("/experts/linking-expert/"),
    "HTML of home": Output("/"),
    "HTML of health news": Output("/health/"),
    "HTML": Output("/health/{word}/", is_named=True),
    "HTML at the old slug": Output("/health/striped-once-{number}/", is_named=True),
}

EXPERT = {name: output for name, output in AROUND.items() if "document" not in name} | {
    "list": Output("experts/"),
    "list with every field": Output("experts/", {"fields": "*"}),
    "detail": Output("experts/{zebra}/", is_named=True),
    "find": Output("experts/find/", {"slug": "{word}"}, is_named=True),
    "article": Output("articles/{speaks}/"),
    "article reviewed": Output("articles/{reviewed}/"),
    "review alone": Output("articles/{reviewed}/", {"fields": "_,review"}),
    "articles": Output("articles/"),
    "articles with every field": Output("articles/", {"fields": "*"}),
    "page": storefront("/experts/{word}/", is_named=True),
    "old slug": storefront("/experts/striped-once-{number}/"),
    "page of the article": storefront("/health/speaks/"),
    "page of the article reviewed": storefront("/health/reviewed-{number}/"),
    "HTML": Output("/experts/{word}/", is_named=True),
    "HTML of the article": Output("/health/speaks/"),
    "HTML of the article reviewed": Output("/health/reviewed-{number}/"),
}

STANDARD_PAGE = AROUND | {
    "list": Output("pages/"),
    "list with every field": Output("pages/", {"type": "cms.StandardPage", "fields": "*"}),
    "search": Output("pages/", {"search": "{word}", "type": "cms.StandardPage"}),
    "by slug": Output("pages/", {"slug": "{word}"}),
    "detail": Output("pages/{zebra}/", is_named=True),
    "find": Output("pages/find/", {"id": "{zebra}"}, is_named=True),
    "find by path": Output("pages/find/", {"html_path": "/{word}/"}, is_named=True),
    "navigation": storefront("/"),
    "page": storefront("/{word}/", is_named=True),
    "old slug": storefront("/striped-once-{number}/"),
    "HTML": Output("/{word}/", is_named=True),
    "HTML of home": Output("/"),
    "HTML at the old slug": Output("/striped-once-{number}/", is_named=True),
}


FEW = ("detail", "find", "page", "HTML")
"""Outputs of one member that each stand for a way of asking."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Members by the reason for which they are kept, and what stands around them."""

    around: Ids
    members: dict[str, Ids]

    def page(self, reason: str) -> Page:
        return Page.objects.get(pk=self.members[reason]["zebra"]).specific

    def shown_by(self, outputs: dict[str, Output], api: Api, *, in_few: Collection[str] = ()) -> dict[str, set[str]]:
        """The outputs that show each member, for those that any shows; `in_few`: reasons asked in FEW of their own."""
        reasons = {ids["word"]: reason for reason, ids in self.members.items()}
        shown: dict[str, set[str]] = {}
        for name, output in outputs.items():
            for ids in self.members.values() if output.is_of_one else [{}]:
                if ids and reasons[ids["word"]] in in_few and name not in FEW:
                    continue
                for word in output.shows(api, {**self.around, **ids}, [ids["word"]] if ids else list(reasons)):
                    shown.setdefault(reasons[word], set()).add(name)
        return shown


def linking(*pages: Page) -> str:
    """A rich text whose links say nothing of where they lead."""
    return "".join(f"<p>Read {page_link(page.pk, 'this')}.</p>" for page in pages)


def _media(word: str) -> tuple[Ids, list[Block]]:
    image, document = make_image(f"{word}.png", is_ready=False), make_document(f"{word}.txt")
    # Files are not looked at.
    add_rendition_rows(image)
    body = [paragraph(f"<p>{document_link(document.pk, word)}</p>"), image_block(image.pk)]
    return {"image": image.pk, "document": document.pk}, body


def _crowd(store: StorePage, pages: Mapping[str, Page], ids: dict[str, Ids], **around: Any) -> Crowd:
    """Links to all of them from everywhere, and an old slug and a redirect of each."""
    html = linking(*pages.values())
    news, expert = health_news_of(store), around.pop("expert", None) or make_expert("linking-expert")
    news.intro = expert.biography = html
    news.save()
    expert.save()
    for reason, page in pages.items():
        number = ids[reason]["number"]
        OldSlug.objects.create(page_id=page.pk, slug=f"striped-once-{number}")
        redirect = Redirect.objects.create(old_path=f"/striped-{number}", redirect_page_id=page.pk)
        ids[reason] |= {"zebra": page.pk, "redirect": redirect.pk}
    topic = TopicFactory.create(slug="shared-topic")
    linked = {
        "linking_expert": expert.pk,
        "open": make_article("open", body=[paragraph(html)], experts=[expert], topics=[topic]).pk,
        "linking_page": make_page("linking-page", body=[paragraph(html)]).pk,
        "news": news.pk,
    }
    return Crowd({**linked, **around}, ids)


def _names(reasons: Collection[str]) -> dict[str, Ids]:
    return {reason: {"word": f"zebra{number}q", "number": number} for number, reason in enumerate(reasons)}


def article_crowd(store: StorePage, members: Mapping[str, Mapping[str, Any]]) -> Crowd:
    """Articles with all that articles may have, and all that may mention them; fields by the reason."""
    ids, pages, both = _names(members), {}, make_expert("linking-expert")
    shared = TopicFactory.create(slug="shared-topic")
    for reason, fields in members.items():
        word = ids[reason]["word"]
        media, body = _media(word)
        expert = make_expert(f"{word}-expert")
        pages[reason] = make_article(
            word,
            teaser=f"A {word} and its stripes.",
            hero_id=media["image"],
            body=body,
            experts=[expert, both],
            topics=[TopicFactory.create(slug=f"{word}-topic"), shared],
            tags=[f"{word} tag"],
            provider=ProviderFactory.create(slug=f"{word}-provider"),
            **fields,
        )
        ids[reason] |= {**media, "expert": expert.pk}
    return _crowd(store, pages, ids, expert=both)


def expert_crowd(store: StorePage, reasons: Collection[str]) -> Crowd:
    """Experts who speak in one article, of which each reviewed another, and all that may mention them."""
    ids, pages = _names(reasons), {}
    for reason, names in ids.items():
        media, _body = _media(names["word"])
        expert = pages[reason] = make_expert(names["word"], photo_id=media["image"])
        reviewed = make_article(f"reviewed-{names['number']}", reviewed_by=expert, reviewed_on="2026-01-15")
        names |= {**media, "reviewed": reviewed.pk}
    speaks = make_article("speaks", experts=[*pages.values(), make_expert("somebody-else")])
    return _crowd(store, pages, ids, speaks=speaks.pk)


def page_crowd(store: StorePage, members: Mapping[str, Mapping[str, Any]]) -> Crowd:
    """Standard pages in menus, and all that may mention them; fields by the reason."""
    ids, pages = _names(members), {}
    for reason, fields in members.items():
        media, body = _media(ids[reason]["word"])
        pages[reason] = make_page(ids[reason]["word"], body=body, show_in_menus=True, **fields)
        ids[reason] |= media
    return _crowd(store, pages, ids)

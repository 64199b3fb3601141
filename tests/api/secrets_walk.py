"""Ways out of the house: each output that may show an article, an expert or a page, and whether it does.

Whatever belongs to the kept object says "zebra"; everything around it does not.
"""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.models import OldSlug
from stores.models import StorePage
from tests.api.asking import Api
from tests.factories.blocks import Block, document_link, image_block, page_link, paragraph
from tests.factories.media import make_document, make_image
from tests.factories.newsroom import (
    ProviderFactory,
    TopicFactory,
    health_news_of,
    make_article,
    make_expert,
    make_page,
)

SECRET = b"zebra"
HOST = "pitman.localhost:8000"

Ids = dict[str, int]
"""Rows by what they are in the scene."""


@dataclass(frozen=True, slots=True)
class Output:
    """A way out. `is_named`: the request itself names the object, so that only the status tells."""

    path: str
    query: dict[str, Any] = field(default_factory=dict)
    is_named: bool = False

    def ask(self, api: Api, ids: Ids) -> HttpResponse:
        path = self.path.format(**ids)
        if path.startswith("/"):
            return api.ask(path, host=HOST, **self.query)
        query = {name: value.format(**ids) for name, value in self.query.items()}
        return api.ask(path, store="pitman", **query)

    def shows(self, api: Api, ids: Ids) -> bool:
        """Whether the object comes out."""
        response = self.ask(api, ids)
        assert response.status_code in {200, 301, 302, 404, 410}, response.content
        # It says by its title that it was withdrawn, and no more.
        if response.status_code == 410:
            return False
        if self.is_named:
            return response.status_code != 404
        return SECRET in response.content.lower()


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
    "redirect by path": Output("redirects/find/", {"html_path": "/striped/"}, is_named=True),
    "redirected path": storefront("/striped/"),
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
    "by its own topic": Output("articles/", {"topic": "zebra-topic"}),
    "by tag": Output("articles/", {"tag": "zebra tag"}),
    "by expert": Output("articles/", {"expert": "zebra-expert"}),
    "by provider": Output("articles/", {"provider": "zebra-provider"}),
    "detail": Output("articles/{zebra}/", is_named=True),
    "find": Output("articles/find/", {"slug": "zebra"}, is_named=True),
    "topics": Output("topics/"),
    "tags": Output("tags/"),
    "experts": Output("experts/", {"fields": "*"}),
    "its expert": Output("experts/{expert}/", is_named=True),
    "its expert by slug": Output("experts/find/", {"slug": "zebra-expert"}, is_named=True),
    "home": storefront("/"),
    "health news of a topic": storefront("/health/", topic="shared-topic"),
    "health news of its topic": storefront("/health/", is_named=True, topic="zebra-topic"),
    "page": storefront("/health/zebra/", is_named=True),
    "old slug": storefront("/health/striped-once/"),
    "page of its expert": storefront("/experts/zebra-expert/", is_named=True),
    "page of an expert of both": storefront("/experts/linking-expert/"),
    "HTML of home": Output("/"),
    "HTML of health news": Output("/health/"),
    "HTML": Output("/health/zebra/", is_named=True),
    "HTML at the old slug": Output("/health/striped-once/", is_named=True),
}

EXPERT = {name: output for name, output in AROUND.items() if "document" not in name} | {
    "list": Output("experts/"),
    "list with every field": Output("experts/", {"fields": "*"}),
    "detail": Output("experts/{zebra}/", is_named=True),
    "find": Output("experts/find/", {"slug": "zebra"}, is_named=True),
    "article": Output("articles/{speaks}/"),
    "article reviewed": Output("articles/{reviewed}/"),
    "review alone": Output("articles/{reviewed}/", {"fields": "_,review"}),
    "articles": Output("articles/"),
    "articles with every field": Output("articles/", {"fields": "*"}),
    "page": storefront("/experts/zebra/", is_named=True),
    "old slug": storefront("/experts/striped-once/"),
    "page of the article": storefront("/health/speaks/"),
    "page of the article reviewed": storefront("/health/reviewed/"),
    "HTML": Output("/experts/zebra/", is_named=True),
    "HTML of the article": Output("/health/speaks/"),
    "HTML of the article reviewed": Output("/health/reviewed/"),
}

STANDARD_PAGE = AROUND | {
    "list": Output("pages/"),
    "list with every field": Output("pages/", {"type": "cms.StandardPage", "fields": "*"}),
    "search": Output("pages/", {"search": "zebra", "type": "cms.StandardPage"}),
    "by slug": Output("pages/", {"slug": "zebra"}),
    "detail": Output("pages/{zebra}/", is_named=True),
    "find": Output("pages/find/", {"id": "{zebra}"}, is_named=True),
    "find by path": Output("pages/find/", {"html_path": "/zebra/"}, is_named=True),
    "navigation": storefront("/"),
    "page": storefront("/zebra/", is_named=True),
    "old slug": storefront("/striped-once/"),
    "HTML": Output("/zebra/", is_named=True),
    "HTML of home": Output("/"),
    "HTML at the old slug": Output("/striped-once/", is_named=True),
}


def linking(page: Page) -> str:
    """A rich text whose link says nothing of where it leads."""
    return f"<p>Read {page_link(page.pk, 'this')}.</p>"


def _media() -> tuple[Ids, list[Block]]:
    image, document = make_image("zebra.png"), make_document("zebra.txt")
    body = [paragraph(f"<p>{document_link(document.pk, 'zebra')}</p>"), image_block(image.pk)]
    return {"image": image.pk, "document": document.pk}, body


def _mention(zebra: Page, store: StorePage) -> Ids:
    """Links to it from everywhere, an old slug of it and a redirect to it."""
    news = health_news_of(store)
    news.intro = linking(zebra)
    news.save()
    expert = make_expert("linking-expert", biography=linking(zebra))
    OldSlug.objects.create(page_id=zebra.pk, slug="striped-once")
    return {
        "zebra": zebra.pk,
        "linking_expert": expert.pk,
        "open": make_article(
            "open",
            body=[paragraph(linking(zebra))],
            experts=[expert],
            topics=[TopicFactory.create(slug="shared-topic")],
        ).pk,
        "linking_page": make_page("linking-page", body=[paragraph(linking(zebra))]).pk,
        "news": news.pk,
        "redirect": Redirect.objects.create(old_path="/striped", redirect_page_id=zebra.pk).pk,
    }


def article_scene(store: StorePage, **fields: Any) -> Ids:
    """An article with all that articles may have, and all that may mention it."""
    media, body = _media()
    expert, both = make_expert("zebra-expert"), make_expert("linking-expert-too")
    article = make_article(
        "zebra",
        teaser="A zebra and its stripes.",
        hero_id=media["image"],
        body=body,
        experts=[expert, both],
        topics=[TopicFactory.create(slug="zebra-topic"), TopicFactory.create(slug="shared-topic")],
        tags=["zebra tag"],
        provider=ProviderFactory.create(slug="zebra-provider"),
        **fields,
    )
    return {**media, **_mention(article, store), "expert": expert.pk}


def expert_scene(store: StorePage) -> Ids:
    """An expert who speaks in one article and reviewed another, and all that may mention them."""
    media, _body = _media()
    expert = make_expert("zebra", photo_id=media["image"])
    speaks = make_article("speaks", experts=[expert, make_expert("somebody-else")])
    reviewed = make_article("reviewed", reviewed_by=expert, reviewed_on="2026-01-15")
    return {**media, **_mention(expert, store), "speaks": speaks.pk, "reviewed": reviewed.pk}


def page_scene(store: StorePage, **fields: Any) -> Ids:
    """A standard page in menus, and all that may mention it."""
    media, body = _media()
    page = make_page("zebra", body=body, show_in_menus=True, **fields)
    return {**media, **_mention(page, store)}


def shown_by(outputs: dict[str, Output], api: Api, ids: Ids) -> set[str]:
    """Names of the outputs that show the object."""
    return {name for name, output in outputs.items() if output.shows(api, ids)}

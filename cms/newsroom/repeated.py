"""Told after a save: another article of the library has the same title, or the same main image."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin import messages
from wagtail.models import Page

from cms.articles.models.articles import ArticlePage
from stores.access.who import is_newsroom

NAMED = 3
"""Other articles that are named."""


def _others(article: ArticlePage) -> QuerySet[ArticlePage]:
    """Of the library, drafts too, the latest first. Translations may well have the picture in common."""
    shared: QuerySet[ArticlePage] = ArticlePage.objects.in_library()
    return shared.exclude(translation_key=article.translation_key).order_by("-pk")


def _named(articles: QuerySet[ArticlePage]) -> SafeString:
    found = list(articles[: NAMED + 1])
    links = [
        format_html("<a href='{}'>{}</a>", reverse("wagtailadmin_pages:edit", args=[each.pk]), each.draft_title)
        for each in found[:NAMED]
    ]
    text = links[0] if links else SafeString("")
    for link in links[1:]:
        text = format_html("{}, {}", text, link)
    return format_html("{} and others", text) if len(found) > NAMED else text


def repetitions(article: ArticlePage) -> Iterator[SafeString]:
    """A sentence for each thing that another article has, too; as the article was saved, published or not."""
    title = article.title.strip()
    same_title = _named(_others(article).filter(Q(title__iexact=title) | Q(draft_title__iexact=title)))
    if same_title:
        yield format_html("Another article has this title: {}.", same_title)
    same_picture = _named(_others(article).filter(hero=article.hero_id)) if article.hero_id else ""
    if same_picture:
        yield format_html("Another article has this main image: {}.", same_picture)


def tell_repetitions(request: HttpRequest, page: Page) -> None:
    """After the newsroom has saved an article of the library."""
    article = page.specific
    if not isinstance(article, ArticlePage) or not article.is_in_library or not is_newsroom(request.user):
        return
    for sentence in repetitions(article.get_latest_revision_as_object()):
        messages.warning(request, sentence)

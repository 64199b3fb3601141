"""What the demo's newsroom has in Spanish, each as a translation of what stands in English."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, time
from typing import Any

from wagtail.models import Page

from cms.articles.founding import Network
from cms.articles.models.articles import ArticleExpert, ArticlePage
from cms.articles.models.pages import StandardPage
from cms.demo.blocks import Blocks
from cms.translating.translating import join, set_language

LANGUAGE = "es"
Rows = Iterable[Mapping[str, Any]]
Publish = Callable[..., None]


def translate_demo(articles: Rows, pages: Rows, network: Network, blocks: Blocks, publish: Publish) -> None:
    """Publish each beside its original, for the same stores."""
    for row in articles:
        original = ArticlePage.objects.get(slug=row["of"])
        article = network.articles.add_child(instance=_article_of(row, original, blocks))
        article.topics.set(original.topics.all())
        article.article_experts = [
            ArticleExpert(expert=each.expert, sort_order=each.sort_order) for each in original.article_experts.all()
        ]
        article.save_revision().publish()
        at = datetime.combine(article.published_on, time(13), tzinfo=UTC)
        ArticlePage.objects.filter(pk=article.pk).update(first_published_at=at, last_published_at=at)
        _join(article, original)
    for row in pages:
        body = blocks.stream(row["slug"], row["body"])
        page = shared_page(row, body)
        publish(network.shared_pages, page)
        _join(page, StandardPage.objects.get(slug=row["of"], path__startswith=network.shared_pages.path))


def shared_page(row: Mapping[str, Any], body: Any) -> StandardPage:
    """A page of the library; one that the law asks for stands in the footer, any other in the menus."""
    parts = {name: row[name] for name in ("duty", "effective_on", "contact") if name in row}
    return StandardPage(title=row["title"], slug=row["slug"], body=body, show_in_menus="duty" not in row, **parts)


def _article_of(row: Mapping[str, Any], original: ArticlePage, blocks: Blocks) -> ArticlePage:
    return ArticlePage(
        title=row["title"],
        slug=row["slug"],
        teaser=row["teaser"].strip(),
        published_on=original.published_on,
        provider=original.provider,
        hero=original.hero,
        hero_alt=row["hero_alt"],
        body=blocks.stream(row["slug"], row["body"]),
        live=False,
    )


def _join(page: Page, original: Page) -> None:
    set_language(page=page, language=LANGUAGE, by=None)
    join(page=page, original=original, by=None)

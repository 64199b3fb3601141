"""A store's health-news board: what it is offered, newest first, and what it did with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet, TextChoices

from cms.articles.addresses import url_for
from cms.articles.models.articles import ArticlePage
from cms.articles.querysets import ArticleQuerySet
from cms.carrying.models import Placement
from cms.carrying.placing import OWN_TEXT, STALE, Placed, is_stale, placed_of
from stores.models import StorePage

NEW_FOR = timedelta(days=7)


class Show(TextChoices):
    """Which rows of the board to show."""

    ALL = "all", "All"
    PINNED = "pinned", "Pinned"
    HIDDEN = "hidden", "Hidden"
    CHANGED = "changed", "In your words"
    STALE = "stale", "Review"
    NEW = "new", "New this week"


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One article on the board. `url`: where patients read it, None while it is hidden."""

    article: ArticlePage
    placed: Placed
    is_stale: bool
    is_local: bool
    url: str | None

    @property
    def title(self) -> str:
        return self.placed.title or self.article.title

    @property
    def has_own_text(self) -> bool:
        return any(self.placed.texts)

    @property
    def may_hide(self) -> bool:
        return not self.article.is_required


def board_articles(store: StorePage, at: datetime, show: str = Show.ALL, words: str = "") -> ArticleQuerySet:
    """What the store is offered and is published, hidden by it or not: newest first, pinned ones by number."""
    articles: ArticleQuerySet = ArticlePage.objects.placeable_by(store, at).published_at(at)
    if words:
        articles = articles.filter(title__icontains=words)
    placed = Placement.objects.filter(store=store)
    match show:
        case Show.PINNED:
            pins = placed.filter(pinned_as__isnull=False)
            return articles.filter(pk__in=pins.values("article")).pinned_first(store)
        case Show.HIDDEN:
            return articles.filter(pk__in=placed.filter(is_hidden=True).values("article")).newest_first()
        case Show.CHANGED:
            return articles.filter(pk__in=placed.filter(OWN_TEXT).values("article")).newest_first()
        case Show.NEW:
            return new_articles(store, at).filter(pk__in=articles.values("pk"))
        case Show.STALE:
            return articles.filter(pk__in=stale(store).values("article")).newest_first()
    return articles.newest_first()


def new_articles(store: StorePage, at: datetime) -> ArticleQuerySet:
    """What the newsroom published first in the last seven days and offers to the store, newest first.

    The date that patients read may be older: a licensed article comes with its own.
    """
    offered = ArticlePage.objects.placeable_by(store, at).published_at(at)
    return offered.filter(first_published_at__gt=at - NEW_FOR).exclude(path__startswith=store.path).newest_first()


def stale(store: StorePage) -> QuerySet[Placement]:
    """Placements with the store's own words about articles that were published anew since."""
    return Placement.objects.filter(STALE, store=store)


def board_rows(store: StorePage, articles: Iterable[ArticlePage]) -> list[BoardRow]:
    """The articles with what the store did: one query for all of them."""
    articles = list(articles)
    rows = Placement.objects.filter(store=store, article__in=[article.pk for article in articles])
    placements = {row.article_id: row for row in rows}
    return [_board_row(store, article, placements.get(article.pk)) for article in articles]


def _board_row(store: StorePage, article: ArticlePage, placement: Placement | None) -> BoardRow:
    placed = placed_of(placement)
    is_shown = article.is_required or not placed.is_hidden
    return BoardRow(
        article=article,
        placed=placed,
        is_stale=placement is not None and is_stale(placement, article),
        is_local=article.path.startswith(store.path),
        url=url_for(article, store) if is_shown else None,
    )


def row_of(store: StorePage, article: ArticlePage) -> BoardRow:
    """The board's row of one article."""
    return board_rows(store, [article])[0]

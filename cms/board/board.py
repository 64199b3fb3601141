"""A store's health-news board: what it is offered, newest first, and what it did with it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet, TextChoices

from cms.articles.addresses import url_for
from cms.articles.models.articles import ArticlePage
from cms.articles.querysets import ArticleQuerySet
from cms.carrying.models import Placement
from cms.carrying.placing import OWN_TEXT, STALE, Placed, is_stale, placed_of
from stores.languages import name_of_language, own_language, preference
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
    others: tuple["BoardRow", ...] = ()
    """What says the same in other languages, where the store is offered that, too; by language."""
    is_translated: bool = False

    @property
    def language_name(self) -> str:
        """`Spanish`; "" where the article is in one language alone, the network's own."""
        code = self.article.language
        return name_of_language(code) if self.is_translated or code != own_language() else ""

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


GROUPED = frozenset({Show.ALL.value, Show.NEW.value})
"""Lists in which translations stand with their original. The others are of what the store did with each."""


def new_articles(store: StorePage, at: datetime) -> ArticleQuerySet:
    """What the newsroom published first in the last seven days and offers to the store, newest first.

    The date that patients read may be older: a licensed article comes with its own.
    """
    offered = ArticlePage.objects.placeable_by(store, at).published_at(at)
    return offered.filter(first_published_at__gt=at - NEW_FOR).exclude(path__startswith=store.path).newest_first()


def stale(store: StorePage) -> QuerySet[Placement]:
    """Placements with the store's own words about articles that were published anew since."""
    return Placement.objects.filter(STALE, store=store)


def together(*lists: ArticleQuerySet) -> list[ArticleQuerySet]:
    """Of articles that are translations of each other one: that in the network's own language, if it is there."""
    preferred = preference(own_language())
    return [articles.spoken(preferred, articles) for articles in lists]


def board_rows(
    store: StorePage, articles: Iterable[ArticlePage], offered: ArticleQuerySet | None = None
) -> list[BoardRow]:
    """The articles with what the store did: one query for all of them.

    `offered`: what their translations are looked for in; then each stands with those, for one query more.
    """
    articles = list(articles)
    groups = _translations(articles, offered) if offered is not None else {}
    others = [each for group in groups.values() for each in group]
    rows = Placement.objects.filter(store=store, article__in=[each.pk for each in (*articles, *others)])
    placements = {row.article_id: row for row in rows}

    def row_for(article: ArticlePage) -> BoardRow:
        return _board_row(store, article, placements.get(article.pk))

    found = []
    for article in articles:
        group = tuple(replace(row_for(each), is_translated=True) for each in groups.get(article.translation_key, ()))
        found.append(replace(row_for(article), others=group, is_translated=bool(group)))
    return found


def _translations(articles: list[ArticlePage], offered: ArticleQuerySet) -> dict[UUID, list[ArticlePage]]:
    """Translation key -> those of a group that are not among the articles themselves."""
    among = offered.filter(translation_key__in=[each.translation_key for each in articles])
    found: dict[UUID, list[ArticlePage]] = {}
    for each in among.exclude(pk__in=[each.pk for each in articles]).order_by("locale__language_code", "pk"):
        found.setdefault(each.translation_key, []).append(each)
    return found


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

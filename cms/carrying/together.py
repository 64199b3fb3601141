"""An article and its translations as one: how many stores carry it in any language, and in each."""

from dataclasses import dataclass
from datetime import datetime

from cms.articles.models.articles import ArticlePage
from cms.carrying.carriers import Carrying
from cms.carrying.counts import ListedReach
from cms.carrying.reach import Reach
from stores.audience.members import NO_STORES
from stores.languages import name_of_language


@dataclass(frozen=True, slots=True)
class SpokenReach:
    """One language of the group."""

    article: ArticlePage
    listed: ListedReach

    @property
    def language_name(self) -> str:
        return name_of_language(self.article.language)


@dataclass(frozen=True, slots=True)
class GroupReach:
    """The languages, that of the article first. `carried` of `online` stores carry one at least of what is published;
    `all_carried` carry every one of it.
    """

    languages: tuple[SpokenReach, ...]
    online: int
    carried: int
    all_carried: int

    def __str__(self) -> str:
        return f"{self.carried} of {self.online} stores"


def group_reach(article: ArticlePage, at: datetime) -> GroupReach | None:
    """Of an article of the library; None where it has no translation. As few queries for any number of stores."""
    group = ArticlePage.objects.in_library().filter(translation_key=article.translation_key)
    rows = list(group.select_related("locale").defer_streamfields().order_by("locale__language_code", "pk"))
    if len(rows) < 2:
        return None
    published = set(group.published_at(at).values_list("pk", flat=True))
    carrying = Carrying(at)
    carriers = carrying.of_articles(group)
    shown = [carriers[pk].carrying for pk in published]
    rows.sort(key=lambda each: each.pk != article.pk)
    return GroupReach(
        languages=tuple(
            SpokenReach(row, ListedReach(Reach.of(carriers[row.pk]), row.pk in published)) for row in rows
        ),
        online=len(carrying.roster.stores),
        carried=len(NO_STORES.union(*shown)),
        all_carried=len(shown[0].intersection(*shown)) if shown else 0,
    )

"""Reach of many articles, for lists of them: a constant number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cms.models import ArticlePage, Placement, Provider
from cms.reach import Reach, is_licensed
from stores.audience_members import Members, members_of
from stores.models import StorePage


@dataclass(frozen=True, slots=True)
class ListedReach:
    """Reach of one article of a list; `is_published`: whether patients can read it at all."""

    reach: Reach
    is_published: bool


def licensed_stores(stores: Iterable[int], at: datetime) -> Members:
    """Provider id -> which of the stores its licence covers at the moment `at`."""
    providers = Provider.objects.all()
    members = members_of(providers, frozenset(stores))
    return {each.pk: members[each.pk] if is_licensed(each, at) else frozenset() for each in providers}


def reaches_of(articles: Iterable[ArticlePage], at: datetime) -> dict[int, ListedReach]:
    """Article id -> its reach. Articles of the library; their audience and provider as they are saved."""
    articles = list(articles)
    rows = ArticlePage.objects.filter(pk__in=[article.pk for article in articles])
    published = set(rows.published_at(at).values_list("pk", flat=True))
    online = frozenset(StorePage.objects.online().order_by().values_list("pk", flat=True))
    audiences, licences = members_of(rows, online), licensed_stores(online, at)
    offered = {
        article.pk: audiences.get(article.pk, frozenset()) & licences.get(article.provider_id, frozenset())
        for article in articles
    }
    hidden = Counter(
        article
        for article, store in Placement.objects.filter(
            article__in=rows, article__is_required=False, is_hidden=True
        ).values_list("article_id", "store_id")
        if store in offered[article]
    )
    return {
        pk: ListedReach(Reach(online=len(online), offered=len(stores), hidden=hidden[pk]), pk in published)
        for pk, stores in offered.items()
    }

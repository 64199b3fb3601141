"""Who can follow what: for many pages at once, the stores that have each of them, in a fixed number of queries."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from wagtail.models import Page

from cms.articles.models.articles import ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.news import HealthNewsPage
from cms.articles.models.pages import StandardPage
from cms.carrying.carriers import Carrying
from stores.audience.members import NO_STORES, StoreIds
from stores.models import StorePage
from stores.store.querysets import under_restriction


class Followers:
    """The online stores that show pages at a moment. Hidden, unlicensed or unpublished: not shown."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.carrying = Carrying(at)

    def of_links(self, ids: Iterable[int]) -> dict[int, StoreIds]:
        """For each page that a text links to, the stores that may follow: published pages only."""
        ids = list(ids)
        found: dict[int, StoreIds] = dict.fromkeys(ids, NO_STORES)
        found |= self._of_articles(Q(pk__in=ids))
        found |= self.carrying.of_standard_pages(StandardPage.objects.published_at(self.at).filter(pk__in=ids))
        experts = ExpertPage.objects.published_at(self.at).filter(pk__in=ids)
        found |= self._of_experts(experts.values_list("pk", flat=True))
        # What is a store's own furniture leads nowhere elsewhere.
        own = Q(pk__in=HealthNewsPage.objects.values("pk")) | Q(pk__in=StorePage.objects.values("pk"))
        for pk, path in Page.objects.live().filter(own, ~under_restriction(), pk__in=ids).values_list("pk", "path"):
            found[pk] = self.carrying.above(path)
        return found

    def of_page(self, page: Page) -> StoreIds:
        """The stores that show a saved page, or will when it is published."""
        match page:
            case ArticlePage():
                return self.carrying.of_article(page).carrying
            case StandardPage():
                return self.carrying.of_standard_pages(StandardPage.objects.filter(pk=page.pk))[page.pk]
            case ExpertPage():
                return self._of_experts([page.pk])[page.pk]
        return self.carrying.above(page.path)

    def _of_articles(self, which: Q) -> dict[int, StoreIds]:
        carriers = self.carrying.of_articles(ArticlePage.objects.published_at(self.at).filter(which))
        return {pk: each.carrying for pk, each in carriers.items()}

    def _of_experts(self, ids: Iterable[int]) -> dict[int, StoreIds]:
        """Wherever an article is shown in which they speak, or which they reviewed."""
        ids = list(ids)
        published = ArticlePage.objects.published_at(self.at)
        pairs = set(published.filter(article_experts__expert__in=ids).values_list("article_experts__expert", "pk"))
        pairs |= set(published.filter(reviewed_by__in=ids).values_list("reviewed_by", "pk"))
        shown = self._of_articles(Q(pk__in={article for _expert, article in pairs}))
        found: dict[int, StoreIds] = dict.fromkeys(ids, NO_STORES)
        for expert, article in pairs:
            if expert in found:
                found[expert] |= shown[article]
        return found

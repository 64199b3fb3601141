"""Counts the stores that would carry an article as it stands in the form: audience, licence, and who hides it."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.urls import path
from django.utils import timezone
from django.utils.functional import cached_property

from cms.articles.models.articles import ArticlePage
from cms.articles.models.providers import Provider
from cms.carrying.carriers import Carriers, Carrying, is_licensed
from cms.carrying.reach import Reach
from stores.audience.counting import AudienceCountView
from stores.audience.members import StoreIds
from stores.ids import id_in

M = TypeVar("M", bound=Model)


class ArticleCountView(AudienceCountView):
    """POST the fields of an article, `?of=` its id where it has one."""

    @cached_property
    def article(self) -> ArticlePage:
        article = _row_with_id(ArticlePage.objects.all(), self.request.GET.get("of")) or ArticlePage()
        article.is_required = "is_required" in self.request.POST
        return article

    @cached_property
    def provider(self) -> Provider | None:
        return _row_with_id(Provider.objects.all(), self.request.POST.get("provider"))

    @cached_property
    def carriers(self) -> Carriers:
        return Carrying(timezone.now()).of_draft(self.article, self.audience, self.provider)

    @property
    def online(self) -> StoreIds:
        return self.carriers.asked

    @cached_property
    def stores(self) -> StoreIds:
        """Online stores that would show it."""
        return self.carriers.carrying

    def summary(self) -> str:
        return str(Reach.of(self.carriers))

    def notes(self) -> list[str]:
        carriers, notes = self.carriers, []
        if carriers.hiding:
            notes.append(f"{_stores_text(len(carriers.hiding))} hid it.")
        if self.provider and not is_licensed(self.provider, timezone.now()):
            return [f"The license of {self.provider} does not run at the moment.", *notes]
        without = len(carriers.in_audience) - len(carriers.offered)
        return [f"The license of {self.provider} leaves out {_stores_text(without)}.", *notes] if without else notes


def _stores_text(number: int) -> str:
    return f"{number} store" if number == 1 else f"{number} stores"


def _row_with_id(rows: QuerySet[M], text: str | None) -> M | None:
    """The row with this id; None also for what can't be one."""
    return rows.filter(pk=id_in(text)).first()


def count_urls() -> list[Any]:
    """The count of an article's stores, below `/admin/`."""
    return [path("articles/count/", ArticleCountView.as_view(), name="cms_article_count")]

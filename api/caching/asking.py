"""How the database is asked about articles: about all, or about the few that were written since."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from api.caching.questions import Question, Rows
from cms.models import ArticlePage
from stores.shapes import Shape


def asked_rows(question: Question, ids: Iterable[int] | None) -> list[Any]:
    if ids is not None and question.again is not None:
        return question.again(list(ids))
    articles = ArticlePage.objects.all() if ids is None else ArticlePage.objects.filter(pk__in=list(ids))
    return list(question.rows(articles).order_by().values_list("pk", "published_on"))


@cache
def pairs_among(_name: str, pairs: Rows) -> Shape:
    return Shape(lambda ids: pairs(ArticlePage.objects.filter(pk__in=ids)))


CARRIED_AMONG = Shape(
    lambda ids, store, at: (
        ArticlePage.objects.filter(pk__in=ids).carried_by(store, at).order_by().values_list("pk", "published_on")
    )
)


def pinned_ids(pins: Rows) -> list[int]:
    return list(pins(ArticlePage.objects.all()).values_list("pk", flat=True))

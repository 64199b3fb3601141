"""Which media anybody may read."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import datetime
from itertools import compress, count
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Model, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Collection, CollectionViewRestriction, Page, ReferenceIndex

from cms.articles.addresses import all_rules_of_addresses, rule_of_addresses
from cms.articles.models.articles import ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.news import HealthNewsPage
from cms.articles.models.pages import StandardPage
from stores.models import StorePage
from stores.shapes import Shape
from stores.tree import stands_under


def public_collections() -> QuerySet[Collection]:
    """Collections that are neither privately viewed nor below one that is, for anonymous eyes; no query of its own."""
    private = CollectionViewRestriction.objects.all()
    return Collection.objects.filter(~stands_under(private, "collection__path"))


def shown_media(store: StorePage, at: datetime, model: type[Model]) -> QuerySet[Any]:
    """Media that the store's visible pages use; none of a private collection.

    What was uploaded and is shown nowhere is nobody's to read, even if it stands in the store's own collection: it may
    wait for somebody's approval.
    """
    kinds = {"pages": _type_of(Page), "kind": _type_of(model)}
    # The ids alone, so that search and filters work on a plain queryset.
    return model._default_manager.filter(pk__in=_SHOWN.part(model, store=store, at=at, **kinds)).order_by("id")


def _shown(model: type[Model], store: StorePage, at: datetime, pages: int, kind: int) -> QuerySet[Any]:
    """`pages`, `kind`: content types of pages and of the media."""
    readable = all_rules_of_addresses(store, at).annotate(text_id=Cast("pk", CharField())).values("text_id")
    uses = ReferenceIndex.objects.filter(base_content_type_id=pages, to_content_type_id=kind, object_id__in=readable)
    used = uses.annotate(media_id=Cast("to_object_id", BigIntegerField())).values("media_id")
    return model._default_manager.filter(pk__in=used, collection__in=public_collections()).values("pk")


_SHOWN = Shape(_shown)


def _other_pages(store: StorePage, at: datetime, experts: list[int]) -> QuerySet[Any]:
    # Not as parts of one condition: all pages would be held against it.
    first, *others = (rule_of_addresses(page_type, store, at) for page_type in (StandardPage, HealthNewsPage))
    rows = [*others, ExpertPage.objects.published_at(at).filter(pk__in=experts)]
    union: QuerySet[Any] = first.order_by().values_list("pk")
    return union.union(*(each.order_by().values_list("pk") for each in rows), all=True)


_OTHER_PAGES = Shape(_other_pages)


def speakers(articles: QuerySet[ArticlePage]) -> QuerySet[Any]:
    """Ids of experts who speak in articles or reviewed them, and of these, with their days."""
    speak = articles.order_by().filter(article_experts__isnull=False)
    review = articles.order_by().filter(reviewed_by__isnull=False)
    said = speak.values_list("article_experts__expert_id", "pk", "published_on")
    return said.union(review.values_list("reviewed_by_id", "pk", "published_on"), all=True)


def other_pages(store: StorePage, at: datetime, experts: Iterable[int]) -> set[int]:
    """Pages with an address at the store that are no articles. `experts`: the `speakers` of what it carries."""
    rows = _OTHER_PAGES.rows(store=store, at=at, experts=sorted(experts) or [0])
    return {store.pk, *(pk for (pk,) in rows)}


class MediaUses:
    """Which pages use which media of one model; of a private collection none. The same for every store.

    With the pages that a store shows it says the same as `shown_media`. 16 bytes for each use. `number`: another one
    after each change.
    """

    _numbers = count()

    def __init__(self, rows: Iterable[tuple[int, int]]) -> None:
        """`rows`: ids of a medium and of a page that uses it."""
        pairs = sorted(rows)
        self._media = array("q", (medium for medium, _page in pairs))
        self._pages = array("q", (page for _medium, page in pairs))
        self.number = next(self._numbers)

    def shown_on(self, pages: set[int]) -> "array[int]":
        """The media that any of these pages uses, by id."""
        return array("q", dict.fromkeys(compress(self._media, map(pages.__contains__, self._pages))))

    def replace(self, media: Iterable[int], rows: Iterable[tuple[int, int]]) -> None:
        """Of these media only `rows` are used from now on."""
        self.number = next(self._numbers)
        for medium in media:
            place = slice(bisect_left(self._media, medium), bisect_right(self._media, medium))
            del self._media[place], self._pages[place]
        for medium, page in rows:
            at = bisect_right(self._media, medium)
            self._media.insert(at, medium)
            self._pages.insert(at, page)


def media_uses(model: type[Model], media: set[int] | None = None) -> set[tuple[int, int]]:
    """Ids of media and of pages that use them: of all media (None), or of some."""
    uses = ReferenceIndex.objects.filter(base_content_type_id=_type_of(Page), to_content_type_id=_type_of(model))
    public = model._default_manager.filter(collection__in=public_collections())
    if media is not None:
        uses, public = uses.filter(to_object_id__in=list(map(str, media))), public.filter(pk__in=media)
    readable = set(public.values_list("pk", flat=True))
    pairs = ((int(medium), int(page)) for medium, page in uses.values_list("to_object_id", "object_id").iterator())
    return {pair for pair in pairs if pair[0] in readable}


def used_by(model: type[Model], pages: Iterable[int]) -> set[int]:
    """The media that any of these pages uses, public or not."""
    uses = ReferenceIndex.objects.filter(base_content_type_id=_type_of(Page), to_content_type_id=_type_of(model))
    found = uses.filter(object_id__in=list(map(str, pages))).order_by().values_list("to_object_id", flat=True)
    return set(map(int, found))


def _type_of(model: type[Model]) -> int:
    return ContentType.objects.get_for_model(model).pk

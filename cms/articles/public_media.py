"""Which media anybody may read."""

from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, CharField, Model, QuerySet
from django.db.models.functions import Cast
from wagtail.models import Collection, CollectionViewRestriction, Page, ReferenceIndex

from cms.articles.addresses import all_rules_of_addresses
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
    kinds = {"pages": ContentType.objects.get_for_model(Page).pk, "kind": ContentType.objects.get_for_model(model).pk}
    # The ids alone, so that search and filters work on a plain queryset.
    return model._default_manager.filter(pk__in=_SHOWN.part(model, store=store, at=at, **kinds)).order_by("id")


def _shown(model: type[Model], store: StorePage, at: datetime, pages: int, kind: int) -> QuerySet[Any]:
    """`pages`, `kind`: content types of pages and of the media."""
    readable = all_rules_of_addresses(store, at).annotate(text_id=Cast("pk", CharField())).values("text_id")
    uses = ReferenceIndex.objects.filter(base_content_type_id=pages, to_content_type_id=kind, object_id__in=readable)
    used = uses.annotate(media_id=Cast("to_object_id", BigIntegerField())).values("media_id")
    return model._default_manager.filter(pk__in=used, collection__in=public_collections()).values("pk")


_SHOWN = Shape(_shown)

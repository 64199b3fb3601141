"""Which media anybody may read."""

from django.db.models import QuerySet
from wagtail.models import Collection, CollectionViewRestriction

from stores.tree import stands_under


def public_collections() -> QuerySet[Collection]:
    """Collections that are neither privately viewed nor below one that is, for anonymous eyes; no query of its own."""
    private = CollectionViewRestriction.objects.all()
    return Collection.objects.filter(~stands_under(private, "collection__path"))

"""Which collections anybody may see."""

from django.db.models import QuerySet
from wagtail.models import Collection, CollectionViewRestriction

from stores.tree import stands_under


def public_collections() -> QuerySet[Collection]:
    """Collections that are not privately viewed, nor stand below one that is. Anonymous eyes only; no query of its own."""
    private = CollectionViewRestriction.objects.all()
    return Collection.objects.filter(~stands_under(private, "collection__path"))

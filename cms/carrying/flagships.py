"""Where an article that many stores carry has its own address: at a flagship store, for search engines."""

from collections.abc import Collection
from datetime import datetime

from cms.articles.models.articles import ArticlePage
from cms.articles.models.providers import Provider
from stores.store.finding import store_by_id
from stores.store.models.store import StorePage


def carried_at(flagship: StorePage, ids: Collection[int], at: datetime) -> set[int]:
    """Those of the articles that the flagship store carries; of others each store's own page is the address."""
    carried = ArticlePage.objects.carried_by(flagship, at).filter(pk__in=ids)
    return set(carried.order_by().values_list("pk", flat=True))


def slugs_elsewhere(store: StorePage, at: datetime) -> set[str]:
    """Slugs of what the store carries and whose own address is not here: the original's, or a flagship store's."""
    carried = ArticlePage.objects.carried_by(store, at).order_by()
    found = set(carried.canonical_elsewhere().values_list("slug", flat=True))
    named = Provider.objects.exclude(flagship=None).exclude(flagship=store.pk).order_by()
    for pk in named.values_list("flagship", flat=True).distinct():
        flagship = store_by_id(pk)
        if flagship is not None:
            found.update(carried.led_to(flagship).carried_by(flagship, at).values_list("slug", flat=True))
    return found

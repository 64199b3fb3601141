"""The one address of an article for search engines: the original's, the flagship store's, or the store's own."""

from collections import defaultdict
from collections.abc import Iterable

from api.caching.parts import any_in
from api.caching.scopes import store_scope
from api.serializers.shown import Shown, own_url_at
from cms.articles.addresses import path_of
from cms.carrying.flagships import carried_at
from cms.models import ArticlePage
from stores.models import StorePage
from stores.store.finding import store_by_id


def canonical_url_of(article: ArticlePage, shown: Shown) -> str:
    """As the article's policy says, else its provider's.

    A flagship store that is not online, or does not carry the article, stands for nothing: each store's page does.
    """
    if article.canonical_original:
        return article.canonical_original
    if article.flagship_id is not None and article.pk not in shown.flagships:
        load_flagships([article], shown)
    flagship = shown.flagships.get(article.pk)
    if flagship is None:
        return shown.shared_url(article)
    return own_url_at(flagship, path_of(article), article.language)


def load_flagships(articles: Iterable[ArticlePage], shown: Shown) -> None:
    """Set `shown.flagships` for all articles at once: two queries for each flagship store at most."""
    led: dict[int, list[int]] = defaultdict(list)
    for article in articles:
        if article.flagship_id is not None and article.pk is not None:
            led[article.flagship_id].append(article.pk)
    for store_id, ids in led.items():
        flagship = _store(store_id, shown)
        carried = _carried(flagship, ids, shown) if flagship is not None else set()
        shown.flagships |= {pk: flagship if pk in carried else None for pk in ids}


def _store(pk: int, shown: Shown) -> StorePage | None:
    store: StorePage | None = shown.known("flagship", pk, lambda: store_by_id(pk), any_in(store_scope(pk)))
    return store


def _carried(flagship: StorePage, ids: list[int], shown: Shown) -> set[int]:
    known = shown.from_shelf(lambda shelf: shelf.carries(flagship, ids))
    return carried_at(flagship, ids, shown.at) if known is None else known

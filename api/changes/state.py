"""What a store, or the network, shows at a moment: as little as tells, later, what has changed."""

import zlib
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any

import orjson
from django.db.models import Q
from wagtail.models import Page

from api.protocol.renderers import JSONRenderer
from api.serializers.banners import BannerSerializer
from api.serializers.plain import represented
from api.serializers.shown import Shown
from api.serializers.stores import store_data
from cms.articles.addresses import KINDS, path_for, rule_of_addresses
from cms.models import ArticlePage
from stores.banners.shown import banners_of
from stores.models import StorePage
from stores.store.querysets import under_restriction

Known = list[str]
"""Kind and path."""
Pages = dict[str, Known]
"""By id, as JSON has keys."""

OF_THE_CLOCK = frozenset({"hours", "status", "special_days"})
"""Members of a store's answer that say how its hours stand."""


@dataclass(slots=True)
class ShownState:
    """`is_online`: whether the store is there at all. Digests of what has no row of its own."""

    is_online: bool = False
    pages: Pages = field(default_factory=dict)
    banners: dict[str, str] = field(default_factory=dict)
    store: str = ""
    hours: str = ""
    media: dict[str, list[int]] = field(default_factory=dict)
    stores: dict[str, str] = field(default_factory=dict)
    """Of the network's feed: the slug of each store that is online."""

    def packed(self) -> bytes:
        return zlib.compress(orjson.dumps(asdict(self)), 3)

    @classmethod
    def unpacked(cls, packed: bytes) -> "ShownState":
        return cls(**orjson.loads(zlib.decompress(packed)))


def digest(data: Any) -> str:
    return blake2b(JSONRenderer().render(data), digest_size=8).hexdigest()


def known_pages(rule: Any, page_type: type[Any]) -> Pages:
    """The rows of one type of page, as a state keeps them."""
    rows = rule.order_by().values_list("pk", "slug")
    return {str(pk): [KINDS[page_type], path_for(page_type, slug)] for pk, slug in rows}


def pages_at(store: StorePage, at: datetime, articles: set[int] | None = None) -> Pages:
    """What has an address at the store; of articles only those with these ids, where they are given."""
    found: Pages = {}
    for page_type in KINDS:
        if page_type is not StorePage:
            rule = rule_of_addresses(page_type, store, at)
            if page_type is ArticlePage and articles is not None:
                rule = rule.filter(pk__in=articles)
            found |= known_pages(rule, page_type)
    return found


def pages_in_network(at: datetime, articles: set[int] | None = None) -> Pages:
    """What is published anywhere; of articles only those with these ids, where they are given."""
    found: Pages = {}
    for page_type in KINDS:
        if page_type is not StorePage:
            rows = Page.objects.live().filter(~under_restriction(), Q(expire_at=None) | Q(expire_at__gt=at))
            if page_type is ArticlePage and articles is not None:
                rows = rows.filter(pk__in=articles)
            found |= known_pages(page_type._default_manager.filter(pk__in=rows.order_by().values("pk")), page_type)
    return found


def banners_at(store: StorePage, at: datetime) -> dict[str, str]:
    data = represented(BannerSerializer, banners_of(store, at), {}, many=True)
    return {banner["id"]: digest(banner) for banner in data}


def of_store(shown: Shown) -> tuple[str, str]:
    """Digests of what is said of the store, and of what is written of its hours."""
    said = store_data(shown)
    hours = [
        (counter.value, each.door is not None, each.regular, each.dated, each.cuts)
        for counter, each in shown.schedules.items()
    ]
    written = blake2b(repr((hours, sorted(map(repr, shown.hours.confirmed)))).encode(), digest_size=8).hexdigest()
    return digest({name: value for name, value in said.items() if name not in OF_THE_CLOCK}), written


def load_store(pk: int) -> StorePage | None:
    """The store with all that is said of it; None where it is not online."""
    return StorePage.objects.online().with_profile().filter(pk=pk).first()


def stores_online() -> dict[str, str]:
    return {str(pk): slug for pk, slug in StorePage.objects.online().order_by().values_list("pk", "slug")}

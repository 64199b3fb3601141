"""Promo lines of a store, resolved by the clock at read time."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from stores.models.banners import BannerFields
from stores.models.store import StorePage
from stores.store_tokens import store_tokens
from stores.tokens import fill


@dataclass(frozen=True, slots=True)
class BannerLink:
    """Where a promo line leads."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class ShownBanner:
    """A promo line as a patient sees it. `id` is unique in the store: `store-9`. Dates are the store's own."""

    id: str
    origin: str
    text: str
    style: str
    link: BannerLink | None
    show_from: date | None
    show_until: date | None
    is_locked: bool


def shown_on(day: date) -> Q:
    """Promo lines whose dates include `day`; both ends are inclusive."""
    begun = Q(show_from__isnull=True) | Q(show_from__lte=day)
    return begun & (Q(has_no_end=True) | Q(show_until__gte=day))


def _link(banner: BannerFields, store: StorePage) -> BannerLink | None:
    """An absolute URL on the store's own site, or outside; None when the page that it names is not published."""
    if banner.link_url:
        url = banner.link_url
    elif banner.link_phone:
        url = banner.link_phone.as_rfc3966
    elif banner.link_path:
        url = store.root_url + banner.link_path
    elif banner.link_page and banner.link_page.live and banner.link_page.path.startswith(store.path):
        url = store.root_url + banner.link_page.url_path[len(store.url_path) - 1 :]
    else:
        return None
    return BannerLink(url=url, label=banner.link_label)


def banners_of(store: StorePage, at: datetime) -> list[ShownBanner]:
    """What the store shows at the moment `at`, in order, tokens filled. One query."""
    today = at.astimezone(store.zone).date()
    rows = store.promo_banners.filter(shown_on(today)).select_related("link_page").order_by("sort_order", "pk")
    values = store_tokens(store)
    return [
        ShownBanner(
            id=f"store-{row.pk}",
            origin="store",
            text=fill(row.text, values, is_html=False),
            style=row.style,
            link=_link(row, store),
            show_from=row.show_from,
            show_until=row.show_until,
            is_locked=False,
        )
        for row in rows
    ]

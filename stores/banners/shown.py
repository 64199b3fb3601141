"""Which banners stand on a store's site at a moment: its own and the network's, resolved and in order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from stores.banners.hiding import hidden_at, same_text
from stores.banners.linked import markup, with_label
from stores.banners.models import BannerFields, NetworkBanner, PromoBanner
from stores.choices import BannerStyle, StoreMay
from stores.languages import order_of
from stores.store.models.store import StorePage
from stores.store.querysets import under_restriction
from stores.tokens.syntax import fill
from stores.tokens.values import store_tokens


@dataclass(frozen=True, slots=True)
class BannerLink:
    """Where a banner leads; `label` is the stretch of its text that is the link.

    `path` is that on the store's own site; None for what leads elsewhere.
    """

    url: str
    label: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class ShownBanner:
    """A banner as a patient sees it. `id` is unique in the store: `store-9`. Dates are the store's own.

    `text` holds `link.label`, whose first occurrence is the link; `html` is the same as markup.
    `posted_at` is of alerts alone, on the store's clock.
    """

    id: str
    origin: str
    text: str
    html: str
    style: str
    language: str
    link: BannerLink | None
    show_from: date | None
    show_until: date | None
    posted_at: datetime | None
    is_locked: bool


def shown_on(day: date) -> Q:
    """Banners whose dates include `day`; both ends are inclusive. As `BannerFields.is_shown_on`, of many rows."""
    begun = Q(show_from__isnull=True) | Q(show_from__lte=day)
    return begun & (Q(has_no_end=True) | Q(show_until__gte=day))


def _own_page_paths(rows: Iterable[PromoBanner], store: StorePage, at: datetime) -> dict[int, str]:
    """Page id -> path of the store's own pages that the banners lead to and that a patient can read."""
    ids = {row.link_page_id for row in rows if row.link_page_id}
    if not ids:
        return {}
    in_time = Q(expire_at__isnull=True) | Q(expire_at__gt=at)
    pages = Page.objects.live().filter(~under_restriction(), in_time, pk__in=ids, path__startswith=store.path)
    start = len(store.url_path) - 1
    return {pk: url_path[start:] for pk, url_path in pages.values_list("pk", "url_path")}


def _link_of(
    banner: BannerFields, label: str, root: Callable[[], str], page_paths: Mapping[int, str]
) -> BannerLink | None:
    """To the store's own site, after `root`, or outside; None when the page that it names can't be read."""
    if banner.link_url:
        return BannerLink(banner.link_url, label)
    if banner.link_phone:
        return BannerLink(str(banner.link_phone.as_rfc3966), label)
    path = banner.link_path
    if not path and isinstance(banner, PromoBanner):
        path = page_paths.get(banner.link_page_id or 0, "")
    return BannerLink(root() + path, label, path) if path else None


def banners_of(
    store: StorePage,
    at: datetime,
    draft: NetworkBanner | None = None,
    root: str | None = None,
    language: str | None = None,
) -> list[ShownBanner]:
    """What the store shows at `at`: alerts, the network's banners, each hidden or replaced as it may be, its own.

    Tokens are filled. Two queries, and one where a banner leads to a page. A `draft` of a banner of the network is
    shown in its place, whether or not the store would show it. `root` stands before each path of the store's site;
    None: where patients find its pages. `language`: each text once, in this language where there is a line that says
    it so, else in the network's own; None: every line, in its own language.
    """
    today = store.today(at)
    rows_of_store = sorted(store.promo_banners.all(), key=lambda row: (row.sort_order or 0, row.pk or 0))
    own = [row for row in rows_of_store if row.is_shown_on(today)]
    # What is over may be replaced still, and with it what says the same.
    asked = shown_on(today) | Q(pk__in=[row.replaces_id for row in own if row.replaces_id])
    rows = list(NetworkBanner.objects.for_store(store).filter(asked).annotate(is_hidden=hidden_at(store)))
    instead = standing_instead(own, rows)
    network: list[Any] = [row for row in rows if row.is_shown_on(today)]
    if draft is not None:
        network = _with_draft(network, draft)
    shown: list[PromoBanner | NetworkBanner] = []
    for banner in network:
        if draft is not None and banner is draft:
            shown.append(banner)
        elif line := instead.get(banner.pk):
            shown += [] if line in shown else [line]
        elif banner.store_may == StoreMay.NOTHING or not banner.is_hidden:
            shown.append(banner)
    shown += [row for row in own if row not in shown]
    if language is not None:
        shown = _each_once(shown, language, draft)
    shown.sort(key=lambda row: row.style != BannerStyle.ALERT)
    page_paths = _own_page_paths(own, store, at)
    values = store_tokens(store)
    places = (lambda: store.front_url if root is None else root), page_paths
    return [_shown_banner(row, store, places, values) for row in shown]


def standing_instead(own: Sequence[PromoBanner], rows: Sequence[NetworkBanner]) -> dict[int | None, PromoBanner]:
    """Line of the network -> that of the store in its place, or in the place of what says the same.

    `own`, in order, are shown that day; `rows` hold the lines that they name. Of several that name one, the first.
    """
    named = {row.replaces_id: row for row in reversed(own) if row.replaces_id}
    of_text = {same_text(row): named[row.pk] for row in reversed(rows) if row.pk in named}
    found = {row.pk: named.get(row.pk) or of_text.get(same_text(row)) for row in rows}
    may = {row.pk for row in rows if row.store_may == StoreMay.HIDE_OR_REPLACE}
    return {pk: line for pk, line in found.items() if pk in may and line is not None}


def _each_once(rows: list[Any], language: str, draft: NetworkBanner | None) -> list[Any]:
    """Of lines that say the same the one that is wanted most, where the first of them stands; a draft before all."""
    order = order_of(language)
    found: dict[Any, Any] = {}
    for row in rows:
        # A draft that was never saved has no key to be found by.
        key = row.translation_key or id(row)
        there = found.setdefault(key, row)
        if row is draft or (there is not draft and _wish(row, order) < _wish(there, order)):
            found[key] = row
    return list(found.values())


def _wish(row: BannerFields, order: list[str]) -> int:
    return order.index(row.language) if row.language in order else len(order)


def _with_draft(rows: Iterable[NetworkBanner], draft: NetworkBanner) -> list[NetworkBanner]:
    """The draft instead of its saved row, where its order puts it; a new one comes after those of its number."""
    others = [row for row in rows if row.pk != draft.pk]
    return sorted([*others, draft], key=lambda row: (row.sort_order or 0, row.pk is None, row.pk or 0))


def _shown_banner(
    row: PromoBanner | NetworkBanner,
    store: StorePage,
    places: tuple[Callable[[], str], Mapping[int, str]],
    values: Mapping[str, str],
) -> ShownBanner:
    """`places`: what stands before a path, and the paths of the store's own pages."""
    origin = "network" if isinstance(row, NetworkBanner) else "store"
    # Rows that were written past every form may have their label beside the text.
    text = fill(with_label(row.text, row.link_label), values, is_html=False)
    label = fill(row.link_label, values, is_html=False) or text
    link = _link_of(row, label, *places)
    return ShownBanner(
        id=f"{origin}-{row.pk}",
        origin=origin,
        text=text,
        html=markup(text, link.url if link else "", label),
        style=row.style,
        language=row.language,
        link=link,
        show_from=row.show_from,
        show_until=row.show_until,
        posted_at=row.posted_at.astimezone(store.zone) if row.posted_at else None,
        is_locked=isinstance(row, NetworkBanner) and row.store_may == StoreMay.NOTHING,
    )

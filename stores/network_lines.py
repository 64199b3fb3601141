"""The network's promo lines as the people of one store see them: what each does there, and what they may do."""

from dataclasses import dataclass
from datetime import date, datetime

from stores.banners import shown_on
from stores.choices import StoreMay
from stores.dated_words import day_name
from stores.models import NetworkBanner, StorePage
from stores.network_banners import hidden_at, network_banners_for
from stores.store_tokens import store_tokens
from stores.tokens import fill


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """One line at one store. `text` has its tokens filled; `state` says in words whether patients read it now."""

    banner: NetworkBanner
    text: str
    state: str
    days: str
    is_shown: bool
    is_hidden: bool
    is_over: bool
    may_hide: bool
    may_replace: bool


def network_lines(store: StorePage, at: datetime) -> list[NetworkLine]:
    """Every line whose audience includes the store, in the order in which patients read them."""
    today = at.astimezone(store.zone).date()
    replacing = store.promo_banners.filter(shown_on(today), replaces__isnull=False).order_by("-sort_order", "-pk")
    replaced_by = {row.replaces_id: row.text for row in replacing}
    values = store_tokens(store)
    lines = []
    for banner in network_banners_for(store).annotate(is_hidden=hidden_at(store)):
        may_replace = banner.store_may == StoreMay.HIDE_OR_REPLACE
        may_hide = banner.store_may != StoreMay.NOTHING
        is_hidden = may_hide and banner.is_hidden
        own = replaced_by.get(banner.pk) if may_replace else None
        state, is_shown = _state(
            banner, today, is_hidden=is_hidden, own=fill(own, values, is_html=False) if own else ""
        )
        lines.append(
            NetworkLine(
                banner=banner,
                text=fill(banner.text, values, is_html=False),
                state=state,
                days=_days(banner),
                is_shown=is_shown,
                is_hidden=is_hidden,
                is_over=_is_over(banner, today),
                may_hide=may_hide,
                may_replace=may_replace,
            )
        )
    return lines


def _is_over(banner: NetworkBanner, today: date) -> bool:
    return banner.show_until is not None and banner.show_until < today


def _state(banner: NetworkBanner, today: date, *, is_hidden: bool, own: str) -> tuple[str, bool]:
    if _is_over(banner, today):
        return "Over", False
    # A line that replaces stands there whether or not the network's is hidden.
    if own and (banner.show_from is None or banner.show_from <= today):
        return f"Replaced by your “{own}”", False
    if is_hidden:
        return "Hidden here", False
    if banner.show_from is not None and banner.show_from > today:
        return "Not yet", False
    return "Shown now", True


def _days(banner: NetworkBanner) -> str:
    ends = f"until {day_name(banner.show_until)}" if banner.show_until else "no end"
    days = f"from {day_name(banner.show_from)}, {ends}" if banner.show_from else ends
    return days[0].upper() + days[1:]

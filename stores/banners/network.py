"""The network's promo lines at one store: what it sees of them, hides and shows again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from stores.access.locks import check_unlocked
from stores.access.who import Actor
from stores.audience.members import NOT_IN_AUDIENCE, Roster, audience_of
from stores.banners.hiding import hidden_at, is_hidden, languages_beside, show_again
from stores.banners.models import HiddenBanner, NetworkBanner, PromoBanner
from stores.banners.shown import shown_on, standing_instead
from stores.choices import StoreMay
from stores.hours.date_words import day_name
from stores.languages import name_of_language, own_language
from stores.store.models.store import StorePage
from stores.tokens.syntax import fill
from stores.tokens.values import store_tokens


@dataclass(frozen=True, slots=True)
class NetworkBannerAtStore:
    """One banner at one store. `text` has its tokens filled; `state` says in words whether patients read it now."""

    banner: NetworkBanner
    text: str
    state: str
    days: str
    language: str
    is_shown: bool
    is_hidden: bool
    is_over: bool
    may_hide: bool
    may_replace: bool


def network_banners_at(store: StorePage, at: datetime) -> list[NetworkBannerAtStore]:
    """Every banner of the network whose audience includes the store, in the order in which patients read them."""
    today = store.today(at)
    banners: list[Any] = list(NetworkBanner.objects.for_store(store).annotate(is_hidden=hidden_at(store)))
    instead, beside = standing_instead(_replacing(store, today), banners), languages_beside(banners)
    values = store_tokens(store)
    found = []
    for banner in banners:
        may_replace = banner.store_may == StoreMay.HIDE_OR_REPLACE
        may_hide = banner.store_may != StoreMay.NOTHING
        is_hidden = may_hide and banner.is_hidden
        own = instead.get(banner.pk)
        state, is_shown = _state(
            banner, today, is_hidden=is_hidden, own=fill(own.text, values, is_html=False) if own else ""
        )
        found.append(
            NetworkBannerAtStore(
                banner=banner,
                text=fill(banner.text, values, is_html=False),
                state=state,
                days=_dates_text(banner),
                language=_language_text(banner, beside[banner.pk], values),
                is_shown=is_shown,
                is_hidden=is_hidden,
                is_over=_is_over(banner, today),
                may_hide=may_hide,
                may_replace=may_replace,
            )
        )
    return found


def _replacing(store: StorePage, today: date) -> list[PromoBanner]:
    """The store's own lines that stand in the place of one of the network's, in order."""
    rows = store.promo_banners.filter(shown_on(today), replaces__isnull=False)
    return list(rows.order_by("sort_order", "pk"))


def _language_text(banner: NetworkBanner, beside: list[NetworkBanner], values: Mapping[str, str]) -> str:
    """`Spanish: says the same as “…”.`; nothing where lines are in one language."""
    if not beside:
        return "" if banner.language == own_language() else f"{name_of_language(banner.language)}."
    texts = " and ".join(f"“{fill(each.text, values, is_html=False)}”" for each in beside)
    return f"{name_of_language(banner.language)}: says the same as {texts}."


def _is_over(banner: NetworkBanner, today: date) -> bool:
    return banner.show_until is not None and banner.show_until < today


def _state(banner: NetworkBanner, today: date, *, is_hidden: bool, own: str) -> tuple[str, bool]:
    if _is_over(banner, today):
        return "Over", False
    # A banner that replaces stands there whether or not the network's is hidden.
    if own and (banner.show_from is None or banner.show_from <= today):
        return f"Replaced by your “{own}”", False
    if is_hidden:
        return "Hidden here", False
    if banner.show_from is not None and banner.show_from > today:
        return "Not yet", False
    return "Shown now", True


def _dates_text(banner: NetworkBanner) -> str:
    ends = f"until {day_name(banner.show_until)}" if banner.show_until else "no end"
    days = f"from {day_name(banner.show_from)}, {ends}" if banner.show_from else ends
    return days[0].upper() + days[1:]


@transaction.atomic
def hide_banner(*, by: Actor | None, store: StorePage, banner: NetworkBanner) -> None:
    """Stop showing the network's banner at this store, nor what says the same in other languages. Safe to repeat.

    NetworkBanner.DoesNotExist when it is not for this store; ValidationError when the network lets nobody hide
    it, and where somebody else has locked the page.
    """
    check_unlocked(by, StorePage.objects.select_for_update().get(pk=store.pk))
    banner = NetworkBanner.objects.for_store(store).get(pk=banner.pk)
    if banner.store_may == StoreMay.NOTHING:
        raise ValidationError("The network shows this line at every store. It can't be hidden.")
    if not is_hidden(store, banner):
        HiddenBanner.objects.create(store=store, banner=banner)
        _log_hiding(store, banner, by, is_hidden=True)


@transaction.atomic
def show_banner(*, by: Actor | None, store: StorePage, banner: NetworkBanner) -> None:
    """Show a hidden banner of the network again, and what says the same. Safe to repeat.

    ValidationError where somebody else has locked the page.
    """
    check_unlocked(by, StorePage.objects.select_for_update().get(pk=store.pk))
    if show_again(store, banner):
        _log_hiding(store, banner, by, is_hidden=False)


def _log_hiding(store: StorePage, banner: NetworkBanner, by: Actor | None, *, is_hidden: bool) -> None:
    action = "stores.hide_banner" if is_hidden else "stores.show_banner"
    about = {"banner": banner.pk, "text": banner.text}
    log(store, action, user=by, data={**about, "old": {"is_hidden": not is_hidden}, "new": {"is_hidden": is_hidden}})


def why_banner_is_not_shown(banner: NetworkBanner, store: StorePage, at: datetime) -> list[str]:
    """Each reason in words; empty when the store would show the banner, which may be unsaved."""
    today = store.today(at)
    reasons = []
    if store.pk not in Roster.load([store.pk]).members(audience_of(banner)):
        reasons.append(NOT_IN_AUDIENCE)
    if banner.show_from and banner.show_from > today:
        reasons.append(f"It starts on {day_name(banner.show_from)}.")
    if banner.show_until and banner.show_until < today:
        reasons.append(f"It ended on {day_name(banner.show_until)}.")
    others = [row for row in NetworkBanner.objects.for_store(store) if row.pk != banner.pk]
    own = standing_instead(_replacing(store, today), [banner, *others]).get(banner.pk)
    if own is not None:
        text = fill(own.text, store_tokens(store), is_html=False)
        return [*reasons, f"The store shows its own line instead: “{text}”."]
    if banner.store_may != StoreMay.NOTHING and is_hidden(store, banner):
        reasons.append("The store hides it.")
    return reasons

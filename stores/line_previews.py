"""Why patients of a store would not read a promo line of the network that is being written."""

from datetime import datetime

from stores.audience_reach import audience_of
from stores.banners import shown_on
from stores.choices import StoreMay
from stores.dated_words import day_name
from stores.models import HiddenBanner, NetworkBanner, StorePage
from stores.store_tokens import store_tokens
from stores.tokens import fill


def why_line_is_not_shown(line: NetworkBanner, store: StorePage, at: datetime) -> list[str]:
    """In words, one for each reason; empty when the store would show it. The line may be unsaved."""
    today = at.astimezone(store.zone).date()
    reasons = []
    if not StorePage.objects.filter(audience_of(line).condition, pk=store.pk).exists():
        reasons.append("This store is not in its audience.")
    if line.show_from and line.show_from > today:
        reasons.append(f"It starts on {day_name(line.show_from)}.")
    if line.show_until and line.show_until < today:
        reasons.append(f"It ended on {day_name(line.show_until)}.")
    if line.pk is None:
        return reasons
    if line.store_may == StoreMay.HIDE_OR_REPLACE:
        own = store.promo_banners.filter(shown_on(today), replaces=line).order_by("sort_order", "pk").first()
        if own is not None:
            text = fill(own.text, store_tokens(store), is_html=False)
            return [*reasons, f"The store shows its own line instead: “{text}”."]
    if line.store_may != StoreMay.NOTHING and HiddenBanner.objects.filter(store=store.pk, banner=line).exists():
        reasons.append("The store hides it.")
    return reasons

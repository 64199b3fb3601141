"""What a store does with the network's promo lines: live at once, logged, taken back by the opposite."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from stores.choices import StoreMay
from stores.models import HiddenBanner, NetworkBanner, StorePage
from stores.network_banners import network_banners_for

Actor = Any


@transaction.atomic
def hide_banner(*, by: Actor | None, store: StorePage, banner: NetworkBanner) -> None:
    """Show the line at this store no more. Safe to repeat.

    NetworkBanner.DoesNotExist when it is not for this store; ValidationError when the network lets nobody hide it.
    """
    StorePage.objects.select_for_update().get(pk=store.pk)
    banner = network_banners_for(store).get(pk=banner.pk)
    if banner.store_may == StoreMay.NOTHING:
        raise ValidationError("The network shows this line at every store. It can't be hidden.")
    _row, is_new = HiddenBanner.objects.get_or_create(store=store, banner=banner)
    if is_new:
        _log(store, banner, by, is_hidden=True)


@transaction.atomic
def show_banner(*, by: Actor | None, store: StorePage, banner: NetworkBanner) -> None:
    """Show a hidden line again. Safe to repeat."""
    StorePage.objects.select_for_update().get(pk=store.pk)
    removed, _by_model = HiddenBanner.objects.filter(store=store, banner=banner).delete()
    if removed:
        _log(store, banner, by, is_hidden=False)


def _log(store: StorePage, banner: NetworkBanner, by: Actor | None, *, is_hidden: bool) -> None:
    action = "stores.hide_banner" if is_hidden else "stores.show_banner"
    said = {"banner": banner.pk, "text": banner.text}
    log(store, action, user=by, data={**said, "old": {"is_hidden": not is_hidden}, "new": {"is_hidden": is_hidden}})

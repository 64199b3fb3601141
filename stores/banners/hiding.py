"""Where a store hides a line of the network: whatever says the same in another language is hidden along with it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.signals import pre_delete
from django.dispatch import receiver

from stores.banners.models import HiddenBanner, NetworkBanner
from stores.store.models.store import StorePage


def hidden_at(store: StorePage) -> Exists:
    """Whether the store hides the outer line, or one that says the same."""
    same = Q(banner=OuterRef("pk")) | Q(banner__translation_key=OuterRef("translation_key"))
    return Exists(HiddenBanner.objects.filter(same, store=store.pk))


def is_hidden(store: StorePage, banner: NetworkBanner) -> bool:
    """The same of one line, which may be unsaved."""
    return _rows_of(banner).filter(store=store.pk).exists()


def show_again(store: StorePage, banner: NetworkBanner) -> bool:
    """Hide the line no longer, nor what says the same; whether it was hidden."""
    removed, _by_model = _rows_of(banner).filter(store=store.pk).delete()
    return removed > 0


def hidden_pairs(rows: QuerySet[NetworkBanner]) -> set[tuple[int, int]]:
    """(line, store) for each of the lines and each store that hides it."""
    alone = HiddenBanner.objects.filter(banner__in=rows).values_list("banner_id", "store_id")
    joined = rows.filter(translation_key__isnull=False).order_by()
    keys = dict(joined.values_list("pk", "translation_key"))
    of_key: dict[Any, set[int]] = {}
    found = HiddenBanner.objects.filter(banner__translation_key__in=set(keys.values()))
    for key, store in found.values_list("banner__translation_key", "store_id"):
        of_key.setdefault(key, set()).add(store)
    return set(alone) | {(pk, store) for pk, key in keys.items() for store in of_key.get(key, ())}


def same_text(banner: NetworkBanner) -> Any:
    """What lines that say the same have in common."""
    return banner.translation_key or banner.pk


def languages_beside(rows: Iterable[NetworkBanner]) -> dict[int, list[NetworkBanner]]:
    """Line -> the others among them that say the same."""
    known = list(rows)
    return {row.pk: [each for each in known if each != row and same_text(each) == same_text(row)] for row in known}


def has_languages_beside(banner: NetworkBanner) -> bool:
    """Whether another line says the same."""
    others = NetworkBanner.objects.exclude(pk=banner.pk)
    return bool(banner.translation_key) and others.filter(translation_key=banner.translation_key).exists()


def _rows_of(banner: NetworkBanner) -> QuerySet[HiddenBanner]:
    same = Q(banner=banner.pk) if banner.pk else Q(pk__in=[])
    if banner.translation_key:
        same |= Q(banner__translation_key=banner.translation_key)
    return HiddenBanner.objects.filter(same)


@receiver(pre_delete, sender=NetworkBanner, dispatch_uid="hand_on_what_is_hidden")
def hand_on_what_is_hidden(instance: NetworkBanner, origin: Any, **kwargs: Any) -> None:
    """A store that hid the line that is deleted hides what says the same by a row of its own."""
    if not instance.translation_key:
        return
    others = NetworkBanner.objects.filter(translation_key=instance.translation_key).exclude(pk=instance.pk)
    if isinstance(origin, QuerySet):
        others = others.exclude(pk__in=origin.order_by().values("pk"))
    heir = others.order_by("pk").first()
    if heir is not None:
        stores = HiddenBanner.objects.filter(banner=instance).values_list("store_id", flat=True)
        rows = [HiddenBanner(store_id=store, banner=heir) for store in stores]
        HiddenBanner.objects.bulk_create(rows, ignore_conflicts=True)

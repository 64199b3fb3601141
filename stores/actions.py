"""Writes that touch several models of the network: keyword-only, atomic, with the actor."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Collection, Page, Site

from stores.models import StoreGroup, StorePage, StoreRegistration
from stores.signals import store_opened

STORES_COLLECTION = "Stores"


def _stores_collection() -> Collection:
    """The folder of the stores' own collections."""
    root = Collection.get_first_root_node()
    folder = root.get_children().filter(name=STORES_COLLECTION).first()
    return folder or root.add_child(name=STORES_COLLECTION)


def _check_host(hostname: str) -> None:
    network = settings.NETWORK_HOST.partition(":")[0]
    if hostname == network:
        raise ValidationError({"hostname": f"'{hostname}' is the network's own host."})
    if Site.objects.filter(hostname=hostname).exists():
        raise ValidationError({"hostname": f"Another site has the host name '{hostname}'."})


@transaction.atomic
def open_store(
    *,
    by: AbstractUser | None,
    parent: Page,
    store: StorePage,
    registration: StoreRegistration,
    hostname: str,
    groups: Iterable[StoreGroup] = (),
) -> StorePage:
    """Bring one store online: page, registration, Site, image collection; all of it or nothing.

    `store` and `registration` come unsaved; `store` may carry unsaved hours and promo lines. An empty slug becomes
    the registration's code. ValidationError names each bad field.
    """
    hostname = hostname.lower()
    _check_host(hostname)
    store.slug = store.slug or registration.code
    store.live = True
    store.first_published_at = store.last_published_at = timezone.now()
    registration.full_clean(exclude=["store", "collection"])
    parent.add_child(instance=store)
    for child in [*store.opening_hours.all(), *store.promo_banners.all()]:
        child.full_clean()
    registration.store = store
    registration.collection = _stores_collection().add_child(name=f"{store.title} ({registration.code})")
    registration.save()
    registration.groups.set(groups)
    store.site = Site.objects.create(
        hostname=hostname, port=settings.SITE_PORT, site_name=store.title, root_page=store, is_default_site=False
    )
    log(store, "wagtail.create", user=by)
    log(store, "wagtail.publish", user=by)
    store_opened.send(sender=StorePage, store=store, by=by)
    return store

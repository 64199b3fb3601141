"""What follows when a store's Site changes hands or names, whoever changes it."""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.models import Site

from stores.models import StorePage
from stores.registration_actions import check_former_host, keep_former_host
from stores.signals import store_opened


@receiver(store_opened)
def refuse_former_host(*, store: StorePage, **kwargs: Any) -> None:
    """A host that leads to another store is not free, until it is released there."""
    check_former_host(store.site.hostname, store=store)


@receiver(pre_save, sender=Site)
def keep_old_host(*, instance: Site, raw: bool, **kwargs: Any) -> None:
    """A store's old host leads to its new one, also when the Site was changed in Wagtail's settings."""
    if raw or instance.pk is None:
        return
    old = Site.objects.filter(pk=instance.pk).values_list("hostname", flat=True).first()
    if old is None or old == instance.hostname:
        return
    store = StorePage.objects.filter(pk=instance.root_page_id).first()
    if store is not None:
        keep_former_host(store=store, old=old, new=instance.hostname)

"""Opening a store and closing it: keyword-only, atomic, with the actor."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, ReferenceIndex, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from stores.access.who import Actor
from stores.hours.models import check_week
from stores.opening.collections import add_store_collection
from stores.opening.registration import check_host, check_keeper
from stores.people.appointing import acting
from stores.people.models import Invitation
from stores.people.people import close_without_rights, people_of
from stores.people.roles import grant_store_rights
from stores.signals import store_opened
from stores.store.models.groups import StoreGroup
from stores.store.models.registration import StoreRegistration
from stores.store.models.store import StorePage


def _empty_group(name: str) -> Group:
    """The group of this name; one that a deleted store left behind loses its people."""
    group, is_new = Group.objects.get_or_create(name=name)
    if not is_new:
        group.user_set.clear()
    return group


def _check_rows(store: StorePage) -> None:
    """Check hours and banners of a store that is not saved: the database would refuse a bad one without its field."""
    for row in store.opening_hours.all():
        # Its choices say what its constraints say, and asking the database for those costs six queries a row.
        row.full_clean(exclude=["store"], validate_constraints=False)
    check_week(store.opening_hours.all())
    for banner in store.promo_banners.all():
        banner.full_clean(exclude=["store"])
        if banner.link_page:
            raise ValidationError({"link_page": "A store that is not open yet has no page to link to."})


def _add_page(parent: Page, store: StorePage) -> None:
    """Save the page, then its rows, each list at once: Wagtail would look for references anew after each banner."""
    managers: tuple[Any, ...] = (store.opening_hours, store.promo_banners)
    lists = [(rows, list(rows.all())) for rows in managers]
    for rows, _unsaved in lists:
        rows.clear()
    with disable_reference_index_auto_update():
        parent.add_child(instance=store)
    for rows, unsaved in lists:
        for row in unsaved:
            row.store = store
        rows.model._default_manager.bulk_create(unsaved)
    ReferenceIndex.create_or_update_for_object(store)


@transaction.atomic
def open_store(
    *,
    by: Actor | None,
    parent: Page,
    store: StorePage,
    registration: StoreRegistration,
    hostname: str,
    groups: Iterable[StoreGroup] = (),
) -> StorePage:
    """Bring one store online: page, registration, Site, image collection, groups with rights; all of it or nothing.

    `store` and `registration` come unsaved; `store` may carry unsaved hours and promo lines. An empty slug becomes
    the registration's code. ValidationError names each bad field.
    """
    hostname = hostname.lower()
    check_host(hostname)
    store.slug = store.slug or registration.code
    store.live = True
    # Wagtail's log names the owner as the one who made the page.
    store.owner = by
    store.first_published_at = store.last_published_at = timezone.now()
    # As with the rows: what the constraints say, the fields' validators say too.
    registration.full_clean(exclude=["store", "collection", "owners", "staff"], validate_constraints=False)
    _check_rows(store)
    _add_page(parent, store)
    registration.store = store
    registration.collection = add_store_collection(f"{store.title} ({registration.code})")
    registration.owners = _empty_group(f"Owners of {registration.code}")
    registration.staff = _empty_group(f"Staff of {registration.code}")
    registration.save()
    grant_store_rights(registration)
    registration.groups.set(groups)
    store.site = Site.objects.create(
        hostname=hostname, port=settings.SITE_PORT, site_name=store.title, root_page=store, is_default_site=False
    )
    log(store, "wagtail.publish", user=by)
    store_opened.send(sender=StorePage, store=store, by=by)
    return store


@transaction.atomic
def close_store(*, by: Actor | None, store: StorePage, prescriptions_at: StorePage | None = None) -> StorePage:
    """Take one store offline for good: its host answers 410 and names the nearest stores. Nothing is deleted.

    Its people are dismissed, and its open invitations revoked. `prescriptions_at` is the store that has its
    prescriptions from now on; ValidationError for one that is not open.
    """
    registration = store.registration
    registration.closed_at = timezone.now()
    registration.prescriptions_at = prescriptions_at
    check_keeper(registration)
    registration.save(update_fields=["closed_at", "prescriptions_at"])
    StorePage.objects.filter(pk=store.pk).update(live=False, has_unpublished_changes=True)
    people = [person.pk for group in (registration.owners, registration.staff) for person in people_of(group)]
    with acting(by):
        for group in (registration.owners, registration.staff):
            group.user_set.clear()
    close_without_rights(people)
    Invitation.objects.open().filter(store=store).update(revoked_at=timezone.now())
    log(store, "stores.close", user=by, data={"prescriptions_at": prescriptions_at.title if prescriptions_at else ""})
    store.refresh_from_db()
    return store

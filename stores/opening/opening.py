"""Opening stores and closing one: keyword-only, atomic, with the actor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Site
from wagtail.signal_handlers import post_save_site_signal_handler

from stores.access.who import Actor
from stores.audience.following import check_by_hand, follow_registration, keep_members
from stores.batches.inserting import insert, told_by_field
from stores.batches.log_lines import log_pages
from stores.batches.pages import add_children
from stores.batches.search_weights import weights_at_the_end
from stores.hours.collisions import check_groups
from stores.hours.models import check_week
from stores.opening.collections import add_store_collections
from stores.opening.frontends import check_frontends, hold_frontend
from stores.opening.registration import check_keeper, check_sites, hold_site
from stores.people.appointing import acting
from stores.people.models import Invitation
from stores.people.people import close_without_rights, people_of
from stores.people.roles import grant_store_rights
from stores.signals import stores_opened
from stores.store.models.groups import StoreGroup
from stores.store.models.registration import StoreRegistration
from stores.store.models.store import StorePage

SAID_BY_US = ("path", "depth", "url_path", "locale", "content_type", "owner")
"""Columns of a new page that nobody gives."""
BESIDE = ("store", "collection", "owners", "staff")


@dataclass(frozen=True, slots=True)
class Opening:
    """One store that comes online.

    `store` and `registration` come unsaved; `store` may carry unsaved hours and promo lines. An empty slug becomes
    the registration's code.
    """

    parent: Page
    store: StorePage
    registration: StoreRegistration
    hostname: str
    groups: tuple[StoreGroup, ...] = ()


def open_store(
    *,
    by: Actor | None,
    parent: Page,
    store: StorePage,
    registration: StoreRegistration,
    hostname: str,
    groups: Iterable[StoreGroup] = (),
) -> StorePage:
    """Bring one store online, as `open_stores` does with many. ValidationError names each bad field."""
    (opened,) = open_stores(by=by, openings=[Opening(parent, store, registration, hostname, tuple(groups))])
    return opened


@transaction.atomic
def open_stores(*, by: Actor | None, openings: Sequence[Opening]) -> list[StorePage]:
    """Bring stores online: page, registration, Site, image collection, groups with rights; all of it or nothing.

    A number of statements that grows with the folders the stores stand in, not with the stores. ValidationError names
    each bad field of the first store that has one. What was given can't be used again then.
    """
    stores = [each.store for each in openings]
    registrations = [each.registration for each in openings]
    now = timezone.now()
    for each in openings:
        each.store.slug = each.store.slug or each.registration.code
        each.store.live = True
        # Wagtail's log names the owner as the one who made the page.
        each.store.owner = by
        each.store.first_published_at = each.store.last_published_at = now
    _check_registrations(registrations)
    for store in stores:
        _check_rows(store)
    for store in stores:
        store.check_fields(kept=SAID_BY_US)
    StorePage.check_slugs(stores)
    rows = [[store, *store.opening_hours.all(), *store.promo_banners.all()] for store in stores]
    with weights_at_the_end(), told_by_field(chain(*rows, registrations)):
        add_children([(each.parent, each.store) for each in openings], by=by)
        _register(openings)
        _give_hosts(openings)
        log_pages([(store, {}) for store in stores], "wagtail.publish", by=by)
        stores_opened.send(sender=StorePage, stores=stores, by=by)
    return stores


def _check_registrations(registrations: Sequence[StoreRegistration]) -> None:
    """ValidationError by field where a model would refuse one, or a store has its code."""
    codes = [registration.code for registration in registrations]
    taken = set(StoreRegistration.objects.filter(code__in=codes).values_list("code", flat=True))
    for registration in registrations:
        errors: dict[str, Any] = {}
        try:
            registration.clean_fields(exclude=BESIDE)
        except ValidationError as error:
            error.update_error_dict(errors)
        if registration.code in taken and "code" not in errors:
            errors["code"] = [registration.unique_error_message(StoreRegistration, ("code",))]
        if errors:
            raise ValidationError(errors)
        taken.add(registration.code)


def _check_rows(store: StorePage) -> None:
    """Check hours and banners of a store that is not saved: the database would refuse a bad one without its field."""
    for row in store.opening_hours.all():
        row.full_clean(exclude=["store"], validate_constraints=False)
    check_week(store.opening_hours.all())
    for banner in store.promo_banners.all():
        banner.full_clean(exclude=["store"], validate_constraints=False)
        if banner.link_page:
            raise ValidationError({"link_page": "A store that is not open yet has no page to link to."})


def _register(openings: Sequence[Opening]) -> None:
    """Registrations, each with a folder of pictures and groups of its own that have their rights, and its groups."""
    folders = add_store_collections([f"{each.store.title} ({each.registration.code})" for each in openings])
    groups = _empty_groups(
        [f"{role} of {each.registration.code}" for each in openings for role in ("Owners", "Staff")]
    )
    for each, folder in zip(openings, folders, strict=True):
        each.registration.store, each.registration.collection = each.store, folder
        each.registration.owners = groups[f"Owners of {each.registration.code}"]
        each.registration.staff = groups[f"Staff of {each.registration.code}"]
    registrations = [each.registration for each in openings]
    check_frontends(registrations)
    insert(registrations, instead_of=[hold_frontend, follow_registration])
    if len(registrations) > 1 and any(each.frontend_address for each in registrations):
        # By the network's default one of them may have what another says is its own.
        check_frontends(registrations)
    grant_store_rights(*registrations)
    joining = StoreRegistration.groups.through
    check_by_hand(group for each in openings for group in each.groups)
    pairs = {(each.registration.pk, group.pk): None for each in openings for group in each.groups}
    insert([joining(storeregistration_id=registration, storegroup_id=group) for registration, group in pairs])
    check_groups(each.registration for each in openings if each.groups)
    keep_members({each.store.pk for each in openings})


def _empty_groups(names: Sequence[str]) -> dict[str, Group]:
    """The groups of these names; one that a deleted store left behind loses its people."""
    groups = {group.name: group for group in Group.objects.filter(name__in=names)}
    for group in groups.values():
        group.user_set.clear()
    new = [Group(name=name) for name in names if name not in groups]
    insert(new)
    return {**groups, **{group.name: group for group in new}}


def _give_hosts(openings: Sequence[Opening]) -> None:
    """The store's Site, which answers at its host."""
    sites = [
        Site(
            hostname=each.hostname.lower(),
            port=settings.SITE_PORT,
            site_name=each.store.title,
            root_page=each.store,
            is_default_site=False,
        )
        for each in openings
    ]
    check_sites(sites)
    insert(sites, instead_of=[hold_site, post_save_site_signal_handler])
    Site.clear_site_root_paths_cache()
    for each, site in zip(openings, sites, strict=True):
        each.store.site = site


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

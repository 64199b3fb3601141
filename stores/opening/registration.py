"""Changing a store's registration and host, and the hosts that it had before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Upper
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Site

from stores.access.who import Actor
from stores.opening.frontends import frontends_at
from stores.store.finding import network_hosts
from stores.store.models.groups import StoreGroup
from stores.store.models.hosts import FormerHost
from stores.store.models.registration import REGISTRATION_FIELDS, StoreRegistration
from stores.store.models.store import StorePage
from stores.validators import validate_hostname


@dataclass(frozen=True, slots=True)
class PrescriptionsAt:
    """The store that has the prescriptions of one that has closed; None: patients are told of none."""

    store: StorePage | None


class RegistrationTexts(TypedDict, total=False):
    """`REGISTRATION_FIELDS`; None leaves one as it is."""

    legal_name: str | None
    privacy_contact: str | None
    npi: str | None
    ncpdp: str | None
    license_number: str | None
    pharmacist_in_charge: str | None
    pharmacist_license: str | None


def check_keeper(registration: StoreRegistration) -> None:
    """ValidationError where the prescriptions of a store are said to be at one that no patient can go to."""
    keeper = registration.prescriptions_at
    if keeper is None:
        return
    if registration.closed_at is None:
        raise ValidationError({"prescriptions_at": "The store is open: its prescriptions are there."})
    if keeper.pk == registration.store_id or not StorePage.objects.online().filter(pk=keeper.pk).exists():
        raise ValidationError({"prescriptions_at": "Choose a store that is open."})


def _change_keeper(registration: StoreRegistration, keeper: StorePage | None) -> tuple[str, str]:
    """The names of the old and of the new one."""
    before = registration.prescriptions_at
    registration.prescriptions_at = keeper
    check_keeper(registration)
    registration.save(update_fields=["prescriptions_at"])
    return before.title if before else "", keeper.title if keeper else ""


def put_in_groups(registration: StoreRegistration, groups: Iterable[StoreGroup]) -> tuple[list[str], list[str]]:
    """Make these its groups, beside saved audiences, in which it stays by their rules. Slugs before and after."""
    chosen = list(groups)
    there = list(registration.groups.all())
    before = sorted(group.slug for group in there if not group.is_ruled)
    after = sorted({group.slug for group in chosen})
    if after != before:
        registration.groups.set([*chosen, *(group for group in there if group.is_ruled)])
    return before, after


@transaction.atomic
def change_registration(
    *,
    by: Actor | None,
    store: StorePage,
    groups: Iterable[StoreGroup] | None = None,
    prescriptions: PrescriptionsAt | None = None,
    **fields: Unpack[RegistrationTexts],
) -> StoreRegistration:
    """Change what is given, live at once; None leaves as it is. ValidationError names each bad field.

    The code is the key of imports and never changes. The log holds the old and the new values.
    """
    registration = StoreRegistration.objects.select_for_update(no_key=True).get(store=store)
    if strange := fields.keys() - set(REGISTRATION_FIELDS):
        raise TypeError(f"A registration's {', '.join(sorted(strange))} is not changed here.")
    new: dict[str, Any] = {
        name: value for name, value in fields.items() if value is not None and value != getattr(registration, name)
    }
    old: dict[str, Any] = {name: getattr(registration, name) for name in new}
    if new:
        for name, value in new.items():
            setattr(registration, name, value)
        registration.full_clean()
        registration.save(update_fields=list(new))
    if prescriptions is not None and prescriptions.store != registration.prescriptions_at:
        old["prescriptions_at"], new["prescriptions_at"] = _change_keeper(registration, prescriptions.store)
    if groups is not None:
        before, after = put_in_groups(registration, groups)
        if after != before:
            old["groups"], new["groups"] = before, after
    if new:
        log(store, "stores.change_registration", user=by, data={"old": old, "new": new})
    return registration


@transaction.atomic
def change_host(*, by: Actor | None, store: StorePage, hostname: str) -> Site:
    """Give the store another host at once; the old one leads to it from now on.

    A store may take back a host that it had before. ValidationError with `hostname` for one that can't be had.
    """
    hostname = hostname.lower()
    # Two changes of one store's host at once: the second one starts from what the first one left.
    store = StorePage.objects.select_for_update().get(pk=store.pk)
    try:
        site = store.site
    except Site.DoesNotExist as error:
        raise ValidationError({"hostname": f"{store.title} has no site: add one under Settings, Sites."}) from error
    old = site.hostname
    if hostname == old:
        return site
    if store.registration.closed_at is not None:
        raise ValidationError({"hostname": f"{store.title} is closed: its host stays its own."})
    check_host(hostname, store=store)
    site.hostname = hostname
    # `keep_old_host` below keeps the old one: also for whoever changes the Site in Wagtail's own screen.
    site.save()
    log(store, "stores.change_host", user=by, data={"old": old, "new": hostname})
    return site


@transaction.atomic
def release_host(*, by: Actor | None, store: StorePage, hostname: str) -> None:
    """A former host leads nowhere from now on, and any store may have it. Safe to repeat."""
    released, _rows = FormerHost.objects.filter(store=store, hostname=hostname).delete()
    if released:
        log(store, "stores.release_host", user=by, data={"old": hostname, "new": None})


def check_host(hostname: str, *, store: StorePage | None = None) -> None:
    """ValidationError with `hostname` unless a store may have this host; None: a store that is not open yet."""
    _Hosts([hostname]).check(hostname, store.pk if store is not None else None)


class _Hosts:
    """Who has some host names, or had them: three questions, whatever their number."""

    def __init__(self, hostnames: Iterable[str]) -> None:
        self.asked = {hostname.lower() for hostname in hostnames}
        plain = Upper("hostname")
        sites = Site.objects.alias(plain=plain).filter(plain__in=[each.upper() for each in self.asked])
        self.sites = [(host.lower(), root) for host, root in sites.values_list("hostname", "root_page_id")]
        former = FormerHost.objects.filter(hostname__in=self.asked).select_related("store__registration")
        self.former = {row.hostname: row for row in former}
        self.frontends = frontends_at(self.asked)

    def check(self, hostname: str, store_id: int | None) -> None:
        """ValidationError unless the store may have it; `store_id` None: one that is not open yet."""
        try:
            validate_hostname(hostname)
        except ValidationError as error:
            raise ValidationError({"hostname": error.messages}) from error
        hostname = hostname.lower()
        if text := self._whose(hostname, store_id):
            raise ValidationError({"hostname": text})

    def _whose(self, hostname: str, store_id: int | None) -> str:
        if hostname in network_hosts():
            return f"'{hostname}' is the network's own host."
        if any(host == hostname and root != store_id for host, root in self.sites):
            return f"Another site has the host name '{hostname}'."
        if address := self.frontends.get(hostname):
            return f"The frontend {address} is there: who goes to it would be led in a ring."
        former = self.former.get(hostname)
        if former is not None and former.store_id != store_id:
            had = f"{former.store.title} ({former.store.registration.code}), which had it before."
            return f"'{hostname}' leads to {had} Release it there first."
        return ""


def check_site(site: Site) -> None:
    """ValidationError by field, all of them, unless it is the one Site of one store, at a host that it may have."""
    check_sites([site])


def check_sites(sites: Sequence[Site]) -> None:
    """The same of many that are written at once; the first that can't be is told."""
    roots, keys = [site.root_page_id for site in sites], [site.pk for site in sites if site.pk]
    stores = {store.pk: store for store in StorePage.objects.filter(pk__in=roots)}
    before = Site.objects.in_bulk(keys) if keys else {}
    of_roots = [(root, pk) for root, pk in Site.objects.filter(root_page__in=roots).values_list("root_page_id", "pk")]
    changed = [site for site in sites if site.pk not in before or before[site.pk].hostname != site.hostname]
    hosts = _Hosts(site.hostname for site in changed) if changed else None
    seen: set[str] = set()
    for site in sites:
        store, errors = stores.get(site.root_page_id), {}
        others = {pk for root, pk in of_roots if root == site.root_page_id and pk != site.pk}
        if why := _why_not_of(site, store, before.get(site.pk), has_another=bool(others)):
            errors["root_page"] = why
        if site.is_default_site:
            errors["is_default_site"] = "No site is the default: hosts that nobody has answer 404."
        if site.hostname != site.hostname.lower():
            errors["hostname"] = f"Write it in small letters: '{site.hostname.lower()}'."
        elif hosts is not None and site.hostname in hosts.asked:
            errors |= _why_not_there(hosts, site, seen)
        if errors:
            raise ValidationError(errors)


def _why_not_there(hosts: _Hosts, site: Site, seen: set[str]) -> dict[str, Any]:
    """Why it can't have this host; `seen` are those of the sites before it."""
    try:
        hosts.check(site.hostname, site.root_page_id)
    except ValidationError as error:
        return error.message_dict
    if site.hostname in seen:
        return {"hostname": [f"Another site has the host name '{site.hostname}'."]}
    seen.add(site.hostname)
    return {}


def _why_not_of(site: Site, store: StorePage | None, before: Site | None, *, has_another: bool) -> str:
    """Why it can't be the Site of this page; "" if it can."""
    if store is None:
        return "A site shows one store: choose the page of a store."
    if before is not None and before.root_page_id != store.pk:
        return "A site stays with its store. Change the host on the store's own screen."
    if has_another:
        return f"{store.title} has a site already. Change its host instead."
    return ""


def keep_former_host(*, store: StorePage, old: str, new: str) -> None:
    """The old host leads to the store from now on; the new one stands for itself."""
    FormerHost.objects.filter(store=store, hostname=new).delete()
    FormerHost.objects.update_or_create(hostname=old.lower(), defaults={"store": store, "retired_at": timezone.now()})


@receiver(pre_save, sender=Site)
def hold_site(*, instance: Site, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any) -> None:
    """The same at whatever door a Site is written: Wagtail's settings, a script, our own screens."""
    if not raw and not (update_fields is not None and update_fields <= {"port", "site_name"}):
        check_site(instance)


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

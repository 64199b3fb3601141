"""Where stores' own frontends live: changed by the network, and never where a host of ours would answer itself."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.log_actions import log
from wagtail.models import Site

from stores.access.who import Actor
from stores.store.finding import network_hosts
from stores.store.frontends import BUILT_IN, STORE, Place, default_at, is_of_default
from stores.store.models.frontends import ONLY, NetworkFrontend
from stores.store.models.hosts import FormerHost
from stores.store.models.registration import FRONTEND_FIELDS, StoreRegistration
from stores.store.models.store import StorePage


def network_frontend() -> NetworkFrontend:
    """The network's default; an empty one that is not saved where nobody has set any."""
    return NetworkFrontend.objects.first() or NetworkFrontend(pk=ONLY)


@transaction.atomic
def change_frontend(
    *, by: Actor | None, store: StorePage, address: str, built_in_site: str, preview_path: str = ""
) -> StoreRegistration:
    """Say where the store's frontend lives, live at once. ValidationError names each bad field.

    `address`: empty for the network's default, `built-in` for none at all. `preview_path`: where it shows drafts.
    """
    registration = StoreRegistration.objects.select_for_update().get(store=store)
    given = {"frontend_address": address, "built_in_site": built_in_site, "preview_path": preview_path}
    new = {name: value for name, value in given.items() if value != getattr(registration, name)}
    if not new:
        return registration
    old = {name: getattr(registration, name) for name in new}
    for name, value in new.items():
        setattr(registration, name, value)
    # What a constraint says, `hold_frontend` says at its field.
    registration.full_clean(validate_constraints=False)
    registration.save(update_fields=list(new))
    log(store, "stores.change_registration", user=by, data={"old": old, "new": new})
    return registration


@transaction.atomic
def change_network_frontend(
    *, by: Actor | None, address: str, built_in_site: str, preview_path: str = ""
) -> NetworkFrontend:
    """Say where the frontends of all stores live that say nothing else, live at once."""
    row = NetworkFrontend.objects.select_for_update().first() or NetworkFrontend(pk=ONLY)
    given = {"address": address, "built_in_site": built_in_site, "preview_path": preview_path}
    new = {name: value for name, value in given.items() if value != getattr(row, name)}
    if not new:
        return row
    old = {name: getattr(row, name) for name in new}
    row.address, row.built_in_site, row.preview_path = address, built_in_site, preview_path
    # What can be wrong with it, the receiver below says.
    row.save()
    log(row, "wagtail.edit", user=by, data={"old": old, "new": new})
    return row


def check_frontend(registration: StoreRegistration) -> None:
    """ValidationError with `frontend_address` where a patient would be led in a ring, or to another store."""
    address = registration.frontend_address
    if address == BUILT_IN:
        return
    text = (
        (_why_ours(Place.of(address)) or _whose(address, registration)) if address else _whose_by_default(registration)
    )
    if text:
        raise ValidationError({"frontend_address": text})


def _whose(address: str, registration: StoreRegistration) -> str:
    """Which other store has the address: as its own, or by the network's default."""
    theirs = Q(frontend_address=address)
    if slug := is_of_default(network_frontend().address, address):
        theirs |= Q(frontend_address="", store__slug=slug)
    other = StoreRegistration.objects.exclude(pk=registration.pk).filter(theirs).select_related("store").first()
    return f"{other.store.title} ({other.code}) has this address." if other else ""


def _whose_by_default(registration: StoreRegistration) -> str:
    """Which store has, as its own, the address that the network's default gives this one."""
    default = network_frontend().address
    theirs = StoreRegistration.objects.filter(frontend_address=default_at(default, registration.store.slug))
    other = theirs.exclude(pk=registration.pk).select_related("store").first() if default else None
    return (
        f"By the network's default it would be at {other.frontend_address}: {other.store.title} is." if other else ""
    )


def _why_ours(place: Place) -> str:
    """Why a frontend can't be there; empty if it can."""
    for hosts, reason in (
        (sorted(network_hosts()), "is the network's own host: whoever goes there comes back here."),
        (_among(Site.objects.all(), place), "is the host of a built-in site: whoever goes there is led in a ring."),
        (
            _among(FormerHost.objects.all(), place),
            "is a host that a store had before, and leads to its built-in site.",
        ),
    ):
        for host in hosts:
            if place.is_at(host):
                return f"'{host}' {reason}"
    return ""


def _among(rows: QuerySet[Any], place: Place) -> Iterable[str]:
    """Host names that may be the place's: one is asked for, of a default with `{store}` in it all are looked at."""
    found = rows if STORE in place.host else rows.filter(hostname=place.host)
    return found.order_by("hostname").values_list("hostname", flat=True)


def check_network_frontend(row: NetworkFrontend) -> None:
    """The same of the default, with `address`: for each store that there is, and for those to come."""
    if not row.address:
        return
    if text := _why_ours(Place.of(row.address)):
        raise ValidationError({"address": text})
    before = row.address.partition(STORE)[0]
    owned = StoreRegistration.objects.filter(frontend_address__startswith=before).select_related("store")
    by_slug = {is_of_default(row.address, each.frontend_address): each for each in owned}
    theirs = StoreRegistration.objects.filter(frontend_address="", store__slug__in=by_slug.keys() - {""})
    for other in theirs.select_related("store"):
        owner = by_slug[other.store.slug]
        text = (
            f"{owner.store.title} ({owner.code}) has {owner.frontend_address}, which would be {other.store.title}'s."
        )
        raise ValidationError({"address": text})


def frontends_at(hostnames: Collection[str]) -> dict[str, str]:
    """Host -> the frontend address there, of those of these hosts that have one: no site of ours is put there."""
    owned = StoreRegistration.objects.exclude(frontend_address__in=["", BUILT_IN])
    if len(hostnames) == 1:
        owned = owned.filter(frontend_address__contains=f"//{next(iter(hostnames))}")
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in owned.values_list("frontend_address", flat=True):
        by_host[Place.of(address).host].append(address)
    default = network_frontend().address
    found = {}
    for hostname in hostnames:
        addresses = [*by_host[hostname], *([default] if default else [])]
        if there := next((each for each in addresses if Place.of(each).is_at(hostname)), ""):
            found[hostname] = there
    return found


def check_frontends(registrations: Sequence[StoreRegistration]) -> None:
    """`check_frontend` for many; one question for all that have no address of their own."""
    own = Counter(each.frontend_address for each in registrations if each.frontend_address not in {"", BUILT_IN})
    if twice := [address for address, number in own.items() if number > 1]:
        raise ValidationError({"frontend_address": f"Two stores can't both have the address {twice[0]}."})
    default = network_frontend().address
    plain = [each for each in registrations if not each.frontend_address] if default else []
    places = {default_at(default, each.store.slug): each for each in plain}
    taken = StoreRegistration.objects.filter(frontend_address__in=places).values_list("frontend_address", flat=True)
    suspect = [places[address] for address in taken] if places else []
    for registration in [*suspect, *(each for each in registrations if each.frontend_address)]:
        check_frontend(registration)


@receiver(pre_save, sender=StoreRegistration)
def hold_frontend(
    *, instance: StoreRegistration, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    """At whatever door a registration is written: a form, an import, a script."""
    names = {*FRONTEND_FIELDS, "preview_path"}
    if not raw and (update_fields is None or {"frontend_address", "preview_path"} & update_fields):
        instance.clean_fields(exclude=[field.name for field in instance._meta.fields if field.name not in names])
        check_frontend(instance)


@receiver(pre_save, sender=NetworkFrontend)
def hold_network_frontend(*, instance: NetworkFrontend, raw: bool, **kwargs: Any) -> None:
    """The same of the default."""
    if not raw:
        instance.clean_fields()
        check_network_frontend(instance)

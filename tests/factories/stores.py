"""Stores, through `stores.opening.opening.open_store`; the facts of `pitman` are those of the contract."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from functools import partial
from typing import Any

import factory
import time_machine
from django.conf import settings
from factory.django import DjangoModelFactory
from wagtail.models import Page, Site

from stores.models import OpeningHours, PromoBanner, StoreGroup, StorePage, StoreRegistration
from stores.opening.opening import open_store
from tests.factories.network import FOUNDED_AT, stores_folder
from tests.harness.remembered import again, recalled, remember

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

Week = Mapping[str, Sequence[tuple[str, str]]]
"""Weekday -> slots: `{"mon": [("09:00", "19:00")], "sun": []}`; a missing day is closed."""

STORE_WEEK: Week = {**{day: [("09:00", "19:00")] for day in WEEKDAYS[:5]}, "sat": [("09:00", "16:00")]}
PHARMACY_WEEK: Week = {
    **{day: [("09:00", "13:30"), ("14:00", "19:00")] for day in WEEKDAYS[:5]},
    "sat": [("09:00", "16:00")],
}
HOURS: Mapping[str, Week] = {"store": STORE_WEEK, "pharmacy": PHARMACY_WEEK}

PITMAN: dict[str, Any] = {
    "title": "Pitman Pharmacy",
    "street": "39 S Broadway",
    "city": "Pitman",
    "state": "NJ",
    "postal_code": "08071",
    "latitude": Decimal("39.732300"),
    "longitude": Decimal("-75.131600"),
    "phone": "(856) 589-2392",
    "fax": "(856) 589-5206",
    "time_zone": "America/New_York",
    "services": ["delivery", "immunizations"],
    "languages": ["en"],
    "facebook_url": "https://facebook.example/pitman",
}


class StoreGroupFactory(DjangoModelFactory[StoreGroup]):
    """A group; the same one when made again with the same slug."""

    class Meta:
        model = StoreGroup
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda number: f"group-{number}")
    name = factory.LazyAttribute(lambda group: group.slug.replace("-", " ").title())


class StorePageFactory(factory.Factory[StorePage]):
    """A store page that is not saved: `make_store` opens it."""

    class Meta:
        model = StorePage

    slug = factory.Sequence(lambda number: f"store-{number}")
    title = factory.LazyAttribute(lambda store: f"{store.slug.replace('-', ' ').title()} Pharmacy")
    street = PITMAN["street"]
    city = PITMAN["city"]
    state = PITMAN["state"]
    postal_code = PITMAN["postal_code"]
    phone = PITMAN["phone"]
    time_zone = PITMAN["time_zone"]


def _time(text: str) -> time:
    """`24:00`, which ends an all-day slot, is kept as midnight."""
    return time(0) if text == "24:00" else time.fromisoformat(text)


def hours_rows(hours: Mapping[str, Week]) -> list[OpeningHours]:
    """Unsaved rows of each counter's week."""
    return [
        OpeningHours(counter=counter, weekday=WEEKDAYS.index(day) + 1, opens_at=_time(opens), closes_at=_time(closes))
        for counter, week in hours.items()
        for day, slots in week.items()
        for opens, closes in slots
    ]


def new_banner(text: str, **fields: Any) -> PromoBanner:
    """An unsaved promo line without an end, unless `show_until` says one."""
    return PromoBanner(text=text, has_no_end=fields.get("show_until") is None, **fields)


def add_banner(store: StorePage, text: str, **fields: Any) -> PromoBanner:
    """A promo line of an open store, live at once."""
    banner = new_banner(text, store=store, sort_order=PromoBanner.objects.filter(store=store).count(), **fields)
    banner.save()
    return banner


def model_page_banners() -> list[PromoBanner]:
    """The two lines on top of the model page (design, section 1)."""
    delivery = new_banner(
        "Free delivery: see our Facebook page for updates",
        link_url="https://facebook.example/pitman",
        link_label="Facebook",
    )
    savings = new_banner(
        "See our generic savings programme at {{ store.name }}",
        style="promo",
        link_path="/savings/",
        link_label="generic savings programme",
    )
    return [delivery, savings]


def add_site(**fields: Any) -> Site:
    """A Site that our screens would refuse, as a network from before may have it."""
    fields = {"port": settings.SITE_PORT, "is_default_site": False, **fields}
    return Site.objects.bulk_create([Site(**fields)])[0]


def make_store(
    slug: str = "pitman",
    *,
    hostname: str | None = None,
    groups: Iterable[StoreGroup] = (),
    hours: Mapping[str, Week] = HOURS,
    banners: Iterable[PromoBanner] | None = None,
    registration: Mapping[str, Any] | None = None,
    parent: Page | None = None,
    opened_at: datetime = FOUNDED_AT,
    **over: Any,
) -> StorePage:
    """An open store at `<slug>.localhost`, with regular hours and two promo lines; `over` are fields of the page.

    `registration` are fields of the StoreRegistration; its code is the slug unless it says another.
    """
    store = _known_or_opened(slug, hostname, hours, banners, registration or {}, parent, opened_at, over)
    if groups:
        store.registration.groups.set(groups)
    return store


def _known_or_opened(
    slug: str,
    hostname: str | None,
    hours: Mapping[str, Week],
    banners: Iterable[PromoBanner] | None,
    registration: Mapping[str, Any],
    parent: Page | None,
    opened_at: datetime,
    over: Mapping[str, Any],
) -> StorePage:
    lines = None if banners is None else sorted(banners, key=lambda line: line.sort_order or 0)
    opening = partial(_open_store, slug, hostname, hours, lines, registration, parent, opened_at, **over)
    if StoreGroup.objects.filter(is_ruled=True).exists():
        # It joins those whose rule it fits: what was kept knows none of them.
        return opening()
    if (
        hours is HOURS
        and banners is None
        and opened_at == FOUNDED_AT
        and not (hostname or registration or parent or over)
    ):
        known: StorePage | None = recalled(slug)
        if known:
            return known
    rows = [{**vars(line), "_state": None} for line in lines or ()]
    called = (slug, hostname, hours, lines is None, rows, registration, opened_at, over)
    store: StorePage = opening() if parent else again(called, opening)
    if lines:
        for line, saved in zip(lines, store.promo_banners.all(), strict=True):
            vars(line).update(vars(saved))
    return store


def remember_stores() -> None:
    """Those that most tests open, in the order in which they do."""
    remember({slug: partial(_open_store, slug) for slug in ("pitman", "switchback", "millrace")})


def _open_store(
    slug: str,
    hostname: str | None = None,
    hours: Mapping[str, Week] = HOURS,
    banners: Iterable[PromoBanner] | None = None,
    registration: Mapping[str, Any] | None = None,
    parent: Page | None = None,
    opened_at: datetime = FOUNDED_AT,
    **over: Any,
) -> StorePage:
    facts = PITMAN if slug == "pitman" else {}
    store = StorePageFactory.build(slug=slug, counters=list(hours), **{**facts, **over})
    store.opening_hours = hours_rows(hours)
    own = list(model_page_banners() if banners is None else banners)
    for place, banner in enumerate(own):
        banner.sort_order = place if banner.sort_order is None else banner.sort_order
    store.promo_banners = own
    with time_machine.travel(opened_at, tick=False):
        return open_store(
            by=None,
            parent=parent or stores_folder(),
            store=store,
            registration=StoreRegistration(**{"code": slug, "legal_name": store.title, **(registration or {})}),
            hostname=hostname or f"{slug}.localhost",
        )

"""What holds on dates at a store: its exceptions and today's change, and the network's holidays and promo lines."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from stores.choices import AudienceKind, StoreMay
from stores.hours.holidays.models import proposal_of
from stores.models import (
    HiddenBanner,
    HolidayClosure,
    HolidayConfirmation,
    HolidayQuestion,
    HoursException,
    NetworkBanner,
    StoreGroup,
    StorePage,
    TodayChange,
)
from tests.isolation.markers import WORD, opened, secret

PAST = date(2026, 1, 5)
CHRISTMAS = date(2026, 12, 25)
LAST_DAY = date(2026, 12, 31)
AHEAD = date(2027, 1, 4)
ASKED_AT = datetime(2026, 12, 11, 14, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DatePlants:
    """Rows about one store. `hidden_banner` is the network's, and not shown by the store."""

    exception: HoursException
    past_exception: HoursException
    today: TodayChange
    holiday: HolidayClosure
    banner: NetworkBanner
    hidden_banner: NetworkBanner


def _exception(store: StorePage, label: str, on: date) -> HoursException:
    return HoursException.objects.create(store=store, starts_on=on, ends_on=on, label=label)


def _for(thing: Any, store: StorePage, group: StoreGroup) -> Any:
    """Saved for the store alone: by its name, and by a group that holds nobody else."""
    thing.audience = AudienceKind.CHOSEN
    thing.audience_stores = [store]
    thing.audience_groups = [group]
    thing.save()
    return thing


def _banner(text: str, store_may: StoreMay) -> NetworkBanner:
    return NetworkBanner(text=text, has_no_end=True, store_may=store_may)


def plant_dates(owner: str, store: StorePage) -> DatePlants:
    """One of each. What the store hides, and a holiday from which it is excluded, are its secrets."""
    word = WORD[owner]
    group = StoreGroup.objects.create(slug=opened(owner, "group"), name=f"{opened(owner, 'group')} {word}")
    store.registration.groups.add(group)
    holiday = HolidayClosure(label=f"{opened(owner, 'holiday')} {word}", starts_on=CHRISTMAS, ends_on=CHRISTMAS)
    for excluding in (
        HolidayClosure(label=f"{secret(owner, 'excluded')} {word}", starts_on=LAST_DAY, ends_on=LAST_DAY),
        _banner(f"{secret(owner, 'excludedbanner')} {word}", StoreMay.NOTHING),
    ):
        excluding.excluded_stores = [store]
        _for(excluding, store, group)
    banner = _banner(f"{opened(owner, 'networkbanner')} {word}", StoreMay.HIDE_OR_REPLACE)
    hidden = _for(_banner(f"{secret(owner, 'hiddenbanner')} {word}", StoreMay.HIDE), store, group)
    HiddenBanner.objects.create(store=store, banner=hidden)
    _for(holiday, store, group)
    # One counter has answered; the other is asked.
    HolidayConfirmation.objects.create(store=store, holiday=holiday, counter="pharmacy", proposal=proposal_of(holiday))
    HolidayQuestion.objects.create(store=store, holiday=holiday, asked_at=ASKED_AT)
    return DatePlants(
        exception=_exception(store, f"{opened(owner, 'exception')} {word}", LAST_DAY),
        past_exception=_exception(store, f"{secret(owner, 'pastexception')} {word}", PAST),
        today=TodayChange.objects.create(store=store, on=AHEAD, closes_at=time(13)),
        holiday=holiday,
        banner=_for(banner, store, group),
        hidden_banner=hidden,
    )

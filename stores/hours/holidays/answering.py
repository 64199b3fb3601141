"""A store's answer to a holiday of the network: as proposed, or open as usual; at all of its counters or at one."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from stores.access.locks import check_unlocked
from stores.access.who import Actor
from stores.hours.date_words import days_text, row_hours_text
from stores.hours.dates import is_about, remove_exception, save_exception, usual_rows
from stores.hours.holidays.models import HolidayConfirmation, proposal_of
from stores.hours.models import HolidayClosure, HoursException
from stores.store.models.store import StorePage

CONFIRM, TAKE_BACK = "stores.confirm_holiday", "stores.take_back_holiday"


@transaction.atomic
def as_proposed(*, by: Actor | None, store: StorePage, holiday: HolidayClosure, counter: str = "") -> bool:
    """Do as the network proposes: the store's own hours of this holiday alone go, and its yes is kept.

    False where all of that was so already. A season is followed, and nobody confirms it.
    """
    check_unlocked(by, StorePage.objects.select_for_update().get(pk=store.pk))
    cleared = _clear(by, store, holiday, counter)
    if holiday.as_dated_hours("network").is_season:
        return cleared
    proposal = proposal_of(holiday)
    there = HolidayConfirmation.objects.filter(store=store, holiday=holiday)
    if there.filter(counter__in={"", counter}, proposal=proposal).exists():
        return cleared
    there.filter(**{"counter": counter} if counter else {}).delete()
    HolidayConfirmation.objects.create(
        store=store, holiday=holiday, counter=counter, proposal=proposal, confirmed_at=timezone.now()
    )
    log(store, CONFIRM, user=by, data=_facts(holiday, counter))
    return True


@transaction.atomic
def take_back(*, by: Actor | None, store: StorePage, holiday: HolidayClosure, counter: str = "") -> None:
    """The store has not answered any more. HolidayConfirmation.DoesNotExist where it had not, or has anew."""
    check_unlocked(by, StorePage.objects.select_for_update().get(pk=store.pk))
    HolidayConfirmation.objects.get(store=store, holiday=holiday, counter=counter).delete()
    log(store, TAKE_BACK, user=by, data=_facts(holiday, counter))


@transaction.atomic
def as_usual(
    *, by: Actor | None, store: StorePage, holiday: HolidayClosure, counter: str = ""
) -> list[HoursException]:
    """Give every counter that the holiday is about, or one of them, its regular hours on the holiday's days.

    ValidationError when the holiday has no end, is too long, or when another row of the store stands in the way.
    """
    check_unlocked(by, StorePage.objects.select_for_update().get(pk=store.pk))
    rows = usual_rows(store, holiday, counter)
    if not rows:
        raise ValidationError("There are no usual hours for these days. Give the times instead.")
    there = [row for row in HoursException.objects.filter(store=store) if is_about(row, holiday)]
    if [_key(row) for row in rows] == [_key(row) for row in there if not counter or row.counter == counter]:
        return []
    # Another answer to this holiday is replaced; hours for another reason on its days are named, and stay.
    _clear(by, store, holiday, counter, holiday.label)
    return [save_exception(by=by, row=row) for row in rows]


def _key(row: HoursException) -> tuple[object, ...]:
    return row.counter, row.starts_on, row.ends_on, row.slots


def _clear(by: Actor | None, store: StorePage, holiday: HolidayClosure, counter: str, label: str = "") -> bool:
    """Take away what the store says of this holiday alone; of one counter, what it says of the others stays."""
    found = False
    for row in HoursException.objects.filter(store=store):
        if not is_about(row, holiday) or (counter and row.counter not in {"", counter}):
            continue
        if label and row.label != label:
            continue
        found = True
        remove_exception(by=by, row=row)
        others = [each for each in store.listed_counters if counter and not row.counter and each != counter]
        for other in others:
            values = {name: getattr(row, name) for name in ("starts_on", "ends_on", "label", "slots")}
            save_exception(by=by, row=HoursException(store=store, counter=other.value, **values))
    return found


def _facts(holiday: HolidayClosure, counter: str) -> dict[str, object]:
    return {
        "holiday": holiday.pk,
        "label": holiday.label,
        "days": days_text(holiday.starts_on, holiday.ends_on),
        "hours": row_hours_text(holiday),
        "counter": counter,
    }

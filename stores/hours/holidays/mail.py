"""Mail to owners about holidays that they have not confirmed: one asks, one reminds, and the newsroom may ask again.

An owner of several stores gets one mail for all of them. A mail goes out by day on the store's clock.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from stores.hours.date_words import days_text, row_hours_text
from stores.hours.holidays.asking import answers_at, silent_pairs
from stores.hours.holidays.confirmed import ASKED_BEFORE
from stores.hours.holidays.models import HolidayQuestion
from stores.hours.models import HolidayClosure
from stores.store.models.registration import StoreRegistration
from stores.store.models.store import StorePage

TOGETHER = timedelta(days=3)
"""A mail also asks about holidays that come so soon after: Christmas Eve and Christmas Day are one mail."""
REMIND_BEFORE = timedelta(days=5)
REMIND_AFTER = timedelta(days=2)
"""Nobody is reminded of what they were asked so lately."""
AGAIN_AFTER = timedelta(hours=1)
"""A second tap on “Ask again” is one that was meant once."""
BY_DAY = range(8, 20)
"""Hours of the store's clock in which mail goes out."""

Pairs = Mapping[int, Collection[HolidayClosure]]
"""Store -> holidays."""


@dataclass(frozen=True, slots=True)
class _Person:
    email: str
    stores: tuple[int, ...]


@transaction.atomic
def ask_due(at: datetime) -> int:
    """Ask whoever is to be asked at the moment `at`, and remind whoever is to be reminded; how many mails.

    What can't be handed to the mail server is asked again at the next try: nothing is noted then.
    """
    silent = silent_pairs(answers_at(at, ASKED_BEFORE + TOGETHER))
    stores = {store.pk: store for store in StorePage.objects.select_related("registration").filter(pk__in=silent)}
    by_day = {pk: each for pk, each in silent.items() if at.astimezone(stores[pk].zone).hour in BY_DAY}
    questions = _questions(by_day)
    new, late = {}, {}
    for pk, holidays in by_day.items():
        today = stores[pk].today(at)
        unasked = [each for each in holidays if (pk, each.pk) not in questions]
        if any(each.starts_on <= today + ASKED_BEFORE for each in unasked):
            new[pk] = unasked
        due = [each for each in holidays if _is_late(questions.get((pk, each.pk)), each, today, at)]
        if due:
            late[pk] = due
    return _send(new, stores, at, "asked") + _send(late, stores, at, "reminded")


@transaction.atomic
def ask_again(holiday: HolidayClosure, store_ids: Collection[int], at: datetime) -> int:
    """Ask the owners of these stores again, as far as they have not answered; how many stores were asked.

    A store without an owner, and one that was asked within the hour, is left out.
    """
    answers = next((each for each in answers_at(at) if each.holiday.pk == holiday.pk), None)
    silent = set(answers.silent if answers else ()) & set(store_ids)
    stores = {store.pk: store for store in StorePage.objects.select_related("registration").filter(pk__in=silent)}
    known = HolidayQuestion.objects.select_for_update().filter(holiday=holiday, store__in=silent)
    lately = {row.store_id for row in known if row.last_at > at - AGAIN_AFTER}
    pairs = {pk: [holiday] for pk in silent - lately}
    reached = {pk for person in _owners(pairs).values() for pk in person.stores}
    pairs = {pk: [holiday] for pk in sorted(reached)}
    _send(pairs, stores, at, "reminded")
    return len(pairs)


def _is_late(question: HolidayQuestion | None, holiday: HolidayClosure, today: Any, at: datetime) -> bool:
    if question is None or question.reminded_at is not None or question.asked_at > at - REMIND_AFTER:
        return False
    return today <= holiday.starts_on <= today + REMIND_BEFORE


def _questions(pairs: Pairs) -> dict[tuple[int, int], HolidayQuestion]:
    # Locked, so that two schedulers do not ask at once.
    rows = HolidayQuestion.objects.select_for_update().filter(store__in=list(pairs))
    return {(row.store_id, row.holiday_id): row for row in rows}


def _owners(pairs: Pairs) -> dict[int, _Person]:
    """Owners of these stores who can be mailed, and which of the stores are theirs."""
    owned: dict[int, list[int]] = defaultdict(list)
    rows = StoreRegistration.objects.filter(store__in=list(pairs), owners__user__is_active=True)
    for pk, person in rows.order_by("store__title", "store").values_list("store", "owners__user"):
        owned[person].append(pk)
    people = get_user_model()._default_manager.filter(pk__in=owned).exclude(email="")
    return {person.pk: _Person(person.email, tuple(owned[person.pk])) for person in people.order_by("pk")}


def _send(pairs: Pairs, stores: Mapping[int, StorePage], at: datetime, name: str) -> int:
    """Mail the owners, and note of the stores that have one that it was done."""
    people = _owners(pairs)
    mails = [_mail(person, pairs, stores, name) for person in people.values()]
    reached = {pk for person in people.values() for pk in person.stores}
    _note(((pk, holiday) for pk in reached for holiday in pairs[pk]), at, name)
    if mails:
        get_connection().send_messages(mails)
    return len(mails)


def _note(pairs: Iterable[tuple[int, HolidayClosure]], at: datetime, name: str) -> None:
    for pk, holiday in pairs:
        if name == "asked":
            HolidayQuestion.objects.create(store_id=pk, holiday=holiday, asked_at=at)
        else:
            HolidayQuestion.objects.update_or_create(
                store_id=pk,
                holiday=holiday,
                defaults={"reminded_at": at},
                create_defaults={"asked_at": at, "reminded_at": None},
            )


def _mail(person: _Person, pairs: Pairs, stores: Mapping[int, StorePage], name: str) -> EmailMessage:
    asked = [
        {
            "store": stores[pk],
            "url": f"{settings.NETWORK_URL}{reverse('stores_dates', args=[pk])}",
            "holidays": [
                {"label": each.label, "days": days_text(each.starts_on, each.ends_on), "hours": row_hours_text(each)}
                for each in pairs[pk]
            ],
        }
        for pk in person.stores
    ]
    labels = list(dict.fromkeys(each.label for pk in person.stores for each in pairs[pk]))
    context = {"asked": asked, "labels": labels, "is_reminder": name == "reminded"}
    subject = " ".join(render_to_string("stores/hours/holidays_subject.txt", context).split())
    body = render_to_string("stores/hours/holidays.txt", context).strip() + "\n"
    return EmailMessage(subject, body, to=[person.email], headers={"Auto-Submitted": "auto-generated"})

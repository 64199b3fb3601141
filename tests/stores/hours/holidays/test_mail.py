"""Mail about holidays: one asks, one reminds, the newsroom asks again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stores.hours.holidays.answering import as_proposed
from stores.hours.holidays.asking import answers_at
from stores.hours.holidays.mail import ask_again, ask_due
from stores.models import HolidayQuestion, StorePage
from stores.people.appointing import appoint_owner
from tests.factories.dated import make_holiday
from tests.factories.network import make_user
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 11, 17, 0, tzinfo=UTC)
DAY = timedelta(days=1)
EVE = date(2026, 12, 24)


def owned(slug: str, owner: str = "", **fields: Any) -> StorePage:
    store = make_store(slug, **fields)
    if owner:
        appoint_owner(by=None, user=make_user(owner), store=store)
    return store


def sent() -> list[tuple[str, str]]:
    found = [(message.to[0], str(message.subject)) for message in mail.outbox]
    mail.outbox.clear()
    return found


def test_owner_is_asked_once_and_reminded_once() -> None:
    owned("pitman", "pat")
    make_holiday()
    asked = [(day, sent()) for day in range(-2, 16) if ask_due(NOON + day * DAY) or mail.outbox]
    assert asked == [
        (0, [("pat@mortar.example", "Please confirm your hours for Christmas Day")]),
        (9, [("pat@mortar.example", "Reminder: please confirm your hours for Christmas Day")]),
    ]


def test_whoever_has_answered_is_not_reminded() -> None:
    store, holiday = owned("pitman", "pat"), make_holiday()
    ask_due(NOON)
    as_proposed(by=None, store=store, holiday=holiday)
    sent()
    assert [ask_due(NOON + day * DAY) for day in range(14)] == [0] * 14


def test_holidays_that_follow_each_other_and_all_stores_of_an_owner_are_one_mail() -> None:
    first, second, owner = owned("pitman"), owned("switchback"), make_user("pat")
    for store in (first, second):
        appoint_owner(by=None, user=owner, store=store)
    make_holiday("Christmas Eve", starts_on=EVE, ends_on=EVE, slots=[["09:00", "14:00"]])
    make_holiday()
    ask_due(NOON - DAY)
    (message,) = mail.outbox
    assert message.subject == "Please confirm your hours for Christmas Eve, Christmas Day"
    for text in (
        first.title,
        second.title,
        "- Christmas Eve, Thursday, December 24, 2026. The network proposes: 9:00am - 2:00pm",
        f"/admin/stores/{first.pk}/dates/",
    ):
        assert text in message.body
    assert ask_due(NOON) == 0


def test_mail_goes_out_by_day_on_the_stores_clock() -> None:
    owned("hilo", "kai", time_zone="Pacific/Honolulu")
    make_holiday()
    at = datetime(2026, 12, 12, 6, 0, tzinfo=UTC)  # 8 in the evening of the 11th there
    assert (ask_due(at), ask_due(at + timedelta(hours=11)), ask_due(at + timedelta(hours=12))) == (0, 0, 1)


def test_store_without_an_owner_is_asked_when_it_has_one() -> None:
    store = owned("pitman")
    make_holiday()
    assert (ask_due(NOON), HolidayQuestion.objects.count()) == (0, 0)
    appoint_owner(by=None, user=make_user("pat"), store=store)
    assert ask_due(NOON + DAY) == 1


def test_newsroom_asks_again_whom_it_may_and_not_twice_within_the_hour() -> None:
    store, other, holiday = owned("pitman", "pat"), owned("switchback", "sam"), make_holiday()
    owned("millrace")
    as_proposed(by=None, store=other, holiday=holiday)
    every = list(StorePage.objects.values_list("pk", flat=True))
    assert ask_again(holiday, every, NOON) == 1
    assert sent() == [("pat@mortar.example", "Reminder: please confirm your hours for Christmas Day")]
    assert ask_again(holiday, [store.pk], NOON + timedelta(minutes=59)) == 0
    assert ask_again(holiday, [store.pk], NOON + timedelta(minutes=61)) == 1
    assert ask_again(holiday, [other.pk], NOON + DAY) == 0


def test_answers_count_stores_by_their_own_calendars_at_a_constant_cost() -> None:
    stores = [owned("pitman"), owned("hilo", time_zone="Pacific/Honolulu")]
    holiday = make_holiday()
    (found,) = answers_at(datetime(2026, 12, 11, 6, 0, tzinfo=UTC))
    assert (found.asked, found.silent) == (frozenset({stores[0].pk}), (stores[0].pk,))
    with CaptureQueriesContext(connection) as few:
        answers_at(NOON)
    for number in range(5):
        as_proposed(by=None, store=owned(f"store-{number}"), holiday=holiday)
    with CaptureQueriesContext(connection) as many:
        (found,) = answers_at(NOON)
    assert (found.answered, len(found.asked), len(few)) == (5, 7, len(many))


def test_no_holiday_that_is_near_costs_one_query() -> None:
    owned("pitman")
    with CaptureQueriesContext(connection) as queries:
        assert answers_at(NOON) == []
    assert len(queries) == 1

"""A page that somebody else has locked is not changed, by whatever door of what is live at once."""

from collections.abc import Callable
from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from stores.access.locks import LOCKED
from stores.banners.network import hide_banner, show_banner
from stores.hours.dates import remove_exception, save_exception
from stores.hours.holidays.answering import as_proposed, as_usual
from stores.hours.today import change_today
from stores.models import HoursException, StorePage, TodayChange
from tests.factories.dated import make_exception, make_holiday, make_network_banner
from tests.factories.network import make_admin
from tests.factories.stores import make_store
from tests.stores.conftest import ClientOf

pytestmark = pytest.mark.django_db

DAY = date(2026, 12, 18)

DOORS: dict[str, Callable[..., object]] = {
    "today": lambda by, store: change_today(by=by, store=store, on=DAY, closes_at=time(15)),
    "a date": lambda by, store: save_exception(by=by, row=HoursException(store=store, starts_on=DAY, label="Storm")),
    "no date": lambda by, store: remove_exception(by=by, row=make_exception(store)),
    "a holiday": lambda by, store: as_proposed(by=by, store=store, holiday=make_holiday()),
    "as usual": lambda by, store: as_usual(by=by, store=store, holiday=make_holiday()),
    "hide": lambda by, store: hide_banner(by=by, store=store, banner=make_network_banner("Savings", store_may="hide")),
    "show": lambda by, store: show_banner(by=by, store=store, banner=make_network_banner("Savings")),
}


@pytest.mark.parametrize("door", DOORS)
def test_locked_page_is_changed_by_nobody_but_who_locked_it_and_programs(door: str) -> None:
    store, locker, other = make_store("pitman"), make_admin("locker"), make_admin("other")
    StorePage.objects.filter(pk=store.pk).update(locked=True, locked_by=locker)
    with pytest.raises(ValidationError, match="locked by the network"):
        DOORS[door](other, store)
    DOORS[door](locker, store)


def test_program_is_not_kept_from_it() -> None:
    store = make_store("pitman")
    StorePage.objects.filter(pk=store.pk).update(locked=True, locked_by=make_admin())
    assert DOORS["today"](None, store) is not None


def test_screen_of_today_says_so_and_keeps_what_was_typed(pitman: StorePage, client_of: ClientOf) -> None:
    client: Client = client_of("owner")
    StorePage.objects.filter(pk=pitman.pk).update(locked=True)
    url = reverse("stores_today", args=[pitman.pk])
    answer = client.post(url, {"is_closed": "on"})
    assert LOCKED in answer.content.decode()
    assert not TodayChange.objects.exists()

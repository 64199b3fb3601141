"""Who waits how long for the database."""

import time
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from cms.running.deadlines import (
    LEAST,
    DeadlineMiddleware,
    counted_wait,
    give_up,
    seconds_left,
    waiting_at_most,
)


def test_only_waits_are_counted() -> None:
    with waiting_at_most(together=0.2):
        time.sleep(0.3)
        assert seconds_left() == 0.2
        with counted_wait():
            time.sleep(0.1)
        assert LEAST < (seconds_left() or 0) <= 0.1
        give_up()
        assert seconds_left() == LEAST


def test_nobody_has_a_deadline_who_was_given_none() -> None:
    assert seconds_left() is None


def test_time_together_runs_out_and_time_for_each_does_not() -> None:
    with waiting_at_most(together=-1):
        assert seconds_left() == LEAST
    with waiting_at_most(each=4):
        assert seconds_left() == 4
    assert seconds_left() is None


@pytest.mark.parametrize(
    ("method", "path", "is_together"),
    [("get", "/", True), ("head", "/api/v2/stores/", True), ("get", "/admin/", False), ("post", "/search/", False)],
)
def test_reader_has_one_time_for_all_and_people_at_work_one_for_each_statement(
    settings: Any, method: str, path: str, is_together: bool
) -> None:
    settings.DATABASE_SECONDS, settings.DATABASE_SECONDS_OF_EACH = 3.0, 10.0
    seen: list[float | None] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(seconds_left())
        return HttpResponse()

    DeadlineMiddleware(view)(getattr(RequestFactory(), method)(path))
    assert seen[0] is not None
    assert (seen[0] <= 3) is is_together
    assert (seen[0] == 10) is not is_together

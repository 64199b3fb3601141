"""What the doctor says of limits."""

from datetime import UTC, datetime
from typing import Any

import pytest

from api.limits.checks import limits
from cms.watching.checks import Door, State, findings

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("per_second", "is_behind_proxy", "proxies", "state", "words"),
    [
        (0, True, 1, State.WARNING, "as often as they like"),
        (5, True, 0, State.BAD, "every reader has the proxy's address"),
        (5, True, 1, State.GOOD, "as 1 proxy says"),
        (5, True, 2, State.GOOD, "as 2 proxies say"),
        (5, False, 0, State.GOOD, "of the connection itself"),
    ],
)
def test_doctor_says_whom_limits_hold(
    settings: Any, per_second: int, is_behind_proxy: bool, proxies: int, state: State, words: str
) -> None:
    settings.COSTLY_PER_SECOND, settings.BEHIND_TLS_PROXY = per_second, is_behind_proxy
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    finding = limits(NOON)
    assert (finding.state, words in finding.words) == (state, True)


@pytest.mark.django_db
def test_doctor_asks_it() -> None:
    assert "limits" in {check.name for check, _ in findings(Door.DOCTOR, NOON)}

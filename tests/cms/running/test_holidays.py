"""Asking about holidays is a task."""

from datetime import datetime

import pytest

from cms.running import holidays


def test_task_asks_whoever_is_to_be_asked_now(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[datetime] = []

    def ask_due(at: datetime) -> int:
        asked.append(at)
        return 3

    monkeypatch.setattr(holidays, "ask_due", ask_due)
    holidays.ask_stores.call()
    assert len(asked) == 1

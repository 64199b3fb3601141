"""The screen "Network health"."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from time_machine import travel

from cms.watching.models import beat
from tests.factories.tasks import make_task

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)


@pytest.fixture
def url(db: None) -> str:
    return reverse("cms_network_health")


@travel(NOON, tick=False)
def test_network_admin_reads_what_is_wrong_first_and_how_to_mend_it(admin_client: Client, url: str) -> None:
    beat("scheduler", NOON - timedelta(minutes=5))
    answer = admin_client.get(url, headers={"host": "localhost:8000"})
    assert answer.status_code == 200
    titles = [row["title"] for row in answer.context["rows"]]
    assert titles.index("Scheduler") < titles.index("Database")
    text = answer.content.decode()
    assert "Last seen 5 minutes ago" in text
    assert "systemctl start mortar-scheduler" in text


@travel(NOON, tick=False)
def test_failed_task_is_shown_and_tried_again(admin_client: Client, url: str) -> None:
    row = make_task(worker_ids=["a"] * 6, finished_at=NOON)
    answer = admin_client.get(url, headers={"host": "localhost:8000"})
    text = answer.content.decode()
    assert "1 failed 6 times; nothing is waiting" in text
    assert "Make the sizes of picture 7" in text
    assert "OSError: No space left on device" in text
    assert "8:00 AM EDT" in text
    again = reverse("cms_try_again", args=[row.pk])
    for words in ("It is tried again", "It was tried again already"):
        answer = admin_client.post(again, headers={"host": "localhost:8000"}, follow=True)
        assert words in answer.content.decode()
    row.refresh_from_db()
    assert row.status == "READY"

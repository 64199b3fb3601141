"""The report of medical reviews: what it names, and what it costs."""

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from stores.choices import AudienceKind
from stores.models import StorePage
from tests.cms.reviews.due_articles import AT, reviewed
from tests.factories.newsroom import ProviderFactory, TopicFactory, make_expert
from tests.factories.people import ClientOf
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


def titles(response: Any) -> list[str]:
    return [row.title for row in response.context["table"].data]


def test_report_names_what_is_due_filters_and_is_a_file(pitman: StorePage, client_of: ClientOf) -> None:
    make_store("millrace")
    ann = make_expert("ann", title="Ann Ward")
    agency = ProviderFactory.create(slug="agency")
    reviewed("Over", -12, reviewed_by=ann, topics=[TopicFactory.create(slug="heart")])
    reviewed("Soon", 30, provider=agency, audience=AudienceKind.CHOSEN, stores=[pitman])
    reviewed("Later", 90)
    reviewed("Much later", 91)
    reviewed("Local", -1, at_store=pitman)
    client = client_of("editor")
    url = reverse("cms_reviews")
    answer = client.get(url)
    assert titles(answer) == ["Over", "Soon", "Later"]
    over = BeautifulSoup(answer.content, "html.parser").select("main tbody tr")[0]
    cells = [" ".join(cell.get_text(" ").split()) for cell in over.select("td")]
    assert cells[1] == "2026-12-06 12 days overdue Reviewed today"
    assert cells[2:] == ["Ann Ward", "Heart", "Network newsroom", "Dec. 1, 2025", "2 of 2"]
    for asked, found in (
        ("due=overdue", ["Over"]),
        ("due=30", ["Soon"]),
        ("due=90", ["Soon", "Later"]),
        (f"provider={agency.pk}", ["Soon"]),
        (f"reviewed_by={ann.pk}", ["Over"]),
        ("topic=" + str(TopicFactory.create(slug="heart").pk), ["Over"]),
        ("q=late", ["Later"]),
        ("ordering=-review_due_on", ["Later", "Soon", "Over"]),
    ):
        assert titles(client.get(f"{reverse('cms_reviews_results')}?{asked}")) == found, asked
    file = list(csv.reader(io.StringIO(client.get(f"{url}?export=csv&due=30").getvalue().decode())))
    assert file == [
        ["Article", "Reviewer", "Topics", "Provider", "Last review", "Due", "When", "Stores"],
        ["Soon", "", "", "Agency newsroom", "2025-12-01", "2027-01-17", "In 30 days", "1"],
    ]
    home = BeautifulSoup(client.get("/admin/").content, "html.parser").select_one("#reviews_due-section")
    assert home is not None
    assert f'href="{url}"' in str(home)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(20):
        reviewed(f"Other {number}", 5, reviewed_by=make_expert(f"e-{number}"), topics=[TopicFactory.create()])
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) <= len(few)

"""The next moment at which an answer changes though nobody writes."""

from datetime import UTC, datetime, timedelta

import pytest

from api.caching.edges import content_edge
from api.caching.freshness import LONGEST
from tests.factories.newsroom import ProviderFactory, make_article

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


def test_earliest_of_expiries_and_of_both_ends_of_licences_that_are_still_to_come() -> None:
    def after(minutes: int) -> datetime:
        return AT + timedelta(minutes=minutes)

    assert content_edge(AT) == AT + LONGEST
    make_article("flu", expire_at=after(30))
    assert content_edge(AT) == after(30)
    ProviderFactory.create(slug="ends", licence_ends_at=after(20))
    assert content_edge(AT) == after(20)
    ProviderFactory.create(slug="starts", licence_starts_at=after(10))
    assert content_edge(AT) == after(10)
    assert content_edge(after(10)) == after(20)
    assert content_edge(after(20)) == after(30)

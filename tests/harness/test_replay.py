"""What many tests begin with goes in again as it was, and new rows find their place behind it."""

import pytest
from django.db import connection

from cms.models import Topic
from tests.harness.replay import Replayed


@pytest.mark.django_db
@pytest.mark.postgresql
def test_new_rows_get_numbers_behind_those_that_went_in_again() -> None:
    topics = Replayed(lambda: [Topic.objects.create(name=f"Topic {each}", slug=f"topic-{each}") for each in range(3)])
    first = topics.make()[0].pk
    with connection.cursor() as cursor:
        # As in a database that was copied anew from its template.
        cursor.execute("SELECT setval(pg_get_serial_sequence('cms_topic', 'id'), %s, false)", [first])
    topics.make()
    assert Topic.objects.create(name="Another", slug="another").pk == first + 3

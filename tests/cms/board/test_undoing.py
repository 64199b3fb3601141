"""What a store did with an article is undone from its history, as from its board."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from wagtail.models import PageLogEntry

from cms.carrying.placing import ACTION, AS_OFFERED, Placed, place, placed_of, placement_at
from stores.models import StorePage
from tests.factories.newsroom import make_article
from tests.factories.people import ClientOf

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


def test_placement_is_undone_from_the_history_unless_more_was_done(pitman: StorePage, client_of: ClientOf) -> None:
    client, article = client_of("owner"), make_article("flu")
    for placed in (Placed(is_hidden=True), Placed(pinned_as=1)):
        place(by=None, store=pitman, article=article, placed=placed, at=AT)
    first, second = PageLogEntry.objects.filter(action=ACTION).order_by("pk")
    urls = [reverse("stores_undo_change", args=[pitman.pk, each.pk]) for each in (first, second)]
    assert client.get(urls[0]).context["reasons"] == ("Something else was done since: nothing was undone.",)
    for url in urls[::-1]:
        client.post(url, {"seen": client.get(url).context["seen"]})
    assert placed_of(placement_at(pitman, article)) == AS_OFFERED

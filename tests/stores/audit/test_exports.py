"""The history of a large network is a file that the worker makes."""

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from stores.audit import reading, views
from stores.exports.models import Export
from tests.cms.admin_forms import logged_in
from tests.factories.media import empty_storage
from tests.factories.network import make_editor
from tests.factories.stores import make_store

__all__ = ["empty_storage"]

pytestmark = pytest.mark.django_db


def test_file_is_the_same_whether_it_is_made_at_once_or_by_the_worker(
    empty_storage: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slug, street in (("pitman", "1 Main St"), ("millrace", "2 Mill Rd")):
        store = make_store(slug)
        store.street = street
        store.save_revision().publish()
    client: Client = logged_in(make_editor())
    query = "?store=pitman&since=2020-01-01&person="
    at_once = client.get(reverse("stores_network_changes_csv") + query)
    lines = b"".join(at_once.streaming_content)  # type: ignore[attr-defined]
    assert b"1 Main St" in lines
    assert b"2 Mill Rd" not in lines
    for module in (views, reading):
        monkeypatch.setattr(module, "MOST", 1)
    # A link that is followed, or fetched before anybody follows it, asks for nothing.
    followed = client.get(reverse("stores_network_changes_csv") + query)
    assert (followed.status_code, followed["Location"]) == (302, reverse("stores_network_changes") + query)
    assert not Export.objects.exists()
    listed = client.get(followed["Location"]).content.decode()
    action = re.search(r'method="post" action="([^"]+)"', listed)
    assert action
    answer = client.post(unescape(action[1]))
    assert (answer.status_code, answer["Location"]) == (302, reverse("stores_exports"))
    made = client.get(reverse("stores_export_file", args=[Export.objects.get().pk]))
    assert b"".join(made.streaming_content) == lines  # type: ignore[attr-defined]

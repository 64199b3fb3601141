"""Two versions of a page, compared. What a store's page says in full stands with the log, which tells it."""

from typing import Any

import pytest

from stores.store.differences import differences, live_version, version_of
from tests.factories.newsroom import make_page
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db
BLOCK = {"type": "paragraph", "value": "<p>Since 1923.</p>", "id": "5408a0fd-4f0a-4bb6-ae1a-616ea0002e51"}


def found(page: Any) -> list[str]:
    live = live_version(page)
    assert live is not None
    return [change["name"] for change in differences(live, version_of(page))]


def test_block_that_the_database_gives_back_in_an_order_of_its_own_is_the_same() -> None:
    page = make_page("about", at_store=make_store("pitman"))
    page.body = [BLOCK]
    page.save()
    page.title = "About us"
    assert found(page) == ["title"]
    page.body = [{**BLOCK, "value": "<p>Since 1924.</p>"}]
    assert found(page) == ["title", "body"]


def test_page_that_is_not_live_has_no_live_version() -> None:
    page = make_page("about", at_store=make_store("pitman"))
    page.unpublish()
    assert live_version(page) is None

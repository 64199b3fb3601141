"""The API does what its document says when schemathesis asks: no fault, no status, type or member undeclared."""

from typing import Any

import pytest
from schemathesis.generation import GenerationMode

from tests.api.declared import document_of_today
from tests.api.fuzzing import connection_kept, fuzz
from tests.factories.lupus import LupusNetwork

SHORT = {f"/api/v2/{path}" for path in ("articles/", "articles/{id}/", "storefront/", "stores/")}
ANSWERED = {200, 302, 400, 404, 406, 410}
REFUSED = ANSWERED | {401}
"""What is asked with a key or a token that is none, too."""


@pytest.fixture
def document() -> dict[str, Any]:
    return document_of_today()


def test_what_the_document_allows(document: dict[str, Any], lupus_network: LupusNetwork) -> None:
    with connection_kept():
        statuses = fuzz(document, 4, SHORT, [GenerationMode.POSITIVE])
    assert statuses.keys() <= ANSWERED
    assert statuses[200] > 3


@pytest.mark.trial
def test_all_that_it_allows_and_forbids(document: dict[str, Any], lupus_network: LupusNetwork) -> None:
    with connection_kept():
        statuses = fuzz(document, 150)
    print(statuses)  # noqa: T201
    assert statuses.keys() <= REFUSED
    assert statuses[200] > 500

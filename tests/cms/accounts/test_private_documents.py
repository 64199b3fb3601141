"""The password of a private collection can't be tried without end."""

import pytest
from django.test import Client
from wagtail.models import CollectionViewRestriction

from cms.media.models import NetworkDocument
from tests.factories.media import empty_storage, library_collection, make_document

__all__ = ["empty_storage"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_storage")]

PASSWORD = "for-our-partners"


@pytest.fixture
def document() -> NetworkDocument:
    collection = library_collection().add_child(name="Partners")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="password", password=PASSWORD)
    made: NetworkDocument = make_document("prices.txt", collection=collection)
    return made


def guess(document: NetworkDocument, password: str, address: str = "192.0.2.1") -> tuple[int, int]:
    """What the form answers, and then the document."""
    client = Client(SERVER_NAME="localhost", REMOTE_ADDR=address)
    pk = CollectionViewRestriction.objects.get().pk
    form = {"password": password, "return_url": document.url}
    answer = client.post(f"/documents/authenticate_with_password/{pk}/", form)
    return answer.status_code, client.get(document.url).status_code


def test_right_password_opens_it_however_often(document: NetworkDocument) -> None:
    assert {guess(document, PASSWORD)[0] for _number in range(12)} == {302}


def test_eleventh_wrong_guess_of_an_address_is_refused_and_so_is_a_right_one(document: NetworkDocument) -> None:
    assert {guess(document, f"wrong-{number}")[0] for number in range(10)} == {200}
    assert guess(document, "wrong")[0] == 429
    assert guess(document, PASSWORD)[0] == 429
    # Who knows it, elsewhere, is not locked out by somebody's guesses.
    assert guess(document, PASSWORD, "192.0.2.2")[0] == 302

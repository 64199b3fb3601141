"""Who meets no database is told so; who waits for what others change is told that."""

from typing import Any

import pytest
from django.core.signals import got_request_exception
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from api.protocol.outage import OutageMiddleware
from stores.importing.running import alone
from stores.models import StorePage
from tests.factories.network import make_admin
from tests.factories.stores import make_store
from tests.stores.importing.test_progress import beside


def answered(raising: Any, path: str = "/admin/") -> HttpResponse:
    """What Django and the middleware make of a view that raises."""

    def fail(request: HttpRequest) -> HttpResponse:
        try:
            raising()
        except OperationalError:
            got_request_exception.send(sender=None, request=request)
        return HttpResponse("Something went wrong", status=500)

    return OutageMiddleware(fail)(RequestFactory().post(path))


def away() -> None:
    raise OperationalError("connection refused")


@pytest.mark.parametrize("path", ["/admin/", "/api/v2/stores/"])
def test_without_a_database_it_is_503_and_when_to_come_again(path: str) -> None:
    answer = answered(away, path)
    assert (answer.status_code, answer["Retry-After"].isdigit()) == (503, True)
    assert b"is being changed" not in answer.content


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_waits_for_an_import_is_told_whose_it_is() -> None:
    store = make_store("pitman")

    def save() -> None:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '50ms'")
            StorePage.objects.select_for_update().get(pk=store.pk)

    with transaction.atomic():
        StorePage.objects.select_for_update().get(pk=store.pk)
        by_somebody = beside(lambda: answered(save))
        with alone(make_admin("ada")):
            by_an_import = beside(lambda: answered(save))
    assert (by_somebody.status_code, by_an_import.status_code) == (503, 503)
    assert b"Nothing was saved: somebody else is saving the same" in by_somebody.content
    assert b"Nothing was saved: an import of ada, begun " in by_an_import.content

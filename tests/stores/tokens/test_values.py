"""What each token means at one store."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from phonenumber_field.phonenumber import PhoneNumber

from stores.models import StorePage
from stores.tokens.syntax import fill, known_tokens
from stores.tokens.values import phone_display, store_tokens
from tests.factories.stores import make_store


@pytest.mark.django_db
def test_every_token_of_stores_has_the_stores_fact() -> None:
    assert dict(store_tokens(make_store("pitman"))) == {
        "store.name": "Pitman Pharmacy",
        "store.phone": "(856) 589-2392",
        "store.fax": "(856) 589-5206",
        "store.address": "39 S Broadway, Pitman, NJ 08071",
        "store.street": "39 S Broadway",
        "store.city": "Pitman",
        "store.state": "NJ",
        "store.email": "",
        "store.legal_name": "Pitman Pharmacy",
        "store.privacy_contact": "Pitman Pharmacy, (856) 589-2392",
        "store.hours": "Store Mon-Fri 9:00am - 7:00pm | Sat 9:00am - 4:00pm | Sun Closed",
    }


@pytest.mark.django_db
def test_every_known_token_of_stores_has_a_value_and_no_other_has() -> None:
    values = store_tokens(make_store("pitman"))
    assert set(values) == {name for name in known_tokens() if name.startswith("store.")}
    assert len(values) == len(list(values))
    assert "store.secret" not in values


@pytest.mark.django_db
def test_fact_that_a_store_has_not_is_empty() -> None:
    assert store_tokens(make_store("switchback"))["store.fax"] == ""


@pytest.mark.django_db
def test_hours_are_read_only_when_a_text_asks_for_them() -> None:
    make_store("pitman")
    store = StorePage.objects.get()
    with CaptureQueriesContext(connection) as queries:
        values = store_tokens(store)
        fill("{{ store.name }}, {{ store.phone }}", values, is_html=False)
        assert len(queries) == 0
        fill("{{ store.hours }}", values, is_html=False)
    assert "opening" in queries[0]["sql"]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (PhoneNumber.from_string("+18565892392"), "(856) 589-2392"),
        (PhoneNumber.from_string("856-589-2392", region="US"), "(856) 589-2392"),
        ("", ""),
        (None, ""),
        ("not a number", ""),
    ],
)
def test_phone_number_is_shown_as_the_nation_writes_it(number: PhoneNumber | str | None, text: str) -> None:
    assert phone_display(number) == text

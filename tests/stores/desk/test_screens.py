"""No link and no form of the home and of a store's small views leads to a refusal, for owners and for staff."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import transaction
from django.test import Client
from django.urls import reverse
from time_machine import travel

from stores.desk.screens import store_screens
from stores.models import StorePage
from stores.people.appointing import appoint_owner, appoint_staff
from tests.cms.admin_forms import logged_in
from tests.factories.dated import make_exception, make_holiday, make_network_banner
from tests.factories.network import make_user
from tests.factories.newsroom import make_article
from tests.factories.stores import add_banner, make_store

pytestmark = pytest.mark.django_db

FRIDAY = "2026-12-18 20:00+00:00"
GOOD = {200, 302}


@pytest.fixture
def pitman(db: None) -> StorePage:
    """A store with something on each of its screens."""
    store = make_store("pitman")
    make_article("flu")
    make_article("required", is_required=True)
    make_article("own", at_store=store, live=False).save_revision()
    make_holiday("New Year's Day", starts_on="2027-01-01", ends_on="2027-01-01")
    make_holiday()
    make_exception(store)
    make_network_banner("Savings", store_may="replace")
    make_network_banner("Must")
    add_banner(store, "Past", show_until="2026-12-01")
    store.save_revision()
    return store


def client_of(role: str, store: StorePage, also: StorePage) -> Client:
    user = make_user(role)
    for each in (store, also):
        (appoint_owner if role == "owner" else appoint_staff)(by=None, user=user, store=each)
    return logged_in(user)


def page_at(client: Client, url: str) -> Tag:
    response = client.get(url)
    assert response.status_code == 200, url
    main = BeautifulSoup(response.content, "html.parser").select_one("main")
    assert main is not None
    return main


def links(main: Tag, url: str) -> Iterator[str]:
    """Addresses of the admin; a store's site answers on its own host."""
    for link in main.select("a[href]"):
        address = urljoin(url, str(link["href"]))
        if not urlsplit(address).netloc:
            yield address.partition("#")[0]


def sent(form: Tag, url: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What a browser sends for each of the form's buttons, with the fields as they stand."""
    fields = {
        str(each["name"]): str(each.get("value", ""))
        for each in form.select("input[name]:not([type=checkbox]):not([type=radio]), textarea[name]")
    }
    method = str(form.get("method", "get")).lower()
    for button in form.select("button[type=submit]"):
        chosen = {str(button["name"]): str(button["value"])} if button.get("name") else {}
        yield method, urljoin(url, str(form.get("action", ""))), {**fields, **chosen}


def switches(main: Tag) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for button in main.select("button[formaction]"):
        yield "post", str(button["formaction"]), {"screen": ""}


def pages_of(store: StorePage) -> list[str]:
    return ["/admin/", *(reverse(screen.view, args=[store.pk]) for screen in store_screens())]


@travel(FRIDAY, tick=False)
@pytest.mark.parametrize("role", ["owner", pytest.param("staff", marks=pytest.mark.trial)])
def test_links_and_forms_lead_to_no_refusal(role: str, pitman: StorePage) -> None:
    client = client_of(role, pitman, make_store("switchback"))
    asked: set[str] = set()
    refused, forms = [], 0
    for url in pages_of(pitman):
        main = page_at(client, url)
        for link in set(links(main, url)) - asked:
            asked.add(link)
            if client.get(link).status_code not in GOOD:
                refused.append(link)
        requests = [request for form in main.select("form") for request in sent(form, url)]
        for method, address, fields in (*requests, *switches(main)):
            forms += 1
            with transaction.atomic():
                status = getattr(client, method)(address, fields).status_code
                transaction.set_rollback(True)
            if status not in GOOD:
                refused.append(f"{method} {address}")
    assert refused == []
    assert len(asked) >= 8
    assert forms >= (20 if role == "owner" else 4)


@travel(FRIDAY, tick=False)
def test_staff_get_no_button_for_what_they_may_not_do(pitman: StorePage) -> None:
    client = client_of("staff", pitman, make_store("switchback"))
    kept = [
        str(form.get("action"))
        for url in pages_of(pitman)
        for form in page_at(client, url).select(
            "form[method=post]:not(#stores-switch, #stores-submitted, [data-submitted])"
        )
    ]
    assert kept == []

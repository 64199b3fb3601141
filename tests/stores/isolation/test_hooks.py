"""Nothing on an owner's screens leads to a refusal."""

import re
from collections import deque
from urllib.parse import urlsplit

import pytest
from django.test import Client
from wagtail.images import get_image_model
from wagtail.models import Page

from stores.models import StorePage
from stores.people.appointing import appoint_owner, appoint_staff
from tests.factories.media import make_document, make_image
from tests.factories.network import make_admin, make_user
from tests.factories.newsroom import make_article, make_page
from tests.factories.stores import make_store

# Attributes, and the sidebar's menu, which comes as JSON.
LINK = re.compile(r"""(?:href|action|data-chooser-url|data-w-swap-src-value|data-url)="([^"#]+)|"url": "([^"#]+)""")
# Not for following: the first ends the session, bulk actions get their ids from a script, and Wagtail writes the
# privacy dialog into every page but opens it only for who may.
LEFT_OUT = re.compile(r"/admin/(logout|jsi18n|sprite|bulk)/|/admin/pages/\d+/privacy/")
FAR, NEAR = 400, 60


def _links(html: str, base: str) -> set[str]:
    found = set()
    for link in (in_attribute or in_json for in_attribute, in_json in LINK.findall(html)):
        parts = urlsplit(link.replace("&amp;", "&"))
        if parts.netloc or parts.scheme:
            continue
        path = parts.path or base
        if path.startswith("/admin/") and not LEFT_OUT.match(path):
            found.add(path + (f"?{parts.query}" if parts.query else ""))
    return found


def _walk(client: Client, steps: int = FAR) -> tuple[set[str], list[str]]:
    """Every address that links lead to from the admin's home, the nearest first, and those that were refused."""
    seen, queue, refused = {"/admin/"}, deque(["/admin/"]), []
    for _step in range(steps):
        if not queue:
            break
        address = queue.popleft()
        response = client.get(address)
        if response.status_code == 404:
            refused.append(address)
        if response.status_code in {301, 302}:
            links = _links(f'href="{response["Location"]}"', address)
        else:
            links = _links(response.getvalue().decode(errors="replace"), urlsplit(address).path)
        # Orders, filters and pages of a list are the list again.
        for link in sorted({link for link in links if "ordering=" not in link and "p=" not in link} - seen):
            seen.add(link)
            queue.append(link)
    return seen, refused


@pytest.fixture
def pitman(db: None) -> StorePage:
    """A store with something of everything, beside another store."""
    store = make_store("pitman")
    other = make_store("switchback")
    make_article("of-another-store", at_store=other)
    make_article("own-article", at_store=store)
    make_page("about-us", at_store=store)
    make_image("own.png", collection=store.registration.collection)
    make_document("own.pdf", collection=store.registration.collection)
    return store


def _client_of(store: StorePage, *, is_owner: bool = True, also: StorePage | None = None) -> Client:
    user = make_user("somebody")
    for each in filter(None, (store, also)):
        (appoint_owner if is_owner else appoint_staff)(by=make_admin(f"admin-{each.slug}"), user=user, store=each)
    client = Client(HTTP_HOST="localhost:8000")
    client.force_login(user)
    return client


def test_no_link_leads_an_owner_to_a_refusal_and_all_that_is_the_stores_is_met(pitman: StorePage) -> None:
    seen, refused = _walk(_client_of(pitman))
    assert refused == []
    met = {link.partition("?")[0] for link in seen}
    own = Page.objects.filter(path__startswith=pitman.path)
    assert {f"/admin/pages/{page.pk}/edit/" for page in own} - met == set()
    image = get_image_model().objects.get(collection=pitman.registration.collection)
    assert f"/admin/images/{image.pk}/" in met


@pytest.mark.parametrize("steps", [NEAR, pytest.param(FAR, marks=pytest.mark.trial)])
def test_no_link_leads_staff_to_a_refusal(steps: int, pitman: StorePage) -> None:
    seen, refused = _walk(_client_of(pitman, is_owner=False), steps)
    assert refused == []
    assert len(seen) > 25


@pytest.mark.trial
def test_no_link_leads_the_owner_of_two_stores_to_a_refusal(pitman: StorePage) -> None:
    seen, refused = _walk(_client_of(pitman, also=make_store("millrace")))
    assert refused == []
    assert len(seen) > 25


def test_menu_has_one_entry_per_own_store(pitman: StorePage) -> None:
    client = _client_of(pitman, also=make_store("millrace"))
    html = client.get("/admin/").content.decode()
    assert f"/admin/pages/{pitman.pk}/" in html
    assert "Switchback" not in html


def test_person_without_a_store_has_an_empty_menu(db: None) -> None:
    make_store("pitman")
    client = Client(HTTP_HOST="localhost:8000")
    client.force_login(make_user("nobody"))
    assert "Pitman" not in client.get("/admin/", follow=True).content.decode()

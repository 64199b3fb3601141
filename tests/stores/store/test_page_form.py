"""The store page's form, while others change the store."""

import pytest
from django.http import QueryDict
from django.test import Client

from stores.models import StorePage
from stores.opening.changing import change_store
from stores.people.appointing import appoint_owner
from stores.store.page_form import SOMEBODY_ELSE_SAVED
from tests.cms.admin_forms import edit_url, form_at, logged_in
from tests.factories.network import make_user
from tests.factories.stores import make_store, new_banner
from tests.stores.opening.test_changing import WRITES, says_the_new

pytestmark = pytest.mark.django_db


@pytest.fixture
def store() -> StorePage:
    return make_store("pitman")


@pytest.fixture
def owner(store: StorePage) -> Client:
    person = make_user("owner")
    appoint_owner(by=None, user=person, store=store)
    return logged_in(person)


def opened(owner: Client, store: StorePage) -> QueryDict:
    """The edit screen as the owner has it open, with a new city typed in."""
    fields = form_at(owner, edit_url(store))
    fields["city"] = "Ownerville"
    return fields


def sent(owner: Client, store: StorePage, fields: QueryDict) -> str:
    """What the owner reads after "publish"."""
    response = owner.post(edit_url(store), {**fields.dict(), "action-publish": "1"}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def now(store: StorePage) -> StorePage:
    return StorePage.objects.get(pk=store.pk)


def test_owner_alone_publishes_at_once(owner: Client, store: StorePage) -> None:
    assert SOMEBODY_ELSE_SAVED not in sent(owner, store, opened(owner, store))
    assert now(store).city == "Ownerville"


@pytest.mark.parametrize("has_draft", [False, True])
@pytest.mark.parametrize("write", WRITES)
def test_screen_that_was_open_undoes_no_change_from_outside(
    owner: Client, store: StorePage, write: str, has_draft: bool
) -> None:
    if has_draft:
        store.street = "2 Draft Street"
        store.promo_banners = [*store.promo_banners.all(), new_banner("Only in the draft", sort_order=2)]
        store.save_revision()
    fields = opened(owner, store)
    change_store(by=None, store=store, **WRITES[write]())
    page = sent(owner, store, fields)
    assert SOMEBODY_ELSE_SAVED in page
    assert "Ownerville" in page
    assert (now(store).city, says_the_new(now(store), write)) == ("Pitman", True)


def test_owner_who_saves_again_keeps_what_is_on_the_screen(owner: Client, store: StorePage) -> None:
    fields = opened(owner, store)
    change_store(by=None, store=store, fields={"street": "1 New Street"})
    sent(owner, store, fields)
    latest = now(store).latest_revision
    fields["loaded_revision_id"] = str(latest.pk)
    fields["loaded_revision_created_at"] = latest.created_at.isoformat()
    sent(owner, store, fields)
    assert (now(store).city, now(store).street) == ("Ownerville", store.street)


def autosaved(owner: Client, store: StorePage, fields: QueryDict) -> None:
    """As the edit screen saves by itself; its form goes on naming the revision that was loaded first."""
    response = owner.post(edit_url(store), fields.dict(), headers={"accept": "application/json"})
    assert response.json()["success"], response.content


def test_form_that_was_saved_automatically_before_is_taken(owner: Client, store: StorePage) -> None:
    fields = opened(owner, store)
    autosaved(owner, store, fields)
    assert SOMEBODY_ELSE_SAVED not in sent(owner, store, fields)
    assert now(store).city == "Ownerville"


def test_form_that_was_saved_automatically_before_still_undoes_nothing_of_others(
    owner: Client, store: StorePage
) -> None:
    fields = opened(owner, store)
    autosaved(owner, store, fields)
    change_store(by=None, store=store, fields={"street": "1 New Street"})
    assert SOMEBODY_ELSE_SAVED in sent(owner, store, fields)
    assert (now(store).street, now(store).city) == ("1 New Street", "Pitman")


def test_own_automatic_save_is_no_news(owner: Client, store: StorePage) -> None:
    fields = opened(owner, store)
    page = now(store)
    page.city = "Ownerville"
    own = page.save_revision(user=make_user("nobody"))
    fields["overwrite_revision_id"] = str(own.pk)
    assert SOMEBODY_ELSE_SAVED not in sent(owner, store, fields)

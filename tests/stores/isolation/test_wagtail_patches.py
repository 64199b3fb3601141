"""Two people on one store see each other; nobody else sees them, and they see nobody else by name."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.admin.models import EditingSession

from cms.models import ArticlePage
from cms.users.models import User
from stores.models import StorePage
from stores.people.appointing import appoint_owner, appoint_staff
from tests.cms.admin_forms import edit_url, logged_in
from tests.factories.network import make_admin, make_editor, make_user
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def pitman(db: None) -> StorePage:
    return make_store("pitman")


def owner_of(store: StorePage, username: str, **names: Any) -> User:
    user = make_user(username, **names)
    appoint_owner(by=None, user=user, store=store)
    return user


def staff_of(store: StorePage, username: str, **names: Any) -> User:
    user = make_user(username, **names)
    appoint_staff(by=None, user=user, store=store)
    return user


def ping(client: Client, page: Any, model: str = "wagtailcore.page", **data: str) -> Any:
    """A new session's first word; the editor says that it is about a `Page`, whatever its type."""
    last = EditingSession.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    url = reverse("wagtailadmin_editing_sessions:ping", args=[*model.split("."), page.pk, last + 1])
    return client.post(url, data)


def names(answer: Any) -> list[str]:
    assert answer.status_code == 200
    return [each["user"] for each in answer.json()["other_sessions"]]


def test_owner_and_staff_of_one_store_see_each_other(pitman: StorePage) -> None:
    owner = logged_in(owner_of(pitman, "ann", first_name="Ann", last_name="Olsen"))
    staff = logged_in(staff_of(pitman, "sam", first_name="Sam", last_name="Ray"))
    assert names(ping(owner, pitman)) == []
    assert names(ping(staff, pitman, is_editing="1")) == ["Ann Olsen"]
    answer = ping(owner, pitman)
    assert names(answer) == ["Sam Ray"]
    assert "Sam Ray has unsaved changes" in answer.json()["html"]


def test_the_same_holds_for_a_local_article(pitman: StorePage) -> None:
    article: ArticlePage = make_article("flu-shots", at_store=pitman)
    owner, staff = logged_in(owner_of(pitman, "ann")), logged_in(staff_of(pitman, "sam"))
    ping(staff, article)
    assert names(ping(owner, article)) == ["sam"]


def test_owner_of_another_store_neither_pings_nor_sees(pitman: StorePage) -> None:
    other = make_store("switchback")
    stranger = logged_in(owner_of(other, "stranger", first_name="Stray"))
    owner = logged_in(owner_of(pitman, "ann", first_name="Ann"))
    ping(owner, pitman)
    for model in ("wagtailcore.page", "stores.storepage"):
        assert ping(stranger, pitman, model).status_code == 404
    assert ping(stranger, make_article("local", at_store=pitman)).status_code == 404
    assert names(ping(stranger, other)) == []
    assert names(ping(owner, pitman)) == []
    assert EditingSession.objects.filter(user__username="stranger", object_id=str(pitman.pk)).count() == 0


def test_editor_who_may_not_change_a_store_does_not_ping_it(pitman: StorePage) -> None:
    assert ping(logged_in(make_editor()), pitman).status_code == 404


def test_network_admin_and_owner_see_each_other_by_name_and_without_an_address(pitman: StorePage) -> None:
    admin = logged_in(make_user("chief@mortar.example", first_name="Chief", is_staff=True, is_superuser=True))
    owner = logged_in(owner_of(pitman, "ann", first_name="Ann", last_name="Olsen"))
    ping(admin, pitman, is_editing="1")
    answer = ping(owner, pitman)
    assert names(answer) == ["Chief"]
    page = owner.get(edit_url(pitman)).content.decode()
    for text in (answer.content.decode(), page):
        assert "The network" not in text
        assert "chief@" not in text
    assert "Ann Olsen" in names(ping(admin, pitman))


def test_who_saved_a_new_version_is_named_by_the_same_rule(pitman: StorePage) -> None:
    owner = logged_in(owner_of(pitman, "ann"))
    old = pitman.save_revision()
    pitman.save_revision(user=make_admin("chief"))
    answer = ping(owner, pitman, revision_id=str(old.pk), revision_created_at=old.created_at.isoformat())
    assert names(answer) == ["chief"]
    assert "chief saved a new version" in answer.json()["html"]


def test_name_that_is_an_address_is_not_told(pitman: StorePage) -> None:
    staff = logged_in(staff_of(pitman, "sam@pharmacy.example"))
    owner = logged_in(owner_of(pitman, "ann"))
    ping(staff, pitman)
    answer = ping(owner, pitman)
    assert names(answer) == ["sam"]
    assert "@" not in answer.json()["html"]


def test_history_names_people_by_the_same_rule(pitman: StorePage) -> None:
    pitman.save_revision(user=make_admin("chief"), log_action=True)
    pitman.save_revision(user=staff_of(pitman, "sam"), log_action=True)
    gone = make_user("gone")
    pitman.save_revision(user=gone, log_action=True)
    url = reverse("wagtailadmin_pages:history", args=[pitman.pk])
    html = logged_in(owner_of(pitman, "ann")).get(url).content.decode()
    for name in ("chief", "sam", "Somebody who has left"):
        assert name in html
    assert "The network" not in html
    assert "@mortar.example" not in html

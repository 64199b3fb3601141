"""The People screen: owners invite and dismiss staff of their own store; network admins appoint owners, too."""

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.users.models import User
from stores.models import Invitation, StorePage
from stores.opening.opening import close_store
from stores.people.appointing import appoint_owner, appoint_staff
from stores.people.models import LIFETIME, StoreRole
from tests.cms.admin_forms import logged_in
from tests.factories.invitations import Invite, committing, invited
from tests.factories.network import make_admin, make_user
from tests.factories.people import ClientOf, client_of, pitman
from tests.factories.stores import make_store

__all__ = ["client_of", "committing", "invited", "pitman"]

pytestmark = pytest.mark.django_db

ASKED = {"email": "rosa@pitman.example", "role": "staff"}


def url(name: str, *args: Any) -> str:
    return reverse(f"stores_{name}", args=args)


def make_staff(store: StorePage, name: str = "sam") -> User:
    user = make_user(name)
    appoint_staff(by=None, user=user, store=store)
    return user


def make_invitation(store: StorePage, number: int = 0, role: StoreRole = StoreRole.STAFF) -> Invitation:
    now = timezone.now()
    return Invitation.objects.create(
        store=store,
        email=f"guest-{number}@pitman.example",
        role=role,
        token_digest=f"{store.pk}-{number}",
        invited_by=make_user(f"inviter-{store.pk}-{number}"),
        invited_at=now,
        expires_at=now + LIFETIME,
    )


@pytest.mark.parametrize(
    ("who", "status"), [("owner", 200), ("staff", 200), ("admin", 200), ("neighbour", 404), ("editor", 404)]
)
def test_who_sees_the_people(who: str, status: int, client_of: ClientOf, pitman: StorePage) -> None:
    assert client_of(who).get(url("people", pitman.pk)).status_code == status


def test_staff_read_names_and_get_no_form_and_no_addresses(client_of: ClientOf, pitman: StorePage) -> None:
    colleague, invitation = make_staff(pitman), make_invitation(pitman)
    html = client_of("staff").get(url("people", pitman.pk)).content.decode()
    assert colleague.get_username() in html
    assert colleague.email not in html
    assert invitation.email not in html
    assert "Dismiss" not in html
    assert "Invite by email" not in html


def test_owner_invites_staff_and_the_mail_goes_out(client_of: ClientOf, committing: Any, pitman: StorePage) -> None:
    with committing():
        answer = client_of("owner").post(url("people", pitman.pk), ASKED)
    assert answer.status_code == 302
    assert [message.to for message in mail.outbox] == [[ASKED["email"]]]


@pytest.mark.parametrize("who", ["staff", "neighbour", "editor"])
def test_nobody_but_owners_and_admins_invites(who: str, client_of: ClientOf, pitman: StorePage) -> None:
    assert client_of(who).post(url("people", pitman.pk), ASKED).status_code == 404
    assert not Invitation.objects.exists()


def test_owner_who_sends_the_role_of_an_owner_is_refused(client_of: ClientOf, pitman: StorePage) -> None:
    answer = client_of("owner").post(url("people", pitman.pk), {**ASKED, "role": "owner"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["role"]
    assert not Invitation.objects.exists()


def test_owner_who_sends_the_id_of_another_store_gets_404(client_of: ClientOf, pitman: StorePage) -> None:
    other = make_store("switchback")
    client = client_of("owner")
    assert client.post(url("people", other.pk), ASKED).status_code == 404
    assert client.get(url("people", other.pk)).status_code == 404
    assert not Invitation.objects.exists()


def test_answer_is_the_same_for_an_address_with_an_account(client_of: ClientOf, pitman: StorePage) -> None:
    make_user("known", email="known@mortar.example")
    client = client_of("owner")
    said = []
    for name in ("known", "nobody"):
        answer = client.post(url("people", pitman.pk), {**ASKED, "email": f"{name}@mortar.example"}, follow=True)
        said.append([str(each).strip().replace(name, "x") for each in answer.context["messages"]])
    assert said[0] == said[1] == ["An invitation is on its way to x@mortar.example."]


def test_admin_invites_an_owner(client_of: ClientOf, pitman: StorePage) -> None:
    assert client_of("admin").post(url("people", pitman.pk), {**ASKED, "role": "owner"}).status_code == 302
    assert Invitation.objects.get().role == StoreRole.OWNER


@pytest.mark.parametrize(("role", "group"), [("owner", "owners"), ("staff", "staff")])
def test_admin_appoints_and_dismisses_who_can_log_in_already(
    role: str, group: str, client_of: ClientOf, pitman: StorePage
) -> None:
    ann, client = make_user("ann"), client_of("admin")
    answer = client.post(url("people", pitman.pk), {"appoint-person": ann.email, "appoint-role": role})
    assert answer["Location"] == url("people", pitman.pk)
    people = getattr(pitman.registration, group).user_set
    assert list(people.all()) == [ann]
    entry = PageLogEntry.objects.get(action=f"stores.appoint_{role}")
    assert (entry.user.get_username(), entry.data["user"]) == ("admin", "ann")
    assert client.post(url("dismiss", pitman.pk, ann.pk)).status_code == 302
    assert list(people.all()) == []


@pytest.mark.parametrize(
    ("sent", "field", "message"),
    [
        ({"appoint-person": "nobody", "appoint-role": "owner"}, "person", "Nobody who can log in is called 'nobody'."),
        ({"appoint-person": "gone", "appoint-role": "owner"}, "person", "Nobody who can log in is called 'gone'."),
        ({"appoint-person": "", "appoint-role": "owner"}, "person", "This field is required."),
        ({"appoint-person": "ann", "appoint-role": "boss"}, "role", "Select a valid choice."),
    ],
)
def test_appointment_that_cannot_be_is_refused_at_its_field(
    sent: dict[str, str], field: str, message: str, client_of: ClientOf, pitman: StorePage
) -> None:
    make_user("ann")
    make_user("gone", is_active=False)
    answer = client_of("admin").post(url("people", pitman.pk), sent)
    assert answer.status_code == 200
    assert message in answer.context["appoint_form"].errors[field][0]
    assert not answer.context["form"].errors
    assert not PageLogEntry.objects.filter(action__startswith="stores.appoint").exists()


@pytest.mark.parametrize("who", ["owner", "staff", "neighbour", "editor"])
def test_nobody_but_network_admins_appoints(who: str, client_of: ClientOf, pitman: StorePage) -> None:
    ann, client = make_user("ann"), client_of(who)
    sent = {"appoint-person": "ann", "appoint-role": "staff"}
    assert client.post(url("people", pitman.pk), sent).status_code == 404
    assert not ann.groups.exists()
    assert b"appoint-person" not in client.get(url("people", pitman.pk)).content


def test_nobody_is_appointed_at_a_closed_store(client_of: ClientOf, pitman: StorePage) -> None:
    ann, client = make_user("ann"), client_of("admin")
    close_store(by=None, store=pitman)
    sent = {"appoint-person": "ann", "appoint-role": "owner"}
    assert client.post(url("people", pitman.pk), sent).status_code == 404
    assert not ann.groups.exists()
    assert b"appoint-person" not in client.get(url("people", pitman.pk)).content


@pytest.mark.parametrize("name", ["send_again", "revoke"])
def test_invitation_of_another_store_is_not_found_under_ones_own(
    name: str, client_of: ClientOf, pitman: StorePage
) -> None:
    other = make_invitation(make_store("switchback"))
    before = Invitation.objects.values().get()
    assert client_of("owner").post(url(name, pitman.pk, other.pk)).status_code == 404
    assert client_of("staff").post(url(name, pitman.pk, other.pk)).status_code == 404
    assert Invitation.objects.values().get() == before


@pytest.mark.parametrize("name", ["send_again", "revoke"])
def test_owner_does_not_touch_an_owners_invitation(name: str, client_of: ClientOf, pitman: StorePage) -> None:
    row = make_invitation(pitman, role=StoreRole.OWNER)
    assert client_of("owner").post(url(name, pitman.pk, row.pk)).status_code == 404


def test_owner_revokes_and_sends_again(client_of: ClientOf, pitman: StorePage) -> None:
    client, row = client_of("owner"), make_invitation(pitman)
    digest = row.token_digest
    assert client.post(url("send_again", pitman.pk, row.pk)).status_code == 302
    row.refresh_from_db()
    assert row.token_digest != digest
    assert client.post(url("revoke", pitman.pk, row.pk)).status_code == 302
    assert not Invitation.objects.open().exists()
    assert client.post(url("revoke", pitman.pk, row.pk)).status_code == 302


def test_dismissed_persons_open_session_is_over_at_the_next_request(client_of: ClientOf, pitman: StorePage) -> None:
    sam = make_staff(pitman)
    theirs = logged_in(sam)
    assert theirs.get("/admin/").status_code == 200
    owner = client_of("owner")
    assert owner.get(url("dismiss", pitman.pk, sam.pk)).status_code == 200
    assert theirs.get("/admin/").status_code == 200
    assert owner.post(url("dismiss", pitman.pk, sam.pk)).status_code == 302
    answer = theirs.get("/admin/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/admin/login/")
    sam.refresh_from_db()
    assert not sam.is_active
    entry = PageLogEntry.objects.filter(action="stores.dismiss_owner").latest("pk")
    assert entry.data == {"by": "owner", "user": "sam", "role": "staff"}


def test_person_with_another_store_keeps_the_account_and_logs_in_again(client_of: ClientOf, pitman: StorePage) -> None:
    sam = make_staff(pitman)
    appoint_staff(by=None, user=sam, store=make_store("switchback"))
    theirs = logged_in(sam)
    client_of("owner").post(url("dismiss", pitman.pk, sam.pk))
    assert theirs.get("/admin/").status_code == 302
    sam.refresh_from_db()
    assert sam.is_active
    assert logged_in(sam).get("/admin/").status_code == 200


def test_drafts_of_a_dismissed_person_stay(client_of: ClientOf, pitman: StorePage) -> None:
    sam = make_staff(pitman)
    pitman.title = "Draft by Sam"
    revision = pitman.save_revision(user=sam)
    client_of("owner").post(url("dismiss", pitman.pk, sam.pk))
    page = StorePage.objects.get(pk=pitman.pk)
    assert page.latest_revision_id == revision.pk
    assert page.get_latest_revision_as_object().title == "Draft by Sam"
    assert page.get_latest_revision().user == sam


def test_owner_dismisses_no_owner_and_nobody_of_another_store(client_of: ClientOf, pitman: StorePage) -> None:
    second = make_user("second")
    appoint_owner(by=None, user=second, store=pitman)
    other = make_store("switchback")
    theirs = make_staff(other)
    client = client_of("owner")
    for store, person in ((pitman, second), (pitman, theirs), (other, theirs), (pitman, make_admin("boss"))):
        for ask in (client.get, client.post):
            assert ask(url("dismiss", store.pk, person.pk)).status_code == 404
    assert second.groups.exists()
    assert theirs.groups.exists()


def test_one_who_is_owner_and_staff_is_not_dismissed_by_an_owner(client_of: ClientOf, pitman: StorePage) -> None:
    both = make_staff(pitman)
    appoint_owner(by=None, user=both, store=pitman)
    assert client_of("owner").post(url("dismiss", pitman.pk, both.pk)).status_code == 404
    assert client_of("admin").post(url("dismiss", pitman.pk, both.pk)).status_code == 302
    assert not both.groups.exists()


def test_invitations_are_limited_per_hour(client_of: ClientOf, pitman: StorePage) -> None:
    client: Client = client_of("owner")
    for number in range(32):
        client.post(url("people", pitman.pk), {**ASKED, "email": f"guest-{number}@pitman.example"})
    assert Invitation.objects.count() == 30


def test_screen_costs_the_same_for_two_people_and_for_twenty(
    client_of: ClientOf, pitman: StorePage, invited: Invite
) -> None:
    client = client_of("owner")

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url("people", pitman.pk)).status_code == 200
        return len(queries)

    make_staff(pitman)
    make_invitation(pitman)
    cost()
    few = cost()
    for number in range(1, 20):
        make_staff(pitman, f"sam-{number}")
        make_invitation(pitman, number)
    assert cost() == few

"""Who else is at a store, who is invited to it, and how they log in."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator

from cms.users.models import User
from stores.models import Invitation, StorePage
from stores.people.appointing import appoint_staff
from stores.people.models import StoreRole, digest_of
from tests.factories.network import FOUNDED_AT, make_user
from tests.isolation.markers import secret


@dataclass(frozen=True, slots=True)
class PeoplePlants:
    """A colleague of the store's owner, with a passkey, and an open invitation."""

    colleague: User
    passkey: Authenticator
    invitation: Invitation


def plant_people(owner: str, store: StorePage, by: User) -> PeoplePlants:
    """One of each; nobody but the store's people and network admins knows of them."""
    names = {"first_name": secret(owner, "colleaguefirst"), "last_name": secret(owner, "colleaguelast")}
    colleague = make_user(secret(owner, "colleague"), **names)
    appoint_staff(by=by, user=colleague, store=store)
    passkey = Authenticator.objects.create(
        user=colleague, type=Authenticator.Type.WEBAUTHN, data={"name": secret(owner, "passkey"), "credential": {}}
    )
    invitation = Invitation.objects.create(
        store=store,
        email=f"{secret(owner, 'invited')}@mortar.example",
        role=StoreRole.STAFF,
        token_digest=digest_of(secret(owner, "invitationtoken")),
        invited_by=by,
        invited_at=FOUNDED_AT,
        # After the moment at which everything is asked.
        expires_at=FOUNDED_AT + timedelta(days=60),
    )
    return PeoplePlants(colleague, passkey, invitation)

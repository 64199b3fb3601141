"""Invitations by e-mail: who may come and work at a store, or for the network."""

import hashlib
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

LIFETIME = timedelta(days=7)


class StoreRole(models.TextChoices):
    """What somebody is at a store."""

    OWNER = "owner", "Owner: changes and publishes"
    STAFF = "staff", "Staff: changes"


class NetworkRole(models.TextChoices):
    """What somebody is to the network."""

    EDITOR = "editor", "Editor: writes and publishes for the stores"
    NETWORK_ADMIN = "network_admin", "Network admin: opens and closes stores, and keeps people"


def digest_of(token: str) -> str:
    """What the database keeps of a link's token: SHA-256 in hex. The token has 256 bits of chance, so no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by their state and their token."""

    def open(self) -> Self:
        """Invitations neither accepted nor revoked; their links may have expired, and can be sent again."""
        return self.filter(accepted_at=None, revoked_at=None)

    def with_token(self, token: str) -> Self:
        """The invitation, if any, that this link opens or did open; never one that was made for another link."""
        return self.filter(token_digest=digest_of(token))


class Invitation(models.Model):
    """One link to one address for one role at one store, or for the network, good once until `expires_at`.

    Sent again, it gets another token, and the earlier link is dead.
    """

    store = models.ForeignKey(
        "stores.StorePage", on_delete=models.CASCADE, related_name="invitations", null=True, blank=True
    )
    email = models.EmailField("email address")
    role = models.CharField(max_length=16, choices=[*StoreRole.choices, *NetworkRole.choices])
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "store",
                Lower("email"),
                name="stores_one_open_invitation_per_address",
                condition=Q(accepted_at=None, revoked_at=None),
            ),
            models.UniqueConstraint(
                Lower("email"),
                name="stores_one_open_invitation_to_the_network",
                condition=Q(store=None, accepted_at=None, revoked_at=None),
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="stores_invitation_accepted_or_revoked"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="stores_invitation_expires_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(store__isnull=False, role__in=StoreRole.values)
                | Q(store__isnull=True, role__in=NetworkRole.values),
                name="stores_invitation_role_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} at {self.place}"

    @property
    def place(self) -> str:
        """What the invited person comes to: the store by its name, or the network by its own."""
        return str(self.store.title if self.store is not None else settings.WAGTAIL_SITE_NAME)

    @property
    def role_name(self) -> str:
        """The role in a word or two: `Owner`."""
        return str(self.get_role_display()).partition(":")[0]

    def is_good(self, at: datetime) -> bool:
        """Whether its link opens something at that moment."""
        return self.accepted_at is None and self.revoked_at is None and at < self.expires_at

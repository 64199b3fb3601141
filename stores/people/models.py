"""Invitations by e-mail: who may come and work at a store."""

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
    """One link to one address for one role at one store, good once until `expires_at`.

    Sent again, it gets another token, and the earlier link is dead.
    """

    store = models.ForeignKey("stores.StorePage", on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField("e-mail address")
    role = models.CharField(max_length=8, choices=StoreRole)
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
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(revoked_at=None), name="stores_invitation_accepted_or_revoked"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="stores_invitation_expires_after_it_began"
            ),
            models.CheckConstraint(condition=Q(role__in=StoreRole.values), name="stores_invitation_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.email} at {self.store}"

    def is_good(self, at: datetime) -> bool:
        """Whether its link opens something at that moment."""
        return self.accepted_at is None and self.revoked_at is None and at < self.expires_at

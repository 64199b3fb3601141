"""Who is called, and what was sent: deliveries wait in the database until they have arrived or are given up."""

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from api.changes.events import TYPES
from cms.accounts.sealing import seal, unseal
from stores.models import StorePage

KEPT = timedelta(days=30)
"""Of deliveries that have arrived or were given up."""
OVERLAP = timedelta(days=1)
"""How long a delivery is signed with the secret before, too, once there is a new one."""


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def of(self, store: StorePage | None) -> Self:
        """Those of a store, or of the network (None): nobody else's are there at all."""
        return self.filter(store=store).order_by("name", "pk")

    def active(self) -> Self:
        return self.filter(disabled_at__isnull=True)


class Webhook(models.Model):
    """`types`: what it hears of. `key`, `number`: up to which event of its feed deliveries were made.

    `secret` and `old_secret` are sealed. `failing_since`: when the first of the tries failed that have failed since.
    `stuck_since`: when, for a fault of ours, it could not be said any more what it is to hear.
    """

    wagtail_reference_index_ignore = True

    store = models.ForeignKey(StorePage, on_delete=models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=100)
    url = models.CharField(max_length=500)
    types = models.JSONField(default=list)
    secret = models.TextField()
    old_secret = models.TextField(blank=True, default="")
    rotated_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=20)
    number = models.BigIntegerField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    failing_since = models.DateTimeField(null=True)
    stuck_since = models.DateTimeField(null=True)
    disabled_at = models.DateTimeField(null=True)
    disabled_why = models.TextField(blank=True, default="")

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")

    def __str__(self) -> str:
        return self.name

    @property
    def type_list(self) -> list[str]:
        """What it hears of, in the order in which forms name it."""
        return [each for each in TYPES if each in self.types]

    @property
    def told_url(self) -> str:
        """Its address for those who read of it, without what that carries behind `?`: it may be a password."""
        return str(self.url).partition("?")[0]

    def secrets(self, at: datetime) -> list[str]:
        """What a delivery is signed with: for a day after a rotation with the secret before, too."""
        has_old = self.old_secret and self.rotated_at is not None and at < self.rotated_at + OVERLAP
        return [unseal(self.secret), *([unseal(self.old_secret)] if has_old else [])]

    def use_secret(self, secret: str, at: datetime) -> None:
        """Give it a secret; the one before goes on for a day."""
        self.old_secret, self.rotated_at = self.secret, at if self.secret else None
        self.secret = seal(secret)


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("on its way")
    SENT = "sent", _("arrived")
    FAILED = "failed", _("given up")


def new_message_id() -> str:
    return f"msg_{get_random_string(24)}"


class Delivery(models.Model):
    """One call. `body` is what was signed, byte for byte; `message` is its name, the same at every try.

    `tries`: `{"at", "status", "seconds", "problem"}` of each. `queued_at`: when a worker was told to send it.
    """

    wagtail_reference_index_ignore = True

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    message = models.CharField(max_length=40, unique=True, default=new_message_id)
    body = models.TextField()
    about = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    next_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(null=True)
    tries = models.JSONField(default=list)
    failures = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["webhook", "id"], name="api_delivery_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["webhook", "id"], name="api_delivery_of_webhook"),
        ]

    def __str__(self) -> str:
        return self.message


def old_deliveries(at: datetime) -> models.QuerySet[Delivery]:
    return Delivery.objects.filter(created_at__lt=at - KEPT)

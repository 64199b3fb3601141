"""The user model, our own from the first migration so that it can grow; and what logins share over workers."""

import unicodedata
from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower


def _letters(name: str) -> str:
    """`thenetwork` for `The  Network`: whatever stands between the words, in whatever case or width."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name).casefold()))


RESERVED = frozenset(map(_letters, ("The network", "A program", "A colleague", "Somebody who has left", "Mortar")))


class User(AbstractUser):
    """A person who logs in to the admin: newsroom, owner, staff or network admin.

    One address, one account: invitations and new passwords go by it.
    """

    session_version = models.PositiveIntegerField(
        default=0, editable=False, help_text="Sessions that were opened under another number are over."
    )
    has_review_reminders = models.BooleanField(
        "reminders of medical reviews", default=True, db_default=True, help_text="Sent to people of the newsroom."
    )

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="users_one_account_per_address",
                condition=~Q(email=""),
                violation_error_message="Somebody else has this email address.",
            )
        ]

    def clean(self) -> None:
        """Nobody is called what screens say of others: ValidationError."""
        super().clean()
        if not self.email.isascii():
            raise ValidationError({"email": "Write the address in plain letters, A to Z."})
        if {_letters(self.get_full_name()), _letters(self.username)} & RESERVED:
            raise ValidationError("Choose another name: that one stands for others on these screens.")

    def get_session_auth_hash(self) -> str:
        """What a session must hold to stay open: it ends with a new password, and by `end_sessions`."""
        return self._of_this_version(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """What a session that began under an earlier secret key may hold."""
        for each in super().get_session_auth_fallback_hash():
            yield self._of_this_version(each)

    def _of_this_version(self, session_hash: str) -> str:
        return f"{session_hash}.{self.session_version}"

    def end_sessions(self) -> None:
        """Every session of this person is over at its next request: one write, however many there are."""
        type(self).objects.filter(pk=self.pk).update(session_version=F("session_version") + 1)
        self.refresh_from_db(fields=["session_version"])


class SharedCache(models.Model):
    """Rows of Django's database cache in production: failed logins are counted over all workers.

    A model, so that the table comes with the migrations. Nothing of ours reads it; the names are the backend's.
    """

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.cache_key

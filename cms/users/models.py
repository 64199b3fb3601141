"""The user model, our own from the first migration so that it can grow."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who logs in to the admin: newsroom, owner, staff or network admin."""

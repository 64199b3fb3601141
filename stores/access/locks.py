"""A page that somebody of the network keeps from changing, by Wagtail's lock: for everybody but that person."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import Page

LOCKED = "The store page is locked by the network at the moment, so nothing was saved. Ask your network."


def is_kept_from(by: Any, page: Page) -> bool:
    """Whether this person may change nothing of the page now. A program may."""
    return bool(by is not None and page.locked and page.locked_by_id != by.pk)


def check_unlocked(by: Any, page: Page) -> None:
    """ValidationError where somebody else keeps the page from changing."""
    if is_kept_from(by, page):
        raise ValidationError(LOCKED, code="locked")

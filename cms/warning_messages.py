"""What stores will not show of a page: said when its form is opened and when it is published. It holds up nobody."""

from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from cms.link_warnings import warnings_of

MOST = 8
"""Sentences in one answer."""


def _say(request: HttpRequest, page: Page) -> None:
    said = warnings_of(page, timezone.now())
    for sentence in said[:MOST]:
        messages.warning(request, sentence)
    if len(said) > MOST:
        messages.warning(request, f"And {len(said) - MOST} more of this kind.")


@hooks.register("before_edit_page")
def say_in_form(request: HttpRequest, page: Page) -> None:
    """Of the newest draft, before it is published."""
    if request.method == "GET":
        _say(request, page)


@hooks.register("after_publish_page")
def say_when_published(request: HttpRequest, page: Page) -> None:
    """Names what a part of the stores can't follow."""
    _say(request, page.specific)

"""Our hints stand among Wagtail's checks: in the frame of a preview, and in the panel that shows what was found."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.userbar import ContentCheckerItem

from cms.plain_words.checker import PlainWordsItem


@hooks.register("construct_wagtail_userbar")
def add_plain_words(request: HttpRequest, items: list[Any], page: Any) -> None:
    """In the place of Wagtail's own checker."""
    items[:] = [
        PlainWordsItem(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
    ]

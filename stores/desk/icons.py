"""Icons of the admin, each drawn once: a page has a hundred, and Wagtail renders a template for each.

What is kept is what the template drew, so a template of one's own in its place is heeded, too.
"""

from typing import Any

from django.conf import settings
from django.template import Context
from django.template.base import Parser, Token
from django.template.library import InclusionNode
from django.utils.safestring import SafeString
from wagtail.admin.templatetags import wagtailadmin_tags

TAG = "icon"
MOST = 2_000
"""Icons that a process keeps; titles may be words of people, so that there is no end of them."""
PLAIN = (str, SafeString, bool, type(None))

stock = wagtailadmin_tags.register.tags[TAG]
_drawn: dict[tuple[Any, ...], str] = {}


class Icon(InclusionNode):
    """Looks whether the same was drawn before: of the same values, as safe, escaped alike."""

    def render(self, context: Context) -> str:
        args, kwargs = self.get_resolved_arguments(context)
        values = self.func(*args, **kwargs).values()
        if settings.DEBUG or not all(type(value) in PLAIN for value in values):
            return super().render(context)
        key = (context.autoescape, *((type(value), value) for value in values))
        drawn = _drawn.get(key)
        if drawn is None:
            drawn = super().render(context)
            if len(_drawn) < MOST:
                _drawn[key] = drawn
        return drawn


def _icon(parser: Parser, token: Token) -> Icon:
    node = stock(parser, token)
    return Icon(node.func, node.takes_context, node.args, node.kwargs, node.filename)


def keep_icons() -> None:
    """From now on; templates that are compiled already go on as before."""
    wagtailadmin_tags.register.tags[TAG] = _icon

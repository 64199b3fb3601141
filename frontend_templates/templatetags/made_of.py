"""A part of a page that hangs on nothing but what it names, written once for each value of it.

Most of a page of HTML is the same as before after a publish: the cards of the other articles, the hours, the menu.
Such a part sees only what it names and the language of the page, so what was kept of it can't be old, and need not be
told of changes.
"""

from hashlib import blake2b
from typing import Any

import orjson
from django import template
from django.template.base import token_kwargs
from django.template.context import Context
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe

from stores.languages import own_language

MOST = 4_000
"""Parts that a process keeps, of 2 KB on an average."""
ANY_STORE = "https://any-store.invalid"
"""Stands for the address of the store's site in what all stores have alike."""

register = template.Library()


class MadeOfNode(template.Node):
    """Renders its nodes with the named values alone."""

    kept: dict[tuple[Any, ...], str] = {}

    def __init__(self, values: dict[str, Any], at: Any, nodelist: template.NodeList) -> None:
        self.values, self.at, self.nodelist = values, at, nodelist

    def render(self, context: Context) -> SafeString:
        found = {name: value.resolve(context, ignore_failures=True) for name, value in self.values.items()}
        given = {name: value for name, value in found.items() if value is not None}
        # `lang_of` asks in which language the words around a part are.
        given["metadata"] = {"language": (context.get("metadata") or {}).get("language")}
        data, root = orjson.dumps(given, option=orjson.OPT_NON_STR_KEYS), self.at and self.at.resolve(context)
        if root:
            data = data.replace(root.encode(), ANY_STORE.encode())
        # All that is said of a store has 10 KB: kept whole for each part it would be most of what is kept.
        digest = blake2b(data, digest_size=16).digest()
        key = self, translation.get_language(), own_language(), timezone.get_current_timezone_name(), digest
        html = self.kept.get(key)
        if html is None:
            html = self.nodelist.render(context.new(orjson.loads(data) if root else given))
            if len(self.kept) >= MOST:
                self.kept.clear()
            self.kept[key] = html
        return mark_safe(html.replace(ANY_STORE, root) if root else html)  # noqa: S308  (its nodes have escaped it)


@register.tag("made_of")
def written_once(parser: Any, token: Any) -> MadeOfNode:
    """`{% made_of store=store day=todays.store %}…{% endmade_of %}`: the values are what JSON can say.

    `at`: the address of a site that may stand in them, and nothing else of which hangs on the store: what is written
    for one store is then used for all.
    """
    name, *bits = token.split_contents()
    values = token_kwargs(bits, parser)
    at = values.pop("at", None)
    if bits or not values:
        raise template.TemplateSyntaxError(f"'{name}' takes values such as store=store, and nothing else.")
    nodes = parser.parse(("endmade_of",))
    parser.delete_first_token()
    return MadeOfNode(values, at, nodes)

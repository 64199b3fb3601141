"""Pages of the docs: Markdown from `docs/`, as HTML with anchors and addresses of this network."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

from api.protocol.versions import deprecation_lines

PAGES = {
    "guide": "Guide",
    "api": "Reference",
    "frontends": "Rendering on a server",
    "api-changes": "Changes",
}
"""Files of `docs/` that are shown, the first one at `/api/docs/` itself -> what leads to them."""
FIRST = next(iter(PAGES))
DEPRECATIONS = "<!-- deprecations -->"
IN_DEMO = "http://localhost:8000"
"""Where the network stands in the files; shown as the address of the one that shows them."""
ASKED = re.compile(r"https?://[^\s'\"]+/api/v2/[^\s'\"]*")


@dataclass(frozen=True, slots=True)
class Heading:
    anchor: str
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is shown, with what stands on it."""

    title: str
    html: SafeString
    headings: tuple[Heading, ...]


def docs_address(name: str) -> str:
    """Where the page stands, from the page that stands first."""
    return "/api/docs/" if name == FIRST else f"/api/docs/{name}/"


@cache
def source_of(name: str) -> str:
    """The page's Markdown, as it stands in the file."""
    return (settings.BASE_DIR / "docs" / f"{name}.md").read_text(encoding="utf-8")


def page_of(name: str) -> Page:
    """One of `PAGES`."""
    text = source_of(name).replace(IN_DEMO, settings.NETWORK_URL)
    text = text.replace(DEPRECATIONS, "\n".join(deprecation_lines()))
    parser = _parser()
    tokens = parser.parse(text)
    headings = list(_anchored(tokens))
    return Page(
        headings[0].title,
        mark_safe(parser.renderer.render(tokens, parser.options, {})),  # noqa: S308  (our own files, raw HTML off)
        tuple(heading for heading, tag in zip(headings, _tags(tokens), strict=True) if tag == "h2"),
    )


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    for name, rule in {
        "link_open": _link,
        "fence": _fence,
        "table_open": _table,
        "table_close": lambda *_: "</table></div>\n",
    }.items():
        parser.add_render_rule(name, rule)
    return parser


def _tags(tokens: Sequence[Token]) -> list[str]:
    return [token.tag for token in tokens if token.type == "heading_open"]


def _anchored(tokens: Sequence[Token]) -> list[Heading]:
    """Gives each heading the anchor that GitHub gives it."""
    found = []
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            title = "".join(child.content for child in inline.children or ())
            opening.attrSet("id", slugify(title))
            found.append(Heading(slugify(title), title))
    return found


def _link(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """A link to another page of the docs leads to where it is shown."""
    token = tokens[index]
    target, mark, anchor = str(token.attrGet("href")).partition("#")
    name = target.removesuffix(".md")
    if target.endswith(".md") and name in PAGES:
        token.attrSet("href", f"{docs_address(name)}{mark}{anchor}")
    return str(renderer.renderToken(tokens, index, options, env))


def _fence(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Code. What can be asked as it stands has a link that asks it."""
    token = tokens[index]
    code = f'<pre tabindex="0"><code class="language-{escape(token.info)}">{escape(token.content)}</code></pre>\n'
    asked = ASKED.search(token.content) if token.info == "sh" else None
    return f'{code}<p class="ask"><a href="{escape(asked[0])}">Ask it</a></p>\n' if asked else code


def _table(*args: Any) -> str:
    return '<div class="wide" tabindex="0"><table>\n'

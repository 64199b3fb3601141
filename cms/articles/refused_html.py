"""What no rich text may hold: frames, scripts, pictures from elsewhere, addresses that run something.

Whatever is stored all the same, since it is older, is left out when it is shown (`cms.articles.clean_html`).
"""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.fields import RichTextField, StreamField

from cms.articles.blocks import rich_texts_in
from cms.articles.clean_html import is_safe_address

FRAMES = frozenset({"iframe", "frame", "object", "applet", "portal"})
PROGRAMS = frozenset({"script", "style", "link", "meta", "base", "form", "input", "button", "svg", "math"})
OWN_EMBEDS = frozenset({"image", "media"})
"""What Wagtail's `<embed>` may stand for; browsers take any other for a frame."""
ADDRESSES = frozenset({"href", "src", "srcset", "poster", "data", "action", "formaction", "background"})
HOT_LINKED = "a picture from elsewhere, which tells others who reads: upload it, and add it as a picture"


class _Reader(HTMLParser):
    """Finds the first thing that is refused."""

    problem = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.problem = self.problem or _problem_of(tag, {name: value or "" for name, value in attributes})


def _problem_of(tag: str, attributes: dict[str, str]) -> str:
    if tag in FRAMES or (tag == "embed" and attributes.get("embedtype") not in OWN_EMBEDS):
        return "a frame or an embedded page: link to it, or add a video"
    if tag in PROGRAMS:
        return f"<{tag}>: write text without it"
    if tag in {"img", "picture", "source", "video", "audio", "image"}:
        return HOT_LINKED
    if any(name.startswith("on") for name in attributes):
        return "a program that runs when somebody clicks: leave it out"
    unsafe = [value for name, value in attributes.items() if name in ADDRESSES and not is_safe_address(value)]
    return f"a link to '{unsafe[0][:40]}': begin it with https://, mailto: or tel:" if unsafe else ""


def problem_in(html: str) -> str:
    """What a rich text holds that is refused, and what to do instead; "" for a good one."""
    if "<" not in html:
        return ""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.problem


def check_rich_texts(page: Any) -> None:
    """ValidationError that names the place, for a page with a rich text that is refused."""
    for name, place, html in _rich_texts_of(page):
        problem = problem_in(html)
        if problem:
            raise ValidationError({name: f"{place}can't hold {problem}."}, code="refused_html")


def _rich_texts_of(page: Any) -> Iterator[tuple[str, str, str]]:
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            yield field.name, "This text ", getattr(page, field.name) or ""
        elif isinstance(field, StreamField):
            for place, html in rich_texts_in(getattr(page, field.name)):
                yield field.name, f"The text of {place} ", html

"""Reading a page as a browser does: its words, and what it loads."""

import html
import re
from html.parser import HTMLParser

from django.utils.html import strip_tags

SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)

LOADED = {
    "img": ("src", "srcset"),
    "source": ("src", "srcset"),
    "script": ("src",),
    "iframe": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "form": ("action",),
    "input": ("src",),
}

# A link that names an address without loading it.
NAMING_RELATIONS = {"canonical", "prev", "next", "alternate"}


def words_of(page: str) -> str:
    """The text that a patient reads, on one line."""
    return " ".join(html.unescape(strip_tags(SCRIPT.sub(" ", page).replace("<", " <"))).split())


class _Loads(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.urls: list[str] = []
        self.styles: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.styles += [given["style"]] if "style" in given else []
        self.styles += ["<style>"] if tag == "style" else []
        for name in LOADED.get(tag, ()):
            if name == "srcset":
                self.urls += [part.split()[0] for part in given.get(name, "").split(",") if part.strip()]
            elif name in given:
                self.urls.append(given[name])
        if tag == "link" and given.get("rel") not in NAMING_RELATIONS:
            self.urls.append(given["href"])


def loaded_by(page: str) -> list[str]:
    """Addresses that a browser fetches by itself to show the page."""
    reader = _Loads()
    reader.feed(page)
    return reader.urls


def inline_styles_of(page: str) -> list[str]:
    """Styles that stand in the page, which the content security policy forbids."""
    reader = _Loads()
    reader.feed(page)
    return reader.styles

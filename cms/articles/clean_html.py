"""HTML from stored rich text, cleaned before it leaves: only tags, attributes and addresses of a closed list.

What is stored may be older than the editor's own checks, come from an import, or be written past all forms. So nothing
is taken over: the text is read and written anew.
"""

import re
from html import escape
from html.parser import HTMLParser

ATTRIBUTES = {"a": ("href",), "img": ("src", "alt", "width", "height"), "ol": ("start",), "td": ("colspan", "rowspan")}
ATTRIBUTES["th"] = (*ATTRIBUTES["td"], "scope")
TAGS = frozenset(
    re.findall(
        r"\w+",
        "a abbr b blockquote br code dd del div dl dt em h2 h3 h4 h5 h6 hr i img ins kbd li ol p pre q s small span "
        "strong sub sup table tbody td tfoot th thead tr u ul",
    )
)
VOID = frozenset({"br", "hr", "img"})
UNREAD = frozenset(
    {"iframe", "math", "noembed", "noframes", "noscript", "object", "script", "style", "svg", "template"},
)
"""With all that stands in them: their text is no text."""
SCHEMES = frozenset({"http", "https", "mailto", "tel", "sms"})
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# Browsers leave these out of an address before they read its scheme.
LEFT_OUT = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
ADDRESSES = frozenset({"href", "src"})
PLAIN = re.compile(
    r"</?(?:p|b|i|em|strong|sup|sub|ul|ol|li|h[2-6]|blockquote)>|<(?:br|hr)/?>|</a>"
    r"""|<a href="(?:https?://|mailto:|tel:|/|#)[^"<>]*">"""
)
"""What nearly every text is made of; there is nothing in it to clean."""


def is_safe_address(address: str) -> bool:
    """Whether an address leads somewhere, and runs nothing: a path, a fragment, or one of a few schemes."""
    plain = LEFT_OUT.sub("", address)
    scheme = SCHEME.match(plain)
    if scheme is not None:
        return scheme[1].lower() in SCHEMES
    # What has a colon before its first slash is no path: a scheme that is spelled in a way nobody expects.
    return ":" not in re.split(r"[/?#]", plain, maxsplit=1)[0]


class _Writer(HTMLParser):
    """Writes anew what it reads, as far as it is known."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.written: list[str] = []
        self.open: list[tuple[str, bool]] = []
        self.unread = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag in UNREAD:
            self.unread += 1
        elif tag in TAGS and not self.unread:
            kept = _attributes(tag, attributes)
            # A link that leads nowhere is its text.
            is_written = tag != "a" or bool(kept)
            if is_written:
                self.written.append(f"<{tag}{kept}>")
            if tag not in VOID:
                self.open.append((tag, is_written))

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag in UNREAD:
            self.unread -= 1

    def handle_endtag(self, tag: str) -> None:
        if tag in UNREAD:
            self.unread = max(0, self.unread - 1)
        elif not self.unread and any(each == tag for each, _is_written in self.open):
            while self._close() != tag:
                pass

    def _close(self) -> str:
        tag, is_written = self.open.pop()
        if is_written:
            self.written.append(f"</{tag}>")
        return tag

    def handle_data(self, data: str) -> None:
        if not self.unread:
            self.written.append(escape(data, quote=False))

    def text(self) -> str:
        while self.open:
            self._close()
        return "".join(self.written)


def _attributes(tag: str, attributes: list[tuple[str, str | None]]) -> str:
    kept: dict[str, str] = {}
    for name, value in attributes:
        is_known = name in ATTRIBUTES.get(tag, ()) and name not in kept
        if is_known and (name not in ADDRESSES or is_safe_address(value or "")):
            kept[name] = value or ""
    return "".join(f' {name}="{escape(value)}"' for name, value in kept.items())


def clean_html(text: str) -> str:
    """The text with nothing in it that a browser would run, and well-formed where there was anything to clean."""
    if "<" not in PLAIN.sub("", text):
        return text
    writer = _Writer()
    writer.feed(text)
    writer.close()
    return writer.text()

"""Every format under one name."""

from collections.abc import Callable

from cms.intake.formats import newsml, ninjs, syndication
from cms.intake.formats.raw import Document

READERS: dict[str, Callable[[bytes, str], Document]] = {
    "rss": syndication.read_syndicated,
    "atom": syndication.read_syndicated,
    "newsml": newsml.read_newsml,
    "ninjs": ninjs.read_ninjs,
}
LABELS = {"rss": "RSS 2.0", "atom": "Atom", "newsml": "NewsML-G2", "ninjs": "ninjs"}


def read_document(data: bytes, name: str) -> Document:
    """The items of a document in a format. `Unreadable` if it is in none of ours, or a trap."""
    return READERS[name](data, name)

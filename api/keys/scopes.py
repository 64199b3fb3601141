"""What a key may be for, and what each path of the API needs."""

from typing import Final

from api.protocol.errors import STREAM
from api.protocol.parameters import STORE_IN_PATH

READ: Final = "read"
PREVIEW: Final = "preview"
LIVE: Final = "live"
NEWS: Final = "news"
SCOPES: Final = {
    READ: "read what patients see",
    LIVE: "hear of changes as they happen (live/)",
    PREVIEW: "show drafts to editors (previews)",
    NEWS: "take articles to publish them elsewhere (ninjs/)",
}
"""Scopes with their words for people."""
NEVER_OPEN: Final = frozenset({NEWS})
"""What needs a key however open the network is."""
V2 = "/api/v2/"
"""Below it keys count. The document of the API, its docs and what its errors mean are anybody's."""
INDEX = frozenset({V2, f"{V2}preview/"})
"""What is about no store and tells of none, so that a store's key may ask it."""


def needed_scope(path: str) -> str:
    """What a path needs; empty where nobody needs a key."""
    if not path.startswith(V2):
        return ""
    path = STORE_IN_PATH.sub(V2, path)
    if path.startswith(STREAM):
        return LIVE
    if path.startswith(f"{V2}ninjs/"):
        return NEWS
    return PREVIEW if path.startswith(f"{V2}preview/") else READ

"""Names of stored files that nobody guesses: a token, then the name that the file came with.

The token stands in front, because Wagtail makes a rendition's name of the first letters of its picture's.
"""

import hmac
import re
import secrets
from hashlib import sha256
from pathlib import PurePosixPath

from django.conf import settings

TOKEN = re.compile(r"^[0-9a-f]{20}-")
"""80 bits: as many as Wagtail leaves of it in the name of the rendition with the longest filter."""
LONGEST = 90
"""Letters of a stored name, folder and all: its column has 100, and storages add some to one that is taken."""


def new_name(path: str) -> str:
    """`folder/logo.png` as `folder/<token>-logo.png`, with a new token each time, in place of an older one."""
    return _named(path, secrets.token_hex(10))


def renamed(path: str) -> str:
    """The same, with the token that this install gives this one file: who is interrupted goes on where they were."""
    return _named(path, hmac.new(settings.SECRET_KEY.encode(), path.encode(), sha256).hexdigest()[:20])


def is_unguessable(path: str) -> bool:
    return TOKEN.match(PurePosixPath(path).name) is not None


def original(path: str) -> str:
    """The name that a stored file came with, for people."""
    return TOKEN.sub("", PurePosixPath(path).name, count=1)


def _named(path: str, token: str) -> str:
    whole = PurePosixPath(path)
    room = LONGEST - len(str(whole.parent)) - len(token) - len(whole.suffix) - 2
    stem = TOKEN.sub("", whole.stem, count=1) or whole.stem
    return str(whole.with_name(f"{token}-{stem[: max(room, 1)]}{whole.suffix}"))

"""How a key is written: `mortar_<prefix>_<secret>`. We keep the prefix, and a digest of the whole.

The secret is 256 bits of chance, which nobody guesses: a quick digest is enough.
"""

import hashlib
import hmac
import re
import secrets
import string

from django.utils.crypto import get_random_string

START = "mortar_"
"""What every key begins with, so that whoever finds one knows what it is."""
PREFIX_LENGTH = 8
LETTERS = string.ascii_lowercase + string.digits
SHAPE = re.compile(r"mortar_([a-z0-9]{8})_[A-Za-z0-9_-]{43}")


def new_prefix() -> str:
    return get_random_string(PREFIX_LENGTH, LETTERS)


def written_key(prefix: str) -> str:
    """The whole key, which is shown once."""
    return f"{START}{prefix}_{secrets.token_urlsafe(32)}"


def prefix_of(key: str) -> str:
    """Empty where the text is no key at all."""
    found = SHAPE.fullmatch(key)
    return found[1] if found else ""


def key_digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def fits_digest(key: str, digest: str) -> bool:
    return hmac.compare_digest(key_digest(key), digest)

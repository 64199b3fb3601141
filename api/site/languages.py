"""Which language a path of a store's site asks for (`/es/health/`), and words, dates and numbers in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils import translation

from cms.articles.languages import WORDS_IN, site_languages
from stores.languages import own_language
from stores.wording import spoken_by


def language_in(path: str) -> tuple[str, str]:
    """The language that a path of a site asks for, and the path without it: `/es/health/` is `es` and `/health/`."""
    parts = path.split("/", 2)
    if parts[0] or len(parts) < 2 or parts[1] not in site_languages()[1:]:
        return own_language(), path
    return parts[1], "/" + (parts[2] if len(parts) > 2 else "")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Words, dates and numbers of a site in one of its languages."""
    is_english = language not in WORDS_IN or language == "en"
    words = None if is_english else translation.gettext
    with translation.override("en-us" if is_english else language), spoken_by(words):
        yield

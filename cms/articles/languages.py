"""Languages of pages and of sites: Wagtail's locales, without a tree of pages for each.

Wagtail's own tree of each language stays off: with a Site per store it costs a query per Site. What is left of it is
what a page's row has anyway, its `locale` and the `translation_key` that translations of each other share.
"""

from functools import cache
from typing import Any

from wagtail.models import Locale

from stores.languages import code_of, language_names, own_language

WORDS_IN = frozenset({"en", "es"})
"""Languages in which a site has its own words; a text in another one is shown among English ones."""


class SpokenMixin:
    """A page whose language does not hang on where it stands: all languages share the library's folders."""

    locale_id: int

    @property
    def language(self) -> str:
        """`en`, `es`."""
        return code_of(self.locale_id)

    def can_move_to(self, parent: Any) -> bool:
        """Wagtail keeps the folders of each language apart."""
        return bool(self.can_exist_under(parent))  # type: ignore[attr-defined]


def make_locales() -> None:
    """A locale for each language that the settings name; none is ever taken away."""
    there = set(Locale.all_objects.values_list("language_code", flat=True))
    Locale.all_objects.bulk_create([Locale(language_code=code) for code in language_names() if code not in there])


@cache
def site_languages() -> tuple[str, ...]:
    """Languages of a store's site: the network's own first, then those whose words are there, each below its code."""
    own = own_language()
    return (own, *(code for code in language_names() if code in WORDS_IN and code != own))


def tag_of(code: str) -> str:
    """What HTML calls a language: the network's English is that of the United States."""
    return "en-US" if code == "en" else code

"""The languages that texts of the library are in: Wagtail's locales, without a tree of pages for each.

Wagtail's own tree of each language stays off: with a Site per store it costs a query per Site. What is left of it is
what a page's row has anyway, its `locale` and the `translation_key` that translations of each other share.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from wagtail.coreutils import get_content_languages
from wagtail.models import Locale

WORDS_IN = frozenset({"en", "es"})
"""Languages in which a site has its own words; a text in another one is shown among English ones."""
_codes: dict[int, str] = {}


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


def code_of(locale_id: int) -> str:
    """`en`, `es`: a locale keeps its code, so each is asked about once."""
    if locale_id not in _codes:
        _codes.update(Locale.all_objects.values_list("pk", "language_code"))
    return _codes[locale_id]


@cache
def language_names() -> dict[str, str]:
    """Code -> name in English, of every language that texts may be in; the network's own comes first."""
    return dict(get_content_languages())


def name_of_language(code: str) -> str:
    """`Spanish`; of a language that the settings do not name any more, its code."""
    return language_names().get(code, code)


def own_language() -> str:
    """The network's own: what there is no translation of is shown in it."""
    return next(iter(language_names()))


def make_locales() -> None:
    """A locale for each language that the settings name; none is ever taken away."""
    there = set(Locale.all_objects.values_list("language_code", flat=True))
    Locale.all_objects.bulk_create([Locale(language_code=code) for code in language_names() if code not in there])


def preference(code: str) -> tuple[int, ...]:
    """Ids of locales as somebody who asks for a language wants them: that one, the network's own, the others."""
    order = dict.fromkeys([code, own_language(), *language_names()])
    ids = dict(Locale.all_objects.values_list("language_code", "pk"))
    return tuple(ids[each] for each in order if each in ids)


@cache
def site_languages() -> tuple[str, ...]:
    """Languages of a store's site: the network's own first, then those whose words are there, each below its code."""
    own = own_language()
    return (own, *(code for code in language_names() if code in WORDS_IN and code != own))


def tag_of(code: str) -> str:
    """What HTML calls a language: the network's English is that of the United States."""
    return "en-US" if code == "en" else code


def first_of(locale_ids: Iterable[int], preferred: Sequence[int]) -> int:
    """Which of these locales is wanted most; one that the settings do not name any more, last."""
    return min(locale_ids, key=lambda pk: (preferred.index(pk) if pk in preferred else len(preferred), pk))

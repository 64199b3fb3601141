"""The languages that texts may be in, which Wagtail keeps as locales; the network's own comes first."""

from collections.abc import Iterable, Sequence
from functools import cache

from wagtail.coreutils import get_content_languages
from wagtail.models import Locale

_codes: dict[int, str] = {}


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


def order_of(code: str) -> list[str]:
    """Languages as somebody who asks for one wants them: that one, the network's own, the others."""
    return list(dict.fromkeys([code, own_language(), *language_names()]))


def preference(code: str) -> tuple[int, ...]:
    """The same as ids of locales."""
    ids = dict(Locale.all_objects.values_list("language_code", "pk"))
    return tuple(ids[each] for each in order_of(code) if each in ids)


def first_of(locale_ids: Iterable[int], preferred: Sequence[int]) -> int:
    """Which of these locales is wanted most; one that the settings do not name any more, last."""
    return min(locale_ids, key=lambda pk: (preferred.index(pk) if pk in preferred else len(preferred), pk))

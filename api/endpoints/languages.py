"""`language=`: what somebody reads who asks for one language, and what stands in for what is not translated."""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict

from api.caching.questions import Spoken
from api.protocol.errors import BadRequest
from api.protocol.parameters import Parameter, one_of
from cms.articles.languages import site_languages
from stores.languages import language_names, own_language, preference

FALLBACK = Parameter("With `language`: `false` leaves out what is in another language. Default: `true`.")
LANGUAGE_PARAMETERS = {
    "language": Parameter(
        "Each article once, in this language where the store carries it so, else in the network's own: `es`. "
        "`language` of each says which it is. Default: all articles, each in its language."
    ),
    "fallback": FALLBACK,
}
LINE_LANGUAGE_PARAMETERS = {
    "language": Parameter(
        "Each promo line once, in this language where there is one that says it so, else in the network's own: `es`. "
        "Default: all lines, each in its language."
    ),
    "fallback": FALLBACK,
}
SITE_LANGUAGE_PARAMETERS = {
    "language": Parameter(
        "As on pages below the code of this language (`/es/`): words of the site, hours and addresses in it; titles "
        "and promo lines in it where there are some, else in the network's own. Default: the network's own."
    ),
}


def site_language(query: QueryDict) -> str:
    """The language in which a store's site is asked to speak."""
    return one_of(query, "language", list(site_languages()), default=own_language())


def spoken_in(query: QueryDict, carried: Callable[[], Any]) -> list[Spoken]:
    """What the asked-for language leaves of what a store carries; nothing where none is asked for."""
    code, is_alone = asked_language(query)
    return [Spoken(preference(code), is_alone, carried)] if code else []


def asked_language(query: QueryDict) -> tuple[str, bool]:
    """The language that is asked for, "" for none, and whether nothing stands in for what is not in it."""
    if "language" not in query:
        if "fallback" in query:
            raise BadRequest("'fallback' goes with 'language'.", field="fallback")
        return "", False
    code = one_of(query, "language", list(language_names()), default="")
    return code, one_of(query, "fallback", ["true", "false"], default="true") == "false"

"""`language=`: what somebody reads who asks for one language, and what stands in for what is not translated."""

from collections.abc import Callable
from typing import Any

from django.http import QueryDict

from api.caching.questions import Spoken
from api.protocol.errors import BadRequest
from api.protocol.parameters import Parameter, one_of
from cms.articles.languages import language_names, preference

LANGUAGE_PARAMETERS = {
    "language": Parameter(
        "Each article once, in this language where the store carries it so, else in the network's own: `es`. "
        "`language` of each says which it is. Default: all articles, each in its language."
    ),
    "fallback": Parameter("With `language`: `false` leaves out what is in another language. Default: `true`."),
}


def spoken_in(query: QueryDict, carried: Callable[[], Any]) -> list[Spoken]:
    """What the asked-for language leaves of what a store carries; nothing where none is asked for."""
    if "language" not in query:
        if "fallback" in query:
            raise BadRequest("'fallback' goes with 'language'.", field="fallback")
        return []
    code = one_of(query, "language", list(language_names()), default="")
    return [Spoken(preference(code), one_of(query, "fallback", ["true", "false"], default="true") == "false", carried)]

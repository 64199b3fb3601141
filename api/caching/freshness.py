"""What a view says of its answer, so that it can be kept: what it was made of, and how long the clock lets it be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from rest_framework.request import Request

FRESHNESS = "mortar.freshness"
"""The key of a request's environment where the view's word stands."""
GENERATIONS = "mortar.generations"
"""The key of a request's environment where the generations stand that the mirror vouches for, if it does."""
LONGEST = timedelta(days=1)
"""No answer is kept for longer, whatever the clock says."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """`scopes`: what the answer was made of. `until`: the moment from which the clock may change it.

    `tags`: the same as `scopes`, more finely, for caches that are not ours (`api.caching.tags`).
    """

    scopes: frozenset[str]
    until: datetime
    tags: frozenset[str] = frozenset()


def is_kept(request: HttpRequest | Request) -> bool:
    """Whether somebody would keep the answer: only then is it worth while to find out how long it is good for."""
    return FRESHNESS in request.META


def generations_of(request: HttpRequest | Request) -> Mapping[str, int] | None:
    """The generations as of which the request may be answered; None for one that asks the database for everything."""
    return request.META.get(GENERATIONS)


def keep(request: HttpRequest | Request, scopes: Iterable[str], until: datetime, tags: Iterable[str] = ()) -> None:
    """Say that the answer may be kept until then, while nothing is written that it was made of."""
    request.META[FRESHNESS] = Freshness(frozenset(scopes), until, frozenset(tags))


def freshness_of(environ: dict[str, Any]) -> Freshness | None:
    """What the view said; None when its answer is not to be kept."""
    return environ.get(FRESHNESS)

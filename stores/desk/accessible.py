"""Whoever saves is told what some patients can't use: a warning with the place and what to do, never a refusal."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin import messages

from stores.accessible import Barrier

HOOK = "find_barriers"
"""What some patients can't use of a version of a page, by whoever knows its kind: page -> barriers."""
MOST = 4
"""Barriers that one save names; the store's own page of them has all."""


def barriers_of_version(page: Any) -> list[Barrier]:
    """Of one version of a page of any kind."""
    return [barrier for find in hooks.get_hooks(HOOK) for barrier in find(page)]


def tell_barriers(request: HttpRequest, barriers: Sequence[Barrier]) -> None:
    """Each as a line of its own; of many the first ones, and how many more."""
    if not request.accepts("text/html"):
        return
    for barrier in barriers[:MOST]:
        messages.warning(request, str(barrier))
    if len(barriers) > MOST:
        messages.warning(request, f"And {len(barriers) - MOST} more that some patients can’t use.")


def new_or_named(before: Iterable[Barrier], after: Iterable[Barrier], names: Iterable[str]) -> list[Barrier]:
    """Of what a save leaves: what it brought, and what stands in the fields that it changed."""
    there, changed = set(before), set(names)
    return [barrier for barrier in after if barrier not in there or barrier.field in changed]

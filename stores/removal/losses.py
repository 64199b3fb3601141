"""What taking something away takes along, in words. One expression for each kind of thing; every door asks them all.

A room says what hangs on its things by `takes_along`, why something can't go by `refuses`, and what may take its
place by `Replacement`. A confirmed removal is bound to the very words that were read, by their digest.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page

from stores.access.confinement import EVERYWHERE, Confinement
from stores.access.who import Actor
from stores.removal.fixed import why_fixed
from stores.store.models.store import StorePage
from stores.store.querysets import under_restriction
from stores.tree import stands_under

ACTION = "stores.take_away"
"""The entry in the history: what was taken away, and what went along."""


class Way(StrEnum):
    """How something is taken away."""

    DELETE = "delete"
    UNPUBLISH = "unpublish"
    MOVE = "move"
    RESTRICT = "restrict"
    """Made private: stores show nothing that only some people may read."""


@dataclass(frozen=True, slots=True)
class Removal:
    """What is about to happen at the moment `at`; `destination` of a move; `confinement` of who reads about it.

    `along` are the pages below `objects` that go with them.
    """

    way: Way
    objects: Sequence[Any]
    at: datetime
    destination: Any = None
    confinement: Confinement = EVERYWHERE
    along: Sequence[Any] = ()


Expression = Callable[[Removal], Iterable[str]]
Check = Callable[[Actor], None]


@dataclass(frozen=True, slots=True)
class Replacement:
    """What may take the place of deleted rows: `choices` are values with their words, and `put` writes one of them
    everywhere. `is_needed`: they can't go without.
    """

    label: str
    choices: Callable[[Sequence[Any]], list[tuple[str, str]]]
    put: Callable[[Actor, Sequence[Any], str], None]
    is_needed: bool = False


@dataclass(frozen=True, slots=True)
class Losses:
    """`lines`: what changes, in words. `refusal`: why it can't be done at all."""

    removal: Removal
    lines: tuple[str, ...] = ()
    refusal: str = ""
    replacement: Replacement | None = None
    model: type[Model] | None = field(default=None, repr=False)

    @property
    def digest(self) -> str:
        """Stands for the words that were read: other numbers are asked about anew."""
        text = "\n".join([self.removal.way, *(str(row.pk) for row in self.removal.objects), *self.lines])
        return sha256(text.encode()).hexdigest()[:24]


_along: dict[tuple[type[Model], Way], list[Expression]] = {}
_refusals: dict[tuple[type[Model], Way], list[Expression]] = {}
_replacements: dict[type[Model], Replacement] = {}
_checks: dict[type[Model], list[Check]] = {}


def takes_along(model: type[Model], *ways: Way) -> Callable[[Expression], Expression]:
    """The decorated function says what goes, or changes, with rows of this model."""
    return _added(_along, model, ways)


def refuses(model: type[Model], *ways: Way) -> Callable[[Expression], Expression]:
    """The decorated function says why rows of this model can't be taken away."""
    return _added(_refusals, model, ways)


def replaced_by(model: type[Model], replacement: Replacement) -> None:
    """What may take the place of rows of this model."""
    _replacements[model] = replacement


def checks(model: type[Model]) -> Callable[[Check], Check]:
    """The decorated function raises ValidationError for what a replacement of such a row has made impossible."""

    def add(check: Check) -> Check:
        _checks.setdefault(model, []).append(check)
        return check

    return add


def put_in_place(losses: Losses, by: Actor, value: str) -> None:
    """Write what takes the place of the removed rows. ValidationError where that can't stand."""
    if losses.replacement is None or losses.model is None:
        return
    losses.replacement.put(by, losses.removal.objects, value)
    for check in _checks.get(losses.model, ()):
        check(by)


def _added(
    table: dict[tuple[type[Model], Way], list[Expression]], model: type[Model], ways: Iterable[Way]
) -> Callable[[Expression], Expression]:
    def add(expression: Expression) -> Expression:
        for way in ways:
            table.setdefault((model, way), []).append(expression)
        return expression

    return add


def losses_of(removal: Removal) -> Losses:
    """What the removal takes along, what refuses it, and what may take its place."""
    if removal.way == Way.DELETE and (words := why_fixed(removal.objects)):
        return Losses(removal, refusal=words)
    everything = [*removal.objects, *removal.along]
    lines: list[str] = []
    refusals: list[str] = []
    for model in sorted({type(row) for row in everything}, key=lambda each: each._meta.label):
        part = replace(removal, objects=[row for row in everything if type(row) is model])
        refusals += _said_by(_refusals, part, model)
        lines += _said_by(_along, part, model)
    if refusals:
        return Losses(removal, refusal=" ".join(refusals))
    models = {type(row) for row in removal.objects}
    only = models.pop() if len(models) == 1 else None
    replacement = _replacements.get(only) if only and lines and removal.way == Way.DELETE else None
    return Losses(removal, tuple(lines), replacement=replacement, model=only)


def _said_by(
    table: dict[tuple[type[Model], Way], list[Expression]], removal: Removal, model: type[Model]
) -> Iterator[str]:
    for base in model.__mro__:
        for expression in table.get((base, removal.way), ()):
            yield from expression(removal)


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 article`, `12 articles`"""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def named(rows: Iterable[Any], more: int = 0, most: int = 5) -> str:
    """`“Flu shots”, “Lupus” and 3 more`; `more` are those without a name."""
    names = [f"“{row}”" for row in rows]
    if len(names) > most or more:
        return f"{', '.join(names[:most])} and {len(names[most:]) + more} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def pages_named(ids: Collection[int], confinement: Confinement = EVERYWHERE) -> str:
    """`: “Flu shots” and 2 more`, to end a line with. What a store has not published is counted, and not named.

    Who is confined reads the names of the pages of their own stores, whatever is published elsewhere.
    """
    at_store = stands_under(StorePage.objects.all(), "path")
    public = Q(live=True) & ~under_restriction() & (Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now()))
    pages: QuerySet[Any] = Page.objects.filter(pk__in=ids).order_by("title", "pk")
    pages = confinement.pages(pages) if confinement.is_confined else pages.filter(~at_store | public)
    titles = list(pages.values_list("title", flat=True))
    return f": {named(titles, len(ids) - len(titles))}" if titles else ""


def removal_text(data: Mapping[str, Any]) -> str:
    """`Delete “East”: 12 articles leave 3 stores.`, or what took its place."""
    what, lines = f"{data.get('way', '').capitalize()} “{data.get('name', '')}”", " ".join(data.get("lines", ()))
    if data.get("replacement"):
        return f"{what}; in its place: “{data['replacement']}”. Without that: {lines}"
    return f"{what}: {lines}"

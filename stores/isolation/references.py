"""What a person who is confined to their stores may refer to: ids in forms, blocks and rich text.

Addresses are judged by `stores.isolation.verdicts`, values here. A reference resolves within the *scope* of its model,
or stands already in the object that is edited, set by somebody who is not confined. A model without a scope is
refused, so that a field that nobody thought of refers to nothing. `stores.isolation.form_patches` asks at each place
where Django and Wagtail resolve an id.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from modelcluster.fields import ParentalKey
from wagtail.models import Collection, CollectionMember, Locale, Page, RevisionMixin
from wagtail.rich_text.rewriters import FIND_A_TAG, FIND_EMBED_TAG

from stores.access.confinement import Confinement
from stores.access.references import (
    Reference,
    base_of,
    entities_in,
    id_of,
    references_by_field,
    references_in,
    references_of,
)
from stores.access.who import people_of_network
from stores.audience.models import audience_includes
from stores.banners.models import NetworkBanner
from stores.store.models.store import StorePage
from stores.tree import at_or_below

Scope = Callable[[type[Model], Confinement], QuerySet[Any]]

NOBODYS_ID = "0"
"""Stands in the editor for an id that must not be looked up."""
ENTITY_ID = re.compile(r'(\bid=")[^"]*(")')
OUTSIDE = "A link, picture or file in it is not there. Choose another one."


def everything(model: type[Model], confinement: Confinement) -> QuerySet[Any]:
    """Rows that are no secret: everybody chooses among all of them."""
    return model._default_manager.all()


def _own_pages(model: type[Model], confinement: Confinement) -> QuerySet[Any]:
    return confinement.pages(model._default_manager.all())


def _own_media(model: type[Model], confinement: Confinement) -> QuerySet[Any]:
    return confinement.members(model._default_manager.all())


def _own_collections(model: type[Model], confinement: Confinement) -> QuerySet[Any]:
    return model._default_manager.filter(at_or_below(store.collection_path for store in confinement.stores))


def _lines_of_own_stores(model: type[Model], confinement: Confinement) -> QuerySet[Any]:
    found = Q(pk__in=[])
    for store in confinement.stores:
        found |= audience_includes(model, StorePage(pk=store.pk))
    return model._default_manager.filter(found)


def _colleagues(model: type[Model], confinement: Confinement) -> QuerySet[Any]:
    stores = [store.pk for store in confinement.stores]
    of_stores = Q(groups__owned_store__store__in=stores) | Q(groups__staffed_store__store__in=stores)
    return model._default_manager.filter(pk__in=model._default_manager.filter(of_stores).values("pk"))


_scopes: dict[type, Scope] = {
    Page: _own_pages,
    CollectionMember: _own_media,
    Collection: _own_collections,
    NetworkBanner: _lines_of_own_stores,
    ContentType: everything,
    Locale: everything,
}


def register_scope(model: type[Model], scope: Scope) -> None:
    """Say which rows of a model, and of those that inherit from it, confined people may refer to."""
    _scopes[model] = scope


def _nothing(model: type[Model], confinement: Confinement) -> QuerySet[Any]:
    return model._default_manager.none()


def _rows_of_own_parents(parent: ParentalKey) -> Scope:
    """Rows that belong to another, as a promo line to its store: where one may refer to that one."""

    def scope(model: type[Model], confinement: Confinement) -> QuerySet[Any]:
        above: type[Model] = parent.related_model
        own = scope_of(above)(above, confinement)
        return model._default_manager.filter(**{f"{parent.name}__in": own.order_by().values("pk")})

    return scope


def scope_of(model: type[Model]) -> Scope:
    """The nearest scope of the model or of what it inherits from; nothing at all without one."""
    if model is get_user_model():
        return _colleagues
    known = next((_scopes[each] for each in model.__mro__ if each in _scopes), None)
    if known is not None:
        return known
    parent = next((each for each in model._meta.get_fields() if isinstance(each, ParentalKey)), None)
    return _rows_of_own_parents(parent) if parent is not None else _nothing


def standing_in(row: Model) -> Iterator[Reference]:
    """What an object refers to as others left it: on the site, and in the last draft of somebody not confined."""
    saved = type(row)._base_manager.filter(pk=row.pk).first()
    if saved is None:
        return
    if getattr(saved, "live", True):
        yield from references_of(saved)
    if isinstance(saved, RevisionMixin):
        by_others = Q(user=None) | Q(user__in=people_of_network().values("pk"))
        revision = saved.revisions.filter(by_others).order_by("-created_at", "-pk").first()
        if revision is not None:
            yield from references_of(revision.as_object())


@dataclass
class Usable:
    """What one request of a confined person may refer to."""

    confinement: Confinement
    _edited: dict[tuple[type[Model], Any], Model] = field(default_factory=dict)
    _known: dict[tuple[type[Model], str], bool] = field(default_factory=dict)

    def keep_standing(self, row: Model | None) -> None:
        """A form of this object is shown or sent: what stands in it may stay. Nothing of others' objects does."""
        if row is None or row.pk is None or any(isinstance(each, ParentalKey) for each in row._meta.get_fields()):
            return
        key = (base_of(type(row)), row.pk)
        if key not in self._edited and not self.is_outside(type(row), row.pk):
            self._edited[key] = row
            self.__dict__.pop("standing", None)
            self._known.clear()

    @cached_property
    def standing(self) -> dict[type[Model], set[Any]]:
        """Ids by model of what stands in the edited objects."""
        found: dict[type[Model], set[Any]] = defaultdict(set)
        for row in self._edited.values():
            for model, pk in standing_in(row):
                if model is not None and (known := id_of(model, pk)) is not None:
                    found[base_of(model)].add(known)
        return found

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the rows that may be referred to."""
        model = rows.model
        scope = scope_of(model)
        if scope is everything:
            return rows
        if rows.query.is_sliced:
            return rows.none()
        own = Q(pk__in=scope(model, self.confinement).order_by().values("pk"))
        return rows.filter(own | Q(pk__in=self.standing.get(base_of(model), ())))

    def is_outside(self, model: type[Model] | None, pk: Any) -> bool:
        """Whether this may not be referred to, or is not there at all: both look the same."""
        known = id_of(model, pk) if model is not None else None
        if model is None or known is None:
            return True
        key = (base_of(model), str(known))
        if key not in self._known:
            # A broken link that somebody else left stays, too.
            stands = known in self.standing.get(base_of(model), ())
            self._known[key] = not stands and not self.narrow(model._base_manager.all()).filter(pk=known).exists()
        return self._known[key]

    def left_out_of(self, row: Model) -> list[str]:
        """Names of the fields of an object, such as an earlier version, that refer to what is outside."""
        found = (
            name
            for name, references in references_by_field(row)
            if any(pk is not None and self.is_outside(model, pk) for model, pk in references)
        )
        return list(dict.fromkeys(found))

    def refuses(self, value: Any) -> bool:
        """Whether the value of a form refers to anything that is outside."""
        return any(self.is_outside(model, pk) for model, pk in references_in(value))

    def without_outside(self, text: str) -> str:
        """A rich text for the editor, which looks up what it names; what is outside is named by nobody's id."""
        for tags, name in ((FIND_A_TAG, "linktype"), (FIND_EMBED_TAG, "embedtype")):
            if name in text:
                text = tags.sub(self._unnamed, text)
        return text

    def _unnamed(self, tag: re.Match[str]) -> str:
        is_outside = any(self.is_outside(model, pk) for model, pk in entities_in(tag[0]))
        return ENTITY_ID.sub(rf"\g<1>{NOBODYS_ID}\g<2>", tag[0]) if is_outside else tag[0]


usable_now: ContextVar[Usable | None] = ContextVar("usable_now", default=None)
"""What the request that is answered may refer to; None for everybody who is not confined."""


def refused_fields(values: Iterable[tuple[str, Any]]) -> list[str]:
    """Names of the values that refer to what is outside."""
    usable = usable_now.get()
    return [name for name, value in values if usable is not None and usable.refuses(value)]

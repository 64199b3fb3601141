"""What is never deleted, by no screen, bulk action or script, and not along with what stands above it."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model, ProtectedError
from django.db.models.signals import pre_delete
from wagtail.models import Collection, Page, Site

from stores.store.models.registration import StoreRegistration
from stores.store.models.store import StorePage, StoresPage
from stores.tree import at_or_below

Refusal = Callable[[Any], str]
"""Why a row must stay, in words; "" for one that may go."""

_refusals: dict[type[Model], Refusal] = {}
_replaceable: set[type[Model]] = set()
_is_lifted: ContextVar[bool] = ContextVar("fixed_rows_may_go", default=False)


def keep_rows(model: type[Model], refusal: Refusal, *, is_replaceable: bool = False) -> None:
    """Refuse to delete the rows of a model for which `refusal` has words: ProtectedError, and nothing is deleted.

    What is replaceable may go once something else stands in its place: screens ask for that.
    """
    _refusals[model] = refusal
    if is_replaceable:
        _replaceable.add(model)
    pre_delete.connect(_refuse, sender=model, dispatch_uid=f"keep {model._meta.label}")


@contextmanager
def lifted() -> Iterator[None]:
    """For tests and one's own tools: what is fixed may go, with all that hangs on it."""
    token = _is_lifted.set(True)
    try:
        yield
    finally:
        _is_lifted.reset(token)


def _refuse(*, sender: type[Model], instance: Model, **kwargs: Any) -> None:
    words = "" if _is_lifted.get() else _refusals[sender](instance)
    if words:
        raise ProtectedError(words, {instance})


def why_fixed(rows: Iterable[Model]) -> str:
    """Why one of the rows, or a page below one of them, must stay; "" when all may go."""
    pages = [row for row in rows if isinstance(row, Page)]
    others = [row for row in rows if not isinstance(row, Page)]
    below = at_or_below([page.path for page in pages])
    for model, refusal in _refusals.items():
        if model in _replaceable:
            continue
        if issubclass(model, Page):
            found: Iterable[Model] = model._default_manager.filter(below) if pages else ()
        else:
            found = [row for row in others if type(row) is model]
        words = next(filter(None, map(refusal, found)), "")
        if words:
            return words
    return ""


def _store(page: StorePage) -> str:
    return f"{page.title} is a store: its site, registration and hours would go with it. Close the store instead."


def _registration(registration: StoreRegistration) -> str:
    return f"{registration.code} is the registration of a store. Close the store instead."


def _site(site: Site) -> str:
    store = StorePage.objects.filter(pk=site.root_page_id).first()
    if store is None:
        return ""
    return f"{site.hostname} is the site of {store.title}: without it the store is gone. Close the store instead."


def _collection(collection: Collection) -> str:
    row = StoreRegistration.objects.filter(collection__path__startswith=collection.path).first()
    return f"'{collection.name}' holds the pictures of a store ({row.code}). It stays with the store." if row else ""


def _group(group: Group) -> str:
    row = (
        StoreRegistration.objects.filter(owners=group).first() or StoreRegistration.objects.filter(staff=group).first()
    )
    return f"'{group.name}' are people of a store ({row.code}). Dismiss them on its People screen." if row else ""


keep_rows(StorePage, _store)
keep_rows(StoresPage, lambda page: f"'{page.title}' is the folder of all stores: the network has one.")
keep_rows(StoreRegistration, _registration)
keep_rows(Site, _site)
keep_rows(Collection, _collection)
keep_rows(Group, _group)

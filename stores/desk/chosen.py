"""At which of their stores a person is: the one opened last, else the one chosen before the login, else the first.

What is remembered is only a wish: each request looks for it among the person's own stores anew.
"""

from typing import Any

from django.http import HttpRequest
from wagtail.users.models import UserProfile

from stores.access.confinement import Confinement, confinement_of
from stores.access.who import OwnStore

CHOSEN_KEY = "store"
PROFILE_KEY = "stores.chosen"
"""Among the hints that Wagtail's profile remembers for a person."""


def chosen_store(request: HttpRequest) -> OwnStore | None:
    """One of the person's own stores; None for who has none. No query where there is only one."""
    confinement = confinement_of(request.user)
    if len(confinement.stores) < 2:
        return next(iter(confinement.stores), None)
    wishes = (_named(request), request.session.get(CHOSEN_KEY), _of_profile(request.user))
    found = (_own(confinement, wish) for wish in wishes)
    return next((store for store in found if store is not None), confinement.stores[0])


def remember_store(request: HttpRequest, store_id: int) -> None:
    """The person has opened this store: until they log out, their home is there."""
    confinement = confinement_of(request.user)
    is_new = request.session.get(CHOSEN_KEY) != store_id
    if len(confinement.stores) > 1 and is_new and _own(confinement, store_id) is not None:
        request.session[CHOSEN_KEY] = store_id


def choose_store(request: HttpRequest, store_id: int) -> None:
    """The person has chosen this store: their home is there after the next login, too."""
    remember_store(request, store_id)
    profile = UserProfile.get_for_user(request.user)
    if profile.dismissibles.get(PROFILE_KEY) != store_id:
        profile.dismissibles[PROFILE_KEY] = store_id
        profile.save(update_fields=["dismissibles"])


def _own(confinement: Confinement, wish: Any) -> OwnStore | None:
    return next((store for store in confinement.stores if store.pk == wish), None)


def _named(request: HttpRequest) -> Any:
    """The store that the address names: a small view of it, or its page."""
    match = request.resolver_match
    names = ("store_id", "page_id", "parent_page_id")
    return next((match.kwargs[name] for name in names if name in match.kwargs), None) if match else None


def _of_profile(user: Any) -> Any:
    profile = getattr(user, "wagtail_userprofile", None)
    return profile.dismissibles.get(PROFILE_KEY) if profile else None

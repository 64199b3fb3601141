"""What goes along with an account that is deleted."""

from collections.abc import Iterator

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from stores.access.display_names import display_name
from stores.removal.losses import Removal, Way, counted, named, takes_along
from stores.store.models.store import StorePage


@takes_along(get_user_model(), Way.DELETE)
def roles_end(removal: Removal) -> Iterator[str]:
    """The roles of the people, and the stores that are left without an owner."""
    ids = [person.pk for person in removal.objects]
    for person in removal.objects:
        roles = list(person.groups.order_by("name").values_list("name", flat=True))
        if roles:
            yield f"“{display_name(person)}” loses {counted(len(roles), 'role')}: {named(roles)}."
    others = Group.objects.filter(user__in=get_user_model()._default_manager.exclude(pk__in=ids))
    owned = StorePage.objects.filter(registration__closed_at=None, registration__owners__user__in=ids)
    left = owned.exclude(registration__owners__in=others.values("pk")).distinct().order_by("title")
    if left:
        verb = "is" if len(left) == 1 else "are"
        yield f"{counted(len(left), 'store')} {verb} left without an owner: {named(left)}."

"""Who was given a role, or lost it: noted for whichever way it was done.

Who is appointed or dismissed at a store is in that store's own history (`stores.people.leaving`).
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context, log

from stores.access.display_names import display_name

GIVE, TAKE = "stores.give_role", "stores.take_role"
# Before a group is taken it can still be seen who is in it.
ROLE_ACTIONS = {"post_add": GIVE, "pre_remove": TAKE, "pre_clear": TAKE}


@receiver(m2m_changed, sender=get_user_model().groups.through)
def note_role(*, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    """Log that somebody came into a group which is no store's, or left it."""
    if action not in ROLE_ACTIONS or pk_set == set():
        return
    of_network = Group.objects.filter(owned_store=None, staffed_store=None)
    if reverse:
        group = of_network.filter(pk=instance.pk).first()
        people = instance.user_set.all() if group is not None else instance.user_set.none()
        found = [(person, group) for person in (people if pk_set is None else people.filter(pk__in=pk_set))]
    else:
        groups = of_network.filter(user=instance)
        found = [(instance, group) for group in (groups if pk_set is None else groups.filter(pk__in=pk_set))]
    for person, group in found:
        _log_role(person, group, ROLE_ACTIONS[action])


def _log_role(person: Any, group: Any, action: str) -> None:
    by = get_active_log_context().user
    data = {"user": display_name(person), "role": group.name, "by": display_name(by)}
    log(person, action, user=by, data=data)

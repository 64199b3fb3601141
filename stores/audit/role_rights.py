"""Who was given a role of the network, or lost it: noted for whichever way it was done."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed
from django.dispatch import receiver
from wagtail.log_actions import get_active_log_context, log

from stores.access.display_names import display_name
from stores.people.roles import ROLES

GIVE, TAKE = "stores.give_role", "stores.take_role"
ROLE_ACTIONS = {"post_add": GIVE, "post_remove": TAKE, "pre_clear": TAKE}


@receiver(m2m_changed, sender=get_user_model().groups.through)
def note_role(*, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    """Log that a role was given or taken; who is appointed or dismissed at a store is in that store's own history."""
    if action not in ROLE_ACTIONS:
        return
    roles = Group.objects.filter(name__in=[role.name for role in ROLES])
    if reverse:
        if not any(role.name == instance.name for role in ROLES):
            return
        people = instance.user_set.all() if pk_set is None else get_user_model()._default_manager.filter(pk__in=pk_set)
        found = [(person, instance) for person in people]
    else:
        groups = roles.filter(pk__in=instance.groups.values("pk") if pk_set is None else pk_set)
        found = [(instance, group) for group in groups]
    for person, group in found:
        _log_role(person, group, ROLE_ACTIONS[action])


def _log_role(person: Any, group: Group, action: str) -> None:
    by = get_active_log_context().user
    data = {"user": display_name(person), "role": group.name, "by": display_name(by)}
    log(person, action, user=by, data=data)

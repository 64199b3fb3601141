"""What Wagtail asks before it changes people: one by one, or several at once."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from cms.users.models import User
from cms.users.views import AssignNetworkRole, check_superuser

# After Wagtail's action of the same name, in whose place it stands.
hooks.register("register_bulk_action", AssignNetworkRole, order=1)


@hooks.register("before_edit_user")
def keep_superuser(request: HttpRequest, person: User) -> None:
    """Their password and address, too."""
    check_superuser(request, person)


@hooks.register("before_bulk_action")
def keep_superusers(request: HttpRequest, action_type: str, objects: list[Any], bulk_action: Any) -> None:
    """No role and no end of an account, either."""
    for each in objects:
        if isinstance(each, User):
            check_superuser(request, each)

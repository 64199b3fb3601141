"""Whoever may not publish changes no file that something live, or waiting to go live, shows.

What such a file says is public the moment it is saved, with nobody's approval: staff upload another one, and submit
its use. Wagtail asks this policy at each of its doors: form, deletion, upload screen and bulk actions.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Model
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy

from stores.access.who import who_is
from stores.audit.file_uses import uses_of_file

CHANGING = frozenset({"change", "delete"})


def may_publish_file(user: Any, file: Any) -> bool:
    """Whether the person may show a changed file at once: the newsroom, and owners of the store that it belongs to."""
    who = who_is(user)
    path = file.collection.path
    return who.is_newsroom or any(each.is_owner and path.startswith(each.collection_path) for each in who.stores)


def is_locked_for(user: Any, file: Model) -> bool:
    """Whether the file is shown, and the person may not change it therefore."""
    return settings.STORE_ISOLATION and not may_publish_file(user, file) and bool(uses_of_file(file))


class FilePolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's, but for files in use."""

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        wanted = set(actions)
        if not super().user_has_any_permission_for_instance(user, wanted, instance):
            return False
        if not wanted & CHANGING or not is_locked_for(user, instance):
            return True
        rest = wanted - CHANGING
        return bool(rest) and bool(super().user_has_any_permission_for_instance(user, rest, instance))


def register() -> None:
    """For both models of the install, instead of Wagtail's own for its own models."""
    for model, auth_model in (
        (get_image_model(), "wagtailimages.Image"),
        (get_document_model(), "wagtaildocs.Document"),
    ):
        policy = FilePolicy(model, auth_model=auth_model, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)

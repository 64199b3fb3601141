"""Who may do what: rights are Django groups and Wagtail's rows, said here and kept true by `manage.py sync_roles`."""

from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page


@dataclass(frozen=True, slots=True)
class Role:
    """One Django group and all its rights; `sync_roles` takes away what is not said here.

    `permissions`: `app.codename`. `pages`: page type -> codenames of rights on that page and what is below it.
    `collections`: collection name -> `app.codename`.
    """

    name: str
    permissions: tuple[str, ...] = ()
    pages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    collections: dict[str, tuple[str, ...]] = field(default_factory=dict)


LIBRARY_COLLECTION = "Library"

EDITOR = Role(
    name="Newsroom editors",
    permissions=(
        "wagtailadmin.access_admin",
        *(
            f"cms.{action}_{model}"
            for model in ("provider", "topic")
            for action in ("add", "change", "delete", "view")
        ),
        *(f"stores.{action}_storegroup" for action in ("add", "change", "delete", "view")),
    ),
    pages={"cms.LibraryPage": ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")},
    collections={
        LIBRARY_COLLECTION: (
            *(f"wagtailimages.{action}_image" for action in ("add", "change", "choose")),
            *(f"wagtaildocs.{action}_document" for action in ("add", "change", "choose")),
        )
    },
)

ROLES = (EDITOR,)


def _permission(name: str) -> Permission:
    app_label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _page_permission(codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label="wagtailcore", content_type__model="page", codename=codename)


def _sync_pages(group: Group, role: Role) -> None:
    wanted = {
        (page.pk, _page_permission(codename).pk)
        for label, codenames in role.pages.items()
        for page in apps.get_model(label).objects.all()
        for codename in codenames
    }
    for row in GroupPagePermission.objects.filter(group=group):
        if (row.page_id, row.permission_id) in wanted:
            wanted.discard((row.page_id, row.permission_id))
        else:
            row.delete()
    for page_id, permission_id in wanted:
        GroupPagePermission.objects.create(group=group, page=Page.objects.get(pk=page_id), permission_id=permission_id)


def _sync_collections(group: Group, role: Role) -> None:
    wanted = {
        (collection.pk, _permission(name).pk)
        for label, names in role.collections.items()
        for collection in Collection.objects.filter(name=label, depth=2)
        for name in names
    }
    for row in GroupCollectionPermission.objects.filter(group=group):
        if (row.collection_id, row.permission_id) in wanted:
            wanted.discard((row.collection_id, row.permission_id))
        else:
            row.delete()
    for collection_id, permission_id in wanted:
        GroupCollectionPermission.objects.create(group=group, collection_id=collection_id, permission_id=permission_id)


@transaction.atomic
def sync_roles() -> list[Group]:
    """Make every role's group and give it exactly its rights. Safe to repeat."""
    groups = []
    for role in ROLES:
        group, _is_new = Group.objects.get_or_create(name=role.name)
        group.permissions.set([_permission(name) for name in role.permissions])
        _sync_pages(group, role)
        _sync_collections(group, role)
        groups.append(group)
    return groups

"""Who may do what: rights are Django groups and Wagtail's rows, said here and kept true by `manage.py sync_roles`."""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from stores.models.registration import StoreRegistration
from stores.reach import NEWSROOM_GROUP


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
EVERYTHING = ("add", "change", "delete", "view")

MEDIA_RIGHTS = (
    *(f"wagtailimages.{action}_image" for action in ("add", "change", "choose")),
    *(f"wagtaildocs.{action}_document" for action in ("add", "change", "choose")),
)

EDITOR = Role(
    name=NEWSROOM_GROUP,
    permissions=(
        "wagtailadmin.access_admin",
        *(
            f"cms.{action}_{model}"
            for model in ("provider", "topic")
            for action in ("add", "change", "delete", "view")
        ),
        "cms.direct_articlepage",
        *(
            f"stores.{action}_{model}"
            for model in ("storegroup", "networkbanner", "holidayclosure")
            for action in ("add", "change", "delete", "view")
        ),
    ),
    pages={"cms.LibraryPage": ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")},
    collections={LIBRARY_COLLECTION: MEDIA_RIGHTS},
)

ROLES = (EDITOR,)


# Rights on the store's page and all below it. What Wagtail lets follow from them (delete, move, copy, unpublish,
# privacy) is taken back by `stores.testers`.
STORE_PAGE_RIGHTS = {
    "owners": ("add_page", "change_page", "publish_page"),
    "staff": ("add_page", "change_page"),
}


def _permission(name: str) -> Permission:
    app_label, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)


def _page_permission(codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label="wagtailcore", content_type__model="page", codename=codename)


def _keep_exactly(model: type[Model], group: Group, target: str, wanted: set[tuple[int, int]]) -> None:
    """The group's rows are these (target, permission) pairs and no others."""
    rows: Any = model._default_manager.filter(group=group)
    for row in rows:
        pair = (getattr(row, target), row.permission_id)
        if pair in wanted:
            wanted.discard(pair)
        else:
            row.delete()
    model._default_manager.bulk_create(
        [model(group=group, permission_id=permission_id, **{target: pk}) for pk, permission_id in sorted(wanted)]
    )


def _sync_pages(group: Group, role: Role) -> None:
    wanted = {
        (page.pk, _page_permission(codename).pk)
        for label, codenames in role.pages.items()
        for page in apps.get_model(label).objects.all()
        for codename in codenames
    }
    _keep_exactly(GroupPagePermission, group, "page_id", wanted)


def _sync_collections(group: Group, role: Role) -> None:
    wanted = {
        (collection.pk, _permission(name).pk)
        for label, names in role.collections.items()
        for collection in Collection.objects.filter(name=label, depth=2)
        for name in names
    }
    _keep_exactly(GroupCollectionPermission, group, "collection_id", wanted)


def grant_store_rights(registration: StoreRegistration) -> None:
    """Give a store's owners and staff their rights on its page and its collection. Safe to repeat."""
    for field_name, codenames in STORE_PAGE_RIGHTS.items():
        group: Group = getattr(registration, field_name)
        group.permissions.set([_permission("wagtailadmin.access_admin")])
        pages = {(registration.store_id, _page_permission(codename).pk) for codename in codenames}
        _keep_exactly(GroupPagePermission, group, "page_id", pages)
        media = {(registration.collection_id, _permission(name).pk) for name in MEDIA_RIGHTS}
        _keep_exactly(GroupCollectionPermission, group, "collection_id", media)


@transaction.atomic
def sync_roles() -> list[Group]:
    """Make every role's group, and give it and every store's groups exactly their rights. Safe to repeat."""
    groups = []
    for role in ROLES:
        group, _is_new = Group.objects.get_or_create(name=role.name)
        group.permissions.set([_permission(name) for name in role.permissions])
        _sync_pages(group, role)
        _sync_collections(group, role)
        groups.append(group)
    for registration in StoreRegistration.objects.select_related("owners", "staff"):
        grant_store_rights(registration)
        groups += [registration.owners, registration.staff]
    return groups

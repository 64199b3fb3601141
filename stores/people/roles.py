"""Who may do what: rights are Django groups and Wagtail's rows, said here and kept true by `manage.py sync_roles`."""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Model, QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from stores.access.who import NEWSROOM_GROUP
from stores.people.models import NetworkRole
from stores.store.models.registration import StoreRegistration


@dataclass(frozen=True, slots=True)
class Role:
    """One Django group and all its rights; `sync_roles` takes away what is not said here.

    `permissions`: `app.codename`. `pages`: page type -> codenames of rights on that page and what is below it.
    `collections`: collection name -> `app.codename`; the right on EVERY_COLLECTION is one on all of them.
    """

    name: str
    permissions: tuple[str, ...] = ()
    pages: dict[str, tuple[str, ...]] = field(default_factory=dict)
    collections: dict[str, tuple[str, ...]] = field(default_factory=dict)


LIBRARY_COLLECTION = "Library"
EVERY_COLLECTION = "Root"
ENTER_ADMIN = "wagtailadmin.access_admin"
STORES_AT_ONCE = 500
"""Stores whose rights are compared with the database in one go."""
ACTIONS = ("add", "change", "delete", "view")


def _all_of(*models: str) -> tuple[str, ...]:
    """`app.codename` of every right on models that are named as `app.model`."""
    return tuple(model.replace(".", f".{action}_") for model in models for action in ACTIONS)


MEDIA_RIGHTS = (
    *(f"wagtailimages.{action}_image" for action in ("add", "change", "choose")),
    *(f"wagtaildocs.{action}_document" for action in ("add", "change", "choose")),
)

EDITOR = Role(
    name=NEWSROOM_GROUP,
    permissions=(
        ENTER_ADMIN,
        *_all_of("cms.provider", "cms.topic", "cms.release", "taggit.tag"),
        "cms.direct_articlepage",
        *_all_of("stores.storegroup", "stores.networkbanner", "stores.holidayclosure"),
    ),
    pages={"cms.LibraryPage": ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")},
    collections={LIBRARY_COLLECTION: MEDIA_RIGHTS},
)

_TREE = ("add_page", "bulk_delete_page", "change_page", "lock_page", "publish_page", "unlock_page")

NETWORK_ADMIN = Role(
    name="Network admins",
    permissions=(
        *EDITOR.permissions,
        *_all_of("stores.storeregistration", "wagtailcore.site", "wagtailredirects.redirect", "users.user"),
    ),
    pages={"cms.LibraryPage": _TREE, "stores.StoresPage": _TREE},
    collections={
        EVERY_COLLECTION: (*MEDIA_RIGHTS, *(f"wagtailcore.{each}_collection" for each in ("add", "change", "delete")))
    },
)
"""All that a network needs from day to day, so that it works without a superuser.

Groups with their rights, workflows, and who is a superuser stay with superusers: `sync_roles` keeps the first two, and
by the last people would give themselves what they were not given (`cms.users.views`).
"""

ROLES = (EDITOR, NETWORK_ADMIN)
GROUP_NAMES = {NetworkRole.EDITOR: EDITOR.name, NetworkRole.NETWORK_ADMIN: NETWORK_ADMIN.name}
"""What the groups of the roles are called to which people are invited."""


# Rights on the store's page and all below it. What Wagtail lets follow from them (delete, move, copy, unpublish,
# privacy) is taken back by `stores.access.page_testers`.
STORE_PAGE_RIGHTS = {
    "owners": ("add_page", "change_page", "publish_page"),
    "staff": ("add_page", "change_page"),
}


Grant = tuple[int, int]
"""Ids of a group and of a permission."""
TargetGrant = tuple[int, int, int]
"""Ids of a group, of a page or a collection, and of a permission."""


def _permission_ids() -> dict[str, int]:
    """`app.codename` -> id of every right that a role or a store's group may have: one query."""
    named = {
        ENTER_ADMIN,
        *MEDIA_RIGHTS,
        *map(_page_right, {*STORE_PAGE_RIGHTS["owners"], *STORE_PAGE_RIGHTS["staff"]}),
    }
    for role in ROLES:
        named.update(role.permissions, *role.collections.values())
        named.update(_page_right(codename) for codenames in role.pages.values() for codename in codenames)
    rows = Permission.objects.filter(codename__in={name.partition(".")[2] for name in named}).order_by()
    found = {f"{app}.{name}": pk for app, name, pk in rows.values_list("content_type__app_label", "codename", "pk")}
    missing = named - found.keys()
    if missing:
        raise Permission.DoesNotExist(f"There is no permission {', '.join(sorted(missing))}.")
    return found


def _page_right(codename: str) -> str:
    return f"wagtailcore.{codename}"


def _keep_exactly(model: type[Model], groups: list[int], grants: set[Any], target: str | None = None) -> None:
    """Make these grants the groups' only rows: a read, and a write where something is missing or too much."""
    columns = ["group_id", *([target] if target else []), "permission_id"]
    missing, extra = set(grants), []
    for pk, *row in model._default_manager.filter(group__in=groups).order_by().values_list("pk", *columns):
        if tuple(row) in missing:
            missing.remove(tuple(row))
        else:
            extra.append(pk)
    if extra:
        model._default_manager.filter(pk__in=extra).delete()
    if missing:
        rows = [model(**dict(zip(columns, row, strict=True))) for row in sorted(missing)]
        model._default_manager.bulk_create(rows)


def _keep_rights(
    groups: list[int], *, models: set[Grant], pages: set[TargetGrant], collections: set[TargetGrant]
) -> None:
    """Give the groups exactly these rights; three reads, whatever the number of groups."""
    _keep_exactly(Group.permissions.through, groups, models)
    _keep_exactly(GroupPagePermission, groups, pages, "page_id")
    _keep_exactly(GroupCollectionPermission, groups, collections, "collection_id")


def _sync_role(role: Role, ids: dict[str, int]) -> Group:
    group, _is_new = Group.objects.get_or_create(name=role.name)
    _keep_rights(
        [group.pk],
        models={(group.pk, ids[name]) for name in role.permissions},
        pages={
            (group.pk, page, ids[_page_right(codename)])
            for label, codenames in role.pages.items()
            for page in apps.get_model(label).objects.values_list("pk", flat=True)
            for codename in codenames
        },
        collections={
            (group.pk, collection, ids[name])
            for label, names in role.collections.items()
            for collection in _collections(label).values_list("pk", flat=True)
            for name in names
        },
    )
    return group


def _collections(name: str) -> QuerySet[Collection]:
    """The one above all, or those of this name right below it."""
    collections = Collection.objects.order_by()
    found: QuerySet[Collection] = (
        collections.filter(depth=1) if name == EVERY_COLLECTION else collections.filter(name=name, depth=2)
    )
    return found


def grant_store_rights(*registrations: StoreRegistration) -> None:
    """Give stores' owners and staff their rights on their page and their collection. Safe to repeat.

    A constant number of queries, whatever the number of stores.
    """
    ids = _permission_ids()
    groups: list[int] = []
    pages: set[TargetGrant] = set()
    collections: set[TargetGrant] = set()
    for row in registrations:
        for field_name, codenames in STORE_PAGE_RIGHTS.items():
            group = getattr(row, f"{field_name}_id")
            groups.append(group)
            pages |= {(group, row.store_id, ids[_page_right(codename)]) for codename in codenames}
            collections |= {(group, row.collection_id, ids[name]) for name in MEDIA_RIGHTS}
    models = {(group, ids[ENTER_ADMIN]) for group in groups}
    _keep_rights(groups, models=models, pages=pages, collections=collections)

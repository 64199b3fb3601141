"""Who may do what: rights are Django groups and Wagtail's rows, said here and kept true by `manage.py sync_roles`."""

from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from stores.access.confinement import NEWSROOM_GROUP
from stores.store.models.registration import StoreRegistration


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
ENTER_ADMIN = "wagtailadmin.access_admin"
STORES_AT_ONCE = 500
"""Stores whose rights are compared with the database in one go."""
EVERYTHING = ("add", "change", "delete", "view")

MEDIA_RIGHTS = (
    *(f"wagtailimages.{action}_image" for action in ("add", "change", "choose")),
    *(f"wagtaildocs.{action}_document" for action in ("add", "change", "choose")),
)

EDITOR = Role(
    name=NEWSROOM_GROUP,
    permissions=(
        ENTER_ADMIN,
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
            for collection in Collection.objects.filter(name=label, depth=2).values_list("pk", flat=True)
            for name in names
        },
    )
    return group


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

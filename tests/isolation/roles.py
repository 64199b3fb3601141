"""Who asks, and what must neither be seen nor change when they do."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from cms.users.models import User
from tests.isolation.markers import LIBRARY, NEIGHBOUR, OWN, Sign, signs_in
from tests.isolation.planting import Planted
from tests.isolation.rows import Changes, Row

DATE_TABLES = {
    f"stores_{model}{suffix}"
    for model in ("networkbanner", "holidayclosure")
    for suffix in ("", "_audience_groups", "_audience_stores", "_excluded_stores")
}
"""The network's promo lines and holidays, and whom they are for."""

NETWORK_TABLES = DATE_TABLES | {
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "cms_provider",
    "cms_release",
    "cms_releasepage",
    "cms_topic",
    "stores_export",
    "stores_formerhost",
    "stores_importrun",
    "stores_importupload",
    "stores_storegroup",
    "stores_storeregistration",
    "stores_storeregistration_groups",
    "users_user_groups",
    "users_user_user_permissions",
    "wagtailcore_apitoken",
    "wagtailcore_collection",
    "wagtailcore_collectionviewrestriction",
    "wagtailcore_collectionviewrestriction_groups",
    "wagtailcore_groupcollectionpermission",
    "wagtailcore_grouppagepermission",
    "wagtailcore_groupsitepermission",
    "wagtailcore_locale",
    "wagtailcore_pageviewrestriction",
    "wagtailcore_pageviewrestriction_groups",
    "wagtailcore_site",
    "wagtailcore_task",
    "wagtailcore_groupapprovaltask",
    "wagtailcore_workflow",
    "wagtailcore_workflowcontenttype",
    "wagtailcore_workflowpage",
    "wagtailcore_workflowtask",
    "stores_ownerapprovaltask",
    "wagtailredirects_redirect",
}
"""Nobody at a store writes a row of these, whoever's row it is."""

NEWSROOM_TABLES = DATE_TABLES | {
    "cms_provider",
    "cms_recall",
    "cms_release",
    "cms_releasepage",
    "cms_topic",
    "taggit_tag",
    "taggit_taggeditem",
    "cms_articletag",
    "stores_storegroup",
    "stores_storeregistration_groups",
    "stores_hiddenbanner",
    "stores_holidayconfirmation",
    "stores_holidayquestion",
}
"""What an editor writes; a group takes its memberships with it, a promo line says where it was hidden, a receipt which
stores carried an article. A holiday takes its questions and their answers with it, and stores are asked again.
"""

FOLLOWS = {"wagtailcore_pageviewrestriction": "page_id", "wagtailredirects_redirect": "redirect_page_id"}
"""Rows of these that go when their page goes, and the column that names it."""

SUBJECTS = ("id", "page_id", "page_ptr_id", "object_id", "content_object_id", "image_id")
"""Columns that say what a row is about."""

MANAGEMENT = (
    "stores_network:*",
    "wagtailusers_*",
    "wagtailsites:*",
    "wagtailadmin_workflows:*",
    "wagtailadmin_collections:*",
)
"""Views that an editor has no business in."""

TASK_CHOOSER = "wagtailadmin_workflows:task_cho*"
"""Names the network's tasks to whoever may enter the admin; makes none without the right to."""

FIXED = (
    "path",
    "depth",
    "slug",
    "live",
    "locked",
    "go_live_at",
    "expire_at",
    "expired",
    "owner_id",
    "content_type_id",
)
"""Columns of the store's page and of its health news that only the network changes."""

UNPUBLISHED = (*FIXED, "title", "seo_title", "last_published_at", "live_revision_id")
"""Columns that staff, who may not publish, change on no page."""

DISMISSED = frozenset({"is_active", "session_version"})
"""What a dismissal changes of the person's own row."""

RIGHTS = ("is_superuser", "is_staff", "is_active", "username")


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody who asks. `sees` says which signs are no leak in the admin; `user` None is anonymous."""

    name: str
    user: User | None
    sees: Callable[[Sign], bool]
    judge: Callable[["Role", Changes], Iterator[str]]
    fixed_pages: dict[str, tuple[str, ...]]
    path: str = ""
    collections: frozenset[str] = frozenset()
    may_manage: bool = True
    newsroom_ids: frozenset[str] = frozenset()
    staff_ids: frozenset[str] = frozenset()

    def seen(self, signs: Iterable[Sign]) -> list[str]:
        """Signs that this person must not see."""
        return sorted(f"shows {sign}" for sign in signs if not self.sees(sign))

    def changed(self, changes: Changes) -> list[str]:
        """Rows that this person must not change."""
        return sorted(set(self.judge(self, changes)))

    def managed(self, view: str) -> bool:
        """Whether the view is one of management that this person must not enter."""
        is_management = any(fnmatchcase(view, pattern) for pattern in MANAGEMENT)
        return is_management and not self.may_manage and not fnmatchcase(view, TASK_CHOOSER)


def _named(row: Row, what: str) -> str:
    signs = " ".join(sorted(map(str, row.signs()))[:3])
    return f"{what} a row of {row.table} ({row.get('id') or row.get('page_ptr_id')}; {signs})"


def _owners(row: Row) -> set[str]:
    return {sign.owner for sign in row.signs() if sign.kind in {"id", "secret"} or sign.owner == NEIGHBOUR}


def _gone_with_their_page(changes: Changes) -> set[Row]:
    """Rows that the database removes with a page of one's own: nobody reached for them."""
    there = {row.get("id") for row in changes.added if row.table == "wagtailcore_page"}
    gone = {row.get("id") for row in changes.removed if row.table == "wagtailcore_page"} - there
    return {row for row in changes.removed if row.table in FOLLOWS and row.get(FOLLOWS[row.table]) in gone}


def _without_dismissals(role: Role, changes: Changes) -> Changes:
    """Without what an owner's dismissal of the own staff takes away: their groups, their sessions, their account."""
    now = {row.get("id"): row for row in changes.added if row.table == "users_user"}
    let_go = set()
    for row in changes.removed:
        after = now.get(row.get("id"))
        if row.table == "users_user_groups" and row.get("user_id") in role.staff_ids:
            let_go.add(row)
        elif row.table == "users_user" and row.get("id") in role.staff_ids and after is not None:
            differs = {name for name in row.columns if row.get(name) != after.get(name)}
            let_go |= {row, after} if differs <= DISMISSED else set()
    return Changes(
        tuple(row for row in changes.removed if row not in let_go),
        tuple(row for row in changes.added if row not in let_go),
    )


def _judge_store_person(role: Role, changes: Changes) -> Iterator[str]:
    """One's own rows may change, in what is not fixed; no other row may, and none may come to stand elsewhere."""
    changes = _without_dismissals(role, changes)
    for row in set(changes.removed) - _gone_with_their_page(changes):
        owners = _owners(row)
        is_own = (OWN in owners and bool(role.path)) or row.get("id") == _pk(role) or row.get("user_id") == _pk(role)
        if NEIGHBOUR in owners or row.table in NETWORK_TABLES or not is_own:
            yield _named(row, "changes")
    for row in changes.added:
        owners = _owners(row)
        if NEIGHBOUR in owners or row.table in NETWORK_TABLES or _is_about_the_library(row):
            yield _named(row, "writes")
        elif not _stands_at_home(role, row):
            yield _named(row, "places")
    yield from _fixed_columns(role, changes)


def _is_about_the_library(row: Row) -> bool:
    """Whether a new row is of the library's; one's own rows may refer to it, as an article to its provider."""
    return any(sign.owner == LIBRARY for name in SUBJECTS for sign in signs_in(row.get(name)))


def _stands_at_home(role: Role, row: Row) -> bool:
    """A page below one's own store, a file in one's own collection."""
    if row.table == "wagtailcore_page":
        return bool(role.path) and row.get("path").startswith(role.path)
    if row.table in {"media_networkimage", "media_networkdocument"}:
        return row.get("collection_id") in role.collections
    return True


def _fixed_columns(role: Role, changes: Changes) -> Iterator[str]:
    after = {(row.table, row.get("id")): row for row in changes.added}
    for before in changes.removed:
        now = after.get((before.table, before.get("id")))
        if before.table == "wagtailcore_page":
            columns = role.fixed_pages.get(before.get("id"), role.fixed_pages.get("*", ()))
            if columns and now is None:
                yield _named(before, "deletes")
        elif before.table == "users_user":
            columns = RIGHTS
        else:
            columns = ()
        changed = [name for name in columns if now is not None and before.get(name) != now.get(name)]
        if changed:
            yield f"changes {', '.join(changed)} of {before.table} {before.get('id')}"


def _judge_editor(role: Role, changes: Changes) -> Iterator[str]:
    """Nothing of a store, and nothing of the network's own rows but the newsroom's and what is noted about them."""
    for what, rows in (("changes", changes.removed), ("writes", changes.added)):
        for row in rows:
            if row.table in NEWSROOM_TABLES or row.get("object_id") in role.newsroom_ids:
                continue
            if row.table == "stores_export" and row.get("asked_by_id") == _pk(role):
                continue
            if row.table in NETWORK_TABLES or {OWN, NEIGHBOUR} & {each.owner for each in row.signs()}:
                yield _named(row, what)
    yield from _fixed_columns(role, changes)


def _judge_anonymous(role: Role, changes: Changes) -> Iterator[str]:
    for row in (*changes.removed, *changes.added):
        yield _named(row, "changes")


def _pk(role: Role) -> str:
    return str(role.user.pk) if role.user else ""


def _sees_own(sign: Sign) -> bool:
    return sign.owner != NEIGHBOUR and not (sign.owner == LIBRARY and sign.kind == "secret")


def _sees_no_store(sign: Sign) -> bool:
    return _sees_own(sign) and sign.owner != OWN


def roles_of(planted: Planted) -> dict[str, Role]:
    """Everybody who asks, by name."""
    own, people = planted.own, planted.people
    collections = frozenset(str(each.collection_id) for each in own.media.images)
    dates = [each.dates for each in (own, planted.neighbour)]
    newsroom_ids = frozenset(str(row.pk) for each in dates for row in (each.banner, each.hidden_banner, each.holiday))
    fixed = {str(own.store.pk): FIXED, str(own.pages.news.pk): FIXED}
    roles = (
        Role(
            "owner",
            own.user,
            _sees_own,
            _judge_store_person,
            fixed,
            own.store.path,
            collections,
            staff_ids=frozenset({str(own.people.colleague.pk)}),
        ),
        Role("staff", people.staff, _sees_own, _judge_store_person, {"*": UNPUBLISHED}, own.store.path, collections),
        Role("owner of nothing", people.owner_of_nothing, _sees_no_store, _judge_store_person, {}),
        Role(
            "editor", people.editor, lambda sign: True, _judge_editor, {}, may_manage=False, newsroom_ids=newsroom_ids
        ),
        Role("anonymous", None, lambda sign: False, _judge_anonymous, {}),
    )
    return {role.name: role for role in roles}

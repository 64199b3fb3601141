"""Rights are what stores/people/roles.py says, no more and no less; and what they mean in the real admin."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.models import ArticlePage, Provider, Topic
from cms.users.models import User
from stores.models import StoreGroup, StorePage
from stores.network.keeping import sync_roles
from stores.people.roles import (
    EDITOR,
    EVERY_COLLECTION,
    LIBRARY_COLLECTION,
    MEDIA_RIGHTS,
    NETWORK_ADMIN,
    STORE_PAGE_RIGHTS,
)
from tests.cms.admin_forms import edit_url, form_at, logged_in, paragraphs, saved, send, stream
from tests.factories.network import library, make_admin, make_editor, make_network, make_user, stores_folder
from tests.factories.newsroom import health_news_of, make_article, make_page
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def editors() -> Group:
    make_network()
    return Group.objects.get(name=EDITOR.name)


def named(permission: Permission) -> str:
    return f"{permission.content_type.app_label}.{permission.codename}"


def rights(group: Group) -> dict[str, set[Any]]:
    """All that a group may do, by name."""
    pages = GroupPagePermission.objects.filter(group=group).select_related("page", "permission__content_type")
    media = GroupCollectionPermission.objects.filter(group=group).select_related("collection", "permission")
    return {
        "models": {named(permission) for permission in group.permissions.select_related("content_type")},
        "pages": {(row.page.url_path, row.permission.codename) for row in pages},
        "collections": {(row.collection.path, named(row.permission)) for row in media},
    }


def rows(group: Group) -> list[tuple[int, ...]]:
    pages = GroupPagePermission.objects.filter(group=group).order_by("pk").values_list("pk", "page", "permission")
    media = GroupCollectionPermission.objects.filter(group=group).order_by("pk")
    return [*pages, *media.values_list("pk", "collection", "permission")]


def any_permission() -> Permission:
    return Permission.objects.get(codename="delete_user")


def test_editors_have_exactly_what_their_role_says(editors: Group) -> None:
    folder = Collection.objects.get(name=LIBRARY_COLLECTION)
    assert rights(editors) == {
        "models": set(EDITOR.permissions),
        "pages": {("/library/", codename) for codename in EDITOR.pages["cms.LibraryPage"]},
        "collections": {(folder.path, name) for name in EDITOR.collections[LIBRARY_COLLECTION]},
    }


def test_network_admins_have_exactly_what_their_role_says(editors: Group) -> None:
    assert rights(Group.objects.get(name=NETWORK_ADMIN.name)) == {
        "models": set(NETWORK_ADMIN.permissions),
        "pages": {
            (path, each) for path in ("/library/", "/stores/") for each in NETWORK_ADMIN.pages["cms.LibraryPage"]
        },
        "collections": {
            (Collection.get_first_root_node().path, name) for name in NETWORK_ADMIN.collections[EVERY_COLLECTION]
        },
    }


def test_network_admins_may_what_editors_may_and_more_but_give_no_rights_and_change_no_workflow() -> None:
    assert set(EDITOR.permissions) < set(NETWORK_ADMIN.permissions)
    kept = (
        "auth.",
        "wagtailcore.add_workflow",
        "wagtailcore.change_workflow",
        "wagtailcore.add_task",
        "users.delete_g",
    )
    assert [name for name in NETWORK_ADMIN.permissions if name.startswith(kept)] == []


def test_editors_reach_no_people_hosts_nor_settings_of_the_network() -> None:
    forbidden = (
        "users.",
        "auth.",
        "wagtailcore.",
        "wagtailredirects.",
        "stores.storepage",
        "stores.storeregistration",
    )
    assert [name for name in EDITOR.permissions if name.startswith(forbidden)] == []


@pytest.mark.parametrize("field", ["owners", "staff"])
def test_groups_of_a_store_have_exactly_their_rights_on_its_page_and_collection(field: str) -> None:
    make_store("switchback")
    registration = make_store("pitman").registration
    assert rights(getattr(registration, field)) == {
        "models": {"wagtailadmin.access_admin"},
        "pages": {("/stores/pitman/", codename) for codename in STORE_PAGE_RIGHTS[field]},
        "collections": {(registration.collection.path, name) for name in MEDIA_RIGHTS},
    }


def test_staff_may_not_publish_and_owners_may() -> None:
    assert set(STORE_PAGE_RIGHTS["owners"]) - set(STORE_PAGE_RIGHTS["staff"]) == {"publish_page"}


def every_group() -> list[Group]:
    registration = make_store("pitman").registration
    roles = [Group.objects.get(name=role.name) for role in (EDITOR, NETWORK_ADMIN)]
    return [*roles, registration.owners, registration.staff]


def test_rights_beyond_the_role_are_taken_away() -> None:
    for group in every_group():
        before = rights(group)
        group.permissions.add(any_permission())
        page_right = Permission.objects.get(codename="bulk_delete_page")
        GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=page_right)
        media_right = Permission.objects.get(codename="delete_image")
        root = Collection.get_first_root_node()
        GroupCollectionPermission.objects.create(group=group, collection=root, permission=media_right)
        assert rights(group) != before
        sync_roles()
        assert rights(group) == before


def test_rights_that_are_missing_are_given_back() -> None:
    for group in every_group():
        before = rights(group)
        group.permissions.clear()
        GroupPagePermission.objects.filter(group=group).delete()
        GroupCollectionPermission.objects.filter(group=group).delete()
        sync_roles()
        assert rights(group) == before


def test_deleted_group_of_the_newsroom_is_made_again(editors: Group) -> None:
    before = rights(editors)
    editors.delete()
    sync_roles()
    assert rights(Group.objects.get(name=EDITOR.name)) == before


def test_repeating_writes_nothing_new() -> None:
    groups = every_group()
    before = [rows(group) for group in groups]
    sync_roles()
    assert [rows(group) for group in groups] == before


def test_people_stay_in_their_groups(editors: Group) -> None:
    person = make_editor()
    sync_roles()
    assert list(editors.user_set.all()) == [person]


def test_groups_that_somebody_made_by_hand_keep_their_rights(editors: Group) -> None:
    own = Group.objects.create(name="Auditors")
    own.permissions.add(any_permission())
    GroupPagePermission.objects.create(
        group=own,
        page=library(),
        permission=Permission.objects.get(codename="change_page", content_type__model="page"),
    )
    before = rights(own)
    sync_roles()
    assert rights(own) == before


def test_collection_that_is_called_like_the_librarys_elsewhere_gives_no_right(editors: Group) -> None:
    before = rights(editors)
    make_store("pitman").registration.collection.add_child(name=LIBRARY_COLLECTION)
    sync_roles()
    assert rights(editors) == before


def test_command_tells_each_group() -> None:
    make_store("pitman")
    output = StringIO()
    call_command("sync_roles", stdout=output)
    names = (EDITOR.name, NETWORK_ADMIN.name, "Owners of pitman", "Staff of pitman")
    assert output.getvalue() == "".join(f"{name}: in order\n" for name in names)


@pytest.fixture
def editor() -> Client:
    return logged_in(make_editor())


HOME = "/admin/"


def is_sent_home(client: Client, url: str, data: dict[str, str] | None = None) -> bool:
    """Wagtail's way to refuse somebody who may enter the admin."""
    response = client.get(url) if data is None else client.post(url, data)
    return response.status_code == 302 and response["Location"] == HOME


def test_editor_edits_and_publishes_a_library_article(editor: Client) -> None:
    article = make_article("flu")
    form = form_at(editor, edit_url(article))
    body = {**paragraphs("body", "<p>Wash your hands.</p>"), **stream("sources"), **stream("corrections")}
    saved(send(editor, edit_url(article), form, title="Flu again", **body))
    assert ArticlePage.objects.get(pk=article.pk).title == "Flu again"


def test_editor_unpublishes_a_library_article(editor: Client) -> None:
    article = make_article("flu")
    assert editor.post(reverse("wagtailadmin_pages:unpublish", args=[article.pk])).status_code == 302
    assert not ArticlePage.objects.get(pk=article.pk).live


def store_pages() -> list[Page]:
    store = make_store("pitman")
    return [store, health_news_of(store), make_article("shots", at_store=store), make_page("about-us", at_store=store)]


def test_editor_edits_no_page_of_a_store(editor: Client) -> None:
    pages = store_pages()
    assert [is_sent_home(editor, edit_url(page)) for page in pages] == [True] * len(pages)


def test_editor_changes_no_page_of_a_store_by_a_form_of_their_own(editor: Client) -> None:
    pages = store_pages()
    data = {"title": "Taken over", "slug": "taken", "action-publish": "1"}
    assert [is_sent_home(editor, edit_url(page), data) for page in pages] == [True] * len(pages)
    assert not Page.objects.filter(title="Taken over").exists()
    assert not Page.objects.filter(draft_title="Taken over").exists()


@pytest.mark.parametrize("view", ["delete", "unpublish", "move", "copy", "set_privacy"])
def test_editor_does_nothing_else_to_a_store_page(editor: Client, view: str) -> None:
    store = make_store("pitman")
    assert is_sent_home(editor, reverse(f"wagtailadmin_pages:{view}", args=[store.pk]))
    assert is_sent_home(editor, reverse(f"wagtailadmin_pages:{view}", args=[store.pk]), {})
    assert StorePage.objects.get(pk=store.pk).live


def test_editor_adds_nothing_below_a_store(editor: Client) -> None:
    store = make_store("pitman")
    for app, model, parent in (("cms", "standardpage", store), ("cms", "articlepage", health_news_of(store))):
        assert is_sent_home(editor, reverse("wagtailadmin_pages:add", args=[app, model, parent.pk]))


@pytest.mark.parametrize(
    "view",
    [
        "wagtailsites:index",
        "wagtailsites:add",
        "wagtailusers_users:index",
        "wagtailusers_users:add",
        "wagtailusers_groups:index",
        "wagtailusers_groups:add",
        "wagtailadmin_collections:index",
        "wagtailadmin_collections:add",
        "wagtailredirects:index",
        "wagtailadmin_workflows:index",
    ],
)
def test_editor_has_no_screens_of_the_networks_settings(editor: Client, view: str) -> None:
    assert is_sent_home(editor, reverse(view))


def test_editor_edits_neither_a_host_nor_a_person(editor: Client) -> None:
    site, person = make_store("pitman").site, make_user("somebody")
    assert is_sent_home(editor, reverse("wagtailsites:edit", args=[site.pk]))
    assert is_sent_home(editor, reverse("wagtailusers_users:edit", args=[person.pk]))


@pytest.mark.parametrize("model", [Provider, Topic, StoreGroup])
def test_editor_keeps_providers_topics_and_groups(editor: Client, model: Any) -> None:
    for view in ("list", "add"):
        assert editor.get(reverse(model.snippet_viewset.get_url_name(view))).status_code == 200


def test_editor_neither_deletes_nor_moves_the_library(editor: Client) -> None:
    page = library()
    assert is_sent_home(editor, reverse("wagtailadmin_pages:delete", args=[page.pk]), {})
    for target in (page.get_parent(), stores_folder()):
        editor.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, target.pk]))
    assert Page.objects.get(pk=page.pk).path == page.path


def test_person_without_a_role_does_not_enter_the_admin() -> None:
    client = logged_in(make_user("somebody"))
    response = client.get(HOME)
    assert (response.status_code, response["Location"]) == (302, "/admin/login/?next=/admin/")


@pytest.fixture
def network_admin() -> Client:
    """Somebody with the role and nothing else: no superuser."""
    make_network()
    user = make_user("nell", groups=(NETWORK_ADMIN.name,))
    assert not user.is_superuser
    return logged_in(user)


def network(name: str, *args: Any) -> str:
    return reverse(f"stores_network:{name}", args=args)


NEW_STORE = {
    "title": "Elmer Pharmacy",
    "code": "elmer",
    "hostname": "elmer.localhost",
    "street": "1 Main St",
    "city": "Elmer",
    "state": "NJ",
    "postal_code": "08318",
    "phone": "(856) 358-0000",
    "time_zone": "America/New_York",
}


def test_network_without_a_superuser_opens_runs_and_closes_a_store(network_admin: Client) -> None:
    ann = make_user("ann")
    assert network_admin.post(network("open"), NEW_STORE).status_code == 302
    store = StorePage.objects.get(slug="elmer")
    people = reverse("stores_people", args=[store.pk])
    assert network_admin.post(people, {"appoint-person": "ann", "appoint-role": "owner"}).status_code == 302
    assert list(store.registration.owners.user_set.all()) == [ann]
    article = make_article("flu", live=False)
    body = {**paragraphs("body", "<p>Wash your hands.</p>"), **stream("sources"), **stream("corrections")}
    form = form_at(network_admin, edit_url(article))
    saved(send(network_admin, edit_url(article), form, title="Flu", **{**body, "action-publish": "1"}))
    assert ArticlePage.objects.get(pk=article.pk).live
    assert network_admin.post(network("close", store.pk), {"code": "elmer"}).status_code == 302
    assert StorePage.objects.get(pk=store.pk).registration.closed_at is not None
    assert not User.objects.filter(is_superuser=True).exists()


def test_network_admin_edits_and_publishes_every_page_of_a_store(network_admin: Client) -> None:
    for page in store_pages():
        tester = page.permissions_for_user(User.objects.get(username="nell"))
        assert (tester.can_edit(), tester.can_publish(), tester.can_delete()) == (True, True, True)
        assert network_admin.get(edit_url(page)).status_code == 200


def test_network_admin_opens_what_superusers_open_of_the_network(
    network_admin: Client, subtests: pytest.Subtests
) -> None:
    store = make_store("pitman")
    superuser = logged_in(make_admin())
    urls = [
        HOME,
        network("index"),
        network("registration", store.pk),
        network("host", store.pk),
        network("import"),
        *(reverse(name) for name in ("cms_network_board", "cms_recalls", "stores_network_changes")),
        *(reverse(name, args=[store.pk]) for name in ("stores_people", "stores_changes", "stores_dates", "cms_board")),
        *(reverse(name) for name in ("wagtailimages:index", "wagtaildocs:index", "wagtailadmin_collections:index")),
        *(reverse(name) for name in ("wagtailusers_users:index", "wagtailsites:index", "wagtailredirects:index")),
        *(reverse(f"wagtailsnippets_{each}:list") for each in ("stores_storegroup", "stores_networkbanner")),
        *(reverse(f"wagtailsnippets_{each}:list") for each in ("stores_holidayclosure", "cms_provider", "cms_topic")),
        reverse("wagtailadmin_collections:edit", args=[store.registration.collection_id]),
        reverse("wagtailadmin_explore", args=[store.get_parent().pk]),
    ]
    for url in urls:
        with subtests.test(url=url):
            assert (network_admin.get(url).status_code, superuser.get(url).status_code) == (200, 200)


def test_network_admin_is_kept_from_rights_and_workflows(network_admin: Client) -> None:
    for name in ("wagtailusers_groups:index", "wagtailadmin_workflows:index", "wagtailadmin_workflows:task_index"):
        assert is_sent_home(network_admin, reverse(name))


@pytest.mark.parametrize("who", ["editor", "nobody"])
def test_whoever_lacks_the_role_finds_no_screen_of_the_network(who: str) -> None:
    make_network()
    store = make_store("pitman")
    user = make_editor() if who == "editor" else make_user("ann")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = logged_in(user)
    for url in (network("open"), network("close", store.pk), reverse("stores_people", args=[store.pk])):
        assert (client.get(url).status_code, client.post(url, NEW_STORE).status_code) == (404, 404)
    assert StorePage.objects.count() == 1

"""Founding a network: makes what is missing, and changes nothing else."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page, PageLogEntry

from cms.articles import founding as actions
from cms.articles.founding import found_network
from cms.models import LibraryPage
from stores.models import StoresPage
from stores.people.roles import EDITOR
from stores.removal.fixed import lifted
from tests.factories.network import make_admin
from tests.factories.newsroom import make_article
from tests.factories.stores import make_store

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unfounded")]


def rows() -> list[tuple[object, ...]]:
    """All that founding a network makes."""
    pages = Page.objects.order_by("path").values_list("pk", "path", "title", "slug", "live", "numchild")
    collections = Collection.objects.order_by("path").values_list("pk", "path", "name")
    rights = GroupPagePermission.objects.order_by("pk").values_list("pk", "group", "page", "permission")
    media = GroupCollectionPermission.objects.order_by("pk").values_list("pk", "group", "collection", "permission")
    groups = Group.objects.order_by("pk").values_list("pk", "name")
    return [*pages, *collections, *rights, *media, *groups]


def test_network_has_its_tree_published() -> None:
    found_network(by=None)
    tree = [(page.url_path, page.live) for page in Page.objects.filter(depth__gt=1).order_by("path")]
    assert tree == [
        ("/library/", True),
        ("/library/articles/", True),
        ("/library/experts/", True),
        ("/library/pages/", True),
        ("/stores/", True),
    ]


def test_network_has_its_library_collection_and_its_editors() -> None:
    network = found_network(by=None)
    assert (network.collection.name, network.collection.depth) == ("Library", 2)
    editors = Group.objects.get(name=EDITOR.name)
    assert GroupPagePermission.objects.filter(group=editors, page=network.library).exists()


def test_wagtails_welcome_page_is_gone() -> None:
    assert not Page.objects.filter(url_path="/home/").exists()


def test_founding_again_changes_nothing() -> None:
    first = found_network(by=None)
    before = rows()
    assert found_network(by=None) == first
    assert rows() == before


def test_founding_again_keeps_what_was_made_since() -> None:
    network = found_network(by=None)
    network.library.title = "Our library"
    network.library.save()
    store, article = make_store("pitman"), make_article("flu")
    found_network(by=None)
    assert LibraryPage.objects.get().title == "Our library"
    assert Page.objects.filter(pk__in=[store.pk, article.pk], live=True).count() == 2


def test_only_what_is_missing_is_made() -> None:
    network = found_network(by=None)
    with lifted():
        network.stores.delete()
    again = found_network(by=None)
    assert again.library == network.library
    assert again.stores != network.stores
    assert StoresPage.objects.get() == again.stores


def test_log_names_the_actor_of_each_page_once() -> None:
    admin = make_admin()
    network = found_network(by=admin)
    entries = PageLogEntry.objects.filter(page=network.library.pk)
    assert [(entry.action, entry.user) for entry in entries] == [("wagtail.create", admin)]


def test_failure_midway_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError

    before = rows()
    monkeypatch.setattr(actions, "sync_roles", broken)
    with pytest.raises(RuntimeError):
        found_network(by=None)
    assert rows() == before


def test_command_founds_the_network_and_may_be_repeated() -> None:
    outputs = []
    for _time in range(2):
        output = StringIO()
        call_command("found_network", stdout=output)
        outputs.append(output.getvalue())
    library, stores = LibraryPage.objects.get(), StoresPage.objects.get()
    assert outputs == [f"Library: page {library.pk}. Stores: page {stores.pk}.\n"] * 2

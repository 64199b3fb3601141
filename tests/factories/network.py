"""The fixed tree of a network, and the people who log in."""

from datetime import UTC, datetime
from typing import Any

import factory
import pytest
import time_machine
from django.contrib.auth.models import Group
from factory.django import DjangoModelFactory, Password
from wagtail.models import Collection, Page, PageLogEntry, Workflow

from cms.articles.founding import Network, found_network
from cms.models import ArticlesPage, ExpertsPage, LibraryPage, SharedPagesPage
from cms.users.models import User
from stores.models import OwnerApprovalTask, StoresPage
from stores.people.roles import EDITOR, LIBRARY_COLLECTION
from stores.removal.fixed import lifted

FOUNDED_AT = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
"""When the network, its stores and its experts were published, unless a test says otherwise: 9 am in New York."""

PASSWORD = "mortar-mortar"


def make_network() -> Network:
    """The network's tree, roles and library collection: those that every test begins with, or made where they went."""
    collection = Collection.objects.filter(name=LIBRARY_COLLECTION, depth=2).first()
    pages: list[Any] = [
        model.objects.first() for model in (LibraryPage, ArticlesPage, ExpertsPage, SharedPagesPage, StoresPage)
    ]
    if collection is not None and all(pages):
        return Network(*pages, collection=collection)
    with time_machine.travel(FOUNDED_AT, tick=False):
        return found_network(by=None)


@pytest.fixture
def unfounded(db: None) -> None:
    """The database as migrations leave it."""
    unfound_network()


def unfound_network() -> None:
    """Takes away what `make_network` makes, in a database that holds nothing else."""
    with lifted():
        for root in (Page.get_first_root_node(), Collection.get_first_root_node()):
            for child in root.get_children():
                child.delete()
    Workflow.objects.filter(workflow_tasks__task__in=OwnerApprovalTask.objects.all()).delete()
    for model in (OwnerApprovalTask, PageLogEntry, Group):
        model.objects.all().delete()


def articles_folder() -> ArticlesPage:
    return ArticlesPage.objects.first() or make_network().articles


def experts_folder() -> ExpertsPage:
    return ExpertsPage.objects.first() or make_network().experts


def shared_pages_folder() -> SharedPagesPage:
    return SharedPagesPage.objects.first() or make_network().shared_pages


def stores_folder() -> StoresPage:
    return StoresPage.objects.first() or make_network().stores


def library() -> LibraryPage:
    return LibraryPage.objects.first() or make_network().library


class UserFactory(DjangoModelFactory[User]):
    """A person without any right."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda number: f"user-{number}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@mortar.example")
    password = Password(PASSWORD)
    date_joined = FOUNDED_AT


def make_user(username: str, *, groups: tuple[str, ...] = (), **fields: Any) -> User:
    """A person in the Django groups of these names."""
    user = UserFactory.create(username=username, **fields)
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def make_admin(username: str = "admin") -> User:
    """A network admin."""
    return make_user(username, is_staff=True, is_superuser=True)


def make_editor(username: str = "editor") -> User:
    """Somebody of the newsroom."""
    make_network()
    return make_user(username, groups=(EDITOR.name,))

"""What people of a store may do with a page of it: Wagtail's rules, and what they leave out."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission

from stores.models import StorePage
from tests.factories.network import make_admin
from tests.factories.newsroom import health_news_of, make_article
from tests.factories.stores import make_store
from tests.factories.submitting import make_owner, make_staff

pytestmark = pytest.mark.django_db

NETWORKS = ("can_move", "can_copy", "can_set_view_restrictions", "can_lock", "can_unlock", "can_reorder_children")


@pytest.fixture
def pitman() -> StorePage:
    return make_store("pitman")


@pytest.mark.parametrize("right", NETWORKS)
def test_right_of_network_admins_alone(pitman: StorePage, right: str) -> None:
    page = health_news_of(pitman) if right == "can_reorder_children" else make_article("flu-shots", at_store=pitman)
    people = {"owner": make_owner(pitman), "staff": make_staff(pitman), "admin": make_admin()}
    may = {role: getattr(page.permissions_for_user(user), right)() for role, user in people.items()}
    assert may == {"owner": False, "staff": False, "admin": True}


def test_owner_deletes_and_takes_offline_what_they_may_not_move(pitman: StorePage) -> None:
    tester = make_article("flu-shots", at_store=pitman).permissions_for_user(make_owner(pitman))
    assert (tester.can_delete(), tester.can_unpublish(), tester.can_move()) == (True, True, False)


def test_store_and_its_fixed_pages_are_not_taken_away(pitman: StorePage) -> None:
    owner, admin = make_owner(pitman), make_admin()
    for page in (pitman, health_news_of(pitman)):
        for right in ("can_delete", "can_unpublish", "can_unschedule", "can_move"):
            assert not getattr(page.permissions_for_user(owner), right)()
        assert page.permissions_for_user(admin).can_unschedule()


def test_page_of_another_store_gives_no_right(pitman: StorePage) -> None:
    tester = make_article("flu-shots", at_store=make_store("switchback")).permissions_for_user(make_owner(pitman))
    assert tester.permissions == set()
    assert not any(right() for right in (tester.can_edit, tester.can_publish, tester.can_delete, tester.can_unpublish))


def test_right_that_somebody_was_given_elsewhere_counts_for_nothing(pitman: StorePage) -> None:
    page, owner = make_article("flu-shots", at_store=make_store("switchback")), make_owner(pitman)
    group = Group.objects.create(name="Helpers")
    GroupPagePermission.objects.create(
        group=group, page=page, permission=Permission.objects.get(codename="change_page")
    )
    owner.groups.add(group)
    assert page.permissions_for_user(owner).permissions == set()


def test_draft_is_deleted_by_whoever_may_publish_it(pitman: StorePage) -> None:
    draft = make_article("flu-shots", at_store=pitman, live=False)
    owner, staff = (draft.permissions_for_user(person) for person in (make_owner(pitman), make_staff(pitman)))
    assert (staff.can_edit(), staff.can_delete()) == (True, False)
    assert owner.can_delete()

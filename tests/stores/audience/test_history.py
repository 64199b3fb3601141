"""Who joined or left by a rule, in the histories of the store and the network: which audience, and by whose save."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry

from cms.users.models import User
from stores.audience.following import keep_members
from stores.audience.history import ACTION, MOST_NAMES
from stores.models import StoreGroup, StorePage
from tests.cms.admin_forms import edit_url, form_at, logged_in, saved, send
from tests.factories.many import make_many_stores
from tests.factories.network import make_admin, make_editor
from tests.factories.stores import StoreGroupFactory, make_store
from tests.factories.submitting import make_owner
from tests.stores.audit.test_views import text, url_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def shots() -> StoreGroup:
    group: StoreGroup = StoreGroupFactory.create(
        slug="shots", name="Shots", is_ruled=True, rule_states=["NJ"], rule_services=["immunizations"]
    )
    return group


@pytest.fixture
def pitman() -> StorePage:
    return make_store("pitman", services=["delivery"])


@pytest.fixture
def ann() -> User:
    return make_admin("ann")


def save_rule(by: User, group: StoreGroup, **lists: Any) -> None:
    url = reverse("wagtailsnippets_stores_storegroup:edit", args=[group.pk])
    saved(logged_in(by).post(url, {"name": group.name, "slug": group.slug, **lists}))


def test_store_that_offers_something_else_joins_and_leaves_by_whoever_published_it(
    pitman: StorePage, shots: StoreGroup, ann: User
) -> None:
    owner = make_owner(pitman, first_name="Olga", last_name="Owens")
    client, url = logged_in(owner), edit_url(pitman)
    for services, verb in ((["immunizations"], "Joined"), (["delivery"], "Left")):
        saved(send(client, url, form_at(client, url), services=services))
        shown = text(client, url_of(pitman))
        assert f"{verb} the saved audience “Shots” (in New Jersey; with Immunizations)" in shown
        entry = PageLogEntry.objects.filter(page=pitman.pk, action=ACTION).latest("pk")
        assert (entry.user, entry.data["by"]) == (owner, "Olga Owens")
    of_network = text(logged_in(ann), url_of(None))
    for verb in ("joined", "left"):
        words = (
            f"Saved audience “Shots”: 1 store {verb} by its rule (in New Jersey; with Immunizations): Pitman Pharmacy"
        )
        assert words in of_network
    assert "the saved audience “Shots” (" not in of_network


def test_another_rule_is_a_line_at_each_store_and_one_for_the_network(
    pitman: StorePage, shots: StoreGroup, ann: User
) -> None:
    make_store("dover", state="DE", services=["delivery"])
    editor = make_editor()
    save_rule(editor, shots, rule_states=["NJ"])
    save_rule(editor, shots, rule_services=["delivery"])
    save_rule(editor, shots, rule_states=["DE"])
    told = [row.data for row in ModelLogEntry.objects.filter(action=ACTION).order_by("pk")]
    numbers = [(row["joined_stores"]["number"], row["left_stores"]["number"], row["by"]) for row in told]
    assert numbers == [(1, 0, "editor"), (1, 0, "editor"), (0, 1, "editor")]
    assert PageLogEntry.objects.filter(action=ACTION, user=editor).count() == 3
    own = text(logged_in(make_owner(pitman)), url_of(pitman))
    assert "Joined the saved audience “Shots” (in New Jersey)" in own
    assert "Left the saved audience “Shots” (in Delaware)" in own
    assert "dover" not in own.lower()
    assert "1 store joined by its rule (with Delivery)" in text(logged_in(ann), url_of(None, kind="network"))


def test_nobody_is_named_where_nobody_was_logged_in(pitman: StorePage, shots: StoreGroup, ann: User) -> None:
    StorePage.objects.filter(pk=pitman.pk).update(services=["immunizations"])
    keep_members()
    assert "Joined the saved audience “Shots”" in text(logged_in(ann), url_of(pitman))
    assert "A program" in text(logged_in(ann), url_of(pitman))


def test_what_moves_nobody_leaves_no_line(pitman: StorePage, shots: StoreGroup, ann: User) -> None:
    save_rule(ann, shots, rule_states=["PA"])
    pitman.services = ["immunizations"]
    pitman.save_revision()
    keep_members()
    assert not PageLogEntry.objects.filter(action=ACTION).exists()
    assert not ModelLogEntry.objects.filter(action=ACTION).exists()


def test_rule_that_moves_many_stores_costs_as_many_queries_as_one_that_moves_a_few(shots: StoreGroup) -> None:
    def cost(rule_states: list[str]) -> int:
        shots.rule_states, shots.rule_services = rule_states, []
        with CaptureQueriesContext(connection) as queries:
            shots.save()
        return len(queries)

    make_many_stores(2)
    few = cost(["NJ"])
    cost(["PA"])
    make_many_stores(300, first=2)
    many = cost(["NJ"])
    # Beside these there is the one that they are like.
    assert PageLogEntry.objects.filter(action=ACTION).count() == 3 + 3 + 303
    # Rows are inserted by some hundreds on SQLite.
    assert many <= few + (0 if connection.vendor == "postgresql" else 12)
    entry = ModelLogEntry.objects.filter(action=ACTION).latest("pk")
    assert entry.data["joined_stores"]["number"] == 303
    assert len(entry.data["joined_stores"]["names"]) == MOST_NAMES


def test_wagtails_own_histories_say_it_too(pitman: StorePage, shots: StoreGroup, ann: User) -> None:
    save_rule(ann, shots, rule_services=["delivery"])
    client = logged_in(ann)
    of_page = client.get(reverse("wagtailadmin_pages:history", args=[pitman.pk])).content.decode()
    assert "Joined the saved audience “Shots” (with Delivery)" in of_page
    of_group = client.get(reverse("wagtailsnippets_stores_storegroup:history", args=[shots.pk])).content.decode()
    assert "1 store joined by its rule (with Delivery): Pitman Pharmacy" in of_group

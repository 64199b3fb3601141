"""Stores join and leave saved audiences: by whatever door, each hears what it gained and lost, and no other does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from cms.models import ArticlePage
from stores.audience.store_names import Label
from stores.importing.applying import apply_import
from stores.importing.problems import Findings
from stores.importing.reading import RawRow, RawTable
from stores.models import StoreGroup, StorePage, StoreRegistration
from stores.opening.changing import change_store
from stores.opening.members import members_of
from stores.opening.registration import change_registration
from tests.api.caching.test_triggers import touched
from tests.api.changes.asking import Listener
from tests.cms.admin_forms import edit_url, form_at, logged_in, saved, send
from tests.factories.dated import make_network_banner
from tests.factories.network import make_admin
from tests.factories.newsroom import make_article, make_expert, make_page
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 12, 9, 17, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Scene:
    """`saved` is for New Jersey stores of South that vaccinate: `shore` fits, `far` never does; `shots` is for it."""

    admin: Client
    south: StoreGroup
    saved: StoreGroup
    shore: StorePage
    far: StorePage
    shots: ArticlePage

    def heard(self, listener: Listener, pk: int) -> list[str]:
        return [what for what, _kind, about in listener.told(LATER) if about == pk]


@pytest.fixture
def scene() -> Scene:
    south = StoreGroupFactory.create(slug="south", name="South")
    group = StoreGroupFactory.create(
        slug="saved", name="Saved", is_ruled=True, rule_states=["NJ"], rule_services=["immunizations"]
    )
    group.rule_groups.add(south)
    shore = make_store("shore", state="NJ", services=["immunizations"], groups=[south], banners=[])
    far = make_store("far", state="PA", services=["immunizations"], banners=[])
    shots = make_article("shots", audience="chosen", groups=[group])
    return Scene(logged_in(make_admin()), south, group, shore, far, shots)


def group_form(group: StoreGroup) -> str:
    return reverse("wagtailsnippets_stores_storegroup:edit", args=[group.pk])


def fresh(store: StorePage) -> StorePage:
    return StorePage.objects.get(pk=store.pk)


def rule_saved_in_the_admin(scene: Scene, *, fits: bool) -> None:
    lists = {"rule_states": ["NJ" if fits else "DE"], "rule_services": ["immunizations"]}
    sent = {"name": "Saved", "slug": "saved", "rule_groups": [scene.south.pk], **lists}
    saved(scene.admin.post(group_form(scene.saved), sent))


def rule_about_another_group(scene: Scene, *, fits: bool) -> None:
    north, _is_new = StoreGroup.objects.get_or_create(slug="north", name="North")
    scene.saved.rule_groups.set([scene.south if fits else north])


def page_published_in_another_state(scene: Scene, *, fits: bool) -> None:
    url = edit_url(scene.shore)
    saved(send(scene.admin, url, form_at(scene.admin, url), state="NJ" if fits else "DE"))


def page_published_with_other_services(scene: Scene, *, fits: bool) -> None:
    url = edit_url(scene.shore)
    services = ["immunizations"] if fits else ["delivery"]
    saved(send(scene.admin, url, form_at(scene.admin, url), services=services))


def changed_by_a_script(scene: Scene, *, fits: bool) -> None:
    change_store(by=None, store=fresh(scene.shore), fields={"services": ["immunizations"] if fits else []})


def imported(scene: Scene, *, fits: bool) -> None:
    row = {"code": "shore", "state": "NJ" if fits else "DE"}
    apply_import(RawTable([RawRow(2, row)], Findings()), by=None)


def groups_imported(scene: Scene, *, fits: bool) -> None:
    row = {"code": "shore", "groups": "south" if fits else ""}
    apply_import(RawTable([RawRow(2, row)], Findings()), by=None)


def written_past_us_and_kept(scene: Scene, *, fits: bool) -> None:
    StorePage.objects.filter(pk=scene.shore.pk).update(state="NJ" if fits else "DE")
    call_command("keep_members")


def stores_of_the_rules_group(scene: Scene, *, fits: bool) -> None:
    named = f'"{Label.of_store(scene.shore)}"' if fits else ""
    were = " ".join(map(str, members_of(scene.south).values_list("pk", flat=True)))
    sent = {"name": "South", "slug": "south", "stores": named, "were": were}
    saved(scene.admin.post(group_form(scene.south), sent))


def registration(scene: Scene, *, fits: bool) -> None:
    change_registration(by=None, store=scene.shore, groups=[scene.south] if fits else [])


def row_of_the_group(scene: Scene, *, fits: bool) -> None:
    own = StoreRegistration.objects.get(store=scene.shore)
    (scene.south.registrations.add if fits else scene.south.registrations.remove)(own)


Door = Callable[..., None]
DOORS: list[Door] = [
    rule_saved_in_the_admin,
    rule_about_another_group,
    page_published_in_another_state,
    page_published_with_other_services,
    changed_by_a_script,
    imported,
    groups_imported,
    written_past_us_and_kept,
    stores_of_the_rules_group,
    registration,
    row_of_the_group,
]


@pytest.mark.parametrize("door", DOORS)
def test_store_hears_what_it_lost_and_gained_by_whatever_door(door: Door, scene: Scene) -> None:
    here, there = Listener(scene.shore, NOON), Listener(scene.far, NOON)
    door(scene, fits=False)
    assert scene.heard(here, scene.shots.pk) == ["withdraw withdrawn"]
    door(scene, fits=True)
    assert scene.heard(here, scene.shots.pk) == ["publish published"]
    assert there.told(LATER) == []


@pytest.mark.parametrize("door", DOORS)
def test_the_network_hears_which_store_it_was_by_whatever_door(door: Door, scene: Scene) -> None:
    everybody = Listener(None, NOON)
    for fits in (False, True):
        door(scene, fits=fits)
        of_stores = [each for each in everybody.hears(LATER) if each["kind"] == "store"]
        assert [(each["type"], each["store"]) for each in of_stores] == [("change", "shore")]
        assert {"group", f"group-{scene.saved.pk}", f"store-{scene.shore.pk}"} <= set(of_stores[0]["tags"])


@pytest.mark.postgresql  # Looks at the generations of what is kept.
@pytest.mark.parametrize("door", DOORS)
def test_what_was_kept_of_the_store_is_old_by_whatever_door(door: Door, scene: Scene) -> None:
    for fits in (False, True):
        scopes = touched(lambda fits=fits: door(scene, fits=fits))
        assert {f"store:{scene.shore.pk}", "directory"} <= scopes
        assert f"store:{scene.far.pk}" not in scopes


def test_all_that_is_for_it_comes_and_goes_with_the_store(scene: Scene) -> None:
    """A promo line, a shared page, and an expert whom only its articles name, too."""
    expert = make_expert("dr-shots")
    article = make_article("more-shots", audience="chosen", groups=[scene.saved], experts=[expert])
    page = make_page("savings", audience="chosen", groups=[scene.saved])
    line = make_network_banner("Get your shots", audience="chosen")
    line.audience_groups.set([scene.saved])
    line.save()
    here = Listener(scene.shore, NOON)
    about = {scene.shots.pk, article.pk, expert.pk, page.pk, f"network-{line.pk}"}
    registration(scene, fits=False)
    assert {pk for what, _kind, pk in here.told(LATER) if what.endswith("withdrawn")} == about
    registration(scene, fits=True)
    assert {pk for what, _kind, pk in here.told(LATER) if what.endswith("published")} == about


def test_a_new_store_that_fits_begins_with_what_is_for_it_and_others_hear_nothing(scene: Scene) -> None:
    there = Listener(scene.shore, NOON)
    new = make_store("beach", state="NJ", services=["immunizations"], groups=[scene.south], banners=[])
    assert there.told(LATER) == []
    assert ArticlePage.objects.carried_by(new, LATER).filter(pk=scene.shots.pk).exists()


def test_deleted_audience_is_told_to_who_was_in_it(scene: Scene) -> None:
    here, there, everybody = Listener(scene.shore, NOON), Listener(scene.far, NOON), Listener(None, NOON)
    make_article("for-all")
    assert len(here.told(LATER)) == len(there.told(LATER)) == 1
    scene.shots.audience_groups.clear()
    scene.shots.save()
    here.told(LATER)
    everybody.hears(LATER)
    scene.saved.delete()
    assert here.told(LATER) == [("change changed", "store", scene.shore.pk)]
    assert there.told(LATER) == []
    assert [each["store"] for each in everybody.hears(LATER)] == ["shore"]


def test_another_name_of_a_group_is_told_of_the_stores_that_are_in_it(scene: Scene) -> None:
    here, there, everybody = Listener(scene.shore, NOON), Listener(scene.far, NOON), Listener(None, NOON)
    scene.south.name = "Southern"
    scene.south.save()
    assert here.told(LATER) == [("change changed", "store", scene.shore.pk)]
    assert there.told(LATER) == []
    assert [(each["kind"], each["store"]) for each in everybody.hears(LATER)] == [("store", "shore")]


def test_what_changes_nobody_is_told_to_nobody(scene: Scene) -> None:
    listeners: list[Any] = [Listener(each, NOON) for each in (scene.shore, scene.far, None)]
    rule_saved_in_the_admin(scene, fits=True)
    StoreGroupFactory.create(slug="empty", is_ruled=True, rule_states=["AK"])
    draft = fresh(scene.shore)
    draft.state = "DE"
    draft.save_revision()
    assert [each.told(LATER) for each in listeners] == [[], [], []]

"""A group's screen: which stores are in it, for the newsroom to see and for network admins to change."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse

from stores.audience.store_names import Label
from stores.models import HolidayClosure, StoreGroup, StorePage
from stores.opening.members import members_of
from tests.factories.people import ClientOf
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db


@pytest.fixture
def south() -> StoreGroup:
    """Has Millrace; Pitman is in no group, and Gone, which is in it, is closed for good."""
    group = StoreGroupFactory.create(slug="south", name="South")
    make_store("millrace", groups=[group])
    gone = make_store("gone", groups=[group])
    gone.registration.closed_at = datetime(2026, 11, 1, tzinfo=UTC)
    gone.registration.save(update_fields=["closed_at"])
    return group


def edit(group: StoreGroup) -> str:
    return reverse("wagtailsnippets_stores_storegroup:edit", args=[group.pk])


def named(*slugs: str) -> str:
    rows = StorePage.objects.filter(slug__in=slugs).values_list("title", "slug")
    return ", ".join(f'"{Label.of(*row)}"' for row in rows)


def were(group: StoreGroup) -> str:
    """What the form keeps of the stores that it was opened with."""
    return " ".join(map(str, members_of(group).values_list("pk", flat=True)))


def slugs_of(group: StoreGroup) -> set[str]:
    return set(StorePage.objects.filter(registration__groups=group).values_list("slug", flat=True))


def test_admin_puts_stores_in_and_takes_them_out(south: StoreGroup, pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("admin")
    assert "(millrace)" in client.get(edit(south)).context["form"]["stores"].as_widget()
    sent = {"name": "South", "slug": "south", "stores": named("pitman"), "were": were(south)}
    client.post(edit(south), sent)
    assert slugs_of(south) == {"pitman", "gone"}
    changes = client.get(reverse("stores_network:registration", args=[pitman.pk]))
    assert changes.context["form"].initial["groups"].get() == south


def test_who_joined_or_left_while_the_form_was_open_stays_so(
    south: StoreGroup, pitman: StorePage, client_of: ClientOf
) -> None:
    client, opened = client_of("admin"), {"name": "South", "slug": "south", "were": were(south)}
    pitman.registration.groups.add(south)
    client.post(edit(south), {**opened, "stores": named("millrace")})
    assert slugs_of(south) == {"millrace", "pitman", "gone"}
    StorePage.objects.get(slug="millrace").registration.groups.remove(south)
    client.post(edit(south), {**opened, "stores": named("millrace")})
    assert slugs_of(south) == {"pitman", "gone"}


def test_group_is_made_with_its_stores(pitman: StorePage, client_of: ClientOf) -> None:
    client, url = client_of("admin"), reverse("wagtailsnippets_stores_storegroup:add")
    client.post(url, {"name": "Shore", "slug": "shore", "stores": named("pitman")})
    assert slugs_of(StoreGroup.objects.get(slug="shore")) == {"pitman"}


def test_unknown_store_is_refused_by_name_and_nothing_is_saved(south: StoreGroup, client_of: ClientOf) -> None:
    client = client_of("admin")
    answer = client.post(edit(south), {"name": "Renamed", "slug": "south", "stores": '"Nowhere (nowhere)"'})
    assert "Nowhere (nowhere)" in str(answer.context["form"].errors["stores"])
    assert StoreGroup.objects.get(pk=south.pk).name == "South"
    assert slugs_of(south) == {"millrace", "gone"}


def test_store_at_which_two_holidays_would_collide_is_refused_by_name(
    south: StoreGroup, pitman: StorePage, client_of: ClientOf
) -> None:
    east = StoreGroupFactory.create(slug="east")
    pitman.registration.groups.add(east)
    for group in (south, east):
        holiday = HolidayClosure.objects.create(
            label=f"Fair of {group}", starts_on=date(2031, 7, 3), ends_on=date(2031, 7, 3), audience="chosen"
        )
        holiday.audience_groups.add(group)
        holiday.save()
    answer = client_of("admin").post(
        edit(south), {"name": "South", "slug": "south", "stores": named("pitman", "millrace")}
    )
    told = str(answer.context["form"].errors["stores"])
    assert "pitman" in told
    assert "would both rule there" in told
    assert slugs_of(south) == {"millrace", "gone"}


def test_editor_reads_who_is_in_it_and_what_is_sent_changes_nobody(
    south: StoreGroup, pitman: StorePage, client_of: ClientOf
) -> None:
    client = client_of("editor")
    page = client.get(edit(south)).content.decode()
    assert "1 store. A network admin changes which." in page
    assert 'name="stores"' not in page
    client.post(edit(south), {"name": "Southern", "slug": "south", "stores": named("pitman")})
    assert StoreGroup.objects.get(pk=south.pk).name == "Southern"
    assert slugs_of(south) == {"millrace", "gone"}


@pytest.mark.parametrize("role", ["owner", "staff"])
def test_people_of_stores_open_no_group(role: str, south: StoreGroup, pitman: StorePage, client_of: ClientOf) -> None:
    assert client_of(role).get(edit(south)).status_code == 404


def test_list_counts_the_stores_of_each(south: StoreGroup, client_of: ClientOf) -> None:
    StoreGroupFactory.create(slug="empty", name="Empty")
    rows: Any = client_of("editor").get(reverse("wagtailsnippets_stores_storegroup:list")).context["table"].data
    assert {row.slug: row.number for row in rows} == {"south": 1, "empty": 0}


def rule(**lists: Any) -> dict[str, Any]:
    return {"name": "New Jersey vaccines", "slug": "nj-vaccines", **lists}


@pytest.mark.parametrize("role", ["admin", "editor"])
def test_newsroom_saves_an_audience_by_its_rule(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    make_store("dover", state="DE", services=["immunizations"])
    client, url = client_of(role), reverse("wagtailsnippets_stores_storegroup:add") + "?saved=1"
    page = client.get(url)
    assert "stores" not in page.context["form"].fields
    assert page.context["form"].fields.keys() >= {"rule_groups", "rule_states", "rule_services", "rule_languages"}
    refused = client.post(url, rule())
    assert "Choose at least one group" in str(refused.context["form"].non_field_errors())
    client.post(url, rule(rule_states=["NJ"], rule_services=["immunizations"], stores=named("dover")))
    group = StoreGroup.objects.get(slug="nj-vaccines")
    assert slugs_of(group) == {"pitman"}
    assert (
        "All in New Jersey; with Immunizations"
        in client.get(reverse("wagtailsnippets_stores_storegroup:list")).content.decode()
    )
    client.post(edit(group), rule(rule_states=["DE"]))
    assert slugs_of(group) == {"dover"}
    counted = client.post(reverse("stores_rule_count"), {"rule_services": ["immunizations"]}).json()
    assert counted["summary"] == "2 of 2 stores"


@pytest.mark.parametrize("role", ["owner", "staff"])
def test_people_of_stores_count_no_rule(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of(role)
    assert client.post(reverse("stores_rule_count"), {"rule_states": ["NJ"]}).status_code == 404
    assert client.get(reverse("wagtailsnippets_stores_storegroup:add") + "?saved=1").status_code == 404


def test_registration_offers_no_saved_audience_and_says_in_which_the_store_is(
    pitman: StorePage, client_of: ClientOf
) -> None:
    saved = StoreGroupFactory.create(slug="saved", is_ruled=True, rule_states=["NJ"])
    page = client_of("admin").get(reverse("stores_network:registration", args=[pitman.pk]))
    assert saved not in page.context["form"].fields["groups"].queryset
    assert "By their rules it is in the saved audience" in page.content.decode()

"""Holidays of one rank that a group brings together are told when the store joins: by form, opening, import, model."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from stores.choices import AudienceKind
from stores.importing.planning import plan_import
from stores.importing.reading import read_bytes
from stores.models import HolidayClosure, StoreGroup, StorePage, StoreRegistration
from stores.opening.opening import open_store
from stores.opening.registration import change_registration
from tests.cms.admin_forms import logged_in
from tests.factories.network import make_admin, make_editor, stores_folder
from tests.factories.stores import StoreGroupFactory, StorePageFactory, make_store
from tests.stores.removal.asking import asked

pytestmark = pytest.mark.django_db

DAY = date(2030, 7, 5)
WORDS = "would both rule there, and neither goes before the other."


@pytest.fixture
def groups() -> list[StoreGroup]:
    """Two, each with a holiday of its own on one day."""
    found = [StoreGroupFactory.create(slug=slug) for slug in ("east", "west")]
    for group in found:
        holiday = HolidayClosure(
            label=f"Day of {group.slug}", starts_on=DAY, ends_on=DAY, audience=AudienceKind.CHOSEN
        )
        holiday.audience_groups.set([group])
        holiday.save()
    return found


@pytest.fixture
def store(groups: list[StoreGroup]) -> StorePage:
    return make_store("pitman", groups=groups[:1])


def test_registration_refuses_the_second_group(store: StorePage, groups: list[StoreGroup]) -> None:
    with pytest.raises(ValidationError, match=WORDS):
        change_registration(by=None, store=store, groups=groups)
    assert list(store.registration.groups.all()) == groups[:1]


def test_its_form_says_so(store: StorePage, groups: list[StoreGroup]) -> None:
    url = reverse("stores_network:registration", args=[store.pk])
    answer = logged_in(make_admin()).post(url, {"groups": [group.pk for group in groups]})
    assert WORDS in answer.context["form"].errors["groups"][0]


def test_opening_and_the_model_refuse(store: StorePage, groups: list[StoreGroup]) -> None:
    registration = StoreRegistration(code="switchback", legal_name="Switchback")
    with pytest.raises(ValidationError, match=WORDS):
        open_store(
            by=None,
            parent=stores_folder(),
            store=StorePageFactory.build(slug="switchback"),
            registration=registration,
            hostname="switchback.localhost",
            groups=groups,
        )
    assert not StorePage.objects.filter(slug="switchback").exists()
    with pytest.raises(ValidationError, match=WORDS), transaction.atomic():
        groups[1].registrations.add(store.registration)


def test_dry_run_of_an_import_says_so(store: StorePage, groups: list[StoreGroup]) -> None:
    plan = plan_import(read_bytes(b"code,groups\npitman,east|west\n", "stores.csv"))
    assert [(problem.column, WORDS in problem.message) for problem in plan.problems] == [("groups", True)]


def test_group_that_takes_anothers_place_brings_none_together(store: StorePage, groups: list[StoreGroup]) -> None:
    url = reverse("wagtailsnippets_stores_storegroup:delete", args=[groups[1].pk])
    editor = logged_in(make_editor())
    _lines, sent = asked(editor, url)
    answer = editor.post(url, {**sent, "in_place": str(groups[0].pk)})
    assert "would both rule at a store" in answer.content.decode()
    assert StoreGroup.objects.count() == 2


def test_what_is_over_collides_with_nothing(groups: list[StoreGroup]) -> None:
    HolidayClosure.objects.update(starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 1))
    assert make_store("pitman", groups=groups).registration.groups.count() == 2

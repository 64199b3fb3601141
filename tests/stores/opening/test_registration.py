"""What the network changes of an open store, and who may have which host."""

from datetime import UTC, datetime
from typing import Any, cast

import pytest
import time_machine
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from wagtail.models import PageLogEntry, Site

from stores.importing.planning import plan_import
from stores.importing.problems import Findings
from stores.importing.reading import RawRow, RawTable
from stores.models import FormerHost, StorePage, StoreRegistration
from stores.opening.opening import close_store
from stores.opening.registration import RegistrationTexts, change_host, change_registration, release_host
from stores.removal.fixed import lifted
from stores.store.models.registration import REGISTRATION_FIELDS
from tests.factories.network import make_admin
from tests.factories.stores import StoreGroupFactory, make_store
from tests.stores.importing.test_planning import new
from tests.stores.opening.test_opening import opened, refused, unsaved

pytestmark = pytest.mark.django_db

MOVED_AT = datetime(2027, 3, 1, 17, 0, tzinfo=UTC)
TAKEN = "'pitman.localhost' leads to Pitman Pharmacy (pitman), which had it before. Release it there first."


def log_of(store: StorePage, action: str) -> list[tuple[Any, Any, Any]]:
    """Who did it, what was there before, and what is there now."""
    entries = PageLogEntry.objects.filter(page=store.pk, action=action).order_by("pk")
    return [(entry.user, entry.data["old"], entry.data["new"]) for entry in entries]


def moved(store: StorePage, hostname: str) -> None:
    with time_machine.travel(MOVED_AT, tick=False):
        change_host(by=None, store=store, hostname=hostname)


def hosts() -> tuple[set[str], set[str]]:
    """The hosts that answer for the store, and those that lead there."""
    return (
        set(Site.objects.values_list("hostname", flat=True)),
        set(FormerHost.objects.values_list("hostname", flat=True)),
    )


def host_refused(store: StorePage, hostname: str) -> list[str]:
    """The message about the host; nothing must have changed."""
    before = hosts()
    with pytest.raises(ValidationError) as error:
        change_host(by=None, store=store, hostname=hostname)
    assert hosts() == before
    messages: list[str] = error.value.message_dict["hostname"]
    return messages


def test_registration_is_changed_in_what_is_given_and_logged_with_old_and_new() -> None:
    store, admin = make_store("pitman", registration={"ncpdp": "0612345"}), make_admin()
    group = StoreGroupFactory.create(slug="south-jersey")
    change_registration(by=admin, store=store, legal_name="Pitman Inc", npi="1234567893", groups=[group, group])
    saved = StoreRegistration.objects.get(store=store)
    assert (saved.legal_name, saved.npi, saved.ncpdp) == ("Pitman Inc", "1234567893", "0612345")
    assert list(saved.groups.all()) == [group]
    old = {"legal_name": "Pitman Pharmacy", "npi": "", "groups": []}
    new = {"legal_name": "Pitman Inc", "npi": "1234567893", "groups": ["south-jersey"]}
    assert log_of(store, "stores.change_registration") == [(admin, old, new)]


def test_field_is_emptied_by_an_empty_text_and_groups_by_an_empty_list() -> None:
    group = StoreGroupFactory.create()
    store = make_store("pitman", registration={"ncpdp": "0612345"}, groups=[group])
    change_registration(by=None, store=store, ncpdp="", groups=[])
    saved = StoreRegistration.objects.get(store=store)
    assert (saved.ncpdp, list(saved.groups.all())) == ("", [])


def test_pharmacist_leaves_with_the_license_number_and_not_without() -> None:
    store = make_store("pitman")
    change_registration(by=None, store=store, pharmacist_in_charge="Dana Reyes", pharmacist_license="28RI1")
    with pytest.raises(ValidationError, match="it is nobody's"):
        change_registration(by=None, store=store, pharmacist_in_charge="")
    change_registration(by=None, store=store, pharmacist_in_charge="", pharmacist_license="")
    _first, (_by, old, new) = log_of(store, "stores.change_registration")
    assert old == {"pharmacist_in_charge": "Dana Reyes", "pharmacist_license": "28RI1"}
    assert new == {"pharmacist_in_charge": "", "pharmacist_license": ""}


def test_what_a_registration_may_say_is_one_list_and_the_code_is_none_of_it() -> None:
    assert tuple(RegistrationTexts.__annotations__) == REGISTRATION_FIELDS
    store, strange = make_store("pitman"), cast(Any, {"code": "other"})
    with pytest.raises(TypeError, match="registration's code is not changed here"):
        change_registration(by=None, store=store, **strange)


def test_change_that_changes_nothing_leaves_no_trace() -> None:
    group = StoreGroupFactory.create()
    store = make_store("pitman", groups=[group])
    change_registration(by=None, store=store, legal_name="Pitman Pharmacy", npi="", groups=[group])
    assert log_of(store, "stores.change_registration") == []


@pytest.mark.parametrize(("field", "value"), [("npi", "1234567890"), ("ncpdp", "123"), ("legal_name", "x" * 201)])
def test_bad_registration_is_refused_by_field_and_changes_nothing(field: str, value: str) -> None:
    store = make_store("pitman")
    group = StoreGroupFactory.create()
    fields: Any = {field: value}
    with pytest.raises(ValidationError) as error:
        change_registration(by=None, store=store, groups=[group], **fields)
    assert list(error.value.message_dict) == [field]
    assert not StoreRegistration.objects.get(store=store).groups.exists()


def test_draft_of_the_page_is_not_touched_by_its_registration() -> None:
    store = make_store("pitman")
    store.title = "Draft"
    revision = store.save_revision()
    change_registration(by=None, store=store, legal_name="Pitman Inc")
    page = StorePage.objects.get(pk=store.pk)
    assert (page.title, page.latest_revision) == ("Pitman Pharmacy", revision)


def test_store_has_its_new_host_and_the_old_one_leads_there() -> None:
    store, admin = make_store("pitman"), make_admin()
    with time_machine.travel(MOVED_AT, tick=False):
        change_host(by=admin, store=store, hostname="Downtown.localhost")
    assert StorePage.objects.get(pk=store.pk).site.hostname == "downtown.localhost"
    former = FormerHost.objects.get()
    assert (former.hostname, former.store_id, former.retired_at) == ("pitman.localhost", store.pk, MOVED_AT)
    assert log_of(store, "stores.change_host") == [(admin, "pitman.localhost", "downtown.localhost")]


def test_host_that_the_store_has_already_changes_nothing() -> None:
    store = make_store("pitman")
    change_host(by=None, store=store, hostname="PITMAN.localhost")
    assert hosts() == ({"pitman.localhost"}, set())
    assert log_of(store, "stores.change_host") == []


def test_store_takes_its_own_former_host_back() -> None:
    store = make_store("pitman")
    moved(store, "downtown.localhost")
    moved(store, "pitman.localhost")
    assert hosts() == ({"pitman.localhost"}, {"downtown.localhost"})


def test_store_that_moved_twice_keeps_both_old_hosts() -> None:
    store = make_store("pitman")
    moved(store, "downtown.localhost")
    moved(store, "main-street.localhost")
    assert hosts() == ({"main-street.localhost"}, {"pitman.localhost", "downtown.localhost"})


def test_former_host_is_refused_to_others_and_names_the_store() -> None:
    store, other = make_store("pitman"), make_store("switchback")
    moved(store, "downtown.localhost")
    assert host_refused(other, "pitman.localhost") == [TAKEN]
    assert refused(store=unsaved("third"), code="third", hostname="pitman.localhost") == {"hostname": [TAKEN]}


def test_import_refuses_a_former_host_before_it_writes() -> None:
    moved(make_store("pitman"), "downtown.localhost")
    row = RawRow(2, new("elmer", hostname="pitman.localhost"))
    problems = plan_import(RawTable([row], Findings())).problems
    assert [(each.row, each.column) for each in problems] == [(2, "hostname")]
    assert "It leads to Pitman Pharmacy" in problems[0].message


def test_released_host_is_free_for_another_store() -> None:
    store, admin = make_store("pitman"), make_admin()
    moved(store, "downtown.localhost")
    for _time in range(2):
        release_host(by=admin, store=store, hostname="pitman.localhost")
    assert log_of(store, "stores.release_host") == [(admin, "pitman.localhost", None)]
    assert opened(unsaved("third"), code="third", hostname="pitman.localhost").site.hostname == "pitman.localhost"


def test_former_host_of_another_store_cannot_be_released_here() -> None:
    store, other = make_store("pitman"), make_store("switchback")
    moved(store, "downtown.localhost")
    release_host(by=None, store=other, hostname="pitman.localhost")
    assert hosts()[1] == {"pitman.localhost"}


@pytest.mark.parametrize(
    ("hostname", "message"),
    [
        ("switchback.localhost", "Another site has the host name 'switchback.localhost'."),
        ("localhost", "'localhost' is the network's own host."),
        ("uploads.localhost", "'uploads.localhost' is the network's own host."),
        ("https://pitman.example", "Write a host name in lower case, without scheme and port"),
        ("", "Write a host name in lower case, without scheme and port"),
    ],
)
def test_host_that_cannot_be_had_is_refused(hostname: str, message: str, settings: LazySettings) -> None:
    settings.MEDIA_HOST = "uploads.localhost"
    store = make_store("pitman")
    make_store("switchback")
    assert host_refused(store, hostname)[0].startswith(message)


def test_closed_store_keeps_its_host() -> None:
    store = close_store(by=None, store=make_store("pitman"))
    assert host_refused(store, "downtown.localhost") == ["Pitman Pharmacy is closed: its host stays its own."]


def test_former_host_of_a_closed_store_stays_its_own() -> None:
    store = make_store("pitman")
    moved(store, "downtown.localhost")
    close_store(by=None, store=StorePage.objects.get(pk=store.pk))
    assert host_refused(make_store("switchback"), "pitman.localhost") == [TAKEN]


def test_deleted_store_frees_its_former_hosts() -> None:
    store = make_store("pitman")
    moved(store, "downtown.localhost")
    with lifted():
        StorePage.objects.get(pk=store.pk).delete()
    assert hosts() == (set(), set())


def test_other_changes_of_a_site_leave_no_former_host() -> None:
    store = make_store("pitman")
    store.site.site_name = "Renamed"
    store.site.save()
    assert hosts()[1] == set()

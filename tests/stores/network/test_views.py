"""The network's own screens, from both sides: network admins use them, for everybody else they do not exist."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Site

from cms.users.models import User
from stores.access.who import NETWORK_ADMIN_RIGHT, is_network_admin
from stores.models import FormerHost, ImportUpload, RegionPage, StorePage, StoreRegistration
from stores.network.forms import network_domain
from stores.opening.opening import close_store
from stores.opening.registration import change_host
from stores.people.appointing import appoint_owner, appoint_staff
from stores.removal.fixed import lifted
from tests.factories.network import make_admin, make_editor, make_user, stores_folder
from tests.factories.stores import StoreGroupFactory, make_store

pytestmark = pytest.mark.django_db

FILLED: dict[str, Any] = {
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


def url(name: str, *args: Any) -> str:
    return reverse(f"stores_network:{name}", args=args)


def sent(response: Any) -> Any:
    """The form that a refused answer shows again."""
    assert response.status_code == 200, response.content
    return response.context["form"]


@pytest.fixture
def client() -> Client:
    """At the network's host, where the admin is."""
    return Client(headers={"host": settings.NETWORK_HOST})


@pytest.fixture
def pitman(db: None) -> StorePage:
    return make_store("pitman")


@pytest.fixture
def admin(client: Client) -> User:
    """A network admin, who is logged in."""
    user = make_admin()
    client.force_login(user)
    return user


def every_url(store: StorePage, upload: ImportUpload) -> list[str]:
    here = [url(name, store.pk) for name in ("registration", "opened", "host", "release_host", "close")]
    files = [url(name, upload.pk) for name in ("preview", "report", "import_progress", "import_cancel")]
    files += [url("template", "xlsx")]
    return [url("index"), url("index_results"), url("open"), url("import"), *here, *files]


def make_upload(user: User) -> ImportUpload:
    return ImportUpload.objects.create(uploaded_by=user, uploaded_at=timezone.now(), name="a.csv", content=b"")


@pytest.mark.parametrize("who", ["editor", "owner", "staff", "nobody"])
def test_screens_do_not_exist_for_anybody_but_network_admins(
    who: str, client: Client, pitman: StorePage, subtests: pytest.Subtests
) -> None:
    user = make_editor() if who == "editor" else make_user("ann")
    if who in {"owner", "staff"}:
        (appoint_owner if who == "owner" else appoint_staff)(by=None, user=user, store=pitman)
    client.force_login(user)
    upload = make_upload(user)
    before = (StorePage.objects.count(), Site.objects.count(), PageLogEntry.objects.count())
    for each in every_url(pitman, upload):
        for method in ("get", "post"):
            with subtests.test(url=each, method=method):
                response = getattr(client, method)(each, {**FILLED, "code": "pitman", "plan": ""})
                assert response.status_code in ({404} if who != "nobody" else {302, 404})
                assert b"Pitman Pharmacy</" not in response.content
    assert (StorePage.objects.count(), Site.objects.count(), PageLogEntry.objects.count()) == before
    assert StoreRegistration.objects.get(store=pitman).closed_at is None


def test_anonymous_is_asked_to_log_in(client: Client, pitman: StorePage, subtests: pytest.Subtests) -> None:
    for each in every_url(pitman, make_upload(make_user("ann"))):
        for method in ("get", "post"):
            with subtests.test(url=each, method=method):
                response = getattr(client, method)(each)
                assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={each}")


def test_every_screen_opens_for_a_network_admin(
    client: Client, admin: User, pitman: StorePage, subtests: pytest.Subtests
) -> None:
    upload = make_upload(admin)
    upload.preview = {"counts": dict.fromkeys(("created", "changed", "problems"), 0), "notes": []}
    upload.save()
    for each in every_url(pitman, upload):
        with subtests.test(url=each):
            expected = 405 if each in {url("release_host", pitman.pk), url("import_cancel", upload.pk)} else 200
            assert client.get(each).status_code == expected


def test_right_is_what_superusers_have_and_editors_do_not() -> None:
    editor = make_editor()
    assert is_network_admin(make_admin())
    assert not is_network_admin(editor)
    editor.user_permissions.add(Permission.objects.get(codename=NETWORK_ADMIN_RIGHT.partition(".")[2]))
    assert is_network_admin(User.objects.get(pk=editor.pk))
    assert not is_network_admin(make_user("gone", is_superuser=True, is_active=False))


@pytest.mark.parametrize(("who", "is_there"), [("admin", True), ("editor", False)])
def test_menu_leads_network_admins_there(who: str, is_there: bool, client: Client, pitman: StorePage) -> None:
    client.force_login(make_admin() if who == "admin" else make_editor())
    content = client.get("/admin/").content.decode()
    assert [f'"url": "{url(name)}"' in content for name in ("index", "open", "import")] == [is_there] * 3


def listed(client: Client, **query: Any) -> list[str]:
    page = client.get(url("index_results"), query)
    return [registration.code for registration in page.context["object_list"]]


def test_list_names_each_store_by_name_first(client: Client, admin: User, pitman: StorePage) -> None:
    make_store("aaa", title="Wrenfield Pharmacy")
    close_store(by=None, store=make_store("elmer"))
    assert listed(client) == ["elmer", "pitman", "aaa"]
    content = client.get(url("index")).content.decode()
    assert all(text in content for text in ("3 stores", "pitman.localhost", url("registration", pitman.pk), "Closed"))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("pit", ["pitman"]),
        ("P-17", ["switchback"]),
        ("downtown", ["switchback"]),
        ("co", ["switchback"]),
        ("new jersey", ["pitman"]),
        ("Denver", ["switchback"]),
        ("NJ", ["pitman"]),
        ("nothing", []),
        ("%", []),
        ("", ["pitman", "switchback"]),
    ],
)
def test_search_finds_by_code_name_host_city_and_state(
    query: str, found: list[str], client: Client, admin: User
) -> None:
    make_store("pitman")
    place: dict[str, Any] = {"state": "CO", "city": "Denver", "title": "Switchback", "hostname": "downtown.example"}
    make_store("switchback", registration={"code": "p-17", "legal_name": ""}, **place)
    codes = {"pitman": "pitman", "switchback": "p-17"}
    assert listed(client, q=query) == [codes[slug] for slug in found]


@pytest.mark.parametrize(
    "ordering", ["code", "-code", "host", "store__title", "-store__state", "closed_at", "nonsense"]
)
def test_list_is_sorted_by_any_of_its_columns(ordering: str, client: Client, admin: User, pitman: StorePage) -> None:
    make_store("elmer")
    expected = ["pitman", "elmer"] if ordering in {"-code"} else None
    found = listed(client, ordering=ordering)
    assert found == expected if expected else sorted(found) == ["elmer", "pitman"]


def test_list_costs_the_same_for_few_and_for_many(client: Client, admin: User) -> None:
    def cost(**query: Any) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url("index"), query).status_code == 200
        return len(queries)

    make_store("pitman", banners=[], hours={})
    cost()
    few = cost(), cost(q="p")
    for number in range(12):
        make_store(f"store-{number}", banners=[], hours={})
    assert (cost(), cost(q="p")) == few
    assert few[0] <= 12


def test_one_form_brings_one_store_online(client: Client, admin: User) -> None:
    stores_folder()
    groups = [StoreGroupFactory.create(), StoreGroupFactory.create()]
    ann = make_user("ann")
    more = {"legal_name": "Elmer Inc", "npi": "1234567893", "ncpdp": "0612345", "owner": "ann@mortar.example"}
    more |= {"license_number": "28RS1", "pharmacist_in_charge": "Dana Reyes", "pharmacist_license": "28RI1"}
    response = client.post(url("open"), {**FILLED, **more, "groups": [group.pk for group in groups]})
    store = StorePage.objects.online().get()
    assert response["Location"] == url("opened", store.pk)
    assert (store.title, store.slug, store.site.hostname, str(store.phone)) == (
        "Elmer Pharmacy",
        "elmer",
        "elmer.localhost",
        "+18563580000",
    )
    registration = store.registration
    assert (registration.legal_name, registration.npi, registration.ncpdp) == ("Elmer Inc", "1234567893", "0612345")
    assert (registration.license_number, registration.pharmacist_license) == ("28RS1", "28RI1")
    assert set(registration.groups.all()) == set(groups)
    assert list(registration.owners.user_set.all()) == [ann]
    assert PageLogEntry.objects.get(page=store.pk, action="wagtail.create").user == admin
    assert client.get("/", headers={"host": "elmer.localhost:8000"}).status_code == 200


def test_what_was_made_is_shown_with_links(client: Client, admin: User, pitman: StorePage) -> None:
    appoint_owner(by=None, user=make_user("ann"), store=pitman)
    content = client.get(url("opened", pitman.pk)).content.decode()
    edit = reverse("wagtailadmin_pages:edit", args=[pitman.pk])
    collection = reverse("wagtailadmin_collections:edit", args=[pitman.registration.collection_id])
    links = (edit, collection, "http://pitman.localhost:8000/", reverse("stores_people", args=[pitman.pk]))
    assert [link for link in links if f'href="{link}' not in content] == []
    assert "ann" in content


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "This field is required."),
        ("code", "Pit man", "Use lower-case letters"),
        ("code", "pitman", "Another store has the code 'pitman'."),
        ("hostname", "", "This field is required."),
        ("hostname", "not a host!", "Did you mean"),
        ("hostname", "pitman.localhost", "Another site has the host name 'pitman.localhost'."),
        ("hostname", "old.localhost", "'old.localhost' leads to Pitman Pharmacy (pitman), which had it before."),
        ("hostname", "localhost", "'localhost' is the network's own host."),
        ("postal_code", "8318", "Write the ZIP as 08071"),
        ("state", "Jersey", "Select a valid choice."),
        ("phone", "12", "Enter a valid phone number"),
        ("time_zone", "", "This field is required."),
        ("npi", "1234567890", "its check digit is wrong"),
        ("ncpdp", "123", "An NCPDP id has 7 digits."),
        ("pharmacist_in_charge", "7", "Write the name of a person, such as Dana Reyes, PharmD."),
        ("groups", "999", "Select a valid choice."),
        ("parent", "999999", "Select a valid choice."),
        ("owner", "nobody", "Nobody who can log in is called 'nobody'."),
        ("owner", "gone", "Nobody who can log in is called 'gone'."),
    ],
)
def test_bad_value_is_refused_at_its_field_and_nothing_is_made(
    field: str, value: str, message: str, client: Client, admin: User, pitman: StorePage
) -> None:
    FormerHost.objects.create(hostname="old.localhost", store=pitman, retired_at=pitman.first_published_at)
    make_user("gone", is_active=False)
    form = sent(client.post(url("open"), {**FILLED, field: value}))
    assert list(form.errors) == [field]
    assert message in form.errors[field][0]
    assert (StorePage.objects.count(), Site.objects.count()) == (1, 1)


def test_every_bad_field_is_told_at_once(client: Client, admin: User) -> None:
    stores_folder()
    form = sent(client.post(url("open"), {}))
    assert set(form.errors) == set(FILLED)


def test_what_the_network_refuses_is_told_beside_what_fields_refuse(client: Client, admin: User) -> None:
    """A form that was right in itself had its slug refused in a second round, its host in a third."""
    make_store("elmer", registration={"code": "p-17"}, hostname="elmer.localhost")
    form = sent(client.post(url("open"), {**FILLED, "postal_code": "8318", "npi": "1234567890", "phone": "12"}))
    assert set(form.errors) == {"code", "hostname", "postal_code", "npi", "phone"}
    assert form.errors["code"] == ["Another store has the slug 'elmer'."]


def test_what_only_the_action_refuses_lands_at_its_field_too(client: Client, admin: User) -> None:
    """Another store's slug is the new one's code."""
    make_store("elmer", registration={"code": "p-17"}, hostname="other.localhost")
    form = sent(client.post(url("open"), FILLED))
    assert form.errors == {"code": ["Another store has the slug 'elmer'."]}
    assert form["code"].errors


@pytest.mark.usefixtures("unfounded")
def test_network_without_a_folder_says_so(client: Client, admin: User) -> None:
    form = sent(client.post(url("open"), FILLED))
    assert "found_network" in form.non_field_errors()[0]


def test_store_stands_in_the_folder_that_was_chosen(client: Client, admin: User) -> None:
    region = stores_folder().add_child(instance=RegionPage(title="South", slug="south"))
    client.post(url("open"), {**FILLED, "parent": region.pk})
    assert StorePage.objects.get().get_parent().pk == region.pk


def test_left_to_us_the_store_stands_in_the_region_of_its_state(client: Client, admin: User) -> None:
    region = stores_folder().add_child(instance=RegionPage(title="New Jersey", slug="new-jersey"))
    client.post(url("open"), FILLED)
    assert StorePage.objects.get().get_parent().pk == region.pk


def test_page_that_is_no_folder_of_stores_is_no_choice(client: Client, admin: User, pitman: StorePage) -> None:
    form = sent(client.post(url("open"), {**FILLED, "parent": pitman.pk}))
    assert list(form.errors) == ["parent"]


def test_host_is_proposed_and_never_guessed(client: Client, admin: User) -> None:
    stores_folder()
    form = sent(client.post(url("open"), {**FILLED, "hostname": "", "code": "elmer"}))
    assert "elmer.localhost" in form.fields["hostname"].help_text
    assert form.errors == {"hostname": ["This field is required."]}


@pytest.mark.parametrize(
    ("host", "domain"),
    [("cms.example.com", "example.com"), ("example.com:8000", "example.com"), ("localhost:8000", "localhost")],
)
def test_domain_of_hosts_is_that_of_the_network(host: str, domain: str) -> None:
    with override_settings(NETWORK_HOST=host):
        assert network_domain() == domain


def test_address_that_was_pasted_whole_is_cut_to_its_host(client: Client, admin: User) -> None:
    stores_folder()
    client.post(url("open"), {**FILLED, "hostname": "https://Elmer.localhost:8000/"})
    assert StorePage.objects.get().site.hostname == "elmer.localhost"


def test_registration_is_changed_on_its_screen(client: Client, admin: User, pitman: StorePage) -> None:
    group = StoreGroupFactory.create(slug="south-jersey")
    values = {"legal_name": "Pitman Inc", "npi": "1234567893", "ncpdp": "", "groups": [group.pk]}
    response = client.post(url("registration", pitman.pk), {**values, "code": "hacked"})
    assert response["Location"] == url("registration", pitman.pk)
    saved = StoreRegistration.objects.get(store=pitman)
    assert (saved.code, saved.legal_name, saved.npi) == ("pitman", "Pitman Inc", "1234567893")
    assert list(saved.groups.all()) == [group]
    history = client.get(reverse("wagtailadmin_pages:history", args=[pitman.pk])).content.decode()
    assert "Changed the registration from" in history


def test_bad_registration_is_shown_at_its_field(client: Client, admin: User, pitman: StorePage) -> None:
    form = sent(client.post(url("registration", pitman.pk), {"npi": "12"}))
    assert form.errors == {"npi": ["An NPI has 10 digits."]}


def test_licenses_are_written_on_the_registrations_screen_and_told_in_the_history(
    client: Client, admin: User, pitman: StorePage
) -> None:
    values = {"license_number": "28RS1", "pharmacist_in_charge": "Dana Reyes", "pharmacist_license": "28RI1"}
    client.post(url("registration", pitman.pk), values)
    form = client.get(url("registration", pitman.pk)).context["form"]
    assert {name: form[name].value() for name in values} == values
    history = client.get(reverse("stores_changes", args=[pitman.pk])).content.decode()
    for words in ("State license number", "License number of the pharmacist in charge", "Dana Reyes"):
        assert words in history
    alone = sent(client.post(url("registration", pitman.pk), {"pharmacist_license": "28RI1"}))
    assert "Name the pharmacist in charge" in str(alone.non_field_errors())


def test_host_is_changed_on_its_screen_and_released_on_the_registrations(
    client: Client, admin: User, pitman: StorePage
) -> None:
    client.post(url("host", pitman.pk), {"hostname": "downtown.localhost"})
    assert StorePage.objects.get(pk=pitman.pk).site.hostname == "downtown.localhost"
    screen = client.get(url("registration", pitman.pk)).content.decode()
    assert "Release pitman.localhost" in screen
    client.post(url("release_host", pitman.pk), {"hostname": "never.localhost"})
    client.post(url("release_host", pitman.pk), {"hostname": "pitman.localhost"})
    assert not FormerHost.objects.exists()


def test_host_that_cannot_be_had_is_refused_at_its_field(client: Client, admin: User, pitman: StorePage) -> None:
    other = make_store("switchback")
    change_host(by=None, store=other, hostname="downtown.localhost")
    form = sent(client.post(url("host", pitman.pk), {"hostname": "switchback.localhost"}))
    told = "'switchback.localhost' leads to Switchback Pharmacy (switchback), which had it before."
    assert form.errors["hostname"] == [f"{told} Release it there first."]


def test_store_without_a_site_is_told_where_to_add_one(client: Client, admin: User, pitman: StorePage) -> None:
    with lifted():
        pitman.site.delete()
    assert "has no site" in client.get(url("registration", pitman.pk)).content.decode()
    form = sent(client.post(url("host", pitman.pk), {"hostname": "downtown.localhost"}))
    assert "add one under Settings" in form.errors["hostname"][0]


def test_people_are_named_and_changed_on_the_screen_of_the_store(
    client: Client, admin: User, pitman: StorePage
) -> None:
    appoint_owner(by=None, user=make_user("ann"), store=pitman)
    screen = client.get(url("registration", pitman.pk)).content.decode()
    assert "Owners: ann." in screen
    assert "Staff: nobody." in screen
    assert f'href="{reverse("stores_people", args=[pitman.pk])}"' in screen


def test_store_is_closed_after_its_code_was_typed(client: Client, admin: User, pitman: StorePage) -> None:
    appoint_owner(by=None, user=make_user("ann"), store=pitman)
    assert "ann (owner)" in client.get(url("close", pitman.pk)).content.decode()
    for wrong in ("", "PITMAN", "switchback"):
        assert list(sent(client.post(url("close", pitman.pk), {"code": wrong})).errors) == ["code"]
    assert StoreRegistration.objects.get(store=pitman).closed_at is None
    client.post(url("close", pitman.pk), {"code": "pitman"})
    assert StoreRegistration.objects.get(store=pitman).closed_at is not None
    assert client.get("/", headers={"host": "pitman.localhost:8000"}).status_code == 410


def test_closed_store_is_closed_once_and_offers_nothing_more(client: Client, admin: User, pitman: StorePage) -> None:
    at = close_store(by=None, store=pitman).registration.closed_at
    client.post(url("close", pitman.pk), {"code": "pitman"})
    assert client.get(url("close", pitman.pk))["Location"] == url("registration", pitman.pk)
    assert StoreRegistration.objects.get(store=pitman).closed_at == at
    screen = client.get(url("registration", pitman.pk)).content.decode()
    assert "Closed for good on" in screen
    assert reverse("stores_people", args=[pitman.pk]) not in screen


@pytest.mark.parametrize("name", ["registration", "opened", "host", "close"])
def test_store_that_does_not_exist_is_404(name: str, client: Client, admin: User) -> None:
    assert client.get(url(name, 999_999)).status_code == 404
    assert client.get(url(name, stores_folder().pk)).status_code == 404

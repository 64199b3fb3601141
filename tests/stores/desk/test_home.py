"""The home of a store's people: now, to do, promo lines."""

from datetime import date, time, timedelta

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from stores.approval.deciding import decide
from stores.models import PromoBanner, StorePage, TodayChange
from stores.people.appointing import appoint_owner
from tests.cms.admin_forms import logged_in
from tests.factories.dated import make_exception, make_holiday, make_network_banner
from tests.factories.media import make_image
from tests.factories.network import make_user
from tests.factories.newsroom import make_article
from tests.factories.stores import add_banner, make_store
from tests.factories.submitting import submit
from tests.stores.conftest import ClientOf

pytestmark = pytest.mark.django_db

FRIDAY = "2026-12-18 20:00+00:00"
"""3 pm at Pitman, which closes at 7 pm."""


def home(client: Client) -> Tag:
    response = client.get("/admin/")
    assert response.status_code == 200
    main = BeautifulSoup(response.content, "html.parser").select_one("main")
    assert main is not None
    return main


def section(client: Client, name: str) -> Tag:
    found = home(client).select_one(f"#{name}-section")
    assert found is not None
    return found


def words(tag: Tag) -> str:
    return " ".join(tag.text.split())


def today(store: StorePage) -> str:
    return reverse("stores_today", args=[store.pk])


def buttons(tag: Tag) -> list[str]:
    return [str(each["value"]) for each in tag.select("button[name=closes_at]")]


@travel(FRIDAY, tick=False)
def test_home_says_of_each_counter_until_when_it_is_open(pitman: StorePage, client_of: ClientOf) -> None:
    text = words(section(client_of("owner"), "now"))
    assert "Friday, December 18, 2026" in text
    assert "Store Open until 7:00pm" in text
    assert "Pharmacy Open until 7:00pm" in text


@travel(FRIDAY, tick=False)
def test_one_tap_closes_early_and_one_takes_it_back(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    now = section(client, "now")
    assert buttons(now) == ["16:00", "17:00", "18:00"]
    form = now.select_one("form:has(button[name=closes_at])")
    assert form is not None
    fields = {str(each["name"]): str(each["value"]) for each in form.select("input[type=hidden]")}
    response = client.post(str(form["action"]), {**fields, "closes_at": "16:00"})
    assert response["Location"] == "/admin/#now-section"
    now = section(client, "now")
    assert "Store Open until 4:00pm" in words(now)
    assert "Closes early today, at 4:00pm." in words(now)
    assert buttons(now) == ["16:00", "17:00", "18:00"]
    client.post(today(pitman), {"next": "/admin/#now-section", "as_usual": "1"})
    assert not TodayChange.objects.exists()


@travel(FRIDAY, tick=False)
def test_closing_early_keeps_the_late_opening(pitman: StorePage, client_of: ClientOf) -> None:
    TodayChange.objects.create(store=pitman, on=date(2026, 12, 18), opens_at=time(11))
    form = section(client_of("owner"), "now").select_one("form:has(button[name=closes_at])")
    assert form is not None
    assert form.select_one("input[name=opens_at]")["value"] == "11:00"  # type: ignore[index]


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-12-18 14:30+00:00", ["13:00", "14:00", "15:00", "16:00", "17:00", "18:00"]),
        ("2026-12-18 23:30+00:00", []),
        ("2026-12-20 18:00+00:00", []),
    ],
    ids=["9:30 am", "6:30 pm", "a Sunday, when it is closed"],
)
def test_closing_is_offered_for_whole_hours_before_the_store_closes(
    at: str, expected: list[str], pitman: StorePage, client_of: ClientOf
) -> None:
    with travel(at, tick=False):
        assert buttons(section(client_of("owner"), "now")) == expected


@travel(FRIDAY, tick=False)
def test_staff_read_and_get_no_buttons(pitman: StorePage, client_of: ClientOf) -> None:
    make_article("flu")
    main = home(client_of("staff"))
    assert "Open until 7:00pm" in words(main)
    assert main.select("form[method=post]") == []


@travel(FRIDAY, tick=False)
def test_next_leads_to_no_other_host(pitman: StorePage, client_of: ClientOf) -> None:
    response = client_of("owner").post(today(pitman), {"closes_at": "16:00", "next": "https://evil.example/"})
    assert response["Location"] == today(pitman)


def owner_client(store: StorePage, username: str = "somebody") -> Client:
    user = make_user(username)
    appoint_owner(by=None, user=user, store=store)
    return logged_in(user)


def test_new_store_is_told_what_is_missing(db: None) -> None:
    text = words(home(owner_client(make_store("bare", hours={}, banners=[]))))
    for said in (
        "Your site says nothing about opening hours yet.",
        "No opening hours: patients can't see when you are open.",
        "No place on the map",
        "Your site has no logo.",
        "No promo line stands on your site at the moment.",
        "The newsroom has offered nothing yet.",
    ):
        assert said in text


def test_counter_without_hours_is_named(db: None) -> None:
    client = owner_client(make_store("pitman", hours={"store": {"mon": [("09:00", "17:00")]}, "delivery": {}}))
    assert "Delivery: listed, but its hours are unknown." in words(section(client, "to-do"))


@travel(FRIDAY, tick=False)
def test_ended_banners_and_drafts_are_to_do(pitman: StorePage, client_of: ClientOf) -> None:
    add_banner(pitman, "Past", show_until=date(2026, 12, 17))
    add_banner(pitman, "Today", show_until=date(2026, 12, 18))
    pitman.save_revision()
    make_article("flu-shots", at_store=pitman, live=False, title="Flu shots").save_revision()
    text = words(section(client_of("owner"), "to-do"))
    assert "1 promo line is past its end." in text
    assert "Your store page has changes that are not on the site yet." in text
    assert "“Flu shots” has changes that are not on the site yet." in text


def test_store_with_everything_has_nothing_to_do(pitman: StorePage, client_of: ClientOf) -> None:
    pitman.logo = make_image("logo.png", collection=pitman.registration.collection)
    pitman.save(update_fields=["logo"])
    assert "Nothing. Your site has all that it needs." in words(section(client_of("owner"), "to-do"))


@travel(FRIDAY, tick=False)
def test_lines_say_when_they_end_or_begin(pitman: StorePage, client_of: ClientOf) -> None:
    PromoBanner.objects.all().delete()
    days = {"Tonight": 0, "Tomorrow": 1, "Soon": 6, "Later": 7}
    for text, left in days.items():
        add_banner(pitman, text, show_until=date(2026, 12, 18) + timedelta(days=left))
    add_banner(pitman, "Call {{ store.phone }}", show_from=date(2027, 1, 2))
    make_network_banner("Savings")
    text = words(section(client_of("owner"), "banners"))
    for said in (
        "Tonight Ends today",
        "Tomorrow Ends tomorrow",
        "Soon Ends in 6 days",
        "Later Until December 25",
        "Call (856) 589-2392 From January 2",
        "Savings (the network’s) No end",
    ):
        assert said in text


def test_changes_at_a_store_that_one_has_left_are_not_told(pitman: StorePage, client_of: ClientOf) -> None:
    other = make_store("switchback")
    client = client_of("owner")
    user = pitman.registration.owners.user_set.get()
    for store in (pitman, other):
        store.save_revision(user=user, log_action=True)
    main = home(client)
    assert main.select(f'#edits-section a[href="{reverse("wagtailadmin_pages:edit", args=[pitman.pk])}"]')
    assert other.title not in main.text


def test_person_without_a_store_is_told_so(db: None) -> None:
    user = make_user("nobody")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert "You are at no store at the moment." in words(home(logged_in(user)))


MOST_QUERIES = 36
"""One below what a home may cost."""


@travel(FRIDAY, tick=False)
def test_home_costs_the_same_in_any_network_whatever_waits(pitman: StorePage, client_of: ClientOf) -> None:
    make_holiday()
    eve = date(2026, 12, 24)
    make_exception(pitman, starts_on=eve, ends_on=eve)
    make_network_banner("Savings")
    add_banner(pitman, "Past", show_until=date(2026, 12, 17))
    clients = {role: client_of(role) for role in ("owner", "staff")}
    person = pitman.registration.staff.user_set.get()
    submit(pitman, person, phone="+18565892393")
    news = make_article("flu-shots", at_store=pitman, live=False)
    state, owner = submit(news, person, title="Flu shots"), pitman.registration.owners.user_set.get()
    decide(by=owner, state=state, is_approved=False, comment="Which day?")
    pitman.save_revision(user=person, log_action=True)
    assert "Christmas Day" in words(home(clients["owner"]))
    assert "Waiting for you" in words(home(clients["owner"]))
    assert "You changed lately" in words(home(clients["staff"]))
    assert "was sent back" in words(home(clients["staff"]))
    costs: dict[str, list[int]] = {"owner": [], "staff": []}
    for size in (2, 12):
        for number in range(StorePage.objects.count(), size):
            make_store(f"store-{number}")
        for role, client in clients.items():
            with CaptureQueriesContext(connection) as queries:
                client.get("/admin/")
            costs[role].append(len(queries))
    assert {role: (few, many, few <= MOST_QUERIES) for role, (few, many) in costs.items()} == {
        role: (few, few, True) for role, (few, _many) in costs.items()
    }

"""The newsroom's home and the lists behind it, for editors and network admins, and for nobody else."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from cms.models import ArticlePage, Provider
from cms.newsroom.waiting import WAITING_LISTS
from cms.users.models import User
from stores.models import StorePage
from stores.people.appointing import appoint_owner
from tests.cms.admin_forms import edit_url, logged_in
from tests.factories.dated import make_holiday, make_network_banner
from tests.factories.media import make_image
from tests.factories.network import make_admin, make_editor, make_user
from tests.factories.newsroom import ProviderFactory, make_article, make_expert, publish
from tests.factories.people import ClientOf
from tests.factories.stores import add_banner, make_store

pytestmark = pytest.mark.django_db

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
TODAY = AT.date()


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    """The clock stands before anybody logs in."""
    with travel(AT, tick=False):
        yield


def panel(client: Client, name: str) -> Tag | None:
    return BeautifulSoup(client.get("/admin/").content, "html.parser").select_one(f"#{name}-section")


def titles(client: Client, name: str) -> list[str]:
    """Of a panel's rows; none where there is no panel."""
    found = panel(client, name)
    return [each.text.strip() for each in found.select(".title-wrapper a")] if found else []


def listed(client: Client, name: str) -> list[str]:
    response = client.get(reverse(f"cms_newsroom_{name}"))
    assert response.status_code == 200
    page = BeautifulSoup(response.content, "html.parser")
    return [each.text.strip() for each in page.select("main .title-wrapper a")]


def draft(slug: str, by: User | None, **fields: Any) -> ArticlePage:
    article = make_article(slug, title=slug, live=False, **fields)
    article.save_revision(user=by)
    return article


@pytest.fixture
def editor(db: None) -> User:
    return make_editor()


@pytest.fixture
def client(editor: User) -> Client:
    return logged_in(editor)


def test_drafts_show_ones_own_first_and_none_of_stores(client: Client, editor: User) -> None:
    draft("theirs", make_admin("other"))
    draft("mine", editor)
    draft("local", editor, at_store=make_store("pitman"))
    make_article("published")
    assert titles(client, "drafts") == listed(client, "drafts") == ["mine", "theirs"]
    assert listed(client, "my_drafts") == ["mine"]


def test_home_is_capped_and_leads_to_all(client: Client, editor: User) -> None:
    for number in range(7):
        draft(f"draft-{number}", editor)
    found = panel(client, "drafts")
    assert found is not None
    assert len(titles(client, "drafts")) == 5
    links = {each.text.strip(): str(each["href"]) for each in found.select(".stores-actions a")}
    assert links == {"My drafts": "/admin/newsroom/my-drafts/", "All 7": "/admin/newsroom/drafts/"}
    assert len(listed(client, "drafts")) == 7


def test_page_in_review_is_no_draft(client: Client, editor: User) -> None:
    task = GroupApprovalTask.objects.create(name="Look", active=True)
    workflow = Workflow.objects.create(name="Look", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for article in (draft("waiting", editor), draft("local", editor, at_store=make_store("pitman"))):
        workflow.start(article, editor)
    assert titles(client, "in_review") == listed(client, "in_review") == ["waiting"]
    assert titles(client, "drafts") == []


def test_scheduled_version_is_no_draft(client: Client, editor: User) -> None:
    for days in (3, 1):
        article = make_article(f"in-{days}", title=f"in {days}")
        article.go_live_at = AT + timedelta(days=days)
        article.save_revision(user=editor).publish()
    assert titles(client, "scheduled") == listed(client, "scheduled") == ["in 1", "in 3"]
    assert titles(client, "drafts") == []


def test_reviews_are_due_within_thirty_days_and_after(client: Client) -> None:
    for slug, days in {"over": -100, "soon": 30, "later": 31}.items():
        make_article(slug, title=slug, review_due_on=TODAY + timedelta(days=days))
    make_article("not-published", live=False, review_due_on=TODAY)
    make_article("never")
    assert titles(client, "reviews_due") == listed(client, "reviews_due") == ["over", "soon"]


def test_licences_end_within_sixty_days_or_have_ended_with_live_articles(client: Client) -> None:
    ends = {"soon": 60, "later": 61, "over": -1, "over-and-clean": -1}
    for slug, days in ends.items():
        Provider.objects.filter(pk=ProviderFactory.create(slug=slug, name=slug).pk).update(
            licence_ends_at=AT + timedelta(days=days)
        )
    make_article("left", provider=Provider.objects.get(slug="over"))
    make_article("gone", provider=Provider.objects.get(slug="over-and-clean"), live=False)
    ProviderFactory.create(slug="endless", name="endless")
    assert titles(client, "licences") == listed(client, "licences") == ["over", "soon"]


IN_ORDER = ("hours", "people", "place", "lines", "logo")


def tended(slug: str) -> StorePage:
    """A store that needs nothing."""
    store = make_store(slug)
    store.logo = make_image(f"{slug}.png", collection=store.registration.collection)
    store.latitude, store.longitude = Decimal("39.7323"), Decimal("-75.1321")
    store.save(update_fields=["logo", "latitude", "longitude"])
    appoint_owner(by=None, user=make_user(f"owner-{slug}"), store=store)
    return store


def test_stores_that_need_attention_say_why_the_gravest_first(client: Client) -> None:
    tended("all-is-well")
    logo, lines, hours, people, place = (tended(slug) for slug in ("logo", "lines", "hours", "people", "place"))
    StorePage.objects.filter(pk=place.pk).update(latitude=None, longitude=None)
    StorePage.objects.filter(pk=logo.pk).update(logo=None)
    add_banner(lines, "Past", show_until=date(2026, 12, 16))
    hours.opening_hours.filter(counter="pharmacy").delete()
    people.registration.owners.user_set.clear()
    assert listed(client, "stores") == [f"{slug.title()} Pharmacy" for slug in IN_ORDER]
    found = panel(client, "stores")
    assert found is not None
    for reason in ("Hours unknown", "No owner", "Promo lines past their end", "No coordinates", "No logo"):
        assert reason in found.text


def test_admin_is_led_to_the_store_and_an_editor_to_its_site(client: Client) -> None:
    store = make_store("pitman")
    links = [
        str(panel(each, "stores").select_one(".title-wrapper a")["href"])  # type: ignore[index]
        for each in (logged_in(make_admin()), client)
    ]
    assert links == [edit_url(store), f"{store.root_url}/"]


def test_quiet_day_says_so(client: Client) -> None:
    assert "Nothing waits for the newsroom" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("role", ["owner", "staff"])
def test_people_of_stores_find_no_list(role: str, client_of: ClientOf) -> None:
    somebody = client_of(role)
    for each in WAITING_LISTS:
        assert somebody.get(each.url).status_code == 404


@pytest.mark.parametrize("role", ["editor", pytest.param("admin", marks=pytest.mark.trial)])
def test_no_link_leads_to_a_refusal(role: str, editor: User) -> None:
    make_store("pitman")
    for number in range(7):
        draft(f"draft-{number}", editor)
    make_article("due", review_due_on=TODAY)
    publish(make_article("published"))
    make_expert("somebody").save_revision(user=editor, log_action=True)
    Provider.objects.update(licence_ends_at=AT + timedelta(days=3))
    client = logged_in(editor if role == "editor" else make_admin())
    asked: set[str] = set()
    refused = []
    for start in ("/admin/", *(each.url for each in WAITING_LISTS)):
        page = BeautifulSoup(client.get(start).content, "html.parser").select_one("main")
        assert page is not None
        for link in {str(each["href"]).partition("#")[0] for each in page.select("a[href]")} - asked:
            asked.add(link)
            if link.startswith("/") and client.get(link).status_code not in {200, 302}:
                refused.append(link)
    assert refused == []
    assert len(asked) > 12


def go_live(title: str, at: datetime, editor: User) -> ArticlePage:
    article = make_article(title.lower().replace(" ", "-"), title=title)
    article.go_live_at = at
    article.save_revision(user=editor).publish()
    return article


def week(client: Client) -> dict[str, str]:
    """What the calendar says of each of its days."""
    found = panel(client, "week")
    days = found.select(".newsroom-week__day") if found else []
    return {words(day.h3): words(day.select_one("ul, p")) for day in days}  # type: ignore[arg-type]


def words(tag: Tag) -> str:
    return " ".join(tag.text.split())


def test_calendar_says_what_goes_live_this_week_by_day_on_the_persons_clock(client: Client, editor: User) -> None:
    """It is 3 pm of Friday in New York."""
    go_live("Tonight", datetime(2026, 12, 19, 4, 30, tzinfo=UTC), editor)
    go_live("Thursday", datetime(2026, 12, 24, 14, tzinfo=UTC), editor)
    go_live("Too late", datetime(2026, 12, 25, 5, 0, tzinfo=UTC), editor)
    make_network_banner("Savings", show_from=date(2026, 12, 20))
    make_network_banner("Over", show_from=date(2026, 12, 17))
    assert week(client) == {
        "Today Dec 18": "11:30pm Tonight",
        "Saturday Dec 19": "Nothing",
        "Sunday Dec 20": "Promo line Savings",
        "Monday Dec 21": "Nothing",
        "Tuesday Dec 22": "Nothing",
        "Wednesday Dec 23": "Nothing",
        "Thursday Dec 24": "9:00am Thursday",
    }
    found = panel(client, "week")
    assert found is not None
    assert "Times are New York time." in found.text


@pytest.mark.parametrize("role", ["editor", "admin"])
def test_article_is_written_from_the_home(role: str, editor: User) -> None:
    client = logged_in(editor if role == "editor" else make_admin())
    make_article("any")
    found = panel(client, "week")
    assert found is not None
    assert "Nothing goes live by itself in the next seven days." in found.text
    link = found.select_one(".newsroom-write")
    assert link is not None
    assert link.text == "Write an article"
    form = BeautifulSoup(client.get(str(link["href"])).content, "html.parser")
    assert form.select_one("[name=title]") is not None


def test_home_costs_the_same_for_any_number_of_stores_and_articles(client: Client, editor: User) -> None:
    make_holiday()
    costs = []
    for size in (6, 14):
        for number in range(StorePage.objects.count(), size):
            make_store(f"store-{number}")
            draft(f"draft-{number}", editor)
            make_article(f"due-{number}", review_due_on=TODAY)
            go_live(f"Soon {number}", AT + timedelta(days=1), editor)
            make_network_banner(f"Line {number}", show_from=TODAY)
        client.get("/admin/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 60

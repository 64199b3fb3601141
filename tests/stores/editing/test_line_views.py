"""The screen of promo lines, from both sides."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from time_machine import travel

from cms.articles.languages import make_locales
from stores.banners.shown import banners_of
from stores.models import PromoBanner, StorePage
from tests.factories.dated import make_network_banner
from tests.factories.newsroom import make_page
from tests.factories.stores import add_banner, make_store
from tests.stores.conftest import ClientOf

pytestmark = pytest.mark.django_db

FRIDAY = "2026-12-18 20:00+00:00"
LINE: dict[str, Any] = {
    "text": "Check our Facebook page for updates!",
    "kind": "web",
    "web": "facebook.com/pitman",
    "label": "Facebook page",
    "style": "info",
    "show_until": "2026-12-24",
}


@pytest.fixture(autouse=True)
def _friday() -> Any:
    with travel(FRIDAY, tick=False):
        yield


@pytest.fixture
def pitman(db: None) -> StorePage:
    return make_store("pitman", banners=[])


def url(name: str, store: StorePage, *args: int) -> str:
    return reverse(f"stores_{name}", args=[store.pk, *args])


def errors(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


@pytest.mark.parametrize("role", ["owner", "admin"])
def test_line_with_a_link_and_an_end_is_live_at_once(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of(role)
    answer = client.post(url("add_line", pitman), LINE)
    row = PromoBanner.objects.get(store=pitman)
    assert (row.text, row.link_url, row.link_label) == (LINE["text"], "https://facebook.com/pitman", "Facebook page")
    assert "on now until December 24." in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("role", ["editor", "neighbour"])
def test_nobody_else_reads_or_writes_lines(role: str, pitman: StorePage, client_of: ClientOf) -> None:
    row, client = add_banner(pitman, "Sale"), client_of(role)
    assert client.get(url("lines", pitman)).status_code == 404
    assert client.post(url("add_line", pitman), LINE).status_code == 404
    assert client.post(url("change_line", pitman, row.pk), LINE).status_code == 404
    assert client.post(url("do_line", pitman, row.pk), {"do": "end"}).status_code == 404
    assert PromoBanner.objects.get(store=pitman).has_no_end


def test_line_of_another_store_is_not_found(pitman: StorePage, client_of: ClientOf) -> None:
    theirs = add_banner(make_store("millrace", banners=[]), "Theirs")
    for client in (client_of("owner"), client_of("admin")):
        assert client.get(url("change_line", pitman, theirs.pk)).status_code == 404
        assert client.post(url("do_line", pitman, theirs.pk), {"do": "remove"}).status_code == 404
    assert PromoBanner.objects.filter(pk=theirs.pk).exists()


def test_what_staff_send_waits_for_the_owner(pitman: StorePage, client_of: ClientOf) -> None:
    row, staff = add_banner(pitman, "Sale"), client_of("staff")
    answer = staff.post(url("add_line", pitman), LINE)
    staff.post(url("do_line", pitman, row.pk), {"do": "end"})
    assert "Sent to the owner" in staff.get(answer["Location"]).content.decode()
    assert [banner.text for banner in banners_of(pitman, timezone.now())] == ["Sale"]
    lines = staff.get(url("lines", pitman)).context
    assert [line.is_waiting for line in lines["lines"]] == [True]
    assert [line.words for line in lines["ended"]] == ["Ended December 17"]
    state = StorePage.objects.get(pk=pitman.pk).current_workflow_state.current_task_state
    owner = client_of("owner")
    review = reverse("stores_review", args=[pitman.pk, state.pk])
    owner.post(review, {"decision": "approve", "seen": owner.get(review).context["seen"]})
    assert [banner.text for banner in banners_of(pitman, timezone.now())] == [LINE["text"]]


def test_draft_keeps_what_it_says_and_takes_what_the_screen_changes(pitman: StorePage, client_of: ClientOf) -> None:
    row = add_banner(pitman, "Sale")
    draft = StorePage.objects.get(pk=pitman.pk)
    (drafted,) = draft.promo_banners.all()
    drafted.style = "promo"
    draft.promo_banners = [drafted]
    draft.title = "Only a draft"
    draft.save_revision()
    client_of("owner").post(url("change_line", pitman, row.pk), {**LINE, "kind": "none"})
    page = StorePage.objects.get(pk=pitman.pk)
    (live,), (drafted,) = page.promo_banners.all(), page.get_latest_revision_as_object().promo_banners.all()
    assert (page.title, live.text, live.style) == (pitman.title, LINE["text"], "info")
    assert (drafted.text, drafted.style) == (LINE["text"], "promo")


def test_ended_line_is_off_the_site_and_asks_for_new_days_to_be_shown_again(
    pitman: StorePage, client_of: ClientOf
) -> None:
    row, client = add_banner(pitman, "Sale"), client_of("owner")
    client.post(url("do_line", pitman, row.pk), {"do": "end"})
    assert banners_of(pitman, timezone.now()) == []
    page = client.get(url("lines", pitman)).content.decode()
    assert f"{url('change_line', pitman, row.pk)}?again=1" in page
    form = client.get(f"{url('change_line', pitman, row.pk)}?again=1").context["form"]
    assert (form["show_until"].value(), form["has_no_end"].value()) == (None, False)


def test_line_that_began_today_ends_today(pitman: StorePage, client_of: ClientOf) -> None:
    row = add_banner(pitman, "Sale", show_from="2026-12-18")
    client_of("owner").post(url("do_line", pitman, row.pk), {"do": "end"})
    assert banners_of(pitman, timezone.now()) == []


def test_lines_move_and_go(pitman: StorePage, client_of: ClientOf) -> None:
    rows, client = [add_banner(pitman, text) for text in "abc"], client_of("owner")
    client.post(url("do_line", pitman, rows[2].pk), {"do": "up"})
    assert [banner.text for banner in banners_of(pitman, timezone.now())] == ["a", "c", "b"]
    client.post(url("do_line", pitman, rows[0].pk), {"do": "remove"})
    assert [banner.text for banner in banners_of(pitman, timezone.now())] == ["c", "b"]


def test_replacing_begins_with_the_networks_text(pitman: StorePage, client_of: ClientOf) -> None:
    banner = make_network_banner("Savings at {{ store.name }}", store_may="replace", link_path="/x/")
    client, add = client_of("owner"), f"{url('add_line', pitman)}?replaces="
    form = client.get(f"{add}{banner.pk}").context["form"]
    assert (form["text"].value(), form["page"].value()) == ("Savings at Pitman Pharmacy", "/x/")
    client.post(f"{add}{banner.pk}", {**LINE, "replaces": banner.pk})
    assert [shown.text for shown in banners_of(pitman, timezone.now())] == [LINE["text"]]
    fixed = make_network_banner("Fixed")
    assert client.get(f"{add}{fixed.pk}").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": ""}, "text"),
        ({"text": "x" * 10_000}, "text"),
        ({"text": "{{ store.nmae }}"}, "text"),
        ({"label": "Instagram"}, "label"),
        ({"web": ""}, "web"),
        ({"web": "javascript:alert(1)"}, "web"),
        ({"web": "//evil.example.com"}, "web"),
        ({"kind": "phone", "phone": "12"}, "phone"),
        ({"kind": "page", "page": "999999"}, "page"),
        ({"show_until": ""}, "show_until"),
        ({"show_until": "2126-12-24"}, "show_until"),
        ({"show_from": "2026-12-30"}, "show_until"),
        ({"has_no_end": "on"}, "has_no_end"),
        ({"style": "blinking"}, "style"),
    ],
)
def test_mistake_is_refused_on_its_field_and_stays(
    changes: dict[str, str], field: str, pitman: StorePage, client_of: ClientOf
) -> None:
    answer = client_of("owner").post(url("add_line", pitman), {**LINE, **changes})
    assert list(errors(answer)) == [field]
    assert answer.context["form"]["text"].value() == {**LINE, **changes}["text"]
    assert not PromoBanner.objects.exists()


def test_link_leads_to_a_page_a_number_or_a_path(pitman: StorePage, client_of: ClientOf) -> None:
    page, client = make_page("about-us", at_store=pitman), client_of("owner")
    for place, (changes, found) in enumerate(
        [
            ({"kind": "page", "page": str(page.pk)}, "http://pitman.localhost:8000/about-us/"),
            ({"kind": "page", "page": "/"}, "http://pitman.localhost:8000/"),
            ({"kind": "phone", "phone": "(856) 589-2392"}, "tel:+1-856-589-2392"),
            ({"web": "/savings/"}, "http://pitman.localhost:8000/savings/"),
        ]
    ):
        client.post(url("add_line", pitman), {**LINE, **changes})
        link = banners_of(pitman, timezone.now())[place].link
        assert link is not None
        assert (link.url, link.label) == (found, "Facebook page")


def test_second_tap_adds_no_second_line(pitman: StorePage, client_of: ClientOf) -> None:
    client = client_of("owner")
    for _tap in range(2):
        assert client.post(url("add_line", pitman), LINE).status_code == 302
    assert PromoBanner.objects.count() == 1


def test_emoji_stays(pitman: StorePage, client_of: ClientOf) -> None:
    client_of("owner").post(url("add_line", pitman), {**LINE, "kind": "none", "text": "Flu shots 💉"})
    assert PromoBanner.objects.get().text == "Flu shots 💉"


def test_second_tap_waits_for_the_first_before_it_reads_what_is_there(pitman: StorePage, client_of: ClientOf) -> None:
    owner, url = client_of("owner"), reverse("stores_add_line", args=[pitman.pk])
    values = {"text": "Flu shots are in", "kind": "none", "style": "info", "has_no_end": "on"}
    with CaptureQueriesContext(connection) as queries:
        owner.post(url, values)
    asked = [each["sql"] for each in queries.captured_queries]
    locked = next(place for place, sql in enumerate(asked) if "FOR UPDATE" in sql)
    assert locked < next(place for place, sql in enumerate(asked) if 'FROM "stores_promobanner"' in sql)


@pytest.mark.parametrize("view", ["stores_add_line", "stores_about", "stores_services", "stores_tasks"])
def test_what_is_pasted_is_not_cut_off_by_the_browser(view: str, pitman: StorePage, client_of: ClientOf) -> None:
    page = client_of("owner").get(reverse(view, args=[pitman.pk])).content.decode()
    assert "maxlength" not in page


def test_a_line_says_its_language_and_which_other_one_says_the_same(pitman: StorePage, client_of: ClientOf) -> None:
    make_locales()
    english = add_banner(pitman, "Check our Facebook page for updates!")
    client = client_of("owner")
    spanish = {**LINE, "text": "Vea nuestra página de Facebook", "label": "", "translates": english.pk}
    assert (
        "is in English too"
        in errors(client.post(url("add_line", pitman), {**spanish, "language": "en"}))["translates"][0]
    )
    assert "language" in errors(client.post(url("add_line", pitman), {**spanish, "language": "fr"}))
    client.post(url("add_line", pitman), {**spanish, "language": "es"})
    row = PromoBanner.objects.get(store=pitman, text=spanish["text"])
    english.refresh_from_db()
    assert (row.language, row.translation_key) == ("es", english.translation_key)
    assert row.translation_key is not None
    assert "<small>Spanish</small>" in client.get(url("lines", pitman)).content.decode()
    form = client.get(url("change_line", pitman, row.pk)).context["form"]
    assert (form.initial["language"], form.initial["translates"]) == ("es", str(english.pk))
    # What is sent without them changes neither.
    client.post(url("change_line", pitman, row.pk), {**LINE, "text": "Síganos", "label": ""})
    row.refresh_from_db()
    assert (row.text, row.language, row.translation_key) == ("Síganos", "es", english.translation_key)
    client.post(url("change_line", pitman, row.pk), {**LINE, "label": "", "language": "en", "translates": ""})
    row.refresh_from_db()
    assert row.language == "en"
    assert not row.translation_key
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stores.banners.languages.language_names", lambda: {"en": "English"})
        assert not {"language", "translates"} & set(client.get(url("add_line", pitman)).context["form"].fields)

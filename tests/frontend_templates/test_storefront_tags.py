"""Tags and filters of the storefront's templates."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.template import Context, engines

from frontend_templates.templatetags import storefront as tags


def slot(opens: str, closes: str) -> dict[str, str]:
    return {"opens": opens, "closes": closes}


def weekday(day: str, *slots: dict[str, str]) -> dict[str, Any]:
    return {"day": day, "slots": list(slots)}


def block(type_name: str, **value: Any) -> dict[str, Any]:
    return {"type": type_name, "id": "0d8c6b6e-0000-4000-8000-000000000001", "value": value}


def counter(known: bool, summary: str) -> dict[str, Any]:
    return {"known": known, "summary": summary}


def render(source: str, **context: Any) -> str:
    made = engines["django"].from_string("{% load storefront %}" + source)
    return made.render(context)


def test_json_ld_is_one_data_block_per_document() -> None:
    html = tags.json_ld([{"@type": "Pharmacy"}, {"@type": "Article"}])

    assert html.count('<script type="application/ld+json">') == 2
    assert html.count("</script>") == 2


def test_json_ld_value_cannot_end_its_script_element() -> None:
    document = {"name": "</script><script>alert(1)</script>&<!--\u2028"}

    html = tags.json_ld([document])
    inside = re.fullmatch(r'<script type="application/ld\+json">(.*)</script>', html, re.DOTALL)

    assert inside is not None
    assert not set("<>&\u2028") & set(inside[1])
    assert json.loads(inside[1]) == document


@pytest.mark.parametrize("nothing", [None, []])
def test_json_ld_of_nothing_is_empty(nothing: list[dict[str, Any]] | None) -> None:
    assert tags.json_ld(nothing) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2025-08-08", "August 8, 2025"),
        ("2025-08-08T09:00:00-04:00", "August 8, 2025"),
        (date(2026, 12, 25), "December 25, 2026"),
        (None, ""),
        ("", ""),
    ],
)
def test_long_date_is_written_out(value: str | date | None, words: str) -> None:
    assert tags.long_date(value) == words


def test_moment_keeps_the_date_of_its_own_zone() -> None:
    assert tags.long_date("2025-08-08T23:30:00-10:00") == "August 8, 2025"


def test_weekday_date_names_the_day() -> None:
    assert tags.weekday_date("2026-12-24") == "Thu, Dec 24"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("09:00", "9:00am"),
        ("13:30", "1:30pm"),
        ("12:00", "noon"),
        ("12:30", "12:30pm"),
        ("00:00", "midnight"),
        ("24:00", "midnight"),
        ("00:30", "12:30am"),
        ("23:59", "11:59pm"),
        (None, ""),
    ],
)
def test_time_of_day_in_twelve_hours(value: str | None, words: str) -> None:
    assert tags.time_of_day(value) == words


def test_only_midnight_to_midnight_is_all_day() -> None:
    assert tags.is_all_day(slot("00:00", "24:00"))
    assert not tags.is_all_day(slot("00:00", "23:59"))
    assert not tags.is_all_day(slot("09:00", "24:00"))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2026-12-24T18:05:00-05:00", "Thursday, December 24, 2026, 6:05pm"),
        ("2027-01-01T00:00:00-07:00", "Friday, January 1, 2027, midnight"),
        (None, ""),
    ],
)
def test_moment_is_told_on_its_own_clock(value: str | None, words: str) -> None:
    assert tags.moment_words(value) == words


def test_slots_of_a_date_in_a_sentence() -> None:
    assert tags.slots_words([slot("09:00", "12:00"), slot("13:00", "17:00")]) == "9:00am to noon, 1:00pm to 5:00pm"
    assert tags.slots_words([slot("00:00", "24:00")]) == "open 24 hours"
    assert tags.slots_words([]) == "closed"


def test_date_that_differs_is_found() -> None:
    christmas = {"date": "2026-12-25", "slots": [], "label": "Christmas Day"}
    hours = {"dates": [christmas]}

    assert tags.on_date(hours, "2026-12-25") == christmas
    assert tags.on_date(hours, "2026-12-26") is None
    assert tags.on_date(None, "2026-12-25") is None


def status(state: str, text: str, reason: str = "regular") -> dict[str, Any]:
    return {"status": {"state": state, "until": None, "text": text, "reason": reason}}


def test_lunch_is_named_and_other_closings_are_told_in_the_apis_words() -> None:
    assert tags.status_words(status("closed", "Closed, opens 2:00pm", "lunch")) == "Closed for lunch, opens 2:00pm"
    for reason in ("regular", "holiday", "exception", "today", "store_closed"):
        assert tags.status_words(status("closed", "Closed, opens 2:00pm", reason)) == "Closed, opens 2:00pm"


def test_open_is_told_in_the_apis_words_and_unknown_not_at_all() -> None:
    assert tags.status_words(status("open", "Open 24 hours")) == "Open 24 hours"
    assert tags.status_words(status("unknown", "Hours unknown", "unknown")) == ""
    assert tags.status_words(None) == ""


def test_neighbouring_days_with_the_same_slots_are_one_run() -> None:
    day, short = slot("09:00", "19:00"), slot("09:00", "16:00")
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    week = [*(weekday(name, day) for name in names), weekday("Saturday", short), weekday("Sunday")]

    assert tags.day_runs(week) == [
        tags.DayRun(first="Monday", last="Friday", slots=[day]),
        tags.DayRun(first="Saturday", last=None, slots=[short]),
        tags.DayRun(first="Sunday", last=None, slots=[]),
    ]


def test_same_slots_on_days_apart_stay_two_runs() -> None:
    day = slot("09:00", "19:00")

    runs = tags.day_runs([weekday("Monday", day), weekday("Tuesday"), weekday("Wednesday", day)])

    assert [run.first for run in runs] == ["Monday", "Tuesday", "Wednesday"]


def test_leading_hours_are_those_of_the_counter_that_the_status_names() -> None:
    hours = {"store": counter(True, "Mon 8-8"), "drive-through": counter(True, "Open 24 hours")}
    store = {"status": {"counter": "drive-through"}, "hours": hours}

    chosen = tags.leading_hours(store, {"drive-through": "2026-12-18"})

    assert chosen == {"known": True, "summary": "Open 24 hours", "name": "Drive-through", "today": "2026-12-18"}


def test_weeks_of_the_header_name_whose_they_are() -> None:
    store, pharmacy, unknown = counter(True, "Mon 8-8"), counter(True, "Mon 9-5"), counter(False, "")
    led = {"status": {"counter": "pharmacy"}}

    both = {**led, "hours": {"store": store, "pharmacy": pharmacy}}
    assert tags.week_lines(both) == [("Pharmacy", "Mon 9-5"), ("Store", "Mon 8-8")]
    alike = {**led, "hours": {"store": store, "pharmacy": store}}
    assert tags.week_lines(alike) == [("Pharmacy and store", "Mon 8-8")]
    assert tags.week_lines({**led, "hours": {"store": store, "pharmacy": unknown}}) == [("Store", "Mon 8-8")]
    assert tags.week_lines({"status": {"counter": None}, "hours": {}}) == []


def test_store_without_counters_has_no_leading_hours() -> None:
    assert tags.leading_hours({"status": {"counter": None}, "hours": {}}, None) == {"name": "", "today": ""}


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("store", "Store"),
        ("pharmacy", "Pharmacy"),
        ("drive-through", "Drive-through"),
        ("drive_through", "Drive-through"),
        ("delivery", "Delivery"),
        ("travel_clinic", "Travel clinic"),
    ],
)
def test_counter_has_a_display_name(key: str, name: str) -> None:
    assert tags.counter_label(key) == name


def test_links_that_are_set_come_in_a_fixed_order() -> None:
    links = {"blog": "/b", "facebook": "/f", "transfer": None, "refill": "/r"}

    assert tags.named_links(links) == [
        ("Refill a prescription", "/r"),
        ("Find us on Facebook", "/f"),
        ("Blog", "/b"),
    ]


@pytest.mark.parametrize(("network", "name"), [("email", "Email"), ("facebook", "Facebook"), ("linkedin", "LinkedIn")])
def test_place_to_share_on_has_a_name(network: str, name: str) -> None:
    assert tags.share_name(network) == name


@pytest.mark.parametrize(("style", "name"), [("warning", "Warning"), ("info", "Good to know"), ("unheard-of", "Note")])
def test_callout_says_its_meaning_in_words(style: str, name: str) -> None:
    assert tags.callout_name(style) == name


@pytest.mark.parametrize(
    ("path", "current"),
    [("/health/", "page"), ("/health/?page=2", "page"), ("/health/lupus/", "true"), ("/healthy/", ""), ("/", "")],
)
def test_link_knows_whether_the_reader_is_there(path: str, current: str) -> None:
    assert tags.nav_current("http://pitman.localhost:8000/health/", path) == current


def test_home_link_is_current_on_the_home_page_only() -> None:
    assert tags.nav_current("http://pitman.localhost:8000/", "/") == "page"
    assert tags.nav_current("http://pitman.localhost:8000/", "/health/") == ""


def test_list_of_links_knows_whether_one_is_current() -> None:
    here, elsewhere = {"is_current": True}, {"is_current": False}

    assert tags.has_current([elsewhere, here])
    assert not tags.has_current([elsewhere])
    assert not tags.has_current(None)


def test_only_a_wide_logo_stands_for_the_name() -> None:
    assert tags.is_wordmark({"width": 600, "height": 160})
    assert not tags.is_wordmark({"width": 400, "height": 400})
    assert not tags.is_wordmark(None)


def test_focal_point_becomes_class_names() -> None:
    assert tags.focal_classes({"x": 0.5, "y": 0.42}) == "focal-x5 focal-y4"
    assert tags.focal_classes({"x": 0.0, "y": 1.0}) == "focal-x0 focal-y10"
    assert tags.focal_classes(None) == ""


def test_no_heading_level_is_skipped() -> None:
    body = [
        block("question", question="?", html=""),
        block("heading", text="A", level=4, anchor="a"),
        block("question", question="?", html=""),
        block("heading", text="B", level=4, anchor="b"),
        block("key_points", title="", points=[]),
        block("heading", text="C", level=2, anchor="c"),
        block("references", items=[]),
    ]

    assert [each["level"] for each in tags.outlined(body)] == [2, 2, 3, 3, 4, 2, 2]


def test_heading_is_never_of_the_pages_own_level() -> None:
    assert tags.outlined([block("heading", text="A", level=1, anchor="a")])[0]["level"] == 2


def test_block_is_rendered_by_the_template_of_its_type() -> None:
    html = render("{% body_block block %}", block=block("paragraph", html="<p>Two <b>pills</b></p>"))

    assert html.strip() == "<p>Two <b>pills</b></p>"


def test_text_of_a_block_is_escaped() -> None:
    html = render("{% body_block block %}", block=block("quote", text="<i>no</i>", attribution=None))

    assert "&lt;i&gt;no&lt;/i&gt;" in html


def test_value_of_a_block_does_not_stay_in_the_context() -> None:
    html = render("{% body_block block %}[{{ value }}]", block=block("paragraph", html="<p>Text</p>"))

    assert html.endswith("[]")


@pytest.mark.parametrize("type_name", ["poll", "../404", ""])
def test_block_of_an_unknown_type_is_left_out(type_name: str) -> None:
    assert render("{% body_block block %}", block=block(type_name)) == ""


@pytest.mark.parametrize("type_name", sorted(tags.BLOCK_TYPES))
def test_every_block_type_has_a_template(type_name: str) -> None:
    assert engines["django"].get_template(f"frontend_templates/blocks/{type_name}.html")


def test_body_block_outside_a_template_is_empty() -> None:
    assert tags.body_block(Context(), block("paragraph", html="<p>Text</p>")) == ""


def test_a_list_of_contents_begins_with_three_headings() -> None:
    heading = block("heading", text="What it is", level=2, anchor="what-it-is")
    paragraph = block("paragraph", html="<p>A pill.</p>")

    assert tags.contents([heading, paragraph, heading]) == []
    assert tags.contents([heading, paragraph, heading, heading]) == [heading] * 3


def test_a_pharmacist_can_be_asked_after_the_first_key_points_else_before_all() -> None:
    points, paragraph = block("key_points", points=["One"]), block("paragraph", html="<p>A pill.</p>")

    assert tags.around_key_points([paragraph, points, paragraph, points]) == {
        "before": [paragraph, points],
        "after": [paragraph, points],
    }
    assert tags.around_key_points([paragraph]) == {"before": [], "after": [paragraph]}


def test_a_tile_leads_to_the_first_refill_and_the_page_to_all_other_tasks() -> None:
    app, first, second = {"kind": "app"}, {"kind": "refill", "href": "a"}, {"kind": "refill", "href": "b"}

    assert tags.first_of_kind([app, first, second], "refill") is first
    assert tags.other_tasks([app, first, second]) == [app, second]
    assert tags.first_of_kind(None, "refill") is None


def test_alerts_stand_apart_from_promo_lines() -> None:
    alert, line = {"style": "alert"}, {"style": "info"}

    assert tags.alerts([line, alert]) == [alert]
    assert tags.promo_lines([line, alert]) == [line]

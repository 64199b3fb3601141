"""The slots of a date as a form."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django import forms

from stores.hours.forms import TORN, SlotsField

SIX = [f"{hour:02}:00" for hour in range(6, 18)]

CASES: list[tuple[str, list[str], list[list[str]]]] = [
    ("closed", [], []),
    ("all-day", [], [["00:00", "24:00"]]),
    ("times", ["09:00", "17:00"], [["09:00", "17:00"]]),
    ("times", ["09:00", "13:30", "14:00", "19:00"], [["09:00", "13:30"], ["14:00", "19:00"]]),
    ("times", ["20:00", "02:00"], [["20:00", "02:00"]]),
    ("times", ["20:00", "00:00"], [["20:00", "00:00"]]),
    ("times", ["", "", "09:00", "17:00"], [["09:00", "17:00"]]),
    ("times", ["7am", "noon", "4:30 PM", "7pm"], [["07:00", "12:00"], ["16:30", "19:00"]]),
    ("times", ["12am", "24:00"], [["00:00", "24:00"]]),
    ("times", ["8pm", "11:59pm"], [["20:00", "00:00"]]),
    ("times", SIX, [[SIX[at], SIX[at + 1]] for at in range(0, 12, 2)]),
]


class SlotsForm(forms.Form):
    slots = SlotsField()


def sent(kind: str, times: list[str]) -> dict[str, str]:
    return {"slots_0": kind, **{f"slots_{number}": at for number, at in enumerate(times, start=1)}}


def fields(form: forms.Form) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    page = BeautifulSoup(form["slots"].as_widget(), "html.parser")
    inputs = page.select("input:not([type=radio]), input[type=radio][checked]")
    return {str(each["name"]): str(each.get("value", "")) for each in inputs}


@pytest.mark.parametrize(("kind", "times", "slots"), CASES)
def test_what_is_sent_is_kept_as_the_rows_keep_it(kind: str, times: list[str], slots: list[list[str]]) -> None:
    form = SlotsForm(sent(kind, times))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["slots"] == slots


@pytest.mark.parametrize("slots", [case[2] for case in CASES] + [[["12:00", "24:00"]]])
def test_form_that_is_sent_as_it_stands_changes_nothing(slots: list[list[str]]) -> None:
    data = fields(SlotsForm(initial={"slots": slots}))
    form = SlotsForm(data, initial={"slots": slots})
    assert form.is_valid(), form.errors
    assert [[a, b.replace("24:00", "00:00")] for a, b in slots if a != "00:00"] == [
        [a, b] for a, b in form.cleaned_data["slots"] if a != "00:00"
    ]
    assert not form.has_changed()


def test_new_form_says_closed() -> None:
    assert fields(SlotsForm())["slots_0"] == "closed"


def test_form_that_comes_back_shows_what_was_typed() -> None:
    assert fields(SlotsForm(sent("times", ["09:00", ""])))["slots_1"] == "09:00"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (sent("closed", ["09:00", "17:00"]), TORN),
        (sent("all-day", ["", "", "9am"]), TORN),
        (sent("all-day", ["whenever"]), TORN),
        ({}, "Say whether it is closed or open."),
        (sent("maybe", []), "Select a valid choice. maybe is not one of the available choices."),
        (sent("times", []), "Give at least one pair of times, or choose “Closed”."),
        (sent("times", ["09:00", ""]), "Slot 1 needs both times: when it opens and when it closes."),
        (sent("times", ["09:00", "17:00", "", "19:00"]), "Slot 2 needs both times: when it opens and when it closes."),
        (
            sent("times", ["00:00", "00:00"]),
            "Slot 1 opens and closes at one time. Choose “Open 24 hours” or “Closed”.",
        ),
        (sent("times", ["25:00", "26:00"]), "Slot 1, opens, “25:00”: '25:00' is no time of day."),
    ],
)
def test_what_says_nothing_is_refused(data: dict[str, str], message: str) -> None:
    form = SlotsForm(data)
    assert form.errors.get("slots") is not None
    assert message in form.errors["slots"]


@pytest.mark.parametrize(("kind", "kept"), [("closed", []), ("all-day", [["00:00", "24:00"]])])
def test_times_that_stood_there_go_with_the_choice_and_others_are_asked_about(
    kind: str, kept: list[list[str]]
) -> None:
    """Closed and open all day hide the boxes: what was typed into them is not dropped without a word."""
    opened = fields(SlotsForm(initial={"slots": [["09:00", "14:00"], ["15:00", "18:00"]]}))
    form = SlotsForm({**opened, "slots_0": kind})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["slots"] == kept
    typed = SlotsForm({**opened, "slots_0": kind, "slots_4": "8pm"})
    assert typed.errors["slots"] == [TORN]
    page = typed["slots"].as_widget()
    assert "stores-slots--torn" in page
    assert {name: fields(typed)[name] for name in ("slots_2", "slots_4")} == {"slots_2": "2:00pm", "slots_4": "8pm"}
    assert SlotsForm(fields(typed)).errors["slots"] == [TORN]
    assert SlotsForm({**fields(typed), "slots_0": "times"}).is_valid()


@pytest.mark.parametrize(("count", "is_open"), [(2, False), (3, True)])
def test_more_slots_are_unfolded_when_they_are_used(count: int, is_open: bool) -> None:
    form = SlotsForm(initial={"slots": [["01:00", "02:00"]] * count})
    details: Any = BeautifulSoup(form["slots"].as_widget(), "html.parser").details
    assert details.has_attr("open") is is_open


def test_every_time_has_a_name_for_who_does_not_see_it() -> None:
    page = BeautifulSoup(SlotsForm()["slots"].as_widget(), "html.parser")
    names = [each.get("aria-label") for each in page.select("input[type=text]")]
    assert names[:2] == ["Opens, slot 1", "Closes, slot 1"]
    assert len(set(names)) == 12

"""Times that somebody types into a form."""

from datetime import time

import pytest
from django import forms

from stores.hours.clock_fields import ClockField, is_last_minute

KEPT = [
    ("7pm", "19:00"),
    ("5pm", "17:00"),
    ("4:30 PM", "16:30"),
    ("4:30pm", "16:30"),
    ("12:00 am", "00:00"),
    ("12am", "00:00"),
    ("noon", "12:00"),
    ("  9:00 a.m. ", "09:00"),
    ("09:00", "09:00"),
    ("17:30", "17:30"),
    ("midnight", "00:00"),
]
REFUSED = ["9-5", "25:00", "abc", "🕔", "430", "7:", "7", "9am-5pm", "9:60am", "13pm?", "-", "9:00"]


class Slot(forms.Form):
    opens_at = ClockField(required=False)
    closes_at = ClockField(closes=True, required=False)


@pytest.mark.parametrize(("typed", "kept"), KEPT)
@pytest.mark.parametrize("name", ["opens_at", "closes_at"])
def test_what_an_import_reads_a_form_reads(name: str, typed: str, kept: str) -> None:
    form = Slot({name: typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data[name] == time.fromisoformat(kept)


@pytest.mark.parametrize("typed", REFUSED)
@pytest.mark.parametrize("name", ["opens_at", "closes_at"])
def test_what_cannot_be_read_is_refused_and_stays_in_the_box(name: str, typed: str) -> None:
    form = Slot({name: typed})
    assert not form.is_valid()
    assert typed in form.errors[name][0]
    assert f'value="{typed}"' in form[name].as_widget()


def test_digits_without_am_or_pm_are_asked_about() -> None:
    (message,) = Slot({"opens_at": "430"}).errors["opens_at"]
    assert "4:30am or 4:30pm" in message


def test_twenty_four_hundred_closes_and_opens_nothing() -> None:
    form = Slot({"closes_at": "24:00", "opens_at": "24:00"})
    assert list(form.errors) == ["opens_at"]
    assert form.cleaned_data["closes_at"] == time()


@pytest.mark.parametrize("typed", ["11:59pm", "23:59", "11:59 PM"])
def test_minute_before_midnight_closes_at_midnight(typed: str) -> None:
    form = Slot({"closes_at": typed, "opens_at": typed})
    assert form.is_valid()
    assert form.cleaned_data == {"opens_at": time(23, 59), "closes_at": time()}
    assert is_last_minute(typed)
    assert not is_last_minute("11pm")


def test_box_shows_times_as_people_say_them_and_reads_them_back() -> None:
    form = Slot(initial={"opens_at": time(9), "closes_at": time(0)})
    assert 'value="9:00am"' in form["opens_at"].as_widget()
    assert 'value="12:00am"' in form["closes_at"].as_widget()
    assert 'type="text"' in form["opens_at"].as_widget()
    assert not Slot({"opens_at": "9:00am", "closes_at": "12:00am"}, initial=form.initial).has_changed()


def test_sample_in_an_empty_box_is_of_its_kind() -> None:
    assert 'placeholder="9:00am"' in Slot()["opens_at"].as_widget()
    assert 'placeholder="5:00pm"' in Slot()["closes_at"].as_widget()


def test_empty_box_is_no_time() -> None:
    form = Slot({"opens_at": "  ", "closes_at": ""})
    assert form.is_valid()
    assert form.cleaned_data == {"opens_at": None, "closes_at": None}

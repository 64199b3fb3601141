"""What a store's facts must look like, from both sides."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from stores.models import HolidayClosure, HoursException, NetworkBanner, PromoBanner
from stores.validators import (
    refuse_far_days,
    validate_accent,
    validate_code,
    validate_ncpdp,
    validate_npi,
    validate_site_path,
    validate_zip,
)

Validator = Callable[[str], None]

nine_digits = st.text("0123456789", min_size=9, max_size=9)


def is_accepted(validator: Validator, value: str) -> bool:
    try:
        validator(value)
    except ValidationError:
        return False
    return True


def npi_check_digit(nine: str) -> str:
    """As CMS tells it: 24 stands for the prefix 80840; every other digit from the right is doubled, digits summed."""
    doubled = "".join(str(int(digit) * 2) for digit in nine[::-2])
    total = 24 + sum(map(int, doubled)) + sum(map(int, nine[-2::-2]))
    return str(-total % 10)


# 1234567893 is the example in CMS's own description of the check digit.
@pytest.mark.parametrize("npi", ["1234567893", "1003000126", "1912301953"])
def test_npi_with_the_right_check_digit_is_accepted(npi: str) -> None:
    validate_npi(npi)


@pytest.mark.parametrize("npi", ["1234567890", "1234567894", "1003000125", "2134567893"])
def test_npi_with_a_wrong_check_digit_is_refused(npi: str) -> None:
    with pytest.raises(ValidationError, match=f"{npi} is no NPI"):
        validate_npi(npi)


@pytest.mark.parametrize(
    "npi", ["", "123456789", "12345678930", "123456789X", "1234567893\n", " 1234567893", "١٢٣٤٥٦٧٨٩٣"]
)
def test_what_has_not_ten_digits_is_no_npi(npi: str) -> None:
    with pytest.raises(ValidationError, match="10 digits"):
        validate_npi(npi)


def test_card_number_without_the_issuers_prefix_is_no_npi() -> None:
    # Its Luhn sum is right by itself, and wrong behind 80840.
    assert not is_accepted(validate_npi, "1234567897")


@given(nine_digits)
def test_exactly_one_check_digit_of_ten_makes_an_npi(nine: str) -> None:
    assert [digit for digit in "0123456789" if is_accepted(validate_npi, nine + digit)] == [npi_check_digit(nine)]


@given(nine_digits, st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(nine: str, place: int, step: int) -> None:
    npi = nine + npi_check_digit(nine)
    mistyped = npi[:place] + str((int(npi[place]) + step) % 10) + npi[place + 1 :]
    assert not is_accepted(validate_npi, mistyped)


@pytest.mark.parametrize("value", ["0123456", "9999999"])
def test_ncpdp_id_of_seven_digits_is_accepted(value: str) -> None:
    validate_ncpdp(value)


@pytest.mark.parametrize("value", ["", "123456", "12345678", "12345a7", "1234567\n"])
def test_ncpdp_id_of_another_shape_is_refused(value: str) -> None:
    assert not is_accepted(validate_ncpdp, value)


@pytest.mark.parametrize("value", ["08071", "08071-1234", "00501"])
def test_zip_code_is_accepted(value: str) -> None:
    validate_zip(value)


@pytest.mark.parametrize(
    "value",
    ["", "8071", "080711", "08071-", "08071-123", "08071 1234", "08071-12345", "0807A", "08071\n", "０８０７１"],
)
def test_what_is_no_zip_code_is_refused(value: str) -> None:
    assert not is_accepted(validate_zip, value)


@pytest.mark.parametrize("value", ["pitman", "a", "0042", "north-2", "a" * 63])
def test_code_is_accepted(value: str) -> None:
    validate_code(value)


@pytest.mark.parametrize(
    "value", ["", "Pitman", "-north", "north_2", "north 2", "north.2", "a" * 64, "pitman\n", "pitmän"]
)
def test_what_is_no_code_is_refused(value: str) -> None:
    assert not is_accepted(validate_code, value)


@pytest.mark.parametrize("value", ["#0b6e4f", "#000000"])
def test_colour_is_accepted(value: str) -> None:
    validate_accent(value)


@pytest.mark.parametrize("value", ["", "0b6e4f", "#0B6E4F", "#fff", "#0b6e4f0", "#0b6e4g", "red", "#0b6e4f\n"])
def test_what_is_no_colour_in_six_small_digits_is_refused(value: str) -> None:
    assert not is_accepted(validate_accent, value)


@pytest.mark.parametrize("value", ["/", "/savings/", "/health/?topic=flu", "/a//b", "/savings/#terms"])
def test_path_on_the_stores_own_site_is_accepted(value: str) -> None:
    validate_site_path(value)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "savings/",
        "//evil.example.com/",
        "///evil.example.com/",
        "/\\evil.example.com/",
        "\\\\evil.example.com",
        "/a\\b",
        "https://evil.example.com/",
        "javascript:alert(1)",
        "/a b",
        "/\t/evil.example.com/",
        "/\n/evil.example.com/",
        " /savings/",
        "/savings/\n",
    ],
)
def test_path_that_may_lead_elsewhere_is_refused(value: str) -> None:
    with pytest.raises(ValidationError, match="begins with one '/'"):
        validate_site_path(value)


def test_day_of_another_century_is_refused_by_its_field() -> None:
    with pytest.raises(ValidationError) as error:
        refuse_far_days(show_from=date(2026, 12, 18), show_until=date(2126, 12, 18), ends_on=None)
    assert error.value.message_dict == {"show_until": ["2126 is too far ahead. Check the year."]}


@pytest.mark.parametrize(
    "row",
    [
        PromoBanner(text="Hi", show_until=date(2126, 12, 18)),
        NetworkBanner(text="Hi", show_until=date(2126, 12, 18)),
        HoursException(label="Hi", starts_on=date(2126, 12, 18)),
        HolidayClosure(label="Hi", starts_on=date(2026, 12, 18), ends_on=date(2126, 12, 18)),
    ],
)
def test_each_row_with_days_refuses_it_at_every_door(row: Any) -> None:
    with pytest.raises(ValidationError, match="2126 is too far ahead"):
        row.clean()

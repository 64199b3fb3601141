"""An id is plain digits, and few of them."""

import pytest

from stores.ids import id_in


@pytest.mark.parametrize(("text", "found"), [("7", 7), (7, 7), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_plain_digits_are_an_id(text: object, found: int) -> None:
    assert id_in(text) == found


@pytest.mark.parametrize("text", ["", " 7", "-7", "7.0", "7e3", "٧", "²", "7\0", "9" * 19, "9" * 5000, None, "yes"])
def test_anything_else_is_none(text: object) -> None:
    assert id_in(text) is None

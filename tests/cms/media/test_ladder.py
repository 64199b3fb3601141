"""The sizes and formats in which pictures are published."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.media.ladder import SHARE, SPECS, WIDTHS, specs_for, widths_for


@pytest.mark.parametrize(
    ("width", "steps"),
    [
        (1, (400,)),
        (400, (400,)),
        (401, (400, 800)),
        (1200, (400, 800, 1200)),
        (1201, (400, 800, 1200, 1600)),
        (9000, (400, 800, 1200, 1600)),
    ],
)
def test_picture_needs_the_steps_up_to_the_first_that_holds_it(width: int, steps: tuple[int, ...]) -> None:
    assert widths_for(width) == steps


@given(st.integers(1, 16_383))
def test_all_that_is_made_is_read(width: int) -> None:
    assert set(specs_for(width)) <= set(SPECS)
    assert len(specs_for(width)) == 3 * (len(widths_for(width)) + (2 + (width > 400) + (width > 800))) + 1


def test_what_most_pages_need_is_made_first_and_the_cut_last() -> None:
    specs = specs_for(2000)
    assert (specs[0], specs[-1]) == ("width-800", SHARE)
    assert set(specs) == set(SPECS)
    assert len(WIDTHS) * 3 + 12 + 1 == len(SPECS)

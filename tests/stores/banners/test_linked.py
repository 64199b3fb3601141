"""A link as a stretch of a banner's text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stores.banners.linked import LONGEST, markup, with_label


@pytest.mark.parametrize(
    ("text", "label", "joined"),
    [
        ("See our Facebook page for updates!", "Facebook page", "See our Facebook page for updates!"),
        ("Flu shots are in", "Book a time", "Flu shots are in Book a time"),
        ("Flu shots are in", "", "Flu shots are in"),
        ("a" * 140, "b" * 60, "a" * 140 + "b" * 60),
    ],
)
def test_label_that_is_not_in_the_text_stands_behind_it(text: str, label: str, joined: str) -> None:
    assert with_label(text, label) == joined


@given(st.text(max_size=140), st.text(max_size=60))
def test_joined_text_holds_its_label_and_is_never_too_long(text: str, label: str) -> None:
    joined = with_label(text, label)
    assert label in joined
    assert len(joined) <= LONGEST


def test_first_occurrence_is_the_link() -> None:
    assert markup("Call, or call <us>. Call", "/x/?a=1&b=2", "Call") == (
        '<a href="/x/?a=1&amp;b=2">Call</a>, or call &lt;us&gt;. Call'
    )


def test_line_without_a_link_is_escaped_text() -> None:
    assert markup("<b>Sale</b>", "", "Sale") == "&lt;b&gt;Sale&lt;/b&gt;"


def test_whole_line_is_the_link_without_a_label() -> None:
    assert markup("Sale", "/x/", "") == '<a href="/x/">Sale</a>'

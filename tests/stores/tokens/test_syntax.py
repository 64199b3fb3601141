"""Tokens in texts: what is refused when saved, and what they become at read time."""

import html
from collections.abc import Mapping

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from stores.tokens import syntax as tokens
from stores.tokens.syntax import fill, known_tokens, register_tokens, unknown_tokens, validate_tokens

PITMAN = {"store.name": "Pitman Pharmacy", "store.phone": "(856) 589-2392"}

plain_text = st.text(st.characters(exclude_characters="{}", exclude_categories=["Cs"]), max_size=20)
token_names = st.sampled_from(["store.name", "store.phone", "store.city"])
padding = st.sampled_from(["", " ", "  ", "\t", "\n", "\u00a0"])
values_with_braces = st.dictionaries(
    token_names,
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(["{{ store.phone }}", "{{ store.name }}", "{{", "}}", '<b class="x">', "O'Neill & Sons"]),
    ),
)


@st.composite
def written_tokens(draw: st.DrawFn) -> tuple[str, str]:
    """A token as an editor may write it, and its name."""
    name = draw(token_names)
    return "{{" + draw(padding) + name + draw(padding) + "}}", name


pieces = st.lists(st.one_of(plain_text, written_tokens()), max_size=8)


def expected(parts: list[str | tuple[str, str]], values: Mapping[str, str], *, is_html: bool) -> str:
    """What the parts say once: each token its value, everything else as it is."""
    said = []
    for part in parts:
        if isinstance(part, str):
            said.append(part)
        else:
            value = values.get(part[1], "")
            said.append(value.translate(ESCAPES) if is_html else value)
    return "".join(said)


ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;"})


def text_of(parts: list[str | tuple[str, str]]) -> str:
    return "".join(part if isinstance(part, str) else part[0] for part in parts)


@given(pieces, values_with_braces)
def test_every_token_becomes_its_value_once_and_values_are_never_read(
    parts: list[str | tuple[str, str]], values: dict[str, str]
) -> None:
    assert fill(text_of(parts), values, is_html=False) == expected(parts, values, is_html=False)


@given(pieces, values_with_braces)
def test_in_html_every_value_is_escaped_and_the_text_around_is_not(
    parts: list[str | tuple[str, str]], values: dict[str, str]
) -> None:
    assert fill(text_of(parts), values, is_html=True) == expected(parts, values, is_html=True)


@given(st.text(max_size=60).filter(lambda text: "{{" not in text), st.booleans())
def test_text_without_double_braces_stays_as_it_is(text: str, is_html: bool) -> None:
    assert fill(text, PITMAN, is_html=is_html) == text
    assert unknown_tokens(text) == []


@given(
    st.lists(st.sampled_from(["{", "}", "{{ ", " }}", "store.name", "provider", ".", " ", "<b>", "\n"]), max_size=12)
)
def test_text_that_is_accepted_shows_no_double_brace_to_a_patient(parts: list[str]) -> None:
    text = "".join(parts)
    if not unknown_tokens(text):
        assert "{{" not in fill(text, PITMAN, is_html=False)


def test_store_that_is_called_like_a_token_stays_that() -> None:
    values = {**PITMAN, "store.name": "{{ store.phone }}"}
    assert fill("Ask {{ store.name }}.", values, is_html=False) == "Ask {{ store.phone }}."


def test_value_in_html_cannot_make_markup_nor_leave_an_attribute() -> None:
    values = {"store.name": '"><script>alert(1)</script>'}
    filled = fill('<p title="{{ store.name }}">{{ store.name }}</p>', values, is_html=True)
    assert "<script" not in filled
    assert html.unescape(filled).count("<script>") == 2


def test_plain_text_is_not_escaped() -> None:
    assert fill("{{ store.name }}", {"store.name": "Smith & Sons"}, is_html=False) == "Smith & Sons"


def test_token_without_a_value_becomes_nothing() -> None:
    assert fill("Fax: {{ store.fax }}.", PITMAN, is_html=False) == "Fax: ."


def test_token_may_be_written_without_spaces() -> None:
    assert fill("{{store.name}}", PITMAN, is_html=False) == "Pitman Pharmacy"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{{ store.nmae }}", ["{{ store.nmae }}"]),
        ("{{ store }}", ["{{ store }}"]),
        ("{{}}", ["{{}}"]),
        ("{{ Store.Name }}", ["{{ Store.Name }}"]),
        ("{{ store.name|upper }}", ["{{ store.name|upper }}"]),
        ("{{ <b>store.name</b> }}", ["{{ <b>store.name</b> }}"]),
        ("{{ store.name <br/>}}", ["{{ store.name <br/>}}"]),
        ("{{&nbsp;store.name }}", ["{{&nbsp;store.name }}"]),
        ("{{{ store.name }}}", ["{{{ store.name }}"]),
        ("{{ store.name }", ["{{ store.name }"]),
        ("Call {{ store.phone", ["{{ store.phone"]),
        ("{{ store.name", ["{{ store.name"]),
        ("{{ store.\nname }}", ["{{ store.\nname }}"]),
    ],
)
def test_what_is_no_known_token_is_reported_as_written(text: str, found: list[str]) -> None:
    assert unknown_tokens(text) == found


def test_unknown_tokens_are_reported_in_order_and_known_ones_are_not() -> None:
    text = "{{ store.b }} {{ store.name }} {{ store.a }}"
    assert unknown_tokens(text) == ["{{ store.b }}", "{{ store.a }}"]


@pytest.mark.parametrize("text", ["", "no token", "{ store.nmae }", "a }} b", "{{ store.name }} }}", "{% if %}"])
def test_text_without_an_unknown_token_is_accepted(text: str) -> None:
    validate_tokens(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Visit {{ store.adress }}",
            "Unknown token {{ store.adress }}. Did you mean {{ store.address }}?",
        ),
        ("{{ pharmacist }}!", "Unknown token {{ pharmacist }}. Insert one from the list beside the text."),
    ],
)
def test_error_names_the_unknown_token_and_what_to_do(text: str, message: str) -> None:
    with pytest.raises(ValidationError) as error:
        validate_tokens(text)
    assert error.value.messages == [message]


def test_known_tokens_are_those_of_stores_and_of_articles() -> None:
    assert set(known_tokens()) == {
        "store.name",
        "store.phone",
        "store.fax",
        "store.address",
        "store.street",
        "store.city",
        "store.state",
        "store.hours",
        "store.email",
        "store.legal_name",
        "store.privacy_contact",
        "provider.name",
        "article.title",
        "article.year",
    }


def test_registered_token_is_known_from_then_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "_known", known_tokens())
    assert unknown_tokens("{{ expert.name }}") != []
    register_tokens({"expert.name": "the expert's name"})
    assert unknown_tokens("{{ expert.name }}") == []


def test_list_of_known_tokens_cannot_be_changed_from_outside() -> None:
    known_tokens()["store.secret"] = "nothing"
    assert "store.secret" not in known_tokens()

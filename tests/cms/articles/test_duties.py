"""Notices that the law asks for: the parts that each must have, and the texts of a state."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cms.articles.duties import HEADERS, HELP_LANGUAGES, RIGHT_TO_LEFT, Duty, direction_of, texts_for
from tests.factories.newsroom import make_page

SPANISH = {"language": "es", "states": ["NJ"], "text": "Llame al {{ store.phone }}."}
FOR_ALL = {"language": "es", "states": [], "text": "Pregunte."}
WHOLE: dict[str, Any] = {"contact": "Privacy Officer, {{ store.privacy_contact }}", "effective_on": date(2026, 2, 16)}


def help_block(*texts: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "language_help", "value": {"texts": list(texts)}}]


def test_sentence_above_privacy_practices_is_that_of_the_rule() -> None:
    """45 CFR 164.520(b)(1)(i), letter by letter."""
    assert HEADERS == {
        "privacy_practices": "THIS NOTICE DESCRIBES HOW MEDICAL INFORMATION ABOUT YOU MAY BE USED AND DISCLOSED AND "
        "HOW YOU CAN GET ACCESS TO THIS INFORMATION. PLEASE REVIEW IT CAREFULLY."
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("duty", "parts", "field"),
    [
        (Duty.PRIVACY, {**WHOLE, "contact": " "}, "contact"),
        (Duty.PRIVACY, {**WHOLE, "effective_on": None}, "effective_on"),
        (Duty.PRIVACY, {**WHOLE, "contact": "{{ store.nonsense }}"}, "contact"),
        (Duty.PRIVACY, {**WHOLE, "contact": "{{ article.title }}"}, "contact"),
        (Duty.NONDISCRIMINATION, {}, "contact"),
        (Duty.ACCESSIBILITY, {}, "contact"),
        (Duty.LANGUAGE_HELP, {}, "body"),
        ("", {"contact": "Nobody"}, "contact"),
        ("something", {}, "duty"),
    ],
)
def test_notice_without_a_part_is_refused(duty: str, parts: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as error:
        make_page("notice", duty=duty, **parts)
    assert list(error.value.message_dict) == [field]


@pytest.mark.django_db
def test_whole_notices_are_saved() -> None:
    make_page("privacy", duty=Duty.PRIVACY, **WHOLE)
    make_page("rights", duty=Duty.NONDISCRIMINATION, contact="The coordinator")
    make_page("access", duty=Duty.ACCESSIBILITY, contact="{{ store.email }}")
    assert make_page("help", duty=Duty.LANGUAGE_HELP, body=help_block(SPANISH)).live


def test_text_that_names_a_state_goes_before_the_one_for_all() -> None:
    body = help_block(FOR_ALL, SPANISH)
    assert texts_for(body, "NJ") == {"es": SPANISH["text"]}
    assert texts_for(body, "OR") == {"es": "Pregunte."}
    assert texts_for(help_block(SPANISH), "OR") == {}


def test_languages_that_run_from_right_to_left_are_known() -> None:
    assert set(HELP_LANGUAGES) > RIGHT_TO_LEFT
    assert (direction_of("ar"), direction_of("zh-Hans")) == ("rtl", "ltr")

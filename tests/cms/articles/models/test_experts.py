"""Experts."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from cms.models import ExpertPage, ExpertsPage
from tests.factories.newsroom import make_expert

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", []),
        ("Rheumatology", ["Rheumatology"]),
        (" Rheumatology ,, Internal medicine,", ["Rheumatology", "Internal medicine"]),
    ],
)
def test_specialities_are_split_at_commas(text: str, names: list[str]) -> None:
    assert make_expert("ann", speciality_list=text).specialities == names


@pytest.mark.parametrize("fields", [{"orcid": "0000-0002-1694-233X"}, {"npi": "1234567893"}, {"orcid": "", "npi": ""}])
def test_good_identifiers_are_taken(fields: dict[str, Any]) -> None:
    make_expert("ann", **fields)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("orcid", "0000-0002-1694-233x"),
        ("orcid", "0000000216942339"),
        ("npi", "1234567890"),
        ("biography", "{{ x.y }}"),
    ],
)
def test_bad_value_is_refused_on_its_field(field: str, value: str) -> None:
    with pytest.raises(ValidationError) as error:
        make_expert("ann", **{field: value})
    assert list(error.value.message_dict) == [field]


def test_expert_stands_in_the_library_only() -> None:
    assert ExpertPage.allowed_parent_page_models() == [ExpertsPage]

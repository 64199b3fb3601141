"""Providers, and what the database refuses of them."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from cms.models import Provider
from tests.factories.newsroom import ProviderFactory

pytestmark = pytest.mark.django_db


def test_providers_are_listed_by_name() -> None:
    for name in ("river", "coast"):
        ProviderFactory.create(name=name, slug=name)
    assert [str(provider) for provider in Provider.objects.all()] == ["coast", "river"]


@pytest.mark.parametrize(("name", "slug"), [("River", "other"), ("Other", "river")])
def test_no_two_providers_share_a_name_or_a_slug(name: str, slug: str) -> None:
    ProviderFactory.create(name="River", slug="river")
    with pytest.raises(IntegrityError):
        Provider.objects.create(name=name, slug=slug, disclaimer="By us.", copyright="Ours.")


@pytest.mark.parametrize("field", ["disclaimer", "copyright", "name", "slug"])
def test_provider_needs_its_name_and_its_lines(field: str) -> None:
    provider = ProviderFactory.build()
    setattr(provider, field, "")
    with pytest.raises(ValidationError) as error:
        provider.full_clean()
    assert list(error.value.message_dict) == [field]

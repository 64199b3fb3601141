"""Standard pages."""

import pytest
from django.core.exceptions import ValidationError

from cms.articles.models.pages import RESERVED_SLUGS
from cms.models import SharedPagesPage, StandardPage
from stores.models import StorePage
from tests.factories.newsroom import make_page
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_page_cannot_take_a_path_of_the_site_itself(slug: str) -> None:
    with pytest.raises(ValidationError) as error:
        make_page(slug)
    assert error.value.message_dict == {"slug": [f"'/{slug}/' belongs to the site itself. Choose another slug."]}


@pytest.mark.parametrize("slug", ["health", "experts", "api"])
def test_stores_own_page_cannot_take_a_path_of_the_site_itself(slug: str) -> None:
    store = make_store("pitman")
    with pytest.raises(ValidationError):
        make_page(slug, at_store=store)


def test_path_of_the_api_is_reserved() -> None:
    assert {"api", "health", "experts", "media", "static"} <= RESERVED_SLUGS


def test_page_of_another_slug_is_taken() -> None:
    assert make_page("healthy-living").slug == "healthy-living"


def test_page_stands_in_the_library_or_below_a_store() -> None:
    assert set(StandardPage.allowed_parent_page_models()) == {SharedPagesPage, StorePage}


def test_two_stores_may_have_pages_of_one_slug() -> None:
    for store in (make_store("pitman"), make_store("switchback")):
        make_page("about-us", at_store=store)
    assert StandardPage.objects.filter(slug="about-us").count() == 2

"""The shared tree."""

import pytest
from wagtail.models import Page, Site

from cms.models import ArticlesPage, ExpertsPage, LibraryPage, SharedPagesPage
from tests.factories.network import make_network
from tests.factories.newsroom import make_article, make_expert, make_page
from tests.factories.stores import make_store

pytestmark = pytest.mark.django_db


def test_library_holds_its_three_folders_and_nothing_else() -> None:
    assert set(LibraryPage.allowed_subpage_models()) == {ArticlesPage, ExpertsPage, SharedPagesPage}


def test_no_page_of_the_library_has_a_wagtail_url() -> None:
    make_store("pitman")
    pages: list[Page] = [make_article("flu"), make_expert("ann"), make_page("savings")]
    assert [page.get_full_url() for page in pages] == [None, None, None]


@pytest.mark.parametrize("folder", ["library", "articles", "experts", "shared_pages", "stores"])
def test_network_has_each_folder_once(folder: str) -> None:
    page: Page = getattr(make_network(), folder)
    assert type(page).max_count == 1
    assert type(page) not in page.get_parent().specific_class.creatable_subpage_models() or not type(
        page
    ).can_create_at(page.get_parent())


def test_no_site_is_the_default() -> None:
    make_store("pitman")
    assert not Site.objects.filter(is_default_site=True).exists()

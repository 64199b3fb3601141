"""The shared tree. It has no Site, so no page in it has a Wagtail URL: `addresses.url_for` says where it is."""

from typing import Any

from wagtail.models import Page


class LibraryFolder(Page):
    """A page that only holds others."""

    promote_panels: list[Any] = []
    settings_panels: list[Any] = []
    preview_modes: list[tuple[str, str]] = []

    # Read by our explorer template: what is below has its addresses at the stores.
    stands_at_stores = True

    class Meta:
        abstract = True


class LibraryPage(LibraryFolder):
    """The root of the library: the newsroom's alone."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.ArticlesPage", "cms.ExpertsPage", "cms.SharedPagesPage"]
    max_count = 1


class ArticlesPage(LibraryFolder):
    """The folder of shared articles."""

    parent_page_types = ["cms.LibraryPage"]
    subpage_types = ["cms.ArticlePage"]
    max_count = 1


class ExpertsPage(LibraryFolder):
    """The folder of experts."""

    parent_page_types = ["cms.LibraryPage"]
    subpage_types = ["cms.ExpertPage"]
    max_count = 1


class SharedPagesPage(LibraryFolder):
    """The folder of standard pages that many stores show."""

    parent_page_types = ["cms.LibraryPage"]
    subpage_types = ["cms.StandardPage"]
    max_count = 1

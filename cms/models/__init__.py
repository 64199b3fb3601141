"""The newsroom's models."""

from cms.models.articles import ArticleExpert, ArticlePage, ArticleTag
from cms.models.experts import ExpertPage
from cms.models.library import ArticlesPage, ExpertsPage, LibraryPage, SharedPagesPage
from cms.models.news import HealthNewsPage
from cms.models.pages import StandardPage
from cms.models.placements import Placement
from cms.models.providers import Provider
from cms.models.recalls import Recall
from cms.models.slugs import OldSlug
from cms.models.topics import Topic

__all__ = [
    "ArticleExpert",
    "ArticlePage",
    "ArticleTag",
    "ArticlesPage",
    "ExpertPage",
    "ExpertsPage",
    "HealthNewsPage",
    "LibraryPage",
    "OldSlug",
    "Placement",
    "Provider",
    "Recall",
    "SharedPagesPage",
    "StandardPage",
    "Topic",
]

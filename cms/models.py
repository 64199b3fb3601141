"""The newsroom's models."""

from cms.accessible.models import PageBarriers
from cms.article_templates.models import ArticleTemplate
from cms.articles.models.articles import ArticleExpert, ArticlePage, ArticleTag
from cms.articles.models.experts import ExpertPage
from cms.articles.models.library import ArticlesPage, ExpertsPage, LibraryPage, SharedPagesPage
from cms.articles.models.news import HealthNewsPage
from cms.articles.models.pages import StandardPage
from cms.articles.models.providers import Provider
from cms.articles.models.slugs import OldSlug
from cms.articles.models.topics import Topic
from cms.carrying.models import Placement
from cms.checklists.models import ChecklistItem
from cms.intake.models import ExpertProposal, FeedItem, FeedRun, ItemPrint, ProviderFeed
from cms.recalls.models import Recall
from cms.releases.models import Release, ReleasePage
from cms.reviews.models import ReviewReminder
from cms.watching.models import Heartbeat

__all__ = [
    "ArticleExpert",
    "ArticlePage",
    "ArticleTag",
    "ArticleTemplate",
    "ArticlesPage",
    "ChecklistItem",
    "ExpertPage",
    "ExpertProposal",
    "ExpertsPage",
    "FeedItem",
    "FeedRun",
    "HealthNewsPage",
    "Heartbeat",
    "ItemPrint",
    "LibraryPage",
    "OldSlug",
    "PageBarriers",
    "Placement",
    "Provider",
    "ProviderFeed",
    "Recall",
    "Release",
    "ReleasePage",
    "ReviewReminder",
    "SharedPagesPage",
    "StandardPage",
    "Topic",
]

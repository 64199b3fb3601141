"""A template made of an article, and an article begun from a template."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from cms.article_templates.models import ArticleTemplate
from cms.articles.collisions import free_slug
from cms.articles.edit_lock import locking_provider
from cms.articles.models.articles import ArticlePage
from cms.articles.models.library import ArticlesPage
from cms.users.models import User

AUDIENCE = ("audience", "audience_groups", "audience_stores", "excluded_stores")
KEPT = ("teaser", "body", "provider", "topics", "tagged_items", "canonical_policy", "locale", *AUDIENCE)
"""What a template keeps of an article. Not its title, dates, review, experts, credit and ticks: those are its own."""


def make_template(*, name: str, article: ArticlePage) -> ArticleTemplate:
    """Keep what the article says now, in its draft. ValidationError: the name is taken, or the texts must stay."""
    provider = locking_provider(article)
    if provider is not None:
        raise ValidationError(f"{provider.name} keeps its articles as delivered: no template is made of them.")
    said = article.get_latest_revision_as_object().serializable_data()
    template = ArticleTemplate(name=name, content={each: said[each] for each in KEPT})
    template.full_clean()
    template.save()
    return template


@transaction.atomic
def begin_article(*, by: User, template: ArticleTemplate, title: str, on: date) -> ArticlePage:
    """A draft in the library with all that the template says; groups, stores and topics that are gone are left out."""
    folder = ArticlesPage.objects.get()
    content: dict[str, Any] = {
        **template.content,
        "pk": None,
        "tagged_items": [{**row, "pk": None, "content_object": None} for row in template.content["tagged_items"]],
    }
    article: ArticlePage = ArticlePage.from_serializable_data(content, check_fks=True, strict_fks=False)
    article.title = article.draft_title = title
    article.slug = free_slug(ArticlePage, title, folder)
    article.published_on, article.owner = on, by
    article.live, article.has_unpublished_changes = False, True
    folder.add_child(instance=article)
    log(article, "wagtail.create", user=by, data={"template": template.name})
    article.save_revision(user=by, clean=False)
    return article

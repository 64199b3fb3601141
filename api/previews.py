"""A draft as its store's site would show it: what is in the form, not what is in the database."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from wagtail.models import Page

from api.articles_loading import NamedTopic, load_related
from api.resolved_pages import (
    PageData,
    article_data,
    expert_data,
    health_news_page,
    home_page,
    standard_data,
)
from api.resolver import answer_for
from api.serializers.body import image_ids_of, rich_texts_of
from api.shown import Shown
from cms.models import ArticlePage, ExpertPage, HealthNewsPage, StandardPage
from cms.placing import placed_of, placement_at
from stores.models import StorePage


def store_of_draft(page: Page) -> StorePage | None:
    """The store whose page it is; for a page of the library the first online store, None where there is none."""
    if isinstance(page, StorePage):
        return page
    own = StorePage.objects.filter(path__in=[page.path[:end] for end in range(0, len(page.path), Page.steplen)])
    store: StorePage | None = own.first() or StorePage.objects.online().order_by("pk").first()
    return store


def preview_answer(page: Page, store: StorePage, at: datetime) -> dict[str, Any] | None:
    """The answer of one draft at a store, in the form of `storefront/`; None for a page that has no address."""
    shown = Shown(store, at)
    shown.load(image_ids=[store.logo_id])
    data = _page_data(page, shown)
    return answer_for(shown, data) if data else None


def _page_data(page: Page, shown: Shown) -> PageData | None:
    match page:
        case StorePage():
            return home_page(shown)
        case HealthNewsPage():
            return health_news_page(shown, {}, page)
        case ArticlePage():
            _load_draft(page, shown)
            return article_data(shown, page)
        case ExpertPage():
            return expert_data(shown, page)
        case StandardPage():
            return standard_data(shown, page)
    return None


def _load_draft(article: ArticlePage, shown: Shown) -> None:
    """What `load_articles` reads from the database, from the draft itself."""
    published = ExpertPage.objects.published_at(shown.at)
    chosen = [row.expert_id for row in article.article_experts.all()]
    people = published.in_bulk({*chosen, article.reviewed_by_id} - {None})
    article.shown_experts = [people[pk] for pk in chosen if pk in people]
    article.shown_reviewer = people.get(article.reviewed_by_id)
    article.shown_topics = [NamedTopic(topic.slug, topic.name) for topic in article.topics.all()]
    article.shown_tags = sorted(tag.name for tag in article.tags.all())
    article.placed = asdict(placed_of(placement_at(shown.store, article)))
    load_related(article, shown)
    shown.load(
        image_ids=[
            article.hero_id,
            *image_ids_of(article.body),
            *(person.photo_id for person in article.shown_experts),
        ],
        texts=[*rich_texts_of(article.body), *(person.biography for person in article.shown_experts)],
    )

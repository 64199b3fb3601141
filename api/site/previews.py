"""A draft as its store's site would show it: what is in the form, not what is in the database."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import Model

from api.protocol.fields import Selection, kept_of
from api.serializers.banners import BannerSerializer
from api.serializers.body import image_ids_of, rich_texts_of
from api.serializers.carried import load_related, load_translations
from api.serializers.loading import NamedTopic
from api.serializers.shown import Shown
from api.serializers.stores import pictures_of
from api.site.pages import PageData, article_data, expert_data, health_news_page, home_page, standard_data
from api.site.resolver import answer_for
from cms.carrying.not_carried import why_not_carried
from cms.carrying.placing import placed_of, placement_at
from cms.models import ArticlePage, ExpertPage, HealthNewsPage, StandardPage
from stores.banners.network import why_banner_is_not_shown
from stores.banners.shown import banners_of
from stores.models import NetworkBanner, StorePage


def preview_answer(draft: Model, shown: Shown) -> dict[str, Any] | None:
    """The answer of one draft at a store and a moment, in the form of `storefront/`; None for what has no address.

    A promo line of the network is shown on the store's home, among the other lines. The rest is as it is live.
    """
    shown.load(image_ids=pictures_of(shown.store))
    data = draft_page(draft, shown)
    return answer_with_draft(draft, shown, data) if data else None


def answer_with_draft(
    draft: Model | None,
    shown: Shown,
    page: PageData,
    hours_at: datetime | None = None,
    selection: Selection | None = None,
) -> dict[str, Any]:
    """As `answer_for`, of the page of a draft or of one beside it: with the draft among the others, if it is a promo
    line.
    """
    answer = answer_for(shown, page, hours_at, selection)
    if "metadata" in answer and (selection is None or "robots" in answer["metadata"]):
        answer["metadata"]["robots"] = "noindex"
    if isinstance(draft, NetworkBanner) and "banners" in answer:
        rows = banners_of(shown.store, shown.at, draft, shown.root, shown.language)
        banners = list(BannerSerializer(rows, many=True).data)
        inside = selection.nested.get("banners") if selection else None
        answer["banners"] = kept_of(banners, inside) if inside else banners
    return answer


def preview_warnings(draft: Model, store: StorePage, at: datetime) -> list[str]:
    """Why patients of the store would not see the draft at `at`, were it published; empty when they would."""
    match draft:
        case NetworkBanner():
            return why_banner_is_not_shown(draft, store, at)
        case StorePage() | HealthNewsPage() | ArticlePage() | ExpertPage() | StandardPage():
            return why_not_carried(draft, store, at)
    return []


def draft_page(draft: Model, shown: Shown, query: dict[str, str] | None = None) -> PageData | None:
    """The page of a draft; None for what has no address."""
    match draft:
        case StorePage() | NetworkBanner():
            return home_page(shown)
        case HealthNewsPage():
            return health_news_page(shown, query or {}, draft)
        case ArticlePage():
            load_draft(draft, shown)
            return article_data(shown, draft)
        case ExpertPage():
            return expert_data(shown, draft)
        case StandardPage():
            return standard_data(shown, draft)
    return None


def load_draft(article: ArticlePage, shown: Shown) -> None:
    """Set on the draft, from the draft itself, what `load_articles` reads from the database."""
    published = ExpertPage.objects.published_at(shown.at)
    chosen = [row.expert_id for row in article.article_experts.all()]
    people = published.in_bulk({*chosen, article.reviewed_by_id} - {None})
    article.shown_experts = [people[pk] for pk in chosen if pk in people]
    article.shown_reviewer = people.get(article.reviewed_by_id)
    article.shown_topics = [NamedTopic(topic.slug, topic.name) for topic in article.topics.all()]
    article.shown_tags = sorted(tag.name for tag in article.tags.all())
    article.placed = asdict(placed_of(placement_at(shown.store, article)))
    load_related(article, shown, [topic.pk for topic in article.topics.all()])
    load_translations(article, shown)
    shown.load(
        image_ids=[
            article.hero_id,
            *image_ids_of(article.body),
            *(person.photo_id for person in article.shown_experts),
        ],
        texts=[*rich_texts_of(article.body), *(person.biography for person in article.shown_experts)],
    )

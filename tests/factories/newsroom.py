"""Articles, experts and pages: live and carried by every store, unless a test says otherwise."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

import factory
from factory.django import DjangoModelFactory
from wagtail.models import Page

from cms.models import ArticleExpert, ArticlePage, ExpertPage, HealthNewsPage, Provider, StandardPage, Topic
from stores.choices import AudienceKind
from stores.models import StoreGroup, StorePage
from tests.factories.blocks import paragraph
from tests.factories.network import FOUNDED_AT, articles_folder, experts_folder, shared_pages_folder
from tests.harness.remembered import again

P = TypeVar("P", bound=Page)

PUBLISHED_ON = date(2025, 8, 8)

NETWORK_PROVIDER = 900_901
"""The id of who provides articles unless a test says otherwise."""


def _titled(slug: str) -> str:
    return slug.replace("-", " ").capitalize()


class TopicFactory(DjangoModelFactory[Topic]):
    """A topic; the same one when made again with the same slug."""

    class Meta:
        model = Topic
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda number: f"topic-{number}")
    name = factory.LazyAttribute(lambda topic: _titled(topic.slug))


class ProviderFactory(DjangoModelFactory[Provider]):
    """A provider; the same one when made again with the same slug."""

    class Meta:
        model = Provider
        django_get_or_create = ("slug",)

    slug = "network"
    name = factory.LazyAttribute(lambda provider: f"{_titled(provider.slug)} newsroom")
    disclaimer = "Health news is provided as a service to {{ store.name }} site users by {{ provider.name }}."
    copyright = "Copyright © {{ article.year }} {{ provider.name }}. All Rights Reserved."


class PageFactory(factory.Factory[P]):
    """A page that is not saved, published when the network was founded."""

    class Meta:
        abstract = True

    title = factory.LazyAttribute(lambda page: _titled(page.slug))
    live = True
    first_published_at = factory.LazyAttribute(lambda page: FOUNDED_AT if page.live else None)
    last_published_at = factory.LazyAttribute(lambda page: FOUNDED_AT if page.live else None)


class ArticleFactory(PageFactory[ArticlePage]):
    class Meta:
        model = ArticlePage

    slug = factory.Sequence(lambda number: f"article-{number}")
    teaser = factory.LazyAttribute(lambda article: f"What to know about {article.title.lower()}.")
    published_on = PUBLISHED_ON
    provider = factory.SubFactory(ProviderFactory)


class ExpertFactory(PageFactory[ExpertPage]):
    class Meta:
        model = ExpertPage

    slug = factory.Sequence(lambda number: f"expert-{number}")
    credentials = "MD"
    post = "Associate professor"
    institution = "Sample University"
    speciality_list = "Rheumatology"
    biography = factory.LazyAttribute(lambda expert: f"<p>{expert.title} is a sample.</p>")


class StandardPageFactory(PageFactory[StandardPage]):
    class Meta:
        model = StandardPage

    slug = factory.Sequence(lambda number: f"page-{number}")


def _add(parent: Page, page: P) -> P:
    """Add a page that may bring its own id."""
    parent.add_child(instance=page)
    return page


def _made(factory: type[PageFactory[P]], parent: Page, rows: Mapping[str, Sequence[Any]], fields: dict[str, Any]) -> P:
    """A page of these fields, with these related rows."""

    def make() -> P:
        page = factory.build(**fields)
        for name, related in rows.items():
            getattr(page, name).set(_mentions(related) if name == "article_experts" else related)
        return _add(parent, page)

    # A new tag is a row of its own, which is there or not.
    made: P = make() if rows.get("tags") else again((factory.__name__, parent.path, parent, rows, fields), make)
    return made


def _mentions(experts: Sequence[ExpertPage]) -> list[ArticleExpert]:
    return [ArticleExpert(expert=expert, sort_order=at) for at, expert in enumerate(experts)]


def _audience(
    groups: Iterable[StoreGroup], stores: Iterable[StorePage], excluded: Iterable[StorePage]
) -> dict[str, list[Any]]:
    return {"audience_groups": list(groups), "audience_stores": list(stores), "excluded_stores": list(excluded)}


def make_expert(slug: str, **fields: Any) -> ExpertPage:
    """A published expert; shown only where an article mentions them."""
    return _made(ExpertFactory, experts_folder(), {}, {"slug": slug, **fields})


def health_news_of(store: StorePage) -> HealthNewsPage:
    """The parent of the store's local articles."""
    return HealthNewsPage.objects.get(path__startswith=store.path)


def make_article(
    slug: str,
    *,
    at_store: StorePage | None = None,
    audience: str = AudienceKind.EVERY_STORE,
    groups: Iterable[StoreGroup] = (),
    stores: Iterable[StorePage] = (),
    excluded: Iterable[StorePage] = (),
    experts: Iterable[ExpertPage] = (),
    topics: Iterable[Topic] = (),
    tags: Iterable[str] = (),
    body: Sequence[dict[str, Any]] | None = None,
    **fields: Any,
) -> ArticlePage:
    """A published article of the library, or a local one `at_store`; `live=False` makes a draft.

    `audience` is `every` or `chosen`; with `chosen`, the `groups` and `stores` that may carry it.
    """
    made_of = {
        "slug": slug,
        "audience": audience,
        "body": [paragraph(f"About {slug}.", slug)] if body is None else body,
        **fields,
        "provider": fields.get("provider") or ProviderFactory.create(pk=NETWORK_PROVIDER),
    }
    related = {
        **_audience(groups, stores, excluded),
        "topics": list(topics),
        "tags": list(tags),
        "article_experts": list(experts),
    }
    return _made(ArticleFactory, health_news_of(at_store) if at_store else articles_folder(), related, made_of)


def make_page(
    slug: str,
    *,
    at_store: StorePage | None = None,
    groups: Iterable[StoreGroup] = (),
    stores: Iterable[StorePage] = (),
    excluded: Iterable[StorePage] = (),
    body: Sequence[dict[str, Any]] | None = None,
    **fields: Any,
) -> StandardPage:
    """A published standard page of the library, or `at_store`."""
    made_of = {"slug": slug, "body": [paragraph(f"About {slug}.", slug)] if body is None else body, **fields}
    return _made(StandardPageFactory, at_store or shared_pages_folder(), _audience(groups, stores, excluded), made_of)


def publish(page: Page, *, at: datetime | None = None) -> None:
    """Save the page as a draft and publish that, as an editor does."""
    revision = page.save_revision()
    revision.publish()
    if at is not None:
        type(page)._default_manager.filter(pk=page.pk).update(last_published_at=at)

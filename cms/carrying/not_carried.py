"""Why a store does not carry what is being written: of a draft that may be unsaved, with its form's audience."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from wagtail.models import Page

from cms.articles.models.articles import ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.news import HealthNewsPage
from cms.articles.models.pages import StandardPage
from cms.articles.models.providers import Provider
from cms.carrying.carriers import Carrying, is_licensed
from stores.audience.members import NOT_IN_AUDIENCE, Roster, audience_of
from stores.hours.date_words import day_name
from stores.models import StorePage

NOT_ONLINE = "This store is not online."


def why_not_carried(draft: Page, store: StorePage, at: datetime) -> list[str]:
    """In words, one for each reason; empty when the store would show the draft at `at`, were it published."""
    return [*_reasons(draft, store, at), *_why_not_published(draft, store, at)]


def _reasons(draft: Page, store: StorePage, at: datetime) -> Iterator[str]:
    match draft:
        case StorePage() | HealthNewsPage():
            if not StorePage.objects.online().filter(pk=store.pk).exists():
                yield NOT_ONLINE
        case ArticlePage():
            yield from _article(draft, store, at)
        case ExpertPage():
            yield from _expert(draft, store, at)
        case StandardPage():
            yield from _standard_page(draft, store, at)


def _article(article: ArticlePage, store: StorePage, at: datetime) -> Iterator[str]:
    carrying = Carrying(at, StorePage.objects.filter(pk=store.pk))
    audience, provider = audience_of(article), article.provider
    carriers = carrying.of_draft(article, audience, provider)
    if not StorePage.objects.online().filter(pk=store.pk).exists():
        yield NOT_ONLINE
    if store.pk not in carriers.in_audience:
        yield carrying.roster.why_not(audience, store.pk)
    if provider is not None:
        yield from _licence(provider, carrying, store, at)
    if store.pk in carriers.hidden_at:
        yield "The store hides it."


def _licence(provider: Provider, carrying: Carrying, store: StorePage, at: datetime) -> Iterator[str]:
    if not is_licensed(provider, at):
        ends = provider.licence_ends_at
        is_over = ends is not None and ends <= at
        yield f"The license of {provider.name} {'has ended' if is_over else 'has not started'} by then."
    if store.pk not in carrying.roster.members(audience_of(provider)):
        yield f"The license of {provider.name} is not for this store."


def _expert(expert: ExpertPage, store: StorePage, at: datetime) -> Iterator[str]:
    named = Q(article_experts__expert=expert.pk) | Q(reviewed_by=expert.pk)
    carried = ArticlePage.objects.carried_by(store, at)
    if not expert.pk or not carried.filter(named).exists():
        yield "No article that this store carries names this person."


def _standard_page(page: StandardPage, store: StorePage, at: datetime) -> Iterator[str]:
    if page.path.startswith(store.path):
        return
    if store.pk not in Roster.load([store.pk]).members(audience_of(page)):
        yield NOT_IN_AUDIENCE
    if StandardPage.objects.carried_by(store, at).below(store).filter(slug=page.slug).exists():
        yield f"The store has a page of its own at /{page.slug}/."


def _why_not_published(draft: Page, store: StorePage, at: datetime) -> Iterator[str]:
    """What keeps the article from the store, apart from being a draft, which is what previews are for."""
    if draft.expire_at and draft.expire_at <= at:
        yield f"It expires on {day_name(store.today(draft.expire_at))}."
    if draft.pk and draft.get_view_restrictions().exists():
        yield "It is private."

"""What a store shows, said once: every output goes through these."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject, Left
from django.db.models.lookups import In
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from cms.articles.models.library import LibraryPage
from cms.articles.models.providers import CanonicalPolicy, Provider
from stores.audience.models import audience_includes
from stores.models import StorePage
from stores.store.querysets import under_restriction


def _licence_has_ended(store: StorePage, at: datetime) -> Q:
    """Articles whose provider's licence covered the store until a moment at or before `at`."""
    ended = Provider.objects.filter(audience_includes(Provider, store), licence_ends_at__lte=at)
    return Q(provider__in=ended.values("pk"))


def _licensed(store: StorePage, at: datetime) -> Q:
    """Articles whose provider's licence covers the store at the moment `at`; its end is the first moment without.

    A store's own article has no provider, and needs no licence.
    """
    started = Q(licence_starts_at__isnull=True) | Q(licence_starts_at__lte=at)
    goes_on = Q(licence_ends_at__isnull=True) | Q(licence_ends_at__gt=at)
    # Providers are few: one list for all rows, not a question per row.
    licensed = Q(
        provider__in=Provider.objects.filter(started, goes_on, audience_includes(Provider, store)).values("pk")
    )
    return licensed | Q(provider__isnull=True)


def _related(model: Any, *relations: str) -> Any:
    """All rows of the model at the end of these relations: what stands on articles is known to them by name only."""
    for relation in relations:
        model = model._meta.get_field(relation).related_model
    return model._default_manager.all()


def _placements(articles: Any, store: StorePage, **how: Any) -> QuerySet[Any]:
    """What the store did with the outer article."""
    placements: QuerySet[Any] = _related(articles, "placements")
    return placements.filter(store=store.pk, article=OuterRef("pk"), **how)


def _placed(start: str = "") -> JSONObject:
    """What a store did with an article, as its texts and lists show it."""
    return JSONObject(**{name: f"{start}{name}" for name in ("title", "teaser", "note", "pinned_as")})


def _in_library() -> Q:
    """Pages that stand in the library. That stands below the root: one list of paths, and no question per row."""
    return Q(In(Left("path", 2 * LibraryPage.steplen), LibraryPage.objects.order_by().values("path")))


def _wish(locales: Sequence[int]) -> Case:
    """How far a page's language is from the one that is wanted most; 0 is that one."""
    wishes = (When(locale=pk, then=Value(number)) for number, pk in enumerate(locales))
    return Case(*wishes, default=Value(len(locales)), output_field=IntegerField())


class PublishedQuerySet(PageQuerySet):
    """Pages that may leave the house."""

    def published_at(self, at: datetime) -> Self:
        """Live, public (no view restriction on it or above), and not past `expire_at`."""
        return self.live().filter(~under_restriction(), Q(expire_at__isnull=True) | Q(expire_at__gt=at))

    def in_library(self) -> Self:
        """Shared pages."""
        return self.filter(_in_library())

    def in_library_or_below(self, paths: Iterable[str]) -> Self:
        """Shared pages, and those below stores of the given paths; a thousand stores are no more clauses than one."""
        by_length: dict[int, list[str]] = {}
        for path in paths:
            by_length.setdefault(len(path), []).append(path)
        below = (Q(In(Left("path", length), starts)) for length, starts in by_length.items())
        return self.filter(reduce(or_, below, _in_library()))

    def below(self, store: StorePage) -> Self:
        """The store's own pages."""
        return self.filter(path__startswith=store.path)


class AudienceQuerySet(PublishedQuerySet):
    """Pages that stores carry by their audience."""

    def offered_to(self, store: StorePage, at: datetime) -> Self:
        """Shared pages whose audience includes the store, and the store's own."""
        own = Q(path__startswith=store.path)
        return self.filter(own | (_in_library() & audience_includes(self.model, store)))

    def carried_by(self, store: StorePage, at: datetime) -> Self:
        """What the store shows at the moment `at`: offered and published."""
        return self.offered_to(store, at).published_at(at)

    def spoken(self, locales: Sequence[int], among: QuerySet[Any]) -> Self:
        """Of those of `among` that are translations of each other the one in the language that is wanted most.

        `locales`: ids, the most wanted first, of all languages that texts may be in.
        """
        better = among.order_by().alias(wish=_wish(locales))
        better = better.filter(translation_key=OuterRef("translation_key"), wish__lt=OuterRef("wish"))
        return self.alias(wish=_wish(locales)).filter(~Exists(better))


class ArticleQuerySet(AudienceQuerySet):
    """Articles."""

    def placeable_by(self, store: StorePage, at: datetime) -> Self:
        """What the store may place: licensed for it, in its audience or its own; hidden by it or not."""
        return super().offered_to(store, at).filter(_licensed(store, at))

    def offered_to(self, store: StorePage, at: datetime) -> Self:
        """Licensed for the store, in its audience or its own, and not hidden by it. A required one can't be hidden."""
        return self.placeable_by(store, at).filter(
            Q(is_required=True) | ~Exists(_placements(self.model, store, is_hidden=True))
        )

    def withdrawn_from(self, store: StorePage, at: datetime) -> Self:
        """Gone for good: what the store would carry, were it not for a recall or for a licence that has ended."""
        offered = super().offered_to(store, at)
        recalled = Exists(_related(self.model, "recalls").filter(article=OuterRef("pk")))
        ended = Q(pk__in=offered.published_at(at).filter(_licence_has_ended(store, at)).values("pk"))
        return offered.filter((Q(live=False) & recalled) | ended)

    def canonical_elsewhere(self) -> Self:
        """Those whose own address is the original, and at no store (as `ArticlePage.canonical_original`)."""
        policy = CanonicalPolicy.ORIGINAL
        by_provider = Q(canonical_policy="", provider__canonical_policy=policy)
        return self.exclude(original_url="").filter(Q(canonical_policy=policy) | by_provider)

    def led_to(self, flagship: StorePage) -> Self:
        """Those whose own address is at this store, if it carries them (as `ArticlePage.flagship_id`)."""
        policy = CanonicalPolicy.FLAGSHIP
        by_provider = Q(canonical_policy="", provider__canonical_policy=policy)
        return self.filter(Q(canonical_policy=policy) | by_provider, provider__flagship=flagship.pk)

    def newest_first(self) -> Self:
        """The id makes the order total, so that pages of a list never overlap."""
        return self.order_by("-published_on", "-pk")

    def with_placement(self, store: StorePage) -> Self:
        """With `placed`: what the store did with each article, or None. No query of its own."""
        return self.annotate(placed=Subquery(_placements(self.model, store).values_list(_placed())[:1]))

    def placed_by(self, store: StorePage) -> QuerySet[Any, Any]:
        """Ids of the articles with which the store did something, and what: the same as `placed`."""
        placed = self.filter(placements__store=store.pk).annotate(placed=_placed("placements__"))
        return placed.order_by().values_list("pk", "placed")

    def pinned_first(self, store: StorePage) -> Self:
        """The order of a store's lists: what it pinned, by number, then the newest."""
        pin = _placements(self.model, store).values("pinned_as")
        return self.annotate(pin=Subquery(pin)).order_by(F("pin").asc(nulls_last=True), "-published_on", "-pk")

    def pinned_by(self, store: StorePage) -> Self:
        """What the store pinned, carried or not, in that order."""
        return self.filter(placements__store=store.pk, placements__pinned_as__isnull=False).pinned_first(store)


class StandardPageQuerySet(AudienceQuerySet):
    """Standard pages."""


class ExpertQuerySet(PublishedQuerySet):
    """Experts."""

    def shown_by(self, store: StorePage, at: datetime) -> Self:
        """Published experts who speak in, or reviewed, an article that the store carries."""
        carried = _related(self.model, "article_experts", "article").carried_by(store, at)
        speaks = Exists(carried.filter(article_experts__expert=OuterRef("pk")))
        reviewed = Exists(carried.filter(reviewed_by=OuterRef("pk")))
        return self.published_at(at).filter(speaks | reviewed)


# A model declares its `objects` as `ClassVar[Any]`: type checkers can't see through `from_queryset`.
ArticleManager = PageManager.from_queryset(ArticleQuerySet)
StandardPageManager = PageManager.from_queryset(StandardPageQuerySet)
ExpertManager = PageManager.from_queryset(ExpertQuerySet)

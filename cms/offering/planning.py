"""What another audience does to articles: which stores carry each now, and which will then."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from cms.articles.models.articles import DIRECT, ArticlePage
from cms.carrying.carriers import Carrying
from cms.checklists.ticks import why_unticked_of
from stores.access.locks import is_kept_from
from stores.access.who import Actor, is_newsroom
from stores.audience.members import NO_STORES, Audience, StoreIds, audiences_from, named_in
from stores.choices import AudienceKind


@dataclass(frozen=True, slots=True)
class Offered:
    """One article: its audience as it is, the stores that carry it `now` and `then`, and why it can't be done.

    `unticked`: it reaches other stores without what its provider wants checked. That is told and refuses nothing: its
    text is live already, and it is the same. Of what is not published the stores are those that would carry it.
    """

    article: ArticlePage
    audience: Audience
    is_same: bool
    is_published: bool
    now: StoreIds
    then: StoreIds
    problem: str = ""
    unticked: str = ""

    @property
    def gains(self) -> StoreIds:
        return self.then - self.now

    @property
    def loses(self) -> StoreIds:
        return self.now - self.then


@dataclass(frozen=True)
class OfferPlan:
    """All articles of one change, by title. Sums are of what is published: what patients read."""

    audience: Audience
    online: StoreIds
    rows: tuple[Offered, ...]

    @cached_property
    def problems(self) -> list[Offered]:
        return [each for each in self.rows if each.problem]

    @cached_property
    def unticked(self) -> list[Offered]:
        return [each for each in self.rows if each.unticked]

    @cached_property
    def changed(self) -> list[Offered]:
        """Those whose audience is another by then."""
        return [each for each in self.rows if not each.is_same]

    @cached_property
    def published(self) -> list[Offered]:
        return [each for each in self.rows if each.is_published]

    @property
    def drafts(self) -> int:
        return len(self.rows) - len(self.published)

    @property
    def places_now(self) -> int:
        """An article at a store counts once."""
        return sum(len(each.now) for each in self.published)

    @property
    def places_then(self) -> int:
        return sum(len(each.then) for each in self.published)

    @cached_property
    def carrying_now(self) -> StoreIds:
        """Stores that carry one of them at least."""
        return NO_STORES.union(*{each.now for each in self.published})

    @cached_property
    def carrying_then(self) -> StoreIds:
        return NO_STORES.union(*{each.then for each in self.published})

    @cached_property
    def gaining(self) -> StoreIds:
        """Stores that carry one of them only then."""
        return NO_STORES.union(*{each.gains for each in self.published})

    @cached_property
    def losing(self) -> StoreIds:
        return NO_STORES.union(*{each.loses for each in self.published})

    @cached_property
    def mark(self) -> str:
        """What somebody has seen, to know whether it is still so."""
        seen = hashlib.sha256(repr(_sorted(self.audience)).encode())
        for each in self.rows:
            texts = (each.article.pk, each.is_published, sorted(each.now), sorted(each.then), each.problem)
            seen.update(repr((*texts, _sorted(each.audience))).encode())
        return seen.hexdigest()[:16]


def as_written(audience: Audience) -> Audience:
    """As it is written: what is for every store names no group and no store."""
    return Audience(excluded=audience.excluded) if audience.kind == AudienceKind.EVERY_STORE else audience


def plan_offer(articles: Collection[int], audience: Audience, *, by: Actor, at: datetime) -> OfferPlan:
    """What the audience does to articles of the library; a fixed number of queries for any number of them and of
    stores.
    """
    audience = as_written(audience)
    shared = ArticlePage.objects.in_library().filter(pk__in=articles)
    columns = ("title", "draft_title", "path", "depth", "live", "locked", "locked_by", "has_unpublished_changes")
    rows = list(shared.only(*columns, "audience", "provider", "ticked", "owner").order_by("title", "pk"))
    published = set(shared.published_at(at).values_list("pk", flat=True))
    carrying = Carrying(at)
    now, then = carrying.of_articles(shared), carrying.of_articles(shared, audience)
    audiences = audiences_from(rows, named_in(shared, None))
    unticked = why_unticked_of([row for row in rows if row.live and then[row.pk].carrying - now[row.pk].carrying])
    return OfferPlan(
        audience,
        carrying.roster.stores,
        tuple(
            Offered(
                article=row,
                audience=audiences[row.pk],
                is_same=as_written(audiences[row.pk]) == audience,
                is_published=row.pk in published,
                now=now[row.pk].carrying,
                then=then[row.pk].carrying,
                problem=_why_not(row, by),
                unticked=unticked.get(row.pk, ""),
            )
            for row in rows
        ),
    )


def _why_not(article: ArticlePage, by: Actor) -> str:
    """Why somebody may not change its audience, in words; "" where they may."""
    if not (is_newsroom(by) and by.has_perm(DIRECT) and article.permissions_for_user(by).can_publish()):
        return f"You may not publish '{article.title}'"
    return f"'{article.title}' is locked by somebody else" if is_kept_from(by, article) else ""


def _sorted(audience: Audience) -> tuple[object, ...]:
    return str(audience.kind), *(sorted(ids) for ids in (audience.groups, audience.stores, audience.excluded))

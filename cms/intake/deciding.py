"""What the newsroom decides about items: accepted, rejected, for other stores, tried again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.log_actions import log

from cms.articles.models.articles import ArticlePage
from cms.articles.models.library import ArticlesPage
from cms.intake.fetching import picture_source
from cms.intake.formats.raw import Raw
from cms.intake.items import apply, publish_version, unschedule
from cms.intake.models import FeedItem, ItemState
from cms.intake.stories import read_story
from cms.intake.taking import prepared, reason
from cms.offering.offering import offer
from cms.watching.logs import AWAY
from stores.access.who import is_newsroom
from stores.audience.members import Audience, audience_of
from stores.choices import AudienceKind
from stores.models import StoreGroup
from stores.signals import task_moves

ACTION = "cms.intake"
DECISIONS = ("accept", "reject", "again", "audience")
NO_RIGHT = "you may not publish articles of the library"


@dataclass
class Decided:
    """How many items it was done to, and why not to the others."""

    done: int = 0
    refused: list[tuple[FeedItem, str]] = field(default_factory=list)


def may_take_in(user: Any) -> bool:
    """Whoever of the newsroom may publish in the library: what is accepted, and what a feed's rule says, goes live."""
    folder = ArticlesPage.objects.first() if user is not None and is_newsroom(user) else None
    return folder is not None and bool(folder.permissions_for_user(user).can_publish_subpage())


def decide_each(*, do: str, items: Iterable[FeedItem], groups: Sequence[StoreGroup], by: Any, at: datetime) -> Decided:
    """Do one of `DECISIONS` with items; nothing, where who asked may not (any more, when the worker does it)."""
    if not may_take_in(by):
        return Decided(refused=[(item, NO_RIGHT) for item in items])
    if do == "audience":
        return change_audience(items=items, groups=groups, by=by, at=at)
    return {"accept": accept, "reject": reject, "again": try_again}[do](items=items, by=by, at=at)


def accept(*, items: Iterable[FeedItem], by: Any, at: datetime) -> Decided:
    """Publish each item's newest version; one that failed, or that the newsroom wrote over, is taken anew."""
    return _each(items, lambda item: _accept(item, by, at))


def _accept(item: FeedItem, by: Any, at: datetime) -> None:
    if item.state == ItemState.KILLED:
        raise ValidationError("its provider has withdrawn it")
    if item.article_id is None or item.is_unapplied or item.problem:
        _again(item, by, at, is_accepted=True)
        return
    with transaction.atomic():
        item = _locked(item)
        article = ArticlePage.objects.get(pk=item.article_id)
        if item.state in {ItemState.LIVE, ItemState.SCHEDULED} and not article.has_unpublished_changes:
            has_ended = FeedItem.objects.with_end(at).get(pk=item.pk).has_ended
            raise ValidationError(
                "its time, or its provider’s license, is over" if has_ended else "it is published already"
            )
        publish_version(item, article.get_latest_revision(), at, by)
        item.save(update_fields=["state", "needs_look"])
        _log(article, by, "accepted")


def try_again(*, items: Iterable[FeedItem], by: Any, at: datetime) -> Decided:
    """Take each item anew from what came: after the mapping, or the provider's pictures, were mended."""
    return _each(items, lambda item: _again(item, by, at, is_accepted=False))


def _again(item: FeedItem, by: Any, at: datetime, *, is_accepted: bool) -> None:
    if item.state == ItemState.KILLED:
        raise ValidationError("its provider has withdrawn it")
    raw = Raw.from_json(item.raw)
    version = prepared(read_story(raw, item.feed.mapped()), raw, picture_source(item.feed))
    with version.album.or_nothing(), transaction.atomic():
        item = _locked(item)
        # An item that had no id until the mapping was mended has one now.
        item.item_id = version.story.id
        apply(item, version, at, by=by, is_accepted=is_accepted)
        if item.article is not None:
            _log(item.article, by, "accepted" if is_accepted else "taken again")


def reject(*, items: Iterable[FeedItem], by: Any, at: datetime) -> Decided:
    """Leave items out. One that is live is withdrawn on its own page, with a receipt, and not here."""
    return _each(items, lambda item: _reject(item, by))


def _reject(item: FeedItem, by: Any) -> None:
    with transaction.atomic():
        item = _locked(item)
        if item.state == ItemState.KILLED:
            # It stays its provider's withdrawal; what could not be read of it since is no more of interest.
            item.problem = ""
            item.save(update_fields=["problem"])
            return
        if item.article is not None and item.article.live:
            raise ValidationError("it is live: withdraw it on its own page")
        if item.article is not None:
            # An earlier version may wait for its moment while a newer one waits for the newsroom.
            unschedule(item.article)
        item.state, item.needs_look, item.problem, item.is_unapplied = ItemState.REJECTED, False, "", False
        item.save()
        if item.article is not None:
            _log(item.article, by, "rejected")


def change_audience(*, items: Iterable[FeedItem], groups: Sequence[StoreGroup], by: Any, at: datetime) -> Decided:
    """Offer each article to these groups; to every store without any. In the draft, and at once in what is live."""
    return _each(items, lambda item: _change_audience(item, groups, by, at))


def _change_audience(item: FeedItem, groups: Sequence[StoreGroup], by: Any, at: datetime) -> None:
    with transaction.atomic():
        item = _locked(item)
        if item.article is None:
            raise ValidationError("it has no article yet")
        kind = AudienceKind.CHOSEN if groups else AudienceKind.EVERY_STORE
        excluded = audience_of(item.article).excluded
        audience = Audience(kind, frozenset(group.pk for group in groups), excluded=excluded)
        offer(by=by, articles=[item.article.pk], audience=audience, at=at)


def _locked(item: FeedItem) -> FeedItem:
    """The item as it is now; whoever else would decide about it waits."""
    rows = FeedItem.objects.select_for_update(of=("self",)).select_related("feed__provider", "article")
    return rows.get(pk=item.pk)


def _each(items: Iterable[FeedItem], do: Any) -> Decided:
    """Each item is a transaction of its own: one that can't be done holds up no other."""
    decided = Decided()
    for item in items:
        task_moves.send(sender=None)
        try:
            do(item)
        except AWAY:
            raise
        except Exception as error:
            decided.refused.append((item, reason(error)))
        else:
            decided.done += 1
    return decided


def _log(article: ArticlePage, by: Any, words: str) -> None:
    log(instance=article, action=ACTION, user=by, data={"words": words})

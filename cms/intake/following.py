"""What an item's state is once its article goes live, waits for its moment or is taken down, by whatever door."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Revision
from wagtail.signals import page_published, page_unpublished

from cms.articles.models.articles import ArticlePage
from cms.intake.models import FeedItem, ItemState
from stores.batches.once import put_off


def item_state_of(article: ArticlePage) -> ItemState | None:
    """What the article says of its item: it waits for its moment, or is live as it stands; None where it says nothing.

    A draft says nothing: it may be the item's newest version, or what somebody is writing.
    """
    if article.scheduled_revision is not None:
        return ItemState.SCHEDULED
    return _unscheduled_state_of(article)


def _unscheduled_state_of(article: ArticlePage) -> ItemState | None:
    return ItemState.LIVE if article.live and not article.has_unpublished_changes else None


def is_left_out(item: FeedItem, article: ArticlePage) -> bool:
    """Whether the newsroom or the provider has taken it away: no rule of a feed brings it back."""
    was_taken_down = article.first_published_at is not None and not article.live and not article.expired
    return item.state in {ItemState.REJECTED, ItemState.KILLED} or (was_taken_down and item_state_of(article) is None)


def _items_of(articles: Collection[Any]) -> QuerySet[FeedItem]:
    """What its provider has withdrawn stays so: it is live by the newsroom's own word then."""
    return FeedItem.objects.filter(article__in=articles).exclude(state=ItemState.KILLED)


def _follow(articles: Collection[Any]) -> None:
    """One query where no article came by a feed; else a fixed number for any number of them."""
    ids = set(_items_of(articles).order_by().values_list("article", flat=True))
    if not ids:
        return
    waiting = Revision.page_revisions.filter(object_id__in=map(str, ids), approved_go_live_at__isnull=False)
    scheduled = {int(pk) for pk in waiting.values_list("object_id", flat=True)}
    by_state: dict[ItemState | None, set[int]] = defaultdict(set)
    for article in ArticlePage.objects.filter(pk__in=ids).only("live", "has_unpublished_changes"):
        state = ItemState.SCHEDULED if article.pk in scheduled else _unscheduled_state_of(article)
        by_state[state].add(article.pk)
    for state, those in by_state.items():
        if state is not None:
            _items_of(those).update(state=state, needs_look=False)
        else:
            _items_of(those).filter(state=ItemState.SCHEDULED).update(state=ItemState.WAITS)


@receiver(page_published, sender=ArticlePage)
def follow_publication(*, instance: ArticlePage, **kwargs: Any) -> None:
    """From its own page, a release, an approval, or at its moment."""
    put_off(_follow, instance.pk)


@receiver(post_save, sender=Revision)
def follow_schedule(*, instance: Revision, update_fields: Any, **kwargs: Any) -> None:
    """Of what is live already Wagtail tells by the revision alone that a version is scheduled, or is no more."""
    if "approved_go_live_at" not in (update_fields or ()):
        return
    if instance.content_type_id == ContentType.objects.get_for_model(ArticlePage).pk:
        put_off(_follow, int(instance.object_id))


@receiver(page_unpublished, sender=ArticlePage)
def follow_withdrawal(*, instance: ArticlePage, **kwargs: Any) -> None:
    """Whoever takes it down leaves it out; the end of its time is nobody's decision."""
    if not instance.expired:
        put_off(_leave_out, instance.pk)


def _leave_out(articles: Collection[Any]) -> None:
    _items_of(articles).update(state=ItemState.REJECTED, needs_look=False)

"""What the worker does for the intake: fetch a feed, and decide about many items."""

from collections.abc import Sequence

from django.utils import timezone
from django_tasks import task

from cms.intake.deciding import decide_each
from cms.intake.models import FeedItem, ItemState, ProviderFeed
from cms.intake.running import take_feed
from cms.tasks.rows import BACKEND
from cms.users.models import User
from stores.models import StoreGroup


# What a reader waits for goes before; a kill among what came goes before pictures.
@task(backend=BACKEND, priority=-5)
def import_feed(feed_id: int) -> None:
    """Done twice, the second time finds nothing new."""
    feed = ProviderFeed.objects.filter(pk=feed_id).select_related("provider").first()
    if feed is not None and feed.address:
        take_feed(feed)


@task(backend=BACKEND, priority=-5)
def decide_items(do: str, items: Sequence[int], groups: Sequence[int], by: int) -> None:
    """Do it with each item; why not, is said on the item. Done twice, the second time finds them decided."""
    rows = FeedItem.objects.filter(pk__in=items).select_related("feed__provider", "article")
    decided = decide_each(
        do=do,
        # All at once: on SQLite a cursor that is still open keeps others, and itself, from writing.
        items=list(rows.order_by("-changed_at", "-pk")),
        groups=list(StoreGroup.objects.filter(pk__in=groups)),
        by=User.objects.filter(pk=by).first(),
        at=timezone.now(),
    )
    for item, words in decided.refused:
        waiting = FeedItem.objects.filter(pk=item.pk, state__in=(ItemState.WAITS, ItemState.FAILED))
        waiting.update(problem=words)

"""The task that fetches a feed."""

from django_tasks import task

from cms.intake.models import ProviderFeed
from cms.intake.running import take_feed
from cms.tasks.rows import BACKEND


# What a reader waits for goes before; a kill among what came goes before pictures.
@task(backend=BACKEND, priority=-5)
def import_feed(feed_id: int) -> None:
    """Done twice, the second time finds nothing new."""
    feed = ProviderFeed.objects.filter(pk=feed_id).select_related("provider").first()
    if feed is not None and feed.address:
        take_feed(feed)

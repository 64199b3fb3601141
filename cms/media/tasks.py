"""The task that makes an image's sizes."""

from functools import partial

from django.db import transaction
from django_tasks import task

from cms.media.making import free_at, make
from cms.tasks.rows import BACKEND


# Calls of webhooks and mail go before: a hundred pictures take a worker minutes.
@task(backend=BACKEND, priority=-10)
def make_sizes(image_id: int) -> bool:
    """Make what is missing of an image. One that another process has is looked at again later: that may have died."""
    is_made = make(image_id)
    later = free_at(image_id)
    if later is not None and not is_made and make_sizes.get_backend().supports_defer:
        make_sizes.using(run_after=later).enqueue(image_id)
    return is_made


def enqueue(image_id: int) -> None:
    """Have an image's sizes made once this transaction has ended."""
    transaction.on_commit(partial(make_sizes.enqueue, image_id))

"""The worker looks at what one request does not get through."""

from functools import partial

from django.db import transaction
from django_tasks import task

from cms.accessible.looking import AT_ONCE, look_at_new
from cms.tasks.rows import BACKEND


@task(backend=BACKEND, priority=-10)
def look_at_the_rest() -> int:
    """All published pages that nobody has looked at; how many that were."""
    done = 0
    while number := look_at_new(most=AT_ONCE):
        done += number
    return done


def enqueue_looking() -> None:
    """Once this transaction has ended."""
    transaction.on_commit(partial(look_at_the_rest.enqueue))

"""What a store's home says of what some patients can't use."""

from collections.abc import Iterator

from django.urls import reverse

from cms.accessible.own import own_number
from cms.accessible.views import VIEW
from stores.desk.home import Notice, StoreHome


def not_for_all(home: StoreHome) -> Iterator[Notice]:
    """How many things, and the way to them."""
    number = own_number(home.store)
    if number:
        things = "1 thing here is" if number == 1 else f"{number} things here are"
        url = reverse(VIEW, args=[home.store.pk])
        yield Notice(f"{things} of no use to some patients, such as those who can’t see.", url, "Look", "glasses")

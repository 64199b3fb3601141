"""What a store's home says of pictures that can't be shown."""

from collections.abc import Iterator

from django.urls import reverse

from cms.media.making import failed
from stores.desk.home import Notice, StoreHome

SHOWN = 3
"""Pictures that are named one by one."""


def failed_pictures(home: StoreHome) -> Iterator[Notice]:
    """The newest of the store's own, each with the reason."""
    own = failed().filter(collection__path__startswith=home.store.registration.collection.path)
    for image in own[:SHOWN]:
        url = reverse("wagtailimages:edit", args=[image.pk])
        yield Notice(f"The picture “{image.title}” can't be shown whole. {image.making.failure}", url, "Look", "image")

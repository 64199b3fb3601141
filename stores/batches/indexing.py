"""What Wagtail looks up beside the pages themselves: its search index, and the index of what refers to what."""

from collections.abc import Sequence

from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import Page
from wagtail.search.backends import get_search_backends
from wagtail.signal_handlers import update_reference_index_on_save

from stores.upstream.wagtail import refer

INDEXERS = (post_save_signal_handler, update_reference_index_on_save)
"""Receivers of saves that ask for one row after the other; `index_pages` does what they do."""


def index_pages(pages: Sequence[Page], *, are_new: bool = False) -> None:
    """Bring both indexes up to date with pages of one type, as they stand in memory with their rows."""
    if not pages:
        return
    refer(pages, are_new=are_new)
    (model,) = {type(page) for page in pages}
    found = set(model.get_indexed_objects().filter(pk__in=[page.pk for page in pages]).values_list("pk", flat=True))
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(model, [page for page in pages if page.pk in found])

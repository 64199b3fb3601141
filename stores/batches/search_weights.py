"""How much a word in a title weighs in searches: by the mean length of all titles.

Wagtail's database search reads every title for it after each save. That is nothing for a save, and grows with the
square of the number of stores for an import.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from wagtail.models import Page
from wagtail.search.backends import get_search_backends

from stores.upstream.modelsearch import weigh_titles

is_put_off: ContextVar[bool] = ContextVar("is_put_off", default=False)
"""Whether the search backend (`cms.articles.search`) leaves the weights of new entries for later."""


@contextmanager
def weights_at_the_end() -> Iterator[None]:
    """What is saved inside is found at once, and gets its weight when the outermost of these blocks ends."""
    if is_put_off.get():
        yield
        return
    token = is_put_off.set(True)
    try:
        yield
    finally:
        is_put_off.reset(token)
    for backend in get_search_backends(with_auto_update=True):
        weigh_titles(backend, Page)

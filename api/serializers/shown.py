"""What one answer needs besides its rows: the store, the moment, pictures and links, loaded at once for all rows."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from datetime import datetime
from functools import cached_property, partial
from typing import Any, TypeVar

from wagtail.models import Page

from api.caching.known import known_part
from api.caching.mirror import Values
from api.caching.parts import Made, Need, any_of, this
from api.caching.questions import ARTICLES_PAGE
from api.caching.shelf import OWN_PAGE, SHELF, Behind, Opened
from api.caching.tags import note_everything
from api.serializers.hours import Schedules, StoreHours, hours_at
from api.serializers.markup import FORMATS, Node, markdown_of, tree_of
from api.serializers.pictures import Picture, known_pictures
from api.serializers.plain import PlainSerializer
from cms.articles.addresses import path_of
from cms.articles.clean_html import clean_html
from cms.articles.languages import site_languages
from cms.articles.rich_text import NOWHERE, Named, StoreLinks, Targets, expand, find_targets, links_in
from stores.choices import Counter
from stores.hours.engine.schedule import Status
from stores.languages import own_language
from stores.models import StorePage
from stores.tokens.syntax import fill
from stores.tokens.values import store_tokens
from stores.upstream.rest_framework import context_of

T = TypeVar("T")
SIZE = 3_000
"""Bytes that a list of links, promo lines or topics takes in memory, about."""


class Shown:
    """The store at a moment. Load once, then every text, link and picture of the answer costs no query."""

    def __init__(
        self,
        store: StorePage,
        at: datetime,
        pictures: Mapping[int, Picture] | None = None,
        hours: StoreHours | None = None,
        generations: Values | None = None,
        root: str | None = None,
        text_format: str = "html",
        language: str = "",
    ) -> None:
        """`root` stands before each path that a link leads to; None: where patients find the store's pages.

        `text_format`: in which rich text comes, one of `api.serializers.markup.FORMATS`. `language`: the code of that
        of the site's own words; else the network's own. Paths of any other begin with it.
        """
        self.store = store
        self.at = at
        self.pictures: dict[int, Picture] = dict(pictures or {})
        self.generations = generations
        self.base = root
        self.text_format = text_format
        self.language = language or own_language()
        self.prefix = "" if self.language == own_language() else f"/{self.language}"
        self._hours = hours
        self._moved: dict[datetime, Shown] = {}
        self._found: dict[tuple[str, Hashable], Any] = {}
        self.links: StoreLinks = NOWHERE
        self.flagships: dict[int, StorePage | None] = {}
        """Article id -> the flagship store that carries it; see `api.serializers.canonical`."""

    def moved_to(self, at: datetime | None) -> "Shown":
        """The same store with the clock of its hours moved; `None`: as it is. The same one for the same moment."""
        if at is None or at == self.at:
            return self
        if at not in self._moved:
            form: dict[str, Any] = {"text_format": self.text_format, "language": self.language}
            self._moved[at] = Shown(self.store, at, self.pictures, root=self.base, **form)
        return self._moved[at]

    @cached_property
    def root(self) -> str:
        """What stands before the path of each link to the store's pages, its language included."""
        return (self.store.front_url if self.base is None else self.base) + self.prefix

    def from_shelf(self, ask: Callable[[Opened], T]) -> T | None:
        """What the shelf knows of what the store carries; None where the database is to be asked for all of it."""
        if self.generations is None:
            return None
        try:
            with SHELF.opened(self.generations, self.at) as shelf:
                return ask(shelf)
        except Behind:
            note_everything()
            return None

    def known(
        self, kind: str, key: Hashable, find: Callable[[], Any], *needs: Need, until: datetime | None = None
    ) -> Any:
        """What this worker knows of something that is read alone, else what is found now; see `api.caching.parts`.

        One answer asks for it once, whether or not the worker may keep it.
        """
        if (kind, key) not in self._found:
            made = partial(self._made, find, needs, until)
            self._found[kind, key] = known_part(self.generations, self.at, kind, key, made)
        return self._found[kind, key]

    def _made(self, find: Callable[[], Any], needs: Iterable[Need], until: datetime | None) -> Made:
        return Made(find(), frozenset(needs), SIZE, self.at if until else None, until)

    def carried_among(self, ids: Collection[int]) -> set[int] | None:
        """Those of the articles that the store carries; None where that is to be asked of the database."""
        return self.from_shelf(lambda shelf: shelf.carries(self.store, ids))

    @cached_property
    def hours(self) -> StoreHours:
        """Loaded for this store alone when nobody loaded them for several."""
        return self._hours or hours_at([self.store], self.at, self.generations)[self.store.pk]

    @property
    def schedules(self) -> Schedules:
        """The schedule of each listed counter."""
        return self.hours.schedules

    @cached_property
    def statuses(self) -> dict[Counter, Status]:
        """The status of each listed counter at the moment."""
        return {counter: schedule.status(self.at) for counter, schedule in self.schedules.items()}

    @cached_property
    def values(self) -> Mapping[str, str]:
        """Values of the store's tokens by name."""
        return store_tokens(self.store)

    def load(self, *, image_ids: Iterable[int | None] = (), texts: Iterable[str] = ()) -> None:
        """Fetch pictures and the addresses that the rich texts link to."""
        missing = set(image_ids) - set(self.pictures)
        self.pictures.update(known_pictures(self.generations, self.at, missing))
        self.links = links_in(texts, self.store, self.at, self.carried_among, self._targets, self.root)

    def _targets(self, named: Named) -> Targets:
        """What is linked to, as far as it is the same at every store."""

        pages, documents = ([int(each) for each in ids] for ids in named)
        needs = {this(kind, pk) for kind in ("page", ARTICLES_PAGE, OWN_PAGE) for pk in pages}
        needs |= {any_of("collection"), *(this("document", pk) for pk in documents)}
        targets: Targets = self.known("targets", named, lambda: find_targets(named), *needs)
        return targets

    def text(self, text: str, values: Mapping[str, str] | None = None) -> str:
        """Plain text with its tokens filled."""
        return fill(text, self.values if values is None else values, is_html=False)

    def html(self, source: str, values: Mapping[str, str] | None = None) -> str:
        """Rich text with its links, then its tokens filled, so that no value of a token is ever read as markup.

        The one way by which rich text leaves, in whichever form, API and site alike: cleaned, whatever is stored.
        """
        return clean_html(fill(expand(source, self.links), self.values if values is None else values, is_html=True))

    def rich(self, source: str, values: Mapping[str, str] | None = None) -> str | list[Node]:
        """The same in the form that is asked for."""
        html = self.html(source, values)
        if self.text_format == "html":
            return html
        return markdown_of(html) if self.text_format == "markdown" else tree_of(html, self.links.leads_to)

    @property
    def html_name(self) -> str:
        """What a member that is called `html` is called in that form."""
        return FORMATS[self.text_format]

    def picture(self, image_id: int | None) -> Picture | None:
        return self.pictures.get(image_id) if image_id is not None else None

    def url(self, page: Page) -> str:
        """Where a link to the page leads."""
        return self.root + path_of(page)

    def path(self, page: Page) -> str:
        """The page's path on the store's site, whichever way links are written."""
        return self.prefix + path_of(page)

    def shared_url(self, page: Any) -> str:
        """The one address of the page for all the world: of sharing, and of search engines."""
        return self.own_url(path_of(page), getattr(page, "language", ""))

    def own_url(self, path: str, language: str) -> str:
        """The one address of what is in a language: on the built-in site below the code of that.

        A frontend of the store's own has its pages at their paths, as the API names them.
        """
        return own_url_at(self.store, path, language)


def own_url_at(store: StorePage, path: str, language: str) -> str:
    """The same at any store."""
    has_prefix = language in site_languages()[1:] and store.frontend is None
    return store.front_url + (f"/{language}" if has_prefix else "") + path


class ShownSerializer(PlainSerializer):
    """A serializer whose context holds `shown` (Shown)."""

    @cached_property
    def _top(self) -> Any:
        return self.root

    @property
    def shown(self) -> Shown:
        shown: Shown = context_of(self._top)["shown"]
        return shown

    @property
    def html_name(self) -> str:
        return self.shown.html_name

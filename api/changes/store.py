"""What a store's feed tells: nothing of another store, and nothing that the store does not show."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from wagtail.contrib.redirects.models import Redirect
from wagtail.images import get_image_model

from api.caching.edges import content_edge, hours_edge, next_midnight
from api.caching.freshness import LONGEST
from api.caching.questions import ARTICLES_PAGE, CARRIED, LABELED
from api.caching.scopes import HOSTS, store_scope
from api.caching.tags import CLOCK, scope_tag, tags_of_line
from api.changes.events import By, Happening, action_of, everything_may_have_changed
from api.changes.look import Look
from api.changes.pages import page_changes, pages_now
from api.changes.state import Pages, ShownState, banners_at, load_store, of_store, pages_at
from api.changes.written import LogLines
from api.serializers.shown import Shown
from cms.articles.addresses import rule_of_addresses
from cms.articles.public_media import MediaUses, media_uses, used_by
from cms.media.models import NetworkDocument
from cms.models import ArticlePage
from stores.models import StorePage

FAR = timedelta(days=3)
"""Of what is longer ago it is not told when the hours turned, but only how they stand."""
OF_BANNERS = ("banner", "network-banner", "group")
OF_HOURS = ("hours", "holiday", "group", "store")
OF_WORDS = frozenset({"article", ARTICLES_PAGE, CARRIED, LABELED})
"""Kinds of lines that name articles alone."""
MOST_MOVED = 500
"""Pages that come or go at once, above which all media are asked for."""


def look_at_store(
    pk: int,
    before: ShownState | None,
    written: LogLines,
    since: datetime,
    at: datetime,
    until: datetime | None = None,
) -> Look:
    """Compare what the store shows with what it showed; `before` None: it was never looked at.

    `until`: before that the clock changes nothing, as an earlier look has found.
    """
    if before is not None and until is not None and at < until:
        look = _look_at_words(pk, before, written, (since, at, until))
        if look is not None:
            return look
    store = load_store(pk)
    own = scope_tag(store_scope(pk))
    if store is None:
        gone = before is not None and before.is_online
        return Look(
            [Happening("withdrawn", "store", at, {HOSTS, own}, pk, ["/"])] if gone else [], ShownState(), at + LONGEST
        )
    looking = Looking(store, before or ShownState(), written, since, at)
    state = looking.state_now()
    if before is None:
        return Look([], state, looking.until())
    if not before.is_online:
        return Look([Happening("published", "store", at, {HOSTS, own}, pk, ["/"])], state, looking.until())
    return Look(list(looking.changes(state)), state, looking.until())


def _look_at_words(
    pk: int, before: ShownState, written: LogLines, span: tuple[datetime, datetime, datetime]
) -> Look | None:
    """A look after articles were written, and nothing else; None where that may have altered more than their pages."""
    since, at, until = span
    kinds = {kind for kind, ids in written.lines.items() if ids}
    if not before.is_online or not written.is_told or written.at_hosts or not kinds <= OF_WORDS:
        return None
    store = StorePage.objects.online().filter(pk=pk).first()
    if store is None:
        return None
    pages = pages_now(before.pages, written, lambda ids: pages_at(store, at, ids), is_edge=False)
    # One that is new, gone or elsewhere may be what a promo line leads to, and use a picture.
    if pages != before.pages:
        return None
    return Look(list(page_changes(before.pages, pages, written, since, at)), before, until)


class Looking:
    """One look at one store that is online."""

    def __init__(self, store: StorePage, before: ShownState, written: LogLines, since: datetime, at: datetime) -> None:
        self.store, self.before, self.written, self.since, self.at = store, before, written, since, at
        self.shown = Shown(store, at)
        self.own = scope_tag(store_scope(store.pk))
        self.is_edge = content_edge(since) <= at or not before.is_online

    def until(self) -> datetime:
        edges = content_edge(self.at), next_midnight(self.store.time_zone, self.at)
        return min(*edges, hours_edge(self.shown.schedules.values(), self.at))

    def state_now(self) -> ShownState:
        store, at, before = self.store, self.at, self.before
        pages = pages_now(before.pages, self.written, lambda ids: pages_at(store, at, ids), is_edge=self.is_edge)
        said, hours = of_store(self.shown)
        models: dict[str, Any] = {"image": get_image_model(), "document": NetworkDocument}
        media = {kind: self._media(kind, model, pages) for kind, model in models.items()}
        return ShownState(True, pages, banners_at(store, at), said, hours, media)

    def _media(self, kind: str, model: type[Model], pages: Pages) -> list[int]:
        """What the pages use; asked of those media that were written, or that a page uses which has come or gone.

        Says the same as `shown_media`: the pages are all that have an address at the store.
        """
        before, written = self.before, self.written
        there = {self.store.pk, *map(int, pages)}
        moved = before.pages.keys() ^ pages.keys()
        if not before.is_online or not written.is_told or written.has("collection") or len(moved) > MOST_MOVED:
            return MediaUses(media_uses(model)).shown_on(there).tolist()
        named = {*written.of(kind, "reference"), *(used_by(model, map(int, moved)) if moved else ())}
        if not named:
            return before.media.get(kind, [])
        shown = {medium for medium, page in media_uses(model, named) if page in there}
        return sorted(shown.union(before.media.get(kind, ())) - (named - shown))

    def changes(self, now: ShownState) -> Iterator[Happening]:
        yield from self._of_hosts()
        yield from page_changes(self.before.pages, now.pages, self.written, self.since, self.at)
        yield from self._of_banners(now)
        yield from self._of_store(now)
        yield from self._of_hours(now)
        yield from self._of_media(now)
        yield from self._of_labels()
        yield from self._of_redirects()

    def _of_hosts(self) -> Iterator[Happening]:
        """The store's own host, or the address of its frontend."""
        if any(kind == "frontend" or (kind, pk) == ("store", self.store.pk) for kind, pk in self.written.at_hosts):
            yield everything_may_have_changed(self.written.last(self.at, "frontend", "store"), {self.own})

    def _of_banners(self, now: ShownState) -> Iterator[Happening]:
        was, by = self.before.banners, self._by(*OF_BANNERS)
        moment = self.at if by == "clock" else self.written.last(self.at, *OF_BANNERS)
        for name in sorted(was.keys() | now.banners.keys()):
            if was.get(name) != now.banners.get(name):
                action = action_of(name in was, name in now.banners)
                # The clock brings and ends lines. One that stays and says something else was written, or what it
                # leads to was.
                how: By = "write" if action == "changed" and not self.is_edge else by
                tags = {"banner", "network-banner", f"banner-{name}", *self.written.tags(*OF_BANNERS)}
                yield Happening(action, "banner", moment, tags, name, ["/"], how)

    def _by(self, *kinds: str) -> By:
        return "write" if self.written.has(*kinds) else "clock"

    def _of_store(self, now: ShownState) -> Iterator[Happening]:
        if now.store != self.before.store:
            tags = {"store", self.own, *self.written.tags("store", "group", "image", "page")}
            yield Happening(
                "changed", "store", self.written.last(self.at, "store", "group"), tags, self.store.pk, ["/"]
            )

    def _of_hours(self, now: ShownState) -> Iterator[Happening]:
        # Days that are over leave the rows by themselves.
        if now.hours != self.before.hours and self.written.has(*OF_HOURS):
            tags = {"hours", CLOCK, *self.written.tags("hours", "holiday", "group")}
            moment = self.written.last(self.at, *OF_HOURS)
            yield Happening("changed", "hours", moment, tags, self.store.pk, ["/"], counters=self._counters(self.at))
        for edge in self._turns():
            counters = self._counters(edge)
            yield Happening("changed", "hours", edge, {"hours", CLOCK}, self.store.pk, ["/"], "clock", counters)

    def _turns(self) -> Iterator[datetime]:
        """The moments at which what is said of the hours became something else."""
        schedules = list(self.shown.schedules.values())
        if not schedules:
            return
        if self.at - self.since > FAR:
            yield self.at
            return
        edge = hours_edge(schedules, self.since)
        while edge <= self.at:
            yield edge
            edge = hours_edge(schedules, edge)

    def _counters(self, at: datetime) -> dict[str, Any]:
        """How each counter stands at a moment."""
        statuses = {counter.value: each.status(at) for counter, each in self.shown.schedules.items()}
        return {
            counter: {"state": status.state, "until": status.until.isoformat() if status.until else None}
            for counter, status in statuses.items()
        }

    def _of_media(self, now: ShownState) -> Iterator[Happening]:
        for kind in ("image", "document"):
            was, shown, written = (
                set(self.before.media.get(kind, ())),
                set(now.media.get(kind, ())),
                self.written.of(kind),
            )
            for pk in sorted(was | shown):
                if pk in was and pk in shown and pk not in written:
                    continue
                action = action_of(pk in was, pk in shown)
                tags = {*tags_of_line(kind, pk), "reference", *self.written.tags("collection")}
                yield Happening(action, kind, written.get(pk, self.at), tags, pk)

    def _of_labels(self) -> Iterator[Happening]:
        """Names and texts that articles of the store show."""
        for kind, relation in (("provider", "provider"), ("topic", "topics"), ("tag", "tagged_items__tag")):
            written = self.written.of(kind)
            if written:
                rule = rule_of_addresses(ArticlePage, self.store, self.at).order_by()
                used = rule.filter(**{f"{relation}__in": list(written)}).values_list(relation, flat=True).distinct()
                for pk in sorted(set(used) & written.keys()):
                    yield Happening("changed", kind, written[pk], self.written.tags_of(kind, pk), pk)

    def _of_redirects(self) -> Iterator[Happening]:
        written = self.written.of("redirect")
        rows = Redirect.objects.filter(pk__in=written) if written else ()
        standing = {row.pk: row.old_path for row in rows if row.site_id in {None, self.store.site.pk}}
        for pk, moment in written.items():
            tags = self.written.tags_of("redirect", pk)
            action = action_of(was=True, now=pk in standing)
            yield Happening(action, "redirect", moment, tags, pk, [standing[pk]] if pk in standing else [])

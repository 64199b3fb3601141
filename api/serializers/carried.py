"""Rows of what a store carries: from what this worker knows, where it may; else by one query over the library."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.db.models import Q

from api.caching.known import known_part, known_parts
from api.caching.parts import Made, Need, any_in, any_of, this
from api.caching.questions import ARTICLES_PAGE, LABELED, Among, Spoken
from api.caching.scopes import store_scope
from api.caching.shelf import EXPIRED
from api.protocol.fields import Selection
from api.protocol.paging import Place, slice_and_count
from api.protocol.renderers import JSONRenderer
from api.serializers.any_store import OneStoreAlone, at_any_store, put_store
from api.serializers.articles import ArticleListSerializer
from api.serializers.loading import NAMES, PAIRS, load_articles, load_labels, load_people, long_ones, select_rows
from api.serializers.plain import represented
from api.serializers.shown import Shown
from cms.articles.addresses import carried_articles
from cms.models import ArticlePage
from stores.languages import preference
from stores.shapes import Shape

RELATED = 3
NO_BODY = ("body", "sources")
SIZE, SIZE_WITH_BODY = 10_000, 40_000
"""Bytes that an article takes in memory, about."""
OF_ARTICLES: frozenset[Need] = frozenset(
    {any_of("page"), any_of("expert"), any_of("provider"), any_of("topic"), any_of("tag"), any_of(EXPIRED)}
)
"""What is said of any article and stands elsewhere: `page` are shared pages but those of articles."""

_LINKS = Shape(
    lambda ids: ArticlePage.objects.filter(pk__in=ids).order_by().only("pk", "title", "slug", "path", "locale")
)
_ROWS = Shape(lambda deferred, ids: ArticlePage.objects.filter(pk__in=ids).select_related("provider").defer(*deferred))
_CALLED = Shape(lambda slug: ArticlePage.objects.filter(slug=slug).order_by().values_list("pk"))
_PLACED = Shape(ArticlePage.objects.placed_by)


def known_articles(
    shown: Shown, ids: Iterable[int], deferred: tuple[str, ...] = NO_BODY, *, with_profiles: bool = False
) -> list[ArticlePage]:
    """The articles with these ids in their order, as the store has placed them, with their people and labels.

    `deferred`, `with_profiles`: as in `loading`. One that was deleted meanwhile is left out.
    """

    def make(missing: list[int]) -> dict[int, Made]:
        articles: list[ArticlePage] = _ROWS.rows(deferred, ids=missing)
        load_people(articles, shown.at, () if with_profiles else NAMES)
        load_labels(articles)
        size = SIZE if deferred else SIZE_WITH_BODY
        return {each.pk: Made(each, _of_article(each.pk), size) for each in articles}

    return _in_place(shown, ids, ("article", deferred, with_profiles), make)


def linked_articles(shown: Shown, ids: Iterable[int]) -> list[ArticlePage]:
    """The same of articles that are named only: title and address."""

    def make(missing: list[int]) -> dict[int, Made]:
        return {each.pk: Made(each, _of_article(each.pk)) for each in _LINKS.rows(ids=missing)}

    return _in_place(shown, ids, "article-link", make)


def _in_place(
    shown: Shown, ids: Iterable[int], kind: Hashable, make: Callable[[list[int]], dict[int, Made]]
) -> list[ArticlePage]:
    ids = list(ids)
    found = known_parts(shown.generations, shown.at, kind, ids, make)
    placed = _placed_by(shown) if found else {}
    return [_at_store(found[pk], placed.get(pk)) for pk in ids if pk in found]


def _of_article(pk: int) -> frozenset[Need]:
    return OF_ARTICLES | {this("article", pk), this(ARTICLES_PAGE, pk)}


def _placed_by(shown: Shown) -> Mapping[int, Any]:
    """Article id -> what the store did with it."""

    def make() -> Made:
        placed = dict(_PLACED.rows(store=shown.store))
        return Made(placed, frozenset({any_in(store_scope(shown.store.pk))}), 500 * (len(placed) + 1))

    placed: Mapping[int, Any] = known_part(shown.generations, shown.at, "placed", shown.store.pk, make)
    return placed


def _at_store(article: ArticlePage, placed: Any) -> ArticlePage:
    """A copy for one answer: what all stores share is not written to."""
    copy = ArticlePage.__new__(ArticlePage)
    vars(copy).update(vars(article))
    copy.placed = placed
    return copy


def page_of_carried(
    shown: Shown,
    selection: Selection,
    bounds: tuple[int, int],
    filters: Sequence[Among] = (),
) -> tuple[list[ArticlePage], int]:
    """Rows of a page (offset, limit) of what the store carries, pinned first, and how many there are in all."""
    known = shown.from_shelf(lambda shelf: shelf.page(shown.store, *bounds, filters))
    if known is not None:
        ids, total = known
        return known_articles(shown, ids, long_ones(selection)), total
    articles = carried_articles(shown.store, shown.at)
    for each in filters:
        articles = each.rows(articles)
    return slice_and_count(select_rows(articles, selection, shown.store).pinned_first(shown.store), *bounds)


def listed(
    shown: Shown, selection: Selection, bounds: tuple[int, int], filters: Sequence[Among] = ()
) -> tuple[list[bytes], int]:
    """Each article of such a page as JSON of the chosen fields, and how many there are in all."""
    known = shown.from_shelf(lambda shelf: shelf.page(shown.store, *bounds, filters))
    if known is None:
        articles, total = page_of_carried(shown, selection, bounds, filters)
        return items_of(articles, shown, selection), total
    ids, total = known
    return known_items(shown, selection, ids), total


def walked(
    shown: Shown, selection: Selection, after: Place | None, limit: int, filters: Sequence[Among] = ()
) -> tuple[list[bytes], int, Place | None]:
    """Articles after a place, from the newest to the oldest, as JSON; how many there are in all, and the last's place.

    None in place of a place: from the start, and that there is no more.
    """
    known = shown.from_shelf(lambda shelf: shelf.after(shown.store, after, limit + 1, filters))
    if known is not None:
        places, total = known
        items = known_items(shown, selection, [pk for _on, pk in places[:limit]])
        return items, total, places[limit - 1] if len(places) > limit else None
    articles = carried_articles(shown.store, shown.at)
    for each in filters:
        articles = each.rows(articles)
    total = articles.count()
    if after is not None:
        day, pk = after
        articles = articles.filter(Q(published_on__lt=day) | Q(published_on=day, pk__lt=pk))
    rows = list(select_rows(articles, selection, shown.store).order_by("-published_on", "-id")[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    return items_of(rows[:limit], shown, selection), total, (last.published_on, last.pk) if last else None


def known_items(shown: Shown, selection: Selection, ids: Sequence[int]) -> list[bytes]:
    """The articles with these ids as the store's lists show them: JSON of the chosen fields, in the ids' order."""

    def make(missing: list[int]) -> dict[int, Made]:
        articles = known_articles(shown, missing, long_ones(selection))
        items = items_of(articles, shown, selection)
        return {each.pk: _made(each, item, shown) for each, item in zip(articles, items, strict=True)}

    if "body" in selection:
        # Where its links lead hangs on what else the store carries.
        return items_of(known_articles(shown, ids, long_ones(selection)), shown, selection)
    placed = _placed_by(shown) if ids else {}
    found = alike_items(shown, selection, [pk for pk in ids if pk not in placed])
    key = "item", shown.store.pk, shown.root, shown.text_format, selection.key
    found |= known_parts(shown.generations, shown.at, key, [pk for pk in ids if pk not in found], make)
    return [found[pk] for pk in ids if pk in found]


def alike_items(shown: Shown, selection: Selection, ids: Sequence[int]) -> dict[int, bytes]:
    """The same of articles with which the store did nothing, as far as nothing of the store stands in them but its
    name in addresses: these are written once for all stores of a time zone.
    """

    def make(missing: list[int]) -> dict[int, Made]:
        anywhere = at_any_store(shown)
        articles = [_at_store(each, None) for each in known_articles(shown, missing, long_ones(selection))]
        load_articles(articles, anywhere, selection)
        made = {}
        for each in articles:
            item = None
            if not each.path.startswith(shown.store.path):
                with suppress(OneStoreAlone):
                    data = represented(ArticleListSerializer, each, {"shown": anywhere}, selection)
                    item = JSONRenderer().render(data)
            needs = {this("image", each.hero_id or 0), *_of_article(each.pk)}
            made[each.pk] = Made(item, frozenset(needs), len(item or b"") + 1_500)
        return made

    key = "alike", shown.store.zone.key, shown.text_format, shown.language, selection.key
    found = known_parts(shown.generations, shown.at, key, ids, make)
    return {pk: put_store(item, shown) for pk, item in found.items() if item is not None}


def _made(article: ArticlePage, item: bytes, shown: Shown) -> Made:
    needs = {any_in(store_scope(shown.store.pk)), this("image", article.hero_id or 0), *_of_article(article.pk)}
    return Made(item, frozenset(needs), len(item) + 1_500)


def items_of(articles: list[ArticlePage], shown: Shown, selection: Selection) -> list[bytes]:
    """The same of these rows."""
    load_articles(articles, shown, selection)
    items = represented(ArticleListSerializer, articles, {"shown": shown}, selection, many=True)
    return [JSONRenderer().render(item) for item in items]


def carried_article(shown: Shown, selection: Selection, **which: Any) -> ArticlePage | None:
    """The article that the store carries by this id or slug."""
    if shown.generations is not None:
        ids = [pk for (pk,) in _CALLED.rows(slug=which["slug"])] if "slug" in which else [which["id"]]
        known = shown.carried_among(ids)
        if known is not None:
            found = known_articles(shown, sorted(known), long_ones(selection), with_profiles=True)
            return next(iter(found), None)
    carried = carried_articles(shown.store, shown.at).filter(**which)
    return select_rows(carried, selection, shown.store).first()


def spoken_for(shown: Shown, language: str) -> Spoken:
    """Of translations of each other that the store carries, the one in this language, else in the network's own."""
    locales: tuple[int, ...] = shown.known("wished", language, lambda: preference(language), any_of(LABELED))
    return Spoken(locales, False, lambda: carried_articles(shown.store, shown.at))


def load_translations(article: ArticlePage, shown: Shown) -> None:
    """Set `shown_translations`: what the store carries that says the same in other languages."""
    known = shown.from_shelf(lambda shelf: shelf.translations_of(shown.store, article.pk))
    if known is not None:
        found = linked_articles(shown, known)
    else:
        others = carried_articles(shown.store, shown.at).exclude(pk=article.pk)
        rows = others.filter(translation_key=article.translation_key).order_by()
        found = list(rows.only("pk", "title", "slug", "path", "locale").with_placement(shown.store))
    article.shown_translations = sorted(found, key=lambda each: each.language)


def load_related(article: ArticlePage, shown: Shown, topic_ids: Sequence[int] | None = None) -> None:
    """Set `shown_related`: the newest other articles at the store that share a topic; a draft brings its own.

    Of what is translated, in the article's own language.
    """
    topics: Any = topic_ids if topic_ids is not None else vars(article).get("shown_topic_ids")
    if topics is None:
        saved = ArticlePage.topics.through.objects.filter(articlepage=article.pk)
        topics = list(saved.values_list("topic", flat=True))
    pk, spoken = article.pk or 0, spoken_for(shown, article.language)
    known = shown.from_shelf(
        lambda shelf: shelf.newest_with(shown.store, "topic", PAIRS["topic"], topics, pk, RELATED, [spoken])
    )
    if known is not None:
        article.shown_related = linked_articles(shown, known)
        return
    others = spoken.rows(carried_articles(shown.store, shown.at).exclude(pk=article.pk))
    same = others.filter(pk__in=ArticlePage.topics.through.objects.filter(topic__in=topics).values("articlepage"))
    rows = same.newest_first().only("pk", "title", "slug", "path", "locale").with_placement(shown.store)
    article.shown_related = list(rows[:RELATED])

"""What of a store fits some words, the best first, and what else may have been meant: for `search/` and the site."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from wagtail.search.backends import get_search_backend

from api.caching.parts import any_in
from api.caching.scopes import store_scope
from api.serializers.body import rich_texts_of
from api.serializers.carried import OF_ARTICLES, spoken_for
from api.serializers.highlights import excerpt, marked, stems_of, words_of_html
from api.serializers.page_meta import api_url
from api.serializers.shown import Shown
from cms.articles.addresses import KINDS, carried_articles, carried_pages, shown_experts
from cms.articles.tokens import article_tokens
from cms.models import ArticlePage, ExpertPage, StandardPage
from stores.languages import code_of
from stores.upstream.modelsearch import ranked

TYPES: dict[str, Any] = {"article": ArticlePage, "expert": ExpertPage, "standard": StandardPage}
ENDPOINTS = {"article": "articles", "expert": "experts", "standard": "pages"}
WORD = re.compile(r"[^\W\d_]{4,}")
TITLES_READ = 400
"""Titles, the newest first, among whose words one that was misspelled is looked for."""
ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: the higher its rank, the better it fits."""

    rank: float
    type: str
    pk: int

    @property
    def place(self) -> tuple[float, int, int]:
        return -self.rank, list(TYPES).index(self.type), -self.pk


def hits_of(shown: Shown, words: str, operator: str = "and") -> list[Hit]:
    """All that fits, the best first."""
    return sorted(_hits(shown, words, operator), key=lambda hit: hit.place)


def _hits(shown: Shown, words: str, operator: str) -> Iterator[Hit]:
    backend, store, at = get_search_backend(), shown.store, shown.at
    ranks = dict(ranked(backend.search(words, ArticlePage.objects.all(), operator=operator)))
    carried = shown.carried_among(ranks) if ranks else set()
    if carried is None:
        rows = carried_articles(store, at).filter(pk__in=list(ranks))
        carried = set(rows.order_by().values_list("pk", flat=True))
    yield from (Hit(ranks[pk], "article", pk) for pk in carried)
    experts, pages = shown_experts(store, at), carried_pages(store, at)
    for name, rows in (("expert", experts), ("standard", pages)):
        # The search engine can't read subqueries with Exists: it gets the ids only.
        among = TYPES[name].objects.filter(pk__in=rows.order_by().values("pk"))
        yield from (Hit(rank, name, pk) for pk, rank in ranked(backend.search(words, among, operator=operator)))


def spoken_hits(shown: Shown, hits: list[Hit]) -> list[Hit]:
    """Of translations of each other that were all found, the one in the language of the site's words."""
    ids = [hit.pk for hit in hits if hit.type == "article"]
    if not ids:
        return hits
    found = ArticlePage.objects.filter(pk__in=ids)
    kept = set(found.spoken(spoken_for(shown, shown.language).locales, found).order_by().values_list("pk", flat=True))
    return [hit for hit in hits if hit.type != "article" or hit.pk in kept]


def found_items(shown: Shown, hits: Iterable[Hit], words: str) -> list[dict[str, Any]]:
    """What was found, with its words marked, in the order of the hits."""
    hits = list(hits)
    rows: dict[tuple[str, int], Any] = {}
    for name, model in TYPES.items():
        ids = [hit.pk for hit in hits if hit.type == name]
        found: Any = model.objects.filter(pk__in=ids) if ids else ()
        if ids and name == "article":
            found = found.select_related("provider").with_placement(shown.store)
        rows |= {(name, row.pk): row for row in found}
    stems = stems_of(words)
    pages = [rows[hit.type, hit.pk] for hit in hits if (hit.type, hit.pk) in rows]
    return [_item(shown, page, stems) for page in pages]


def _item(shown: Shown, page: Any, stems: frozenset[str]) -> dict[str, Any]:
    name = KINDS[type(page)]
    title = page.title_at_store if name == "article" else page.title
    return {
        "type": name,
        "id": page.pk,
        "title": title,
        "slug": page.slug,
        "language": code_of(page.locale_id),
        "html_url": shown.url(page),
        "path": shown.path(page),
        "detail_url": api_url(f"{ENDPOINTS[name]}:detail", page.pk, store=shown.store.slug),
        "highlights": {"title": marked(title, stems), "text": excerpt(_texts(shown, page), stems)},
    }


def _texts(shown: Shown, page: Any) -> Iterator[str]:
    """What a page says, as plain text, from what is said first."""
    if isinstance(page, ExpertPage):
        yield ", ".join(page.specialities)
        yield words_of_html(shown.text(page.biography))
        return
    values = article_tokens(page, shown.values) if isinstance(page, ArticlePage) else None
    if isinstance(page, ArticlePage):
        yield shown.text(page.teaser_at_store, values)
    for text in rich_texts_of(page.body):
        yield shown.text(words_of_html(text), values)


def meant(shown: Shown, words: str) -> str | None:
    """The words with those that the store's titles don't know in the nearest spelling that they do; None for no such.

    Asked where nothing was found.
    """
    known = _vocabulary(shown)
    spelled = [_nearest(word, known) for word in words.split()]
    return " ".join(spelled) if spelled != words.split() else None


def _nearest(word: str, known: list[str]) -> str:
    lowered = word.lower()
    if not WORD.fullmatch(lowered) or lowered in known:
        return word
    return next(iter(get_close_matches(lowered, known, 1, ALIKE)), word)


def _vocabulary(shown: Shown) -> list[str]:
    def find() -> list[str]:
        newest = carried_articles(shown.store, shown.at).newest_first()
        titles = newest.values_list("title", flat=True)[:TITLES_READ]
        return sorted({word for title in titles for word in WORD.findall(title.lower())})

    needs = {any_in(store_scope(shown.store.pk)), *OF_ARTICLES}
    found: list[str] = shown.known("vocabulary", shown.store.pk, find, *needs)
    return found

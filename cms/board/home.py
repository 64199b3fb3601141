"""What a store's home says of articles: what the newsroom offered this week, and own words that grew stale."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from cms.articles.models.news import HealthNewsPage
from cms.board.board import Show, board_articles, board_rows, new_articles, stale, together
from stores.desk.home import HomeSection, Notice, StoreHome
from stores.store.models.store import StorePage

ARTICLES = 5
"""Offered articles that the home shows; the board has all of them."""
LATEST = 3
"""Shown instead in a week without anything new."""


class NewsSection(HomeSection):
    """What the newsroom offered this week: hide, pin and reword it right here."""

    name = "news"
    heading = "New from the newsroom"
    icon = "doc-full-inverse"
    order = 40
    template_name = "cms/board/home_news.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        home = self.home
        offered = board_articles(home.store, home.at)
        new, latest = together(new_articles(home.store, home.at), offered)
        count = new.count()
        shown = new[:ARTICLES] if count else latest[:LATEST]
        return {
            **super().get_context_data(parent_context),
            "count": count,
            "rows": board_rows(home.store, shown, offered),
            "more": max(0, count - ARTICLES),
            "next": self.return_url,
            "board_url": reverse("cms_board", args=[home.store.pk]),
            "show": Show.NEW.value,
            "write_url": write_url(home.store),
        }


def write_url(store: StorePage) -> str:
    """The form of a new article of the store's own; empty while the store has no health news."""
    news = HealthNewsPage.objects.child_of(store).first()
    return reverse("wagtailadmin_pages:add", args=["cms", "articlepage", news.pk]) if news else ""


def stale_words(home: StoreHome) -> Iterator[Notice]:
    """Articles that the newsroom changed after the store wrote about them."""
    count = stale(home.store).count()
    if count:
        url = f"{reverse('cms_board', args=[home.store.pk])}?show={Show.STALE}"
        what = "An article has" if count == 1 else f"{count} articles have"
        yield Notice(f"{what} changed since you wrote your own words about it.", url, "Review", "edit")

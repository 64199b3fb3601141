"""A store's health news in the admin."""

from typing import Any

from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms.board.home import NewsSection, stale_words
from cms.board.views import board_urls
from cms.carrying.placing import ACTION
from stores.desk.home import NOTICE_HOOK, SECTION_HOOK
from stores.desk.screens import HOOK as STORE_SCREEN
from stores.desk.screens import StoreScreen


@hooks.register("register_admin_urls")
def register_board() -> list[Any]:
    """The screens of a store's health news."""
    return board_urls()


@hooks.register(STORE_SCREEN)
def board_screen() -> StoreScreen:
    """The store's screen of its health news."""
    return StoreScreen("cms_board", "Health news", "doc-full-inverse", 40)


@hooks.register("register_log_actions")
def register_board_actions(actions: LogActionRegistry) -> None:
    """What is said about articles in the history of a store."""
    actions.register_action(ACTION)(PlaceArticle)
    actions.register_action("cms.order_pins", "Order pinned articles", "Changed the order of pinned articles")


class PlaceArticle(LogFormatter):
    """A log line that names the article and what a store did with it."""

    label = "Place article"
    message = "Placed an article"

    def format_message(self, log_entry: Any) -> str:
        old, new = log_entry.data.get("old", {}), log_entry.data.get("new", {})
        changed = [name.replace("_", " ") for name in new if new[name] != old.get(name)]
        return f"{self.message}: {log_entry.data.get('article', '')} ({', '.join(changed)})"


hooks.register(SECTION_HOOK, NewsSection)
hooks.register(NOTICE_HOOK, stale_words, order=40)

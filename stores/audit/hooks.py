"""Who changed what, in Wagtail's admin: each store's screen, the newsroom's report, and the log's own words."""

from typing import Any

from django.urls import reverse
from wagtail import hooks

from stores.access.shells import NewsroomMenuItem
from stores.access.who import is_newsroom
from stores.audit.accounts import note_accounts
from stores.audit.exports import CHANGES, write_changes
from stores.audit.files import keep_files_before_move, note_moved_files
from stores.audit.log_actions import register_actions
from stores.audit.network_rows import keep_before
from stores.audit.undo.dated import DATED
from stores.audit.undo.published import PUBLISHED
from stores.audit.undo.registry import register_undo
from stores.audit.undo.views import undo_urls
from stores.audit.views import TITLE, change_urls
from stores.desk.screens import HOOK as STORE_SCREEN
from stores.desk.screens import StoreScreen
from stores.exports.making import register_export


@hooks.register("register_admin_urls")
def register_changes() -> list[Any]:
    """The screens of changes and their files."""
    return [*change_urls(), *undo_urls()]


@hooks.register(STORE_SCREEN)
def changes_screen() -> StoreScreen:
    """The store's screen of what was changed there, by whom."""
    return StoreScreen("stores_changes", TITLE, "history", 70)


@hooks.register("register_reports_menu_item")
def register_report() -> NewsroomMenuItem:
    """The newsroom's report of changes at all stores."""
    return NewsroomMenuItem(
        TITLE, reverse("stores_network_changes"), name="stores-changes", icon_name="history", order=900
    )


hooks.register("register_log_actions", register_actions)
hooks.register("before_edit_snippet", keep_before)
hooks.register("before_bulk_action", keep_files_before_move)
hooks.register("after_bulk_action", note_moved_files)
hooks.register("after_bulk_action", note_accounts)
register_export(CHANGES, write_changes, is_for=is_newsroom)
for action, undo in {**PUBLISHED, **DATED}.items():
    register_undo(action, undo)

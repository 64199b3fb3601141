"""Where people are told of what some patients can't use."""

from typing import Any

from wagtail import hooks

from cms.accessible import uploads  # noqa: F401  (its receivers)
from cms.accessible.home import not_for_all
from cms.accessible.telling import barriers_of_any, tell_of_many, tell_of_page, tell_of_snippet
from cms.accessible.views import accessible_screen, accessible_urls
from stores.desk.accessible import HOOK as FIND_BARRIERS
from stores.desk.home import NOTICE_HOOK
from stores.desk.screens import HOOK as STORE_SCREEN


@hooks.register("register_admin_urls")
def register_accessible() -> list[Any]:
    """The screen of a store."""
    return accessible_urls()


hooks.register(STORE_SCREEN, accessible_screen)
hooks.register(FIND_BARRIERS, barriers_of_any)
hooks.register(NOTICE_HOOK, not_for_all, order=45)
# After the line that tells of the save itself.
hooks.register("after_create_page", tell_of_page, order=20)
hooks.register("after_edit_page", tell_of_page, order=20)
hooks.register("after_bulk_action", tell_of_many, order=20)
hooks.register("after_create_snippet", tell_of_snippet, order=20)
hooks.register("after_edit_snippet", tell_of_snippet, order=20)

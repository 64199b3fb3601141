"""What the newsroom has in Wagtail's admin to see and to mend what stores carry."""

from typing import Any

from wagtail import hooks

from cms.article_count import count_urls


@hooks.register("register_admin_urls")
def register_newsroom_screens() -> list[Any]:
    """Below `/admin/`."""
    return count_urls()

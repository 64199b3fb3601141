"""Files that were asked for, in Wagtail's admin."""

from typing import Any

from django.urls import reverse
from wagtail import hooks

from stores.access.shells import NewsroomMenuItem
from stores.exports.views import TITLE, export_urls


@hooks.register("register_admin_urls")
def register_exports() -> list[Any]:
    """The screen of files, and each of them."""
    return export_urls()


@hooks.register("register_reports_menu_item")
def register_screen() -> NewsroomMenuItem:
    """Where a file is found again."""
    return NewsroomMenuItem(TITLE, reverse("stores_exports"), name="stores-exports", icon_name="download", order=910)

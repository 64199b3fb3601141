"""Screens of the store's own page in the admin."""

from wagtail import hooks

from stores.desk.screens import HOOK
from stores.editing.line_views import line_urls, lines_screen
from stores.editing.week_views import week_screen, week_urls

hooks.register(HOOK, week_screen)
hooks.register("register_admin_urls", week_urls)
hooks.register(HOOK, lines_screen)
hooks.register("register_admin_urls", line_urls)

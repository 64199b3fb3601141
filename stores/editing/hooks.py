"""Screens of the store's own page in the admin."""

from wagtail import hooks

from stores.audit.entries import PUBLISH
from stores.audit.undo.registry import register_submit
from stores.desk.screens import HOOK
from stores.editing.line_views import line_urls, lines_screen
from stores.editing.logo_views import look_screen, look_urls
from stores.editing.own_words_views import own_words_screens, own_words_urls
from stores.editing.undoing import submit_undo
from stores.editing.week_views import week_screen, week_urls

hooks.register(HOOK, week_screen)
hooks.register("register_admin_urls", week_urls)
hooks.register(HOOK, lines_screen)
hooks.register("register_admin_urls", line_urls)
hooks.register(HOOK, look_screen)
hooks.register("register_admin_urls", look_urls)
for screen in own_words_screens():
    hooks.register(HOOK, lambda screen=screen: screen)
hooks.register("register_admin_urls", own_words_urls)
register_submit(PUBLISH, submit_undo)

"""Choosing as whom and when a draft is seen."""

from wagtail import hooks

from stores.previewing.views import load_preview_as, register_preview_names

hooks.register("register_admin_urls", register_preview_names)
hooks.register("insert_editor_js", load_preview_as)

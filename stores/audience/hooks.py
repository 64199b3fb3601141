"""Small views that help to choose an audience."""

from wagtail import hooks

from stores.audience.counting import register_count
from stores.audience.store_names import register_store_names

hooks.register("register_admin_urls", register_count)
hooks.register("register_admin_urls", register_store_names)

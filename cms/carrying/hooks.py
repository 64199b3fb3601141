"""Warnings about links that some stores can't follow."""

from wagtail import hooks

from cms.carrying.link_warnings import say_in_form, say_when_published

hooks.register("before_edit_page", say_in_form)
hooks.register("after_publish_page", say_when_published)

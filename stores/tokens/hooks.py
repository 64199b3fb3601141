"""Tokens in the rich-text editor."""

from wagtail import hooks

from stores.tokens.editor import register_tokens_feature

hooks.register("register_rich_text_features", register_tokens_feature)

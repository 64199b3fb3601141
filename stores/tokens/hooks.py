"""Tokens in the rich-text editor, and the list of them."""

from wagtail import hooks

from stores.tokens.editor import register_tokens_feature
from stores.tokens.views import token_urls

hooks.register("register_rich_text_features", register_tokens_feature)
hooks.register("register_admin_urls", token_urls)

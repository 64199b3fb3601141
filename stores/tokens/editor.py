"""Tokens in the rich-text editor: chips, and a list to insert them from (`static/stores/tokens.js`).

What is stored stays `{{ store.phone }}`, so that checks and filling know one form only.
"""

from typing import Any

from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text.feature_registry import FeatureRegistry

from stores.tokens.syntax import STORE_TOKENS_FEATURE, TOKENS_FEATURE, known_tokens, store_token_names

TYPE = "TOKEN"


class TokenFeature(EntityFeature):
    """Gives a field its closed list, as JSON beside its other options. Read late: packages add to the list."""

    def __init__(self, *, is_store_only: bool) -> None:
        super().__init__({"type": TYPE}, js=["stores/tokens.js"], css={"all": ["stores/tokens.css"]})
        self.is_store_only = is_store_only

    def construct_options(self, options: dict[str, Any]) -> None:
        tokens = known_tokens()
        if self.is_store_only:
            tokens = {name: tokens[name] for name in store_token_names()}
        button = {"icon": "tag", "description": "Token: filled for each store"}
        options.setdefault("entityTypes", []).append({**self.data, **button, "tokens": tokens})
        options.setdefault("decorators", []).append({**self.data, "props": {"tokens": tokens}})
        options.setdefault("plugins", []).append({**self.data, "tokens": tokens})


def register_tokens_feature(features: FeatureRegistry) -> None:
    """Register the editor's two features, all tokens and the store's alone; a field asks for the one that it has."""
    features.register_editor_plugin("draftail", TOKENS_FEATURE, TokenFeature(is_store_only=False))
    features.register_editor_plugin("draftail", STORE_TOKENS_FEATURE, TokenFeature(is_store_only=True))

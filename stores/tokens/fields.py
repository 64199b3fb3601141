"""Plain boxes whose text may name tokens: a button beside each inserts them (`static/stores/token-button.js`).

Without the script the button's place leads to the list of what may be inserted.
"""

import json
from typing import Any

from django import forms
from wagtail import blocks
from wagtail.admin.widgets import AdminAutoHeightTextInput

from stores.tokens.syntax import known_tokens, store_token_names

ATTRIBUTE = "data-tokens"
MEDIA = forms.Media(js=["stores/token-button.js"], css={"all": ["stores/tokens.css"]})


class _TokenBox(forms.Widget):
    """Tells the script which tokens the box takes. Read late: packages add to the list."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, is_store_only: bool = False) -> None:
        self.is_store_only = is_store_only
        super().__init__(attrs)

    @property
    def media(self) -> forms.Media:
        return super().media + MEDIA

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"][ATTRIBUTE] = tokens_as_json(is_store_only=self.is_store_only)
        return context


class TokenInput(_TokenBox, forms.TextInput):
    """A box of one line."""

    template_name = "stores/tokens/input.html"


class TokenArea(_TokenBox, AdminAutoHeightTextInput):
    """A box of some lines."""

    template_name = "stores/tokens/area.html"


class _BlockInput(_TokenBox, forms.TextInput):
    """In a block, which needs the script anyway."""


class _BlockArea(_TokenBox, AdminAutoHeightTextInput):
    """In a block, which needs the script anyway."""


class TokenCharBlock(blocks.CharBlock):
    """One line that may name tokens. To migrations it is Wagtail's own: what it keeps is the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field.widget = _BlockInput(self.field.widget.attrs)


class TokenTextAreaBlock(blocks.TextBlock):
    """Some lines that may name tokens. To migrations it is Wagtail's own: what it keeps is the same."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.field_options["widget"] = _BlockArea({"rows": self.rows})


DECONSTRUCT_ALIASES = {
    TokenCharBlock: "wagtail.blocks.CharBlock",
    TokenTextAreaBlock: "wagtail.blocks.TextBlock",
}


def tokens_as_json(*, is_store_only: bool) -> str:
    """Token -> what it stands for, in the order of the list."""
    tokens = known_tokens()
    names = store_token_names() if is_store_only else list(tokens)
    return json.dumps({name: tokens[name] for name in names})

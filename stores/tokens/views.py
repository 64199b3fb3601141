"""The list of what may be inserted into texts, for browsers without the script that inserts it."""

from typing import Any

from django.urls import path
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from stores.tokens.syntax import known_tokens, store_token_names


class TokensView(WagtailAdminTemplateMixin, TemplateView):
    """Every token: what it stands for and how it is written."""

    page_title = "Details that fill in for each store"
    header_icon = "tag"
    template_name = "stores/tokens/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        of_store = set(store_token_names())
        tokens = [
            {"meaning": meaning, "written": "{{ " + name + " }}", "is_of_store": name in of_store}
            for name, meaning in known_tokens().items()
        ]
        return {**super().get_context_data(**kwargs), "tokens": tokens}


def token_urls() -> list[Any]:
    """Below `/admin/`."""
    return [path("tokens/", TokensView.as_view(), name="stores_tokens")]

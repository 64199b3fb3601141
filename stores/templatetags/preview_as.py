"""The preview panel's choice of store and time."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.template import Context
from django.urls import reverse
from wagtail.models import Page

from stores.audience.store_names import Label
from stores.previewing.choice import AT, preview_store, remembered, store_of
from stores.store.previews import StorefrontPreviewMixin

register = template.Library()


@register.inclusion_tag("stores/previewing/preview_as.html", takes_context=True)
def preview_as_fields(context: Context) -> dict[str, Any]:
    """Fields for the store and the time; the store of a store's own page is fixed."""
    draft, request = context["object"], context["request"]
    if not issubclass(type(draft), StorefrontPreviewMixin):
        return {"is_rendered_by_storefront": False}
    own = store_of(_place_of(draft, request))
    store = own or preview_store(draft, request)
    return {
        "is_rendered_by_storefront": True,
        "is_fixed": own is not None,
        "label": Label.of_store(store) if store else "",
        "name": store.title if store else "",
        "at": remembered(request).get(AT, ""),
        "suggestions_url": reverse("stores_preview_names"),
    }


def _place_of(draft: Any, request: HttpRequest) -> Any:
    """A page that is not saved yet stands nowhere; the form to add one names its parent."""
    match = request.resolver_match
    parent_id = match.kwargs.get("parent_page_id") if match else None
    if isinstance(draft, Page) and draft.pk is None and parent_id:
        return Page.objects.get(pk=parent_id)
    return draft

"""Previews as the panel asks for them: the form is sent, then the frame is loaded."""

from typing import Any

from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from stores.choices import AudienceKind, StoreMay
from stores.models import NetworkBanner
from tests.cms.admin_forms import add_url, edit_url, form_at, stream

BANNER = "wagtailsnippets_stores_networkbanner"


def preview_url(draft: Page | NetworkBanner) -> str:
    """Where the panel of the edit form asks."""
    if isinstance(draft, NetworkBanner):
        return reverse(f"{BANNER}:preview_on_edit", args=[draft.pk])
    return reverse("wagtailadmin_pages:preview_on_edit", args=[draft.pk])


def seen(client: Client, url: str, form: QueryDict, status: int = 200, **query: Any) -> Any:
    """The frame's answer to a form, which must be taken."""
    response = client.post(url, form)
    assert response.json() == {"is_valid": True, "is_available": True}
    answer = client.get(url, query)
    assert answer.status_code == status, answer.status_code
    return answer


def frame(client: Client, draft: Page, changes: dict[str, Any] | None = None, **query: Any) -> str:
    """What the frame shows of a page whose form is changed and not saved."""
    form = form_at(client, edit_url(draft))
    for name, value in {
        **stream("body"),
        **stream("sources"),
        **stream("corrections"),
        **stream("links"),
        **(changes or {}),
    }.items():
        if isinstance(value, list):
            form.setlist(name, [str(item) for item in value])
        else:
            form[name] = str(value)
    text: str = seen(client, preview_url(draft), form, **query).content.decode()
    return text


def new_frame(
    client: Client, page_type: type[Page], parent: Page, fields: dict[str, Any], status: int = 200, **query: Any
) -> Any:
    """The answer to a preview of a page that is not saved yet."""
    form = form_at(client, add_url(page_type, parent))
    for name, value in {
        **stream("body"),
        **stream("sources"),
        **stream("corrections"),
        **stream("links"),
        **fields,
    }.items():
        form[name] = str(value)
    args = [page_type._meta.app_label, page_type._meta.model_name, parent.pk]
    return seen(client, reverse("wagtailadmin_pages:preview_on_add", args=args), form, status, **query)


def banner_form(client: Client, url: str, **fields: Any) -> QueryDict:
    form = QueryDict(mutable=True)
    for name, value in {"text": "A line", "style": "info", "sort_order": 0, "store_may": StoreMay.NOTHING}.items():
        form[name] = str(value)
    for name, value in {"audience": AudienceKind.EVERY_STORE, "has_no_end": "on", **fields}.items():
        form[name] = str(value)
    return form


def banner_frame(client: Client, banner: NetworkBanner | None, store: str, at: str = "", **fields: Any) -> str:
    url = preview_url(banner) if banner else reverse(f"{BANNER}:preview_on_add")
    text: str = seen(client, url, banner_form(client, url, **fields), store=store, at=at).content.decode()
    return text

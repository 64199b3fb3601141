"""Click to edit: where each member of an answer is edited, in the answers of a preview alone."""

from typing import Any

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from wagtail.models import Page

from cms.models import ArticlePage, ExpertPage, HealthNewsPage, StandardPage
from stores.models import NetworkBanner, StorePage

FIELDS: dict[type[Model], dict[str, str]] = {
    ArticlePage: {
        **{name: name for name in ("title", "teaser", "published_on", "hero", "hero_alt", "body")},
        **{name: name for name in ("provider", "topics", "tags", "sources")},
    },
    ExpertPage: {
        "name": "title",
        "title": "title",
        "html": "biography",
        "specialities": "speciality_list",
        **{name: name for name in ("credentials", "post", "institution", "photo", "photo_alt", "links")},
    },
    StandardPage: {"title": "title", "duty": "duty", "body": "body"},
    HealthNewsPage: {"title": "title", "intro": "intro"},
    StorePage: {
        "name": "title",
        "address": "street",
        "location": "latitude",
        "insurance": "insurance",
        "photo": "shop_photo",
        "pharmacist": "pharmacist_name",
        "access": "step_free",
        "look": "theme",
        **{name: name for name in ("phone", "fax", "sms", "email", "time_zone", "services", "languages")},
        **{name: name for name in ("welcome", "payment", "parking")},
    },
    NetworkBanner: {
        **{name: name for name in ("text", "style", "show_from", "show_until")},
        "html": "text",
        "is_locked": "store_may",
    },
}
"""Member of the answer -> field of the form."""
BANNERS = "wagtailsnippets_stores_networkbanner"


def edit_url_of(model: type[Model], pk: Any, parent_id: int | None) -> str:
    """The form in which a draft is written."""
    meta = model._meta
    if not issubclass(model, Page):
        name, args = (f"{BANNERS}:edit", [pk]) if pk else (f"{BANNERS}:add", [])
    elif parent_id is not None:
        name, args = "wagtailadmin_pages:add", [meta.app_label, meta.model_name, parent_id]
    else:
        name, args = "wagtailadmin_pages:edit", [pk]
    return settings.NETWORK_URL + reverse(name, args=args, urlconf=settings.ROOT_URLCONF)


def field_url(edit_url: str, *path: str) -> str:
    """Wagtail's own way to name a place in a form."""
    return f"{edit_url}#:w:contentpath={'.'.join(path)}"


def with_edit(answer: dict[str, Any], model: type[Model], edit_url: str) -> dict[str, Any]:
    """The answer about the draft with where its members are edited, and each block of its body."""
    fields = {name: field_url(edit_url, field) for name, field in FIELDS[model].items() if name in answer}
    body = answer.get("body")
    blocks = {"body": [_block(each, edit_url) for each in body]} if isinstance(body, list) else {}
    return {**answer, **blocks, "edit": {"url": edit_url, "fields": fields}}


def _block(block: dict[str, Any], edit_url: str) -> dict[str, Any]:
    path = ["body", *([block["id"]] if block.get("id") else [])]
    return {**block, "edit": {"url": field_url(edit_url, *path)}}

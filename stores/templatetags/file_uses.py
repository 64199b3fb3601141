"""Where a file is used, on the screens that ask whether to delete it."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template import Context
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from stores.access.confinement import confinement_of
from stores.audit.file_uses import uses_of_file
from stores.isolation.locked_files import places_of

register = template.Library()


@register.simple_tag(takes_context=True)
def places_of_file(context: Context) -> list[str]:
    """Of the picture or document that a row, or the whole screen, is about; none for anything else."""
    for name in ("image", "document", "object"):
        found: Any = context.get(name)
        found = found.get("item") if isinstance(found, Mapping) else found
        if isinstance(found, get_image_model() | get_document_model()):
            return places_of(uses_of_file(found), confinement_of(context["request"].user))
    return []

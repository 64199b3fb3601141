"""Pictures and documents that were uploaded and stand nowhere yet: whoever uploads is told, and they are counted.

What stands on a page is counted there, with the words that it has in that place.
"""

from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseBase
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex

from cms.accessible.looking import forget
from cms.media.models import NetworkDocument, NetworkImage
from stores.accessible import CAMERA_NAME, FILE_NAME, Barrier, BarrierKind, file_behind, of_picture
from stores.desk.accessible import tell_barriers

DOORS = ("wagtailimages:", "wagtailimages_chooser:", "wagtaildocs:", "wagtaildocs_chooser:")
"""Namespaces of the views at which people upload."""
ASKED_NEXT = frozenset({"wagtailimages:add_multiple"})
"""Shows a form right after, which asks for the words."""

_saved: ContextVar[list[Any] | None] = ContextVar("saved_uploads", default=None)


def _nowhere(model: Any) -> QuerySet[Any]:
    """Uploads that no page, store or line refers to."""
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(model), to_object_id=Cast(OuterRef("pk"), CharField())
    )
    found: QuerySet[Any] = model.objects.filter(~Exists(references)).order_by("-pk")
    return found


def pictures_without_words() -> QuerySet[NetworkImage]:
    """That stand nowhere yet."""
    named = Q(description__iregex=FILE_NAME) | Q(description__iregex=CAMERA_NAME)
    return _nowhere(get_image_model()).filter(Q(description="") | named)


def documents() -> QuerySet[NetworkDocument]:
    """That stand nowhere yet: all are files in place of pages."""
    return _nowhere(get_document_model())


def barriers_of_upload(upload: Any) -> Iterator[Barrier]:
    """Of one picture or document."""
    if isinstance(upload, NetworkImage):
        yield from of_picture(f"the picture “{upload.title}”", upload.description, "description")
    else:
        what = file_behind(str(upload.file.name)) or "a file"
        yield Barrier(BarrierKind.DOCUMENT, f"the document “{upload.title}”", f"is {what}", "file")


@receiver(post_save, sender=NetworkImage)
@receiver(post_save, sender=NetworkDocument)
def note_saved(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """For whoever is told at the end of the request."""
    noted = _saved.get()
    if noted is not None and not raw:
        noted.append(instance)


@receiver(post_save, sender=NetworkImage)
def look_again(instance: NetworkImage, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Where a page gives a picture no words, its own description counts."""
    if not created and not raw:
        base = ContentType.objects.get_by_natural_key("wagtailcore", "page")
        users = ReferenceIndex.get_references_to(instance).filter(base_content_type=base)
        forget([int(pk) for pk in users.values_list("object_id", flat=True).distinct()])


def uploads_middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Any:
    """Tells at every door at which a picture or document is saved by itself."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST":
            return get_response(request)
        saved: list[Any] = []
        token = _saved.set(saved)
        try:
            response = get_response(request)
        finally:
            _saved.reset(token)
        match = request.resolver_match
        if saved and match and match.view_name.startswith(DOORS) and match.view_name not in ASKED_NEXT:
            latest = {(type(upload), upload.pk): upload for upload in saved}.values()
            tell_barriers(request, [barrier for upload in latest for barrier in barriers_of_upload(upload)])
        return response

    return middleware

"""The screen of one's own files, and the files."""

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import path
from django.utils import timezone
from django.views.generic import View

from stores.access.shells import NewsroomMixin
from stores.exports.making import may_be_given
from stores.exports.models import KEPT, Export

TITLE = "My files"


class ExportsView(NewsroomMixin, View):
    """What somebody has asked for, the newest first."""

    page_title = TITLE
    header_icon = "download"
    template_name = "stores/exports/exports.html"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        exports = [
            each for each in Export.objects.of(request.user, timezone.now()) if may_be_given(request.user, each.kind)
        ]
        is_waiting = any(export.is_waiting for export in exports)
        answer: HttpResponse = self.render_to_response(
            self.get_context_data(exports=exports, is_waiting=is_waiting, days=KEPT.days)
        )
        return answer


class ExportFile(NewsroomMixin, View):
    """One's own file; for anybody else it does not exist."""

    def get(self, request: HttpRequest, *args: Any, export_id: int, **kwargs: Any) -> HttpResponseBase:
        export = Export.objects.of(request.user, timezone.now()).filter(pk=export_id).exclude(file="").first()
        if export is None or not may_be_given(request.user, export.kind):
            raise Http404
        try:
            file = default_storage.open(str(export.file))
        except OSError as error:
            raise Http404 from error
        return FileResponse(file, as_attachment=True, filename=export.name, content_type=export.media_type)


def export_urls() -> list[Any]:
    """Below `/admin/`."""
    return [
        path("exports/", ExportsView.as_view(), name="stores_exports"),
        path("exports/<int:export_id>/", ExportFile.as_view(), name="stores_export_file"),
    ]

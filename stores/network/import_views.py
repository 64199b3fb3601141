"""Import in the admin: upload a file, see what it would do, confirm exactly that. Exports and templates beside it."""

from collections.abc import Callable
from dataclasses import fields as dataclass_fields
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages

from stores.access.shells import NetworkAdminMixin
from stores.access.who import actor_of
from stores.importing.applying import ImportRefused
from stores.importing.exporting import FORMATS, export_bytes, export_values, template_bytes
from stores.importing.files.csv_files import ENCODINGS
from stores.importing.models import ImportUpload
from stores.importing.previews import (
    MAX_UPLOAD_BYTES,
    MAX_WRITES,
    SHOWN_NOTES,
    SHOWN_PROBLEMS,
    SHOWN_STORES,
    NotThereAnyMore,
    PlanChanged,
    answers_of,
    apply_upload,
    keep_upload,
    make_groups,
    show_again,
)
from stores.importing.problems import Answers, UnreadableFile, shown
from stores.importing.report import summary
from stores.importing.running import ImportRunning
from stores.network.views import NetworkView

MIME_TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SECONDS_PER_STORE = 0.1
"""Measured: opening or changing a store takes 0.05 to 0.1 s."""
MAKE_GROUPS = "make_groups"
"""The button that answers a problem on the preview's own screen."""


class UploadForm(forms.Form):
    """Uploads a file of stores."""

    file = forms.FileField(
        label="File with stores",
        help_text=f".json, .csv or .xlsx, at most {MAX_UPLOAD_BYTES // 1024 // 1024} MB. Nothing is written yet.",
        widget=forms.FileInput(attrs={"accept": ",".join(FORMATS)}),
    )

    skip_bad = forms.BooleanField(
        label="Import the good rows, and give me the others as a file to correct", required=False
    )
    make_groups = forms.BooleanField(label="Make store groups that do not exist", required=False)
    blank_days_closed = forms.BooleanField(
        label="A weekday without hours is closed, where the other days have some", required=False
    )
    encoding = forms.ChoiceField(
        label="Encoding of a CSV that is not in UTF-8",
        choices=[("", "It is in UTF-8"), *((name, name) for name in ENCODINGS)],
        required=False,
    )
    hidden = forms.ChoiceField(
        label="Hidden rows, columns and sheets of a workbook",
        choices=[("", "There are none"), ("take", "Import them, too"), ("leave", "Leave them out")],
        required=False,
    )

    def answers(self) -> Answers:
        return Answers(**{field.name: self.cleaned_data[field.name] for field in dataclass_fields(Answers)})

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_UPLOAD_BYTES:
            raise ValidationError(f"The file is larger than {MAX_UPLOAD_BYTES // 1024 // 1024} MB. Split it.")
        return file


class ImportView(NetworkView, FormView):
    """The first step of an import, the upload of a file, and what can be downloaded."""

    page_title = "Import and export"
    header_icon = "upload"
    template_name = "stores/network/import.html"
    form_class = UploadForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = ImportUpload.objects.of(self.request.user, timezone.now()).filter(applied_at=None)
        return super().get_context_data(
            formats=list(MIME_TYPES), waiting=waiting.defer("content", "report", "preview").last(), **kwargs
        )

    def form_valid(self, form: UploadForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        try:
            upload = keep_upload(
                by=actor_of(self.request),
                name=_short_file_name(file.name),
                data=file.read(),
                at=timezone.now(),
                answers=form.answers(),
            )
        except (UnreadableFile, ImportRunning) as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        except ValidationError as error:
            form.add_error("file", " ".join(error.messages))
            return self.form_invalid(form)
        return redirect("stores_network:preview", upload.pk)


def _short_file_name(name: str) -> str:
    """A file's name on one line, its suffix kept."""
    path = PurePath(name)
    return f"{shown(path.stem, 150)}{shown(path.suffix, 20)}"


class UploadMixin(NetworkView):
    """The upload that the URL names, if it is the person's own and has not expired."""

    kwargs: dict[str, Any]

    @cached_property
    def upload(self) -> ImportUpload:
        uploads = ImportUpload.objects.of(self.request.user, timezone.now()).defer("content")
        upload = uploads.filter(pk=self.kwargs["upload_id"]).first()
        if upload is None:
            raise Http404
        return upload


class PreviewView(UploadMixin, TemplateView):
    """What the file would do. POST `plan`, the digest of what was shown, does exactly that."""

    page_title = "Import"
    header_icon = "upload"
    template_name = "stores/network/import_preview.html"

    def get_page_subtitle(self) -> str:
        return self.upload.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": reverse("stores_network:import"), "label": "Import and export"}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        preview = self.upload.preview
        counts = preview["counts"]
        writes = counts["created"] + counts["changed"]
        return super().get_context_data(
            upload=self.upload,
            writes=writes,
            seconds=max(1, round(writes * SECONDS_PER_STORE)),
            max_writes=MAX_WRITES,
            may_apply=self._is_clean(counts) and 0 < writes <= MAX_WRITES and self.upload.applied_at is None,
            skips_bad=answers_of(self.upload).skip_bad,
            more_stores=max(0, writes - SHOWN_STORES),
            more_problems=max(0, counts["problems"] - SHOWN_PROBLEMS),
            has_more_notes=len(preview["notes"]) == SHOWN_NOTES,
            **preview,
            **kwargs,
        )

    def _is_clean(self, counts: dict[str, int]) -> bool:
        return not counts["problems"] or (answers_of(self.upload).skip_bad and not counts.get("stops"))

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if MAKE_GROUPS in self.request.POST and self.upload.applied_at is None:
            return self._shown_with(make_groups, "Groups that do not exist will be made. Nothing is written yet.")
        if not self.get_context_data()["may_apply"]:
            return self._back("Nothing was written.")
        seen = self.request.POST.get("plan", "")
        try:
            written = apply_upload(
                by=actor_of(self.request), upload_id=self.upload.pk, plan_digest=seen, at=timezone.now()
            )
        except PlanChanged:
            words = "Nothing was written: the network has changed since. This is what the file would do now."
            return self._shown_with(show_again, words)
        except ImportRefused as refused:
            text = "; ".join(map(str, refused.problems[:5]))
            return self._back(f"Nothing was written. {text}")
        except ImportRunning as running:
            return self._back(f"Nothing was written. {running}")
        except ValidationError as error:
            return self._back(f"Nothing was written. {' '.join(error.messages)}")
        except NotThereAnyMore:
            return self._back("This file has been imported already.")
        messages.success(self.request, f"Imported: {summary(written)}.")
        return redirect("stores_network:index")

    def _shown_with(self, show: Callable[..., None], words: str) -> HttpResponse:
        """Try anew what the file would do, and show that."""
        try:
            show(self.upload, by=actor_of(self.request))
        except ImportRunning as running:
            return self._back(f"Nothing was written. {running}")
        except ValidationError as error:
            return self._back(f"Nothing was written. {' '.join(error.messages)}")
        return self._back(words)

    def _back(self, text: str) -> HttpResponse:
        messages.warning(self.request, text)
        return redirect("stores_network:preview", self.upload.pk)


class ReportView(UploadMixin, View):
    """All that the preview shows the beginning of, as CSV."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return _download(self.upload.report.encode("utf-8-sig"), "import-report", "csv")


class SkippedView(UploadMixin, View):
    """The rows with a problem, as a file to correct, of the kind that was uploaded."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return _download(bytes(self.upload.skipped), "import-to-correct", _format_of(self.upload))


def _format_of(upload: ImportUpload) -> str:
    return PurePath(upload.name).suffix.lower().removeprefix(".")


class ExportView(NetworkAdminMixin, View):
    """Every store that is not closed, as a file that an import reads back without a change."""

    def get(self, *args: Any, file_format: str, **kwargs: Any) -> HttpResponse:
        _check_format(file_format)
        return _download(export_bytes(export_values(), f".{file_format}"), "stores", file_format)


class TemplateFileView(NetworkAdminMixin, View):
    """An empty file with every column."""

    def get(self, *args: Any, file_format: str, **kwargs: Any) -> HttpResponse:
        _check_format(file_format)
        return _download(template_bytes(f".{file_format}"), "stores-template", file_format)


def _check_format(file_format: str) -> None:
    if file_format not in MIME_TYPES:
        raise Http404


def _download(data: bytes, name: str, file_format: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{file_format}"'}
    return HttpResponse(data, content_type=MIME_TYPES[file_format], headers=headers)

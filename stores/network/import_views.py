"""Import in the admin: upload a file, see what it would do, confirm exactly that. Exports and templates beside it."""

from dataclasses import fields as dataclass_fields
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages

from stores.access.shells import NetworkAdminMixin
from stores.access.who import actor_of
from stores.exports.making import ask_for
from stores.exports.models import MEDIA_TYPES
from stores.importing.exporting import FORMATS, template_bytes
from stores.importing.exports import STORES
from stores.importing.files.csv_files import ENCODINGS
from stores.importing.models import ImportRun, ImportUpload, ImportUploadQuerySet, RunOutcome
from stores.importing.previews import MAX_UPLOAD_BYTES, SHOWN_NOTES, SHOWN_PROBLEMS, SHOWN_STORES, answers_of
from stores.importing.problems import Answers, UnreadableFile, shown
from stores.importing.runs import (
    CANCELLED,
    TOO_LATE,
    BeingApplied,
    as_json,
    cancel,
    have_applied,
    have_shown,
    keep_upload,
    last_run,
    seen_together,
    told_of,
)
from stores.network.views import NetworkView

SECONDS_PER_STORE = 0.02
"""Measured: opening or changing a store takes 0.01 to 0.02 s."""
MAKE_GROUPS = "make_groups"
"""The button that answers a problem on the preview's own screen."""
READ_AGAIN = "again"
"""The button that has the file read once more, after that was cancelled or has failed."""


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
        now = timezone.now()
        uploads = ImportUpload.objects.of(self.request.user, now).filter(applied_at=None)
        waiting, _run, said = seen_together(uploads.defer("content", "report", "preview"), now)
        return super().get_context_data(formats=list(MEDIA_TYPES), waiting=waiting, said=said, **kwargs)

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
        except (UnreadableFile, BeingApplied) as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        return redirect("stores_network:preview", upload.pk)


def _short_file_name(name: str) -> str:
    """A file's name on one line, its suffix kept."""
    path = PurePath(name)
    return f"{shown(path.stem, 150)}{shown(path.suffix, 20)}"


class UploadMixin(NetworkView):
    """The upload that the URL names, if it is the person's own and has not expired."""

    kwargs: dict[str, Any]

    @property
    def uploads(self) -> ImportUploadQuerySet:
        """None or that one."""
        uploads = ImportUpload.objects.of(self.request.user, timezone.now()).defer("content")
        return uploads.filter(pk=self.kwargs["upload_id"])

    @cached_property
    def upload(self) -> ImportUpload:
        return _found(self.uploads.first())


def _found(upload: ImportUpload | None) -> ImportUpload:
    if upload is None:
        raise Http404
    return upload


class PreviewView(UploadMixin, TemplateView):
    """What the file would do, and how far it is. POST `plan`, the digest of what was shown, has exactly that done."""

    page_title = "Import"
    header_icon = "upload"
    template_name = "stores/network/import_preview.html"

    def get_page_subtitle(self) -> str:
        return self.upload.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, here = super().get_breadcrumbs_items()
        return [*above, {"url": reverse("stores_network:import"), "label": "Import and export"}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        upload, run, said = seen_together(self.uploads, now)
        self.upload = _found(upload)
        preview = self.upload.preview
        counts = preview.get("counts", {})
        writes = counts.get("created", 0) + counts.get("changed", 0)
        return super().get_context_data(
            upload=self.upload,
            run=run,
            said=said,
            is_done=run is not None and run.outcome == RunOutcome.DONE,
            may_read=not (said and said.is_open and not said.is_lost) and self.upload.applied_at is None,
            writes=writes,
            seconds=max(1, round(writes * SECONDS_PER_STORE)),
            may_apply=self._may_apply(run, counts, writes, now),
            skips_bad=answers_of(self.upload).skip_bad,
            more_stores=max(0, writes - SHOWN_STORES),
            more_problems=max(0, counts.get("problems", 0) - SHOWN_PROBLEMS),
            has_more_notes=len(preview.get("notes", ())) == SHOWN_NOTES,
            **preview,
            **kwargs,
        )

    def _may_apply(self, run: ImportRun | None, counts: dict[str, int], writes: int, now: datetime) -> bool:
        is_busy = run is not None and run.ended_at is None and not told_of(run, now).is_lost
        return self._is_clean(counts) and writes > 0 and self.upload.applied_at is None and not is_busy

    def _is_clean(self, counts: dict[str, int]) -> bool:
        return not counts.get("problems") or (answers_of(self.upload).skip_bad and not counts.get("stops"))

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        now, context = timezone.now(), self.get_context_data()
        if context["said"] and not context["may_read"] and not self.upload.applied_at:
            # A second tap: what was asked first is under way.
            return self._back()
        if READ_AGAIN in self.request.POST and context["may_read"]:
            have_shown(self.upload, at=now)
            return self._back()
        if MAKE_GROUPS in self.request.POST and context["may_read"]:
            words = "Groups that do not exist will be made. Nothing is written yet."
            have_shown(self.upload, replace(answers_of(self.upload), make_groups=True), at=now, words=words)
            return self._back()
        if not context["may_apply"]:
            return self._back("Nothing was written.")
        have_applied(self.upload, plan_digest=self.request.POST.get("plan", ""), at=now)
        return self._back()

    def _back(self, text: str = "") -> HttpResponse:
        if text:
            messages.warning(self.request, text)
        return redirect("stores_network:preview", self.upload.pk)


class ProgressView(UploadMixin, View):
    """How far it is with an upload, for the script of its page."""

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return JsonResponse(as_json(last_run(self.upload)))


class CancelView(UploadMixin, View):
    """POST ends what waits or runs with an upload. Nothing of it is written then."""

    http_method_names = ("post",)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if not cancel(self.upload, at=timezone.now()):
            run = last_run(self.upload)
            if run is None or run.words != CANCELLED:
                messages.warning(self.request, TOO_LATE)
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
    """POST has the worker make a file of every store that is not closed; an import reads it back without a change."""

    http_method_names = ("post",)

    def post(self, *args: Any, file_format: str, **kwargs: Any) -> HttpResponse:
        _check_format(file_format)
        ask_for(
            by=actor_of(self.request),
            kind=STORES,
            params={"format": file_format},
            title=f"All stores as {file_format.upper()}",
            name=f"stores.{file_format}",
            at=timezone.now(),
        )
        return redirect("stores_exports")


class TemplateFileView(NetworkAdminMixin, View):
    """An empty file with every column."""

    def get(self, *args: Any, file_format: str, **kwargs: Any) -> HttpResponse:
        _check_format(file_format)
        return _download(template_bytes(f".{file_format}"), "stores-template", file_format)


def _check_format(file_format: str) -> None:
    if file_format not in MEDIA_TYPES:
        raise Http404


def _download(data: bytes, name: str, file_format: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{file_format}"'}
    return HttpResponse(data, content_type=MEDIA_TYPES[file_format], headers=headers)

"""The screen that undoes one line of a store's history: shows what would change, and does it."""

import hashlib
from functools import cached_property
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from wagtail.admin import messages
from wagtail.models import PageLogEntry

from stores.access.locks import is_kept_from
from stores.access.who import actor_of
from stores.audit.rows import ChangeRow, rows_of_pages
from stores.audit.undo.registry import CannotUndo, Undo, undo_of
from stores.audit.views import TITLE
from stores.audit.words import Words
from stores.desk.views import OwnerView
from stores.store.models.store import StorePage

SINCE = "Something else was done in the meantime, so nothing was undone. Review what is there now."


class UndoChangeView(OwnerView):
    """For owners, and network admins: what it does is live at once."""

    page_title = "Undo"
    header_icon = "undo"
    template_name = "stores/audit/undo.html"

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": reverse("stores_changes", args=[self.store.pk]), "label": TITLE}, *super().crumbs()]

    @cached_property
    def entry(self) -> PageLogEntry:
        """A line of this very store; 404 for one that no button leads to."""
        rows = PageLogEntry.objects.filter(page=self.store.pk).select_related("page", "user")
        entry = rows.filter(pk=self.kwargs["entry_id"]).first()
        if entry is None or undo_of(entry) is None:
            raise Http404
        return entry

    @property
    def undo(self) -> Undo:
        undo = undo_of(self.entry)
        if undo is None:
            raise Http404
        return undo

    def row(self) -> ChangeRow:
        """The line as it stands in the list."""
        return rows_of_pages([self.entry], self.store.zone)[self.entry.pk]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        words: list[Words] = []
        reasons: tuple[str, ...] = ()
        try:
            words = self.undo.plan(self.store, self.entry)
        except CannotUndo as refusal:
            reasons = refusal.reasons
        context = self.get_context_data(row=self.row(), words=words, reasons=reasons, seen=seen_mark_of(words))
        answer: HttpResponse = self.render_to_response(context)
        return answer

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            words = self._undo(request.POST.get("seen", ""))
        except CannotUndo as refusal:
            messages.error(request, " ".join(refusal.reasons))
        except (ValidationError, ObjectDoesNotExist) as error:
            messages.error(request, " ".join(getattr(error, "messages", [SINCE])))
        else:
            self.say(f"Undone: {'; '.join(map(str, words))}.")
        return redirect("stores_changes", self.store.pk)

    @transaction.atomic
    def _undo(self, seen: str) -> list[Words]:
        """Under the lock that every write takes, so that what was shown is what is done."""
        StorePage.objects.select_for_update().get(pk=self.store.pk)
        store = StorePage.objects.with_profile().get(pk=self.store.pk)
        if is_kept_from(self.request.user, store):
            raise CannotUndo("The store page is locked by the network at the moment, so nothing was undone.")
        words = self.undo.plan(store, self.entry)
        if seen != seen_mark_of(words):
            raise CannotUndo(SINCE)
        self.undo.do(actor_of(self.request), store, self.entry)
        return words


def seen_mark_of(words: list[Words]) -> str:
    """What somebody has seen, to know whether it is still so."""
    return hashlib.sha256("\n".join(map(str, words)).encode()).hexdigest()[:16]


def undo_urls() -> list[Any]:
    """Below `/admin/`."""
    return [
        path("stores/<int:store_id>/changes/<int:entry_id>/undo/", UndoChangeView.as_view(), name="stores_undo_change")
    ]

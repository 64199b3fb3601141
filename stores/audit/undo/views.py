"""The screen that undoes one line of a store's history: shows what would change, and does it."""

import hashlib
from functools import cached_property
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from wagtail.admin import messages
from wagtail.models import PageLogEntry

from stores.access.locks import is_kept_from
from stores.access.who import actor_of
from stores.accessible import Barrier
from stores.audit.rows import ChangeRow, rows_of_pages
from stores.audit.undo.registry import CannotUndo, Undo, submit_of, undo_of
from stores.audit.views import TITLE
from stores.audit.words import Words
from stores.desk.accessible import new_or_named, tell_barriers
from stores.desk.views import StoreView
from stores.opening.changing import pending_draft
from stores.store.accessible import barriers_of_store
from stores.store.models.store import StorePage

SINCE = "Something else was done in the meantime, so nothing was undone. Review what is there now."


class UndoChangeView(StoreView):
    """For owners, and network admins: what it does is live at once. For staff: what waits for the owner."""

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

    @cached_property
    def may_send(self) -> bool:
        may_submit = submit_of(self.entry) is not None
        return self.may_change or (may_submit and bool(self.store.permissions_for_user(self.request.user).can_edit()))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_send:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def version_of(self, store: StorePage) -> StorePage:
        """What goes back: what is live, or what staff have submitted so far."""
        return store if self.may_change else pending_draft(store) or store

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
            words = self.undo.plan(self.version_of(self.store), self.entry)
        except CannotUndo as refusal:
            reasons = refusal.reasons
        context = self.get_context_data(
            row=self.row(), words=words, reasons=reasons, seen=seen_mark_of(words), is_submitted=not self.may_change
        )
        answer: HttpResponse = self.render_to_response(context)
        return answer

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        before = self.barriers()
        try:
            words = self._undo(request.POST.get("seen", ""))
        except CannotUndo as refusal:
            messages.error(request, " ".join(refusal.reasons))
        except (ValidationError, ObjectDoesNotExist) as error:
            messages.error(request, " ".join(getattr(error, "messages", [SINCE])))
        else:
            self._tell("; ".join(map(str, words)))
            tell_barriers(request, new_or_named(before, self.barriers(), ()))
        return redirect("stores_changes", self.store.pk)

    def barriers(self) -> list[Barrier]:
        """What some patients can't use of what is live, or of what staff have submitted so far."""
        return barriers_of_store(self.version_of(StorePage.objects.get(pk=self.store.pk)))

    def _tell(self, words: str) -> None:
        if self.may_change:
            self.say(f"Undone: {words}.")
            return
        review = messages.button(reverse("stores_approvals", args=[self.store.pk]), "See what waits")
        messages.success(
            self.request, f"Sent to the owner: {words}. Your site changes when it is approved.", buttons=[review]
        )

    @transaction.atomic
    def _undo(self, seen: str) -> list[Words]:
        """Under the lock that every write takes, so that what was shown is what is done."""
        StorePage.objects.select_for_update().get(pk=self.store.pk)
        store = StorePage.objects.with_profile().get(pk=self.store.pk)
        if is_kept_from(self.request.user, store):
            raise CannotUndo("The store page is locked by the network at the moment, so nothing was undone.")
        words = self.undo.plan(self.version_of(store), self.entry)
        if seen != seen_mark_of(words):
            raise CannotUndo(SINCE)
        submit = None if self.may_change else submit_of(self.entry)
        (submit or self.undo.do)(actor_of(self.request), store, self.entry)
        return words


def seen_mark_of(words: list[Words]) -> str:
    """What somebody has seen, to know whether it is still so."""
    return hashlib.sha256("\n".join(map(str, words)).encode()).hexdigest()[:16]


def undo_urls() -> list[Any]:
    """Below `/admin/`."""
    return [
        path("stores/<int:store_id>/changes/<int:entry_id>/undo/", UndoChangeView.as_view(), name="stores_undo_change")
    ]

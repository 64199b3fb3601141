"""What the screens of this room have in common: which version they show, who may send, what is said afterwards."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin import messages

from stores.access.confinement import confinement_of
from stores.access.locks import LOCKED, is_kept_from
from stores.access.who import actor_of
from stores.accessible import Barrier
from stores.desk.accessible import new_or_named, tell_barriers
from stores.desk.saving import changes_between, sentence
from stores.desk.views import StoreView
from stores.editing.saving import StoreChange, save_change, shown_to, touched_by
from stores.opening.changing import pending_draft
from stores.store.accessible import barriers_of_store
from stores.store.differences import Version, version_of
from stores.store.models.store import StorePage


class EditingView(StoreView):
    """Owners change what is live. What staff send waits for the owner. The newsroom does not come here."""

    not_for_all: Sequence[Barrier] = ()

    @cached_property
    def may_send(self) -> bool:
        return bool(self.store.permissions_for_user(self.request.user).can_edit())

    @cached_property
    def version(self) -> StorePage:
        """What the screen shows and changes."""
        return shown_to(self.store, may_publish=self.may_change)

    @cached_property
    def draft(self) -> StorePage | None:
        """What waits beside what is live."""
        return pending_draft(self.store)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(may_send=self.may_send, is_submitted=not self.may_change, **kwargs)

    def save(self, change: StoreChange) -> list[str]:
        """Save, and give back what is different now in a few words. ValidationError names what is wrong."""
        before, found = self.compared(), barriers_of_store(self.version)
        save_change(by=actor_of(self.request), store=self.store, change=change, may_publish=self.may_change)
        for name in ("store", "version", "draft"):
            self.__dict__.pop(name, None)
        self.not_for_all = new_or_named(found, barriers_of_store(self.version), touched_by(change))
        return changes_between(before, self.compared(), self.store)

    def say_who_is_left_out(self) -> None:
        """What some patients can't use of what was saved; behind the line that tells of the save."""
        tell_barriers(self.request, self.not_for_all)

    def compared(self) -> Version:
        return version_of(self.version)

    def tell(self, words: list[str]) -> None:
        """Exactly what happened, with the way to see it."""
        what = sentence(words)
        if not words:
            messages.info(self.request, "Nothing was different, so nothing was changed.")
        elif not self.may_change:
            review = messages.button(reverse("stores_approvals", args=[self.store.pk]), "See what waits")
            messages.success(
                self.request, f"Sent to the owner: {what}. Your site changes when it is approved.", [review]
            )
        elif self.store.live:
            self.say(f"Changed on your site: {what}.")
        else:
            messages.success(self.request, f"Saved: {what}. The store is not on the site yet.")
        self.say_who_is_left_out()

    def home(self) -> HttpResponse:
        """The store's home; for who is not of the store, this screen again."""
        if confinement_of(self.request.user).is_confined:
            return redirect("wagtailadmin_home")
        return redirect(self.request.get_full_path())

    def is_locked(self, request: HttpRequest) -> bool:
        """Whether somebody keeps the page from changing; then it is said."""
        is_locked = is_kept_from(request.user, self.store)
        if is_locked:
            messages.error(request, LOCKED)
        return is_locked

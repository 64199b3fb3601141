"""A promo line, or an alert, at several stores: each gets a line of its own, which its people may change."""

from datetime import datetime, timedelta
from typing import Any

from stores.access.who import Actor
from stores.audit.words import Words
from stores.banners.models import PromoBanner
from stores.editing.line_form import KINDS, PAGE, LineForm, says_the_same, with_said
from stores.editing.lines import ENDED, rows_in, state_of
from stores.editing.saving import StoreChange, save_change
from stores.hours.schedules import DatedHoursBook
from stores.many.choosing import Choice
from stores.many.planning import ManyChange, Outcome, Unfit
from stores.store.accessible import of_lines
from stores.store.models.store import StorePage

THERE = "It has this line already."
OVER = "The last day is over there."


class SharedLineForm(LineForm):
    """A line without what is one store's alone: a page of its site, a line of the network that it stands for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("page", "replaces"):
            del self.fields[name]
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [each for each in KINDS if each[0] != PAGE]
        fields["web"].help_text = "Such as facebook.com/mypharmacy, or /health/ for the page of each store’s own site."

    def pages(self, chosen: str) -> list[tuple[str, str]]:
        return []

    def clean(self) -> dict[str, Any]:
        return {**super().clean(), "replaces": None, "page": ""}


class AddLine(ManyChange):
    """One more promo line at each store, behind those that it has."""

    name = "line"
    title = "Promo line"
    label = "Promo line or alert"
    help = "One line for all of them. Each store can end or change its own."
    icon = "comment"

    def form(self, choice: Choice, data: Any, at: datetime) -> LineForm:
        # In the store that is a day behind, a day that has just begun elsewhere is still to come.
        today = at.date() - timedelta(days=1)
        return SharedLineForm(data, row=PromoBanner(style="info"), store=StorePage(), today=today)

    def planned(self, store: StorePage, said: dict[str, Any], book: DatedHoursBook, at: datetime) -> Outcome:
        row, rows = new_line(store, said), rows_in(store)
        if any(says_the_same(row, each) for each in rows):
            raise Unfit(THERE)
        state, shown = state_of(row, store.today(at))
        if state == ENDED:
            raise Unfit(OVER)
        kind = "Alert" if row.style == "alert" else "Promo line"
        words = Words(kind, new=f"“{row.text}” ({shown[0].lower()}{shown[1:]})")
        notes = tuple(map(str, of_lines([row])))
        return Outcome((words,), notes, stood="\n".join(str(each.pk) + each.text for each in rows))

    def page_change(self, store: StorePage, said: dict[str, Any]) -> StoreChange:
        return StoreChange(promo_banners=[*rows_in(store), new_line(store, said)])

    def do(self, by: Actor, store: StorePage, said: dict[str, Any], outcome: Outcome) -> None:
        save_change(by=by, store=store, change=self.page_change(store, said), may_publish=True)


def new_line(store: StorePage, said: dict[str, Any]) -> PromoBanner:
    """The line that the form says, for one store; not saved."""
    row = with_said(PromoBanner(store=store), said)
    row.clean()
    return row

"""The screen of promo lines: the store's own, and what it does with the network's."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.views.generic import FormView
from wagtail.admin import messages

from stores.banners.linked import LONGEST
from stores.banners.models import BannerFields, NetworkBanner, PromoBanner
from stores.banners.network import network_banners_at
from stores.desk.screens import StoreScreen
from stores.editing.line_form import LineForm, says_the_same
from stores.editing.lines import COMING, ENDED, end, lines_in, moved, rows_in, state_of
from stores.editing.saving import StoreChange
from stores.editing.views import EditingView
from stores.ids import id_in
from stores.store.models.store import StorePage
from stores.tokens.syntax import fill
from stores.tokens.values import store_tokens

TITLE = "Promo lines"
STARTS = {
    "flu": ("Flu shots are in", "Flu shots are in. No appointment needed.", "promo"),
    "late": ("Delivery is late", "Deliveries are running late today. Questions? Call us.", "info"),
    "moved": ("We moved", "We have moved. See our new address below.", "info"),
    "storm": ("Storm or outage", "Because of the storm we may close early. Please call before you come.", "alert"),
}
"""Texts to start from: what the button says, the text, its style."""
AS_REPLACED = ("locale", "style", "link_url", "link_phone", "link_path", "show_from", "show_until", "has_no_end")
"""What a line begins with that stands in the place of one of the network's."""


class LinesView(EditingView):
    """Every promo line of the store with its state, and the network's."""

    page_title = TITLE
    header_icon = "comment"
    template_name = "stores/editing/lines.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = timezone.now()
        today = self.store.today(at)
        lines = lines_in(self.version, today)
        banners = network_banners_at(self.store, at)
        waiting = len(self.draft.promo_banners.all()) - len(lines) if self.may_change and self.draft else 0
        return super().get_context_data(
            lines=[line for line in lines if line.state != ENDED],
            ended=[line for line in lines if line.state == ENDED],
            banners=[banner for banner in banners if not banner.is_over],
            drafted=max(waiting, 0),
            here=self.request.path,
            **kwargs,
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data())
        return answer


class LineView(EditingView):
    """A view of one line of the store, found in the version that the person changes."""

    @cached_property
    def rows(self) -> list[PromoBanner]:
        return rows_in(self.version)

    @cached_property
    def row(self) -> PromoBanner:
        row = next((row for row in self.rows if row.pk == self.kwargs["line_id"]), None)
        if row is None:
            raise Http404
        return row

    def save_rows(
        self, rows: list[PromoBanner], *, changed: bool = True, joined: Iterable[BannerFields] = ()
    ) -> list[str]:
        """Save the lines in this order; the view's own is another than it was, and so are those of `joined`."""
        ids = [row.pk for row in (self.row, *joined) if row.pk] if changed else []
        return self.save(StoreChange(promo_banners=rows, changed_banners=ids))

    def tell_of(self, text: str, state: str) -> None:
        """What became of one line."""
        if self.may_change and self.store.live:
            self.say(f"“{text}”: {state}.")
            self.say_who_is_left_out()
        else:
            self.tell([f"the promo line “{text}”"])


class ChangeLineView(LineView, FormView):
    """The form of a line that is there."""

    page_title = "Change promo line"
    header_icon = "comment"
    template_name = "stores/editing/line.html"
    form_class = LineForm

    def crumbs(self) -> list[dict[str, str]]:
        return [{"url": reverse("stores_lines", args=[self.store.pk]), "label": TITLE}, *super().crumbs()]

    def get_form_kwargs(self) -> dict[str, Any]:
        today = self.store.today(timezone.now())
        return {**super().get_form_kwargs(), "row": self.row, "store": self.store, "today": today, "rows": self.rows}

    def get_initial(self) -> dict[str, Any]:
        # What has ended is shown again for days that somebody types anew.
        again = {"show_from": None, "show_until": None, "has_no_end": False}
        return again if self.request.GET.get("again") else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        starts = [(name, label) for name, (label, _text, _style) in STARTS.items()]
        is_new = self.row.pk is None and not self.row.replaces_id
        today = self.store.today(timezone.now()).isoformat()
        return super().get_context_data(
            longest=LONGEST, starts=starts if is_new else (), accent=self.store.accent, today=today, **kwargs
        )

    def rows_after(self) -> list[PromoBanner]:
        return self.rows

    def form_valid(self, form: LineForm) -> HttpResponse:
        if self.is_locked(self.request):
            return self.form_invalid(form)
        row = form.apply()
        try:
            row.full_clean(exclude=["store"])
            if not self.is_there_already(row):
                self.save_rows(self.rows_after(), joined=form.joined(row))
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        self.tell_what_became(row)
        return self.home()

    def is_there_already(self, row: PromoBanner) -> bool:
        """Whether the same was sent twice."""
        return False

    def tell_what_became(self, row: PromoBanner) -> None:
        state, words = state_of(row, self.store.today(timezone.now()))
        self.tell_of(row.text, words[0].lower() + words[1:])
        if state == ENDED:
            messages.warning(self.request, "Its last day is over: patients do not read it. Change the last day.")
        elif row.has_no_end and state != COMING:
            messages.info(self.request, "It has no end date: remember to end it.")

    def home(self) -> HttpResponse:
        """Who is not of the store goes back to the list."""
        found = super().home()
        is_here = found["Location"] == self.request.get_full_path()
        return redirect("stores_lines", self.store.pk) if is_here else found


class AddLineView(ChangeLineView):
    """The form of a new line; one that replaces a line of the network begins with that line's text."""

    page_title = "New promo line"

    @cached_property
    def row(self) -> PromoBanner:
        row = PromoBanner(store=self.store, style="info")
        if asked := self.request.GET.get("replaces", ""):
            found = NetworkBanner.objects.replaceable_by(self.store)
            network = found.filter(pk=id_in(asked) or 0).first()
            if network is None:
                raise Http404
            for name in (
                "locale",
                "style",
                "link_url",
                "link_phone",
                "link_path",
                "show_from",
                "show_until",
                "has_no_end",
            ):
                setattr(row, name, getattr(network, name))
            values = store_tokens(self.store)
            row.text, row.link_label = (
                fill(each, values, is_html=False) for each in (network.text, network.link_label)
            )
            row.replaces = network
        elif start := STARTS.get(self.request.GET.get("start", "")):
            _label, row.text, row.style = start
        return row

    def get_form(self, form_class: type[LineForm] | None = None) -> LineForm:
        """What says the same in another language, where a line of the store stands in the place of that already."""
        form: LineForm = super().get_form(form_class)
        network = self.row.replaces
        if network is not None and "translates" in form.fields and network.translation_key:
            others = NetworkBanner.objects.filter(translation_key=network.translation_key).exclude(pk=network.pk)
            ids = set(others.values_list("pk", flat=True))
            same = [row for row in self.rows if row.replaces_id in ids and row.language != self.row.language]
            form.initial["translates"] = str(same[0].pk) if same else ""
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Two taps at once wait for each other: the second finds what the first has saved."""
        with transaction.atomic():
            StorePage.objects.select_for_update(of=("self",)).get(pk=self.store.pk)
            return super().post(request, *args, **kwargs)

    def rows_after(self) -> list[PromoBanner]:
        return [*self.rows, self.row]

    def is_there_already(self, row: PromoBanner) -> bool:
        return any(says_the_same(row, other) for other in self.rows)


class LineTapView(LineView):
    """One tap without a form: end now, a step up or down, remove."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        do, row = request.POST.get("do", ""), self.row
        if not self.is_locked(request):
            try:
                self._do(do, row)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
        return redirect("stores_lines", self.store.pk)

    def _do(self, do: str, row: PromoBanner) -> None:
        today = self.store.today(timezone.now())
        if do == "end":
            end(row, today)
            self.save_rows(self.rows)
            self.tell_of(row.text, "off your site now. You can show it again at any time")
        elif do == "remove":
            self.save_rows([each for each in self.rows if each is not row], changed=False)
            self.tell_of(row.text, "removed")
        elif do in {"up", "down"}:
            self.tell(self.save_rows(moved(self.rows, row, -1 if do == "up" else 1), changed=False))
        else:
            raise Http404


def ended_lines(store: StorePage) -> int:
    """How many lines have ended and still stand in the list."""
    today = store.today(timezone.now())
    return sum(row.has_ended(today) for row in store.promo_banners.all())


def lines_screen() -> StoreScreen:
    """The store's screen of promo lines."""
    return StoreScreen(
        "stores_lines",
        TITLE,
        "comment",
        15,
        waiting=ended_lines,
        often="Promo line",
        often_view="stores_add_line",
    )


def line_urls() -> list[Any]:
    """Below `/admin/`."""
    start = "stores/<int:store_id>/lines/"
    return [
        path(start, LinesView.as_view(), name="stores_lines"),
        path(f"{start}add/", AddLineView.as_view(), name="stores_add_line"),
        path(f"{start}<int:line_id>/", ChangeLineView.as_view(), name="stores_change_line"),
        path(f"{start}<int:line_id>/do/", LineTapView.as_view(), name="stores_do_line"),
    ]

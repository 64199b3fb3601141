"""Which stores have answered the coming holidays, for the newsroom; and asking those again that have not."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from stores.access.shells import NewsroomMenuItem, NewsroomMixin
from stores.hours.date_words import days_text, row_hours_text
from stores.hours.holidays.asking import HolidayAnswers, answers_at, questions_of
from stores.hours.holidays.mail import ask_again
from stores.hours.holidays.models import HolidayQuestion
from stores.hours.models import HolidayClosure
from stores.store.models.registration import StoreRegistration
from stores.store.models.store import StorePage

TITLE = "Holiday answers"
PER_PAGE = 50
NOBODY = "Nobody was asked: who has not answered was asked within the last hour, or has no owner with an email."


@dataclass(frozen=True, slots=True)
class SilentStore:
    """A store that has not answered; `question` None: its owners have not been asked by mail."""

    store: StorePage
    question: HolidayQuestion | None
    has_owner: bool


@dataclass(frozen=True, slots=True)
class AnswersRow:
    """A holiday that is near, in words."""

    answers: HolidayAnswers
    days: str
    hours: str


def answer_rows() -> list[AnswersRow]:
    """Of every holiday that is near."""
    return [
        AnswersRow(each, days_text(each.holiday.starts_on, each.holiday.ends_on), row_hours_text(each.holiday))
        for each in answers_at(timezone.now())
    ]


class HolidayAnswersView(NewsroomMixin, View):
    """The holidays that are near, and the stores that have not answered the one that `?holiday=` names."""

    page_title = TITLE
    header_icon = "date"
    template_name = "stores/hours/holiday_answers.html"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": TITLE}]

    @cached_property
    def rows(self) -> list[AnswersRow]:
        return answer_rows()

    @cached_property
    def shown(self) -> AnswersRow | None:
        """The one that is asked for, else the first that somebody has not answered."""
        asked = self.request.GET.get("holiday", "")
        if asked:
            return next((row for row in self.rows if str(row.answers.holiday.pk) == asked), None)
        return next((row for row in self.rows if row.answers.silent), None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        shown = self.shown.answers if self.shown else None
        silent = StorePage.objects.filter(pk__in=shown.silent if shown else ()).order_by("title", "pk")
        page = Paginator(silent, PER_PAGE).get_page(request.GET.get("p"))
        listed = _silent_stores(shown.holiday, list(page.object_list)) if shown else []
        answer: HttpResponse = self.render_to_response(
            self.get_context_data(rows=self.rows, shown=self.shown, page=page, stores=listed)
        )
        return answer


def _silent_stores(holiday: HolidayClosure, stores: list[StorePage]) -> list[SilentStore]:
    ids = [store.pk for store in stores]
    questions = questions_of(holiday, ids)
    with_owner = StoreRegistration.objects.filter(store__in=ids, owners__user__is_active=True)
    owned = set(with_owner.values_list("store", flat=True))
    return [SilentStore(store, questions.get(store.pk), store.pk in owned) for store in stores]


class AskAgainView(NewsroomMixin, View):
    """Mails the owners of the stores that have not answered, or of the one that the form names."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        holiday = get_object_or_404(HolidayClosure, pk=self.kwargs["holiday_id"])
        at = timezone.now()
        answers = next((each for each in answers_at(at) if each.holiday.pk == holiday.pk), None)
        number = ask_again(holiday, self._stores(answers.silent if answers else ()), at)
        if number:
            text = f"Asked {number} store{'s' * (number > 1)} about “{holiday.label}” again, by mail to the owners."
            messages.success(request, text)
        else:
            messages.info(request, NOBODY)
        return redirect(f"{reverse('stores_holiday_answers')}?holiday={holiday.pk}")

    def _stores(self, silent: Iterable[int]) -> list[int]:
        asked = self.request.POST.get("store", "")
        if not asked:
            return list(silent)
        if not (asked.isascii() and asked.isdecimal()):
            raise Http404
        return [pk for pk in silent if str(pk) == asked]


def answers_item() -> MenuItem:
    """The menu's entry."""
    url = reverse("stores_holiday_answers")
    return NewsroomMenuItem(TITLE, url, name="holiday-answers", icon_name="date", order=245)


def newsroom_answer_urls() -> list[Any]:
    """Below `/admin/`."""
    return [
        path("holidays/answers/", HolidayAnswersView.as_view(), name="stores_holiday_answers"),
        path("holidays/<int:holiday_id>/ask/", AskAgainView.as_view(), name="stores_ask_again"),
    ]

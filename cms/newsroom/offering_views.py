"""Another audience for articles that were ticked in the explorer, or that its search and filters found.

Three steps of one address: what is chosen, what it does at which stores, then it is done.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.articles.models.articles import ArticlePage
from cms.articles.models.library import ArticlesPage
from cms.newsroom.article_explorer import found_in_listing
from cms.offering.forms import OfferForm, begun_with
from cms.offering.offering import OtherThanSeen, check_rows, offer
from cms.offering.planning import OfferPlan, plan_offer
from cms.offering.wording import AudienceWords
from stores.access.shells import NewsroomMixin
from stores.access.who import actor_of
from stores.audience.members import Audience, StoreIds, audiences_from, named_in
from stores.ids import ids_in
from stores.models import StorePage
from stores.removal.losses import counted

MOST = 1_000
"""Articles of one change."""
NAMED = 5
"""Of more stores that gain or lose an article the others are counted."""
SEE, DO = "see", "do"


class OfferView(NewsroomMixin, WagtailAdminTemplateMixin, TemplateView):
    """`?id=` of each article, or `?id=all` with what the list of articles was asked; `next` leads back."""

    page_title = "Change audience"
    header_icon = "globe"
    template_name = "cms/newsroom/offer.html"

    @cached_property
    def at(self) -> datetime:
        return timezone.now()

    @cached_property
    def ids(self) -> list[int]:
        """Articles of the library that were chosen."""
        return sorted(_chosen(self.request))

    @cached_property
    def others(self) -> int:
        """What else was ticked: pages, experts, stores' own articles."""
        sent = self.request.GET.getlist("id")
        return 0 if "all" in sent else len(set(sent)) - len(self.ids)

    @property
    def back(self) -> str:
        """Where one came from."""
        folder = ArticlesPage.objects.order_by("pk").values_list("pk", flat=True)
        return get_valid_next_url_from_request(self.request) or reverse("wagtailadmin_explore", args=[folder[0]])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.page_title}
        return [*self.breadcrumbs_items, {"url": self.back, "label": "Articles"}, here]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._too_few_or_many() or self._choosing(OfferForm(initial=begun_with(self._now())))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """With `see` or `do` it goes on from what is chosen; with anything else that is chosen again."""
        form = OfferForm(request.POST)
        refused = self._too_few_or_many()
        if refused is not None:
            return refused
        if not form.is_valid() or not {SEE, DO} & request.POST.keys():
            return self._choosing(form)
        if DO in request.POST:
            return self._do(form)
        return self._seeing(form, plan_offer(self.ids, form.audience, by=actor_of(request), at=self.at))

    def _do(self, form: OfferForm) -> HttpResponse:
        by, seen = actor_of(self.request), self.request.POST.get("seen", "")
        try:
            plan = offer(by=by, articles=self.ids, audience=form.audience, at=self.at, seen=seen)
        except OtherThanSeen as other:
            messages.warning(self.request, "Something is different now, so nothing was changed. See what changes now.")
            return self._seeing(form, other.plan)
        except ValidationError as refusal:
            messages.error(self.request, f"Nothing was changed. {' '.join(refusal.messages)}")
            return self._seeing(form, plan_offer(self.ids, form.audience, by=by, at=self.at))
        words = AudienceWords.of(plan.audience).text(plan.audience)
        messages.success(self.request, f"{counted(len(plan.rows), 'article')} for {words}.")
        return redirect(self.back)

    def _too_few_or_many(self) -> HttpResponse | None:
        if 0 < len(self.ids) <= MOST:
            return None
        words = "Choose at least one article of the library."
        if self.ids:
            words = f"These are {len(self.ids)} articles. One change is of {MOST} at most: filter the list further."
        messages.warning(self.request, words)
        return redirect(self.back)

    def _now(self) -> Audience:
        """The audience of all of them, if it is one."""
        rows = ArticlePage.objects.filter(pk__in=self.ids)
        found = set(audiences_from(rows.only("pk", "audience"), named_in(rows, None)).values())
        return found.pop() if len(found) == 1 else Audience()

    def _choosing(self, form: OfferForm) -> HttpResponse:
        return self._shown(form=form, number=len(self.ids))

    def _seeing(self, form: OfferForm, plan: OfferPlan) -> HttpResponse:
        refusal = ""
        try:
            check_rows(plan)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        return self._shown(
            form=form,
            plan=plan,
            refusal=refusal,
            words=AudienceWords.of(plan.audience).text(plan.audience),
            named=_named(plan),
        )

    def _shown(self, **context: Any) -> HttpResponse:
        kept = {"back": self.back, "others": self.others}
        answer: HttpResponse = self.render_to_response(self.get_context_data(**kept, **context))
        return answer


def _chosen(request: HttpRequest) -> Collection[int]:
    sent = request.GET.getlist("id")
    shared = ArticlePage.objects.in_library()
    if "all" not in sent:
        return set(shared.filter(pk__in=ids_in(sent)).order_by().values_list("pk", flat=True))
    found = found_in_listing(request)
    return set(shared.filter(pk__in=found).order_by().values_list("pk", flat=True))


def _named(plan: OfferPlan) -> list[dict[str, Any]]:
    """The rows, each with the first of the stores that gain and lose it by name; one query for all of them."""
    ids = {pk for each in plan.rows for pk in (*each.gains, *each.loses)}
    titles = dict(StorePage.objects.filter(pk__in=ids).values_list("pk", "title")) if ids else {}
    known: dict[StoreIds, str] = {}

    def names(stores: StoreIds) -> str:
        if stores not in known:
            known[stores] = _some(titles[pk] for pk in stores)
        return known[stores]

    return [{"of": each, "gains": names(each.gains), "loses": names(each.loses)} for each in plan.rows]


def _some(titles: Iterable[str]) -> str:
    ordered = sorted(titles, key=str.casefold)
    more = len(ordered) - NAMED
    return ", ".join(ordered[:NAMED]) + (f" and {more} more" if more > 0 else "")


def offer_urls() -> list[Any]:
    """Below `/admin/`."""
    return [path("articles/audience/", OfferView.as_view(), name="cms_offer")]

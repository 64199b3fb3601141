"""All of each of the newsroom's lists, paged."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path
from django.utils import timezone
from wagtail.admin.views.generic import BaseListingView

from cms.newsroom.waiting import WAITING_LISTS, WaitingList
from stores.access.shells import NewsroomMixin
from stores.access.who import actor_of


class WaitingListView(NewsroomMixin, BaseListingView):
    """One of the newsroom's lists."""

    shown: WaitingList = WAITING_LISTS[0]
    paginate_by = 50

    def get_page_title(self) -> str:
        return self.shown.heading

    @property
    def header_icon(self) -> str:
        return self.shown.icon

    @property
    def columns(self) -> list[Any]:
        return list(self.shown.columns)

    @property
    def index_url_name(self) -> str:
        return self.shown.view

    @property
    def index_results_url_name(self) -> str:
        return f"{self.shown.view}_results"

    @property
    def no_results_message(self) -> str:
        return self.shown.nothing

    def get_queryset(self) -> QuerySet[Any]:
        return self.shown.find(actor_of(self.request), timezone.now())


def waiting_urls() -> list[Any]:
    """The screens of the newsroom's lists, below `/admin/`."""
    found = []
    for each in WAITING_LISTS:
        start = f"newsroom/{each.name.replace('_', '-')}/"
        found += [
            path(start, WaitingListView.as_view(shown=each), name=each.view),
            path(
                f"{start}results/",
                WaitingListView.as_view(shown=each, results_only=True),
                name=f"{each.view}_results",
            ),
        ]
    return found

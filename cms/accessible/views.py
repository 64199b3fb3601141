"""A store's own screen of what some patients can't use there."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.functional import cached_property

from cms.accessible.own import OwnBarrier, own_barriers
from stores.accessible import BarrierKind
from stores.desk.screens import StoreScreen
from stores.desk.views import StoreView

TITLE = "What some patients can’t use"
VIEW = "cms_store_accessible"


class StoreAccessibleView(StoreView):
    """Each barrier with its place, what to do, and the way there; by kind."""

    page_title = TITLE
    header_icon = "glasses"
    template_name = "cms/accessible/store.html"

    @property
    def may_send(self) -> bool:
        """There is nothing to send."""
        return False

    @cached_property
    def found(self) -> list[OwnBarrier]:
        return own_barriers(self.store)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        by_kind = {kind.label: [each for each in self.found if each.barrier.kind == kind] for kind in BarrierKind}
        return super().get_context_data(kinds=[each for each in by_kind.items() if each[1]], **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = self.render_to_response(self.get_context_data())
        return answer


def accessible_screen() -> StoreScreen:
    """Beside the store's other small views."""
    return StoreScreen(VIEW, "Usable by all", "glasses", 60)


def accessible_urls() -> list[Any]:
    """Below `/admin/`."""
    return [path("stores/<int:store_id>/accessible/", StoreAccessibleView.as_view(), name=VIEW)]

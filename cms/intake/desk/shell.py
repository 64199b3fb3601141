"""What the desk's screens share: who may do more than look."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property

from cms.intake.deciding import may_take_in
from stores.access.shells import NewsroomMixin


class DecidersMixin(NewsroomMixin):
    """404 for whoever may publish nothing in the library, when something would be done; it is not offered to them."""

    @cached_property
    def may_decide(self) -> bool:
        return may_take_in(self.request.user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} and not self.may_decide:
            raise Http404
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, may_decide=self.may_decide, **kwargs)
        return context

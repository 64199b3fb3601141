"""What the desk's screens share: who may do more than look."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from cms.intake.deciding import may_take_in
from stores.access.shells import NewsroomMixin


class DecidersMixin(NewsroomMixin):
    """404 for whoever may publish nothing in the library, when something would be done."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in {"GET", "HEAD"} and not may_take_in(request.user):
            raise Http404
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

"""Answers of endpoints that may be kept (`api.caching`)."""

from datetime import datetime
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from api.caching.freshness import generations_of, is_kept, keep
from api.caching.known import edge_for
from api.caching.scopes import HOSTS, LIBRARY, store_scope
from stores.models import StorePage

KEPT_STATUS = frozenset({200, 410})


class KeptEndpoint:
    """Mixed in front of an endpoint: says what its answers are made of. By default, of all that one store shows."""

    request: Any
    at: Any
    store: Any

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        finished: Response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        if is_kept(request) and response.status_code in KEPT_STATUS and self.is_of_now():
            keep(request, self.made_of(), self.good_until(self.at))
        return finished

    def is_of_now(self) -> bool:
        """Whether the answer got so far that it is one: the store was found, and no other moment was asked for."""
        return "store" in self.__dict__ and "at" not in self.request.GET

    def made_of(self) -> set[str]:
        """Scopes of `api.caching.scopes`."""
        store: StorePage = self.store
        return {HOSTS, LIBRARY, store_scope(store.pk)}

    def good_until(self, at: datetime) -> datetime:
        """The first moment after `at` from which the clock may change the answer."""
        return edge_for(generations_of(self.request), at)

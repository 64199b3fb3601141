"""Answers of endpoints that may be kept (`api.caching`)."""

from datetime import datetime
from typing import Any

import orjson
from rest_framework.request import Request
from rest_framework.response import Response

from api.caching.freshness import generations_of, is_kept, keep
from api.caching.known import edge_for
from api.caching.scopes import HOSTS, LIBRARY, store_scope
from api.caching.tags import EVERY_KIND, begin_noting, noted_needs, scope_tag, tags_of_answer, tags_of_needs
from api.previewing.asking import NOT_KEPT, seen_in
from api.previewing.seeing import Seen
from api.protocol.renderers import JSONRenderer
from api.protocol.versions import deprecation_headers
from stores.models import StorePage

OK = 200
KEPT_STATUS = frozenset({OK, 410})


class KeptEndpoint:
    """Mixed in front of an endpoint: says what its answers are made of. By default, of all that one store shows."""

    request: Any
    at: Any
    store: Any
    tells_tags = True
    """Whether `tags=true` asks for what the answer was made of."""
    seen: Seen | None = None
    """The draft that whoever asks may see, by a token of a preview."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        begin_noting()
        self.seen = seen_in(request)
        super().initial(request, *args, **kwargs)  # type: ignore[misc]

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        if self.tells_tags and response.status_code == OK and request.GET.get("tags") == "true":
            response.data = self._with_tags(response.data)
        finished: Response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        for name, value in deprecation_headers(request.path, request.GET).items():
            finished[name] = f"{finished[name]}, {value}" if finished.has_header(name) else value
        if self.seen is not None:
            finished["Cache-Control"] = NOT_KEPT
        elif is_kept(request) and response.status_code in KEPT_STATUS and self.is_of_now():
            keep(request, self.made_of(), self.good_until(self.at), self.tags())
        return finished

    def _with_tags(self, data: Any) -> Any:
        """The answer with `meta.tags`, as `tags=true` asks."""
        whole: dict[str, Any] = data if isinstance(data, dict) else orjson.loads(JSONRenderer().render(data))
        return {**whole, "meta": {**whole.get("meta", {}), "tags": tags_of_answer(self.made_of(), self.tags())}}

    def is_known_in_parts(self) -> bool:
        """Whether all of the answer comes from parts and sets, which say what they need, and from nowhere else."""
        return False

    def tags(self) -> set[str]:
        """What the answer was made of, for caches that are not ours."""
        if generations_of(self.request) is not None and self.is_known_in_parts():
            # Which store was asked for is known before anything is noted.
            asked = {scope_tag(store_scope(self.store.pk))} if "store" in self.__dict__ else set()
            return {HOSTS, *asked, *tags_of_needs(noted_needs())}
        return {*map(scope_tag, self.made_of()), *EVERY_KIND}

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

"""`changes/`: what was published, changed or withdrawn for one store, and what the clock did."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.changes.events import KINDS, TYPES
from api.changes.following import bring_up, feed_of
from api.changes.tokens import events_after, item_of, number_in
from api.endpoints.endpoint import Endpoint
from api.endpoints.schema import openapi
from api.protocol.parameters import STORE_PARAMETERS, Parameter, Parameters, whole, whole_number

MOST, USUAL = 500, 100
PARAMETERS: Parameters = {
    **STORE_PARAMETERS,
    "since": Parameter("The token up to which you have read: `meta.next` of the answer before. Without it: from now."),
    "limit": whole(f"Changes of one answer, {USUAL} unless you say otherwise, at most {MOST}.", MOST),
}


@extend_schema_field({"type": ["integer", "string", "null"]})
class NumberOrTextField(serializers.Field):
    """An id as the API gives it elsewhere."""


class CounterStateSerializer(serializers.Serializer):
    """How a counter stands from that moment on."""

    state = serializers.ChoiceField(["open", "closed", "unknown"])
    until = serializers.DateTimeField(allow_null=True)


class ChangeSerializer(serializers.Serializer):
    """One change. What it touches stands in `tags`: every answer that it alters has one of them in `Surrogate-Key`."""

    id = serializers.CharField(help_text="The token to read on after this change.")
    type = serializers.ChoiceField(TYPES)
    action = serializers.ChoiceField(["published", "changed", "withdrawn"])
    kind = serializers.ChoiceField(KINDS)
    object_id = NumberOrTextField(help_text="A number; a text for promo lines; null for `site`.")
    by = serializers.ChoiceField(["write", "clock"])
    at = serializers.DateTimeField()
    store = serializers.CharField(allow_null=True, help_text="The store's slug.")
    paths = serializers.ListField(child=serializers.CharField(), help_text="On the store's site, as far as known.")
    tags = serializers.ListField(child=serializers.CharField())
    counters = serializers.DictField(
        child=CounterStateSerializer(), allow_null=True, help_text="Of `hours`: each counter as it stands then."
    )


class ChangesMetaSerializer(serializers.Serializer):
    """Where to read on."""

    next = serializers.CharField(help_text="The token for `since` of your next request.")
    has_more = serializers.BooleanField(help_text="Whether there is more already: ask again at once.")


class ChangesSerializer(serializers.Serializer):
    """What has changed, in order."""

    meta = ChangesMetaSerializer()
    items = ChangeSerializer(many=True)


class ChangesEndpoint(Endpoint):
    """What has changed for one store since a token."""

    name = "changes"

    @classmethod
    def known_parameters(cls, action: str) -> Parameters:
        return PARAMETERS

    def is_of_now(self) -> bool:
        """Never kept: each reader has a token of its own."""
        return False

    @extend_schema(operation_id="changes_list", parameters=openapi(PARAMETERS), responses=ChangesSerializer)
    def listing_view(self, request: Request) -> Response:
        limit = whole_number(request.GET, "limit", default=USUAL, highest=MOST)
        feed = feed_of(self.store, self.at)
        bring_up(feed, self.at)
        feed.refresh_from_db(fields=["key", "newest"])
        since = request.GET.get("since")
        number = feed.newest if since is None else number_in(since, feed, "since")
        events = events_after(feed, number, limit) if number < feed.newest else []
        last = events[-1].number if events else number
        items: list[dict[str, Any]] = [{**item_of(feed, each), "store": self.store.slug} for each in events]
        meta = {"next": feed.token(last), "has_more": last < feed.newest}
        return Response({"meta": meta, "items": items}, headers={"Cache-Control": "no-store"})

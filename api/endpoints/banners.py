"""`banners/`: promo lines of the store at this moment."""

from datetime import datetime

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from api.caching.edges import next_midnight
from api.endpoints.endpoint import Endpoint
from api.endpoints.languages import LINE_LANGUAGE_PARAMETERS, asked_language
from api.endpoints.schema import listing_of, openapi
from api.protocol.parameters import LINKS_PARAMETERS
from api.serializers.banners import BannerSerializer
from stores.banners.shown import banners_of
from stores.models import NetworkBanner


class BannersEndpoint(Endpoint):
    """Promo lines, in the order in which they stand."""

    name = "banners"
    form = {**LINE_LANGUAGE_PARAMETERS, **LINKS_PARAMETERS}

    def good_until(self, at: datetime) -> datetime:
        return min(super().good_until(at), next_midnight(self.store.time_zone, at))

    @extend_schema(
        operation_id="banners_list",
        parameters=openapi({**Endpoint.known_parameters("listing_view"), **form}),
        responses=listing_of(BannerSerializer),
    )
    def listing_view(self, request: Request) -> Response:
        selection = self.selection_for(BannerSerializer, default=None)
        draft = self.seen.draft if self.seen and self.seen.is_of(NetworkBanner) else None
        code, is_alone = asked_language(request.query_params)
        banners = banners_of(self.store, self.at, draft, root=self.shown.root, language=code or None)
        banners = [line for line in banners if not is_alone or line.language == code]
        offset, limit = self.page_bounds()
        items = self.serialized(BannerSerializer, banners[offset : offset + limit], selection, many=True)
        return self.listing(self.seen.with_edit(items) if self.seen and draft else items, len(banners))

"""`/api/v2/`: where everything is."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.caching.freshness import LONGEST, keep
from api.caching.scopes import HOSTS
from api.hosts import WITHOUT_STORE
from api.protocol.parameters import check_known


class ResourceSerializer(serializers.Serializer):
    """An endpoint."""

    name = serializers.CharField()
    url = serializers.URLField()
    description = serializers.CharField()
    needs_store = serializers.BooleanField(help_text="Whether its answers depend on the store.")


class IndexSerializer(serializers.Serializer):
    """What this API has."""

    resources = ResourceSerializer(many=True)
    schema_url = serializers.URLField(help_text="The OpenAPI document.")
    docs_url = serializers.URLField()


def index_of(endpoints: Mapping[str, type]) -> type[APIView]:
    """The view that lists these endpoints."""

    class Index(APIView):
        """The table of contents. Depends on no store."""

        @extend_schema(operation_id="index_retrieve", responses=IndexSerializer)
        def get(self, request: Request) -> Response:
            check_known(request.GET, frozenset())
            here = request.build_absolute_uri
            resources = [
                {
                    "name": name,
                    # Below the store that the path names, where it names one.
                    "url": here(f"{request.path}{name}/"),
                    "description": (endpoint.__doc__ or "").partition("\n")[0],
                    "needs_store": name not in WITHOUT_STORE,
                }
                for name, endpoint in endpoints.items()
            ]
            keep(request, {HOSTS}, timezone.now() + LONGEST)
            urls = {"schema_url": here(reverse("schema")), "docs_url": here(reverse("docs"))}
            return Response({"resources": resources, **urls})

    return Index

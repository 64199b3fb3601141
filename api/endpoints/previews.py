"""`preview/`: a code of the preview panel for a token."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import FormParser, JSONParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from api.previewing.asking import NOT_KEPT
from api.previewing.giving import exchange
from api.previewing.seeing import KINDS, seen
from api.protocol.errors import BadRequest
from api.protocol.parameters import check_known


class CodeSerializer(serializers.Serializer):
    """What the preview panel opened the frontend with."""

    code = serializers.CharField(help_text="`preview_code_…`; good once, for a minute.")


class TokenSerializer(serializers.Serializer):
    """What the frontend asks with, and for what."""

    token = serializers.CharField(help_text="Sent as `Authorization: Bearer preview_token_…`.")
    token_type = serializers.ChoiceField(["Bearer"])
    expires_at = serializers.DateTimeField()
    store = serializers.CharField(help_text="Slug of the store at which the draft is previewed.")
    path = serializers.CharField(help_text="The draft's path on the store's site, for `storefront/?path=`.")
    at = serializers.DateTimeField(allow_null=True, help_text="The moment of the preview; null for now.")
    type = serializers.ChoiceField(list(KINDS.values()))
    id = serializers.IntegerField(allow_null=True, help_text="Null for what is not saved yet.")
    edit_url = serializers.URLField(help_text="Where the draft is edited in the admin.")


class ExchangeView(APIView):
    """Exchanges what the admin's preview panel opened the frontend with."""

    parser_classes = (JSONParser, FormParser)

    @extend_schema(operation_id="preview_create", request=CodeSerializer, responses=TokenSerializer)
    def post(self, request: Request) -> Response:
        """A token for a code, once."""
        check_known(request.GET, frozenset())
        now = timezone.now()
        token, row = exchange(_code_in(request), now)
        found = seen(row, now)
        answer = {
            "token": token,
            "token_type": "Bearer",
            "expires_at": row.ends_at.isoformat(timespec="seconds"),
            "store": found.store.slug,
            "path": found.path,
            "at": found.at.isoformat(timespec="seconds") if found.at else None,
            "type": found.kind,
            "id": found.draft.pk,
            "edit_url": found.edit_url,
        }
        return Response(answer, headers={"Cache-Control": NOT_KEPT})

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        finished: Response = super().finalize_response(request, response, *args, **kwargs)
        finished["Cache-Control"] = NOT_KEPT
        return finished


def _code_in(request: Request) -> str:
    try:
        data = request.data
    except (ParseError, UnsupportedMediaType) as error:
        raise BadRequest('Send JSON: {"code": "preview_code_…"}.') from error
    code = data.get("code") if hasattr(data, "get") else None
    if not isinstance(code, str) or set(data) != {"code"}:
        raise BadRequest('Send the code, and nothing else: {"code": "preview_code_…"}.', field="code")
    return code

"""The OpenAPI document as a whole: what is the same of every operation, and what no serializer says."""

from functools import cache
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings

from api.limits.costs import PARAMETERS
from api.live.reading import PARAMETERS as OF_LIVE
from api.live.reading import PATH as LIVE
from api.protocol.errors import KINDS, TITLES
from api.protocol.renderers import PROBLEM_JSON, JSONRenderer
from api.protocol.versions import endpoint_at, mark_deprecated

PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {
        "type": {"type": "string", "format": "uri", "description": "An address that stays: the kind of the error."},
        "title": {"type": "string", "enum": list(TITLES.values())},
        "status": {"type": "integer", "enum": list(TITLES)},
        "detail": {"type": "string", "description": "What is wrong with this request, in words."},
        "message": {"type": "string", "description": "The same, for clients of stock Wagtail."},
        "errors": {
            "type": "array",
            "description": "Parameters that are wrong.",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                "required": ["field", "message"],
            },
        },
    },
    "required": ["type", "title", "status", "detail", "message", "errors"],
}
COSTLY = ", ".join(f"`{name}`" for name in sorted(PARAMETERS))
ANYWHERE = (400, 401, 403, 404, 405, 406, 410, 429, 503)
"""What any operation may answer."""
WAITS = {"Retry-After": {"schema": {"type": "integer"}, "description": "In seconds."}}
WORDS = {429: f"Your address asks too often what costs much: {COSTLY}, `fields=*`, lists of media and redirects."}
HEADERS = {
    "ETag": "Send it back as `If-None-Match`: an answer that has not changed is 304.",
    "Cache-Control": "How long others may keep the answer; never past the moment at which the clock changes it.",
    "Cache-Status": "Whether the answer was kept (`hit`) or made anew (`fwd=miss`).",
    "Surrogate-Key": "What the answer was made of, for a cache that is purged by tags.",
}
RATES = {
    "RateLimit-Policy": "How often whoever asked may ask what costs much (`q` in `w` seconds), where it was counted.",
    "RateLimit": "How much of it is left (`r`), and in how many seconds all of it is back (`t`).",
}
SECURITY = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key, `mortar_…`: needed where nobody reads without one, and good everywhere else.",
    },
    "preview": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token of `preview/`, `preview_token_…`: answers show its draft, and are kept by nobody.",
    },
}
"""How whoever asks says who they are. Beside nothing at all: most networks are anybody's to read."""
LINK = "The pages beside this one: `next` and `prev`."
TAGS = {
    "stores": "The network's directory.",
    "articles": "What one store carries.",
    "experts": "Who speaks in it.",
    "topics": "What it is about.",
    "tags": "What it is about, more finely.",
    "banners": "Promo lines of one store.",
    "storefront": "One call for one page of a store's site.",
    "search": "Articles, experts and pages of one store.",
    "sitemap": "Every path of a store's site.",
    "navigation": "Menus of a store's site.",
    "chrome": "Header and footer of a store's site.",
    "pages": "Standard pages and health news, by Wagtail's own endpoint.",
    "images": "Pictures that a store shows, by Wagtail's own endpoint.",
    "documents": "Files that a store shows, by Wagtail's own endpoint.",
    "redirects": "Addresses that have moved, by Wagtail's own endpoint.",
    "changes": "What has changed at one store.",
    "ninjs": "Articles of one store for partners, by the IPTC's standard. Needs a key for `news`.",
    "live": "What changes at one store, as it happens.",
    "preview": "A draft in a store's own frontend.",
    "index": "Where everything is.",
}
FOUND: dict[str, Any] = {
    "description": "Leads to the object's detail.",
    "headers": {"Location": {"schema": {"type": "string"}, "description": "Its address on the host that was asked."}},
}
EVENTS = "text/event-stream"
STREAMED = """What changes at one store, as it happens

Server-sent events, from a process of its own. The first is `ready`, and its `id` the token of now. The name of each
that follows is the `type` of a change, its `id` the token, its `data` a `Change` as `changes/` has it. After a silence
comes a comment. A browser comes back with `Last-Event-ID`, and misses nothing; a token that is too old is 410."""
RECORDED = Path(__file__).parent / "examples"
"""Real answers by the id of their operation, which a test compares with those of today."""
EXCHANGED = {
    "token": "preview_token_8vJ0fX2kQ1…",
    "token_type": "Bearer",
    "expires_at": "2026-12-09T17:15:00+00:00",
    "store": "pitman",
    "path": "/health/flu-shots/",
    "at": None,
    "type": "article",
    "id": 41,
    "edit_url": "https://example.com/admin/pages/41/edit/",
}
"""Of a code, which no test could use a second time."""
TAKEN: dict[str, Any] = {
    "uri": "tag:example.com,2026:articles/41",
    "standard": {
        "name": "ninjs",
        "version": "3.0",
        "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json",
    },
    "type": "text",
    "pubStatus": "usable",
    "versionCreated": "2026-12-09T12:15:00-05:00",
    "representationType": "full",
    "firstCreated": "2026-12-01T08:00:00-05:00",
    "contentCreated": "2026-12-01T00:00:00-05:00",
    "expires": "2028-01-01T00:00:00-05:00",
    "language": "en",
    "headlines": [{"role": "main", "contentType": "text/plain", "value": "Flu shots, early or late"}],
    "descriptions": [{"role": "summary", "contentType": "text/plain", "value": "When a flu shot helps most."}],
    "bodies": [{"role": "main", "contentType": "text/html", "value": "<h2>When?</h2><p>Ask Pitman Pharmacy.</p>"}],
    "by": "Ann Writer",
    "located": "Sample Health Desk",
    "copyrightHolder": "Sample Health Desk",
    "copyrightNotice": "Copyright © 2026 Sample Health Desk. All Rights Reserved.",
    "usageTerms": "Not a substitute for medical advice.",
    "edNote": "Corrected on 2026-12-09: The month was wrong.",
    "people": [
        {"name": "Dr. Ingrid Halvorsen (sample)", "rel": "expert", "uri": "https://pitman.example.com/experts/ingrid/"}
    ],
    "subjects": [{"name": "Flu", "rel": "topic"}],
    "infoSources": [{"name": "Sample Health Desk", "role": "provider"}],
    "altIds": [
        {"role": "id", "value": "41"},
        {"role": "page", "value": "https://pitman.example.com/health/flu-shots/"},
    ],
}
"""An item for partners, whose keys no test of the document has."""
UNRECORDED: dict[str, Any] = {
    "preview_create": EXCHANGED,
    "ninjs_retrieve": TAKEN,
    "ninjs_list": {"meta": {"total_count": 1, "next": None, "previous": None}, "items": [TAKEN]},
}
"""Examples by the id of their operation that are no recorded answers."""
TOLD = """retry: 2000
id: k3m9x2p7qa-41
event: ready
data: {}

"""


def live_operation() -> dict[str, Any]:
    """The stream, which no view of Django's answers."""
    text = {"type": "string"}
    return {
        "operationId": "live_retrieve",
        "description": STREAMED,
        "parameters": [
            *(
                {"in": "query", "name": name, "schema": text, "description": parameter.description}
                for name, parameter in sorted(OF_LIVE.items())
            ),
            {"in": "header", "name": "Last-Event-ID", "schema": text, "description": "The `id` of the last event."},
        ],
        "responses": {"200": {"description": "The stream.", "content": {EVENTS: {"schema": text, "example": TOLD}}}},
    }


def whole_document(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Servers, tags, summaries, headers and errors of every operation."""
    network = settings.NETWORK_URL
    result["servers"] = [
        {"url": network, "description": "The network's host: name the store by `store` or `site`."},
        {
            "url": f"{network.partition(':')[0]}://{{host}}",
            "description": "A store's own host, which names the store.",
            "variables": {"host": {"default": f"pitman.{settings.NETWORK_HOST}"}},
        },
    ]
    result["paths"][LIVE] = {"get": live_operation()}
    components = result["components"]
    components["schemas"]["Problem"] = PROBLEM
    components["responses"] = {component_of(status): _problem(status) for status in ANYWHERE}
    components["responses"]["Unchanged"] = {"description": "As it was when it had the ETag that was sent."}
    components["headers"] = {name: _header(words) for name, words in {**HEADERS, **RATES, "Link": LINK}.items()}
    components["securitySchemes"] = SECURITY
    # Public where the network says so, and with each of these.
    result["security"] = [{}, *({name: []} for name in SECURITY)]
    used = set()
    for path, operations in result["paths"].items():
        tag = endpoint_at(path) or "index"
        used.add(tag)
        for operation in operations.values():
            _describe(operation, tag)
            mark_deprecated(tag, operation)
            _show_example(operation)
    result["tags"] = [{"name": name, "description": words} for name, words in TAGS.items() if name in used]
    return result


def component_of(status: int) -> str:
    """What the answer is called among the document's components."""
    return TITLES[status].replace(" ", "")


def _problem(status: int) -> dict[str, Any]:
    answer = {
        "description": WORDS.get(status, KINDS[status]),
        "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status == 401:
        challenge = "`Bearer`, with `error` where what was sent is not good."
        return {**answer, "headers": {"WWW-Authenticate": _header(challenge)}}
    told = {name: {"$ref": f"#/components/headers/{name}"} for name in RATES} if status == 429 else {}
    return {**answer, "headers": {**WAITS, **told}} if status in {429, 503} else answer


def _header(words: str) -> dict[str, Any]:
    return {"schema": {"type": "string"}, "description": words}


def _describe(operation: dict[str, Any], tag: str) -> None:
    operation["tags"] = [tag]
    # The document says it for all. REST framework would say "nobody": it has no part in who may ask.
    operation.pop("security", None)
    operation["summary"] = operation.get("description", operation["operationId"]).partition("\n")[0].rstrip(".")
    responses = operation["responses"]
    for status in ANYWHERE:
        responses[str(status)] = {"$ref": f"#/components/responses/{component_of(status)}"}
    if "302" in responses:
        responses["302"] = FOUND
    if "200" in responses and tag != "preview" and EVENTS not in responses["200"].get("content", ()):
        responses["304"] = {"$ref": "#/components/responses/Unchanged"}
        names = [*HEADERS, *RATES, *(["Link"] if operation["operationId"].endswith("_list") else [])]
        responses["200"]["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}


@cache
def _recorded(name: str) -> Any:
    file = RECORDED / f"{name}.json"
    return orjson.loads(file.read_bytes()) if file.exists() else None


def _show_example(operation: dict[str, Any]) -> None:
    content = operation["responses"].get("200", {}).get("content", {}).get(JSONRenderer.media_type)
    name = operation["operationId"]
    example = UNRECORDED.get(name) or _recorded(name.replace("_find", "_retrieve"))
    if content is not None and example is not None:
        content["example"] = example

"""What a call is, for the OpenAPI document: it is not asked for, so no view says it."""

from typing import Any

NAMES: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
DATA: dict[str, Any] = {
    "type": "object",
    "description": "What has changed; of a test nothing.",
    "properties": {
        "store": {
            "type": ["string", "null"],
            "description": "The slug of the store whose webhook it is. Null: the network's, whose items say theirs.",
        },
        "tags": {**NAMES, "description": "Of all items: throw away what has one of these in its `Surrogate-Key`."},
        "paths": {**NAMES, "description": "Of all items, on stores' sites."},
        "items": {"type": "array", "maxItems": 100, "items": {"$ref": "#/components/schemas/Change"}},
    },
    "required": ["store", "tags", "paths", "items"],
}
CALL: dict[str, Any] = {
    "type": "object",
    "description": "The body of a call of a webhook.",
    "properties": {
        "type": {"type": "string", "enum": ["changes", "test"], "description": "`test`: of the test button."},
        "timestamp": {"type": "string", "format": "date-time", "description": "When it was made."},
        "data": {"$ref": "#/components/schemas/WebhookData"},
    },
    "required": ["type", "timestamp", "data"],
}
SCHEMAS = {"WebhookCall": CALL, "WebhookData": DATA}

CALLED = """Something has changed

A POST to an address that an owner or a network admin named, by Standard Webhooks: check the signature with the body as
it came, answer 2xx within ten seconds, and do the work afterward."""
SIGNED = {
    "webhook-id": "The name of the call, the same at every try: do nothing when it comes a second time.",
    "webhook-timestamp": "Seconds since 1970.",
    "webhook-signature": "`v1,…` of id, timestamp and body; for a day after a new secret was made two, with a space.",
}
OUTCOMES = {
    "2XX": "It has arrived.",
    "410": "Nobody is there any more: the webhook is turned off.",
    "default": "It is tried again, after 5 seconds and then ever later.",
}
CHANGED = {
    "id": "k3jv9x2mqa-7",
    "type": "hours",
    "action": "changed",
    "kind": "hours",
    "object_id": 12,
    "by": "write",
    "at": "2026-12-09T17:00:00+00:00",
    "store": "pitman",
    "paths": ["/"],
    "tags": ["clock", "hours", "hours-12", "store-12"],
    "counters": {"pharmacy": {"state": "open", "until": "2026-12-09T13:30:00-05:00"}},
}
EXAMPLES: dict[str, Any] = {
    "changes": {
        "summary": "To a store's webhook",
        "value": {
            "type": "changes",
            "timestamp": "2026-12-09T17:00:01+00:00",
            "data": {"store": "pitman", "tags": CHANGED["tags"], "paths": ["/"], "items": [CHANGED]},
        },
    },
    "test": {
        "summary": "The test button of a webhook of the network",
        "value": {
            "type": "test",
            "timestamp": "2026-12-09T17:00:01+00:00",
            "data": {"store": None, "tags": [], "paths": [], "items": []},
        },
    },
}


def describe_calls(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """The member `webhooks` of the document."""
    content = {"schema": {"$ref": "#/components/schemas/WebhookCall"}, "examples": EXAMPLES}
    text = {"type": "string"}
    call = {
        "operationId": "webhook_call",
        "summary": CALLED.partition("\n")[0],
        "description": CALLED,
        "tags": ["changes"],
        "security": [],
        "parameters": [
            {"in": "header", "name": name, "required": True, "schema": text, "description": words}
            for name, words in SIGNED.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": {status: {"description": words} for status, words in OUTCOMES.items()},
    }
    result["webhooks"] = {"call": {"post": call}}
    result["components"]["schemas"] |= SCHEMAS
    return result

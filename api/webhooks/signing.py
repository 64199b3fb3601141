"""Signatures as Standard Webhooks has them: whoever knows the secret knows that a call is ours, and new."""

import base64
import secrets
from datetime import UTC, datetime

from standardwebhooks import Webhook as Signer

BYTES = 32


def new_secret() -> str:
    return f"whsec_{base64.b64encode(secrets.token_bytes(BYTES)).decode()}"


def headers_for(message: str, body: str, at: datetime, known: list[str]) -> dict[str, str]:
    """The headers of one try: signed with every secret that is known, so that a new one can be put in at leisure."""
    moment = at.astimezone(UTC)
    signatures = " ".join(Signer(secret).sign(msg_id=message, timestamp=moment, data=body) for secret in known)
    return {
        "content-type": "application/json",
        "user-agent": "Mortar-Webhooks/1",
        "webhook-id": message,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": signatures,
    }

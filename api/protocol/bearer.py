"""How the secrets of previews begin, so that each is known for what it is wherever it turns up."""

from django.core.signing import BadSignature, Signer

PREVIEW_CODE = "preview_code_"
PREVIEW_TOKEN = "preview_token_"  # noqa: S105  (how one begins)


def preview_token_in(authorization: str) -> str:
    """The token of a preview in this header; empty where it holds none."""
    scheme, _space, shown = authorization.partition(" ")
    shown = shown.strip()
    return shown if scheme.lower() == "bearer" and shown.startswith(PREVIEW_TOKEN) else ""


def is_made_here(secret: str, prefix: str) -> bool:
    """Whether it is worth while to ask the database."""
    try:
        Signer(salt=prefix, sep=".").unsign(secret.removeprefix(prefix))
    except BadSignature:
        return False
    return secret.startswith(prefix)

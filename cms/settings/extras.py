"""Settings of what is installed only where it is wanted: `requirements/extras.txt`."""

from importlib.util import find_spec
from typing import Any

from cms.env import BadEnvironment, refuse_value

MEND = "Install it: pip install --require-hashes -r requirements/extras.txt"


def s3_storage(bucket: dict[str, str], *, url: str) -> dict[str, Any]:
    """Uploads in an S3-compatible bucket, read at `url` by everybody whom the bucket's own policy lets.

    No address is signed: pictures are public by the policy, documents go through Mortar, which asks who may read
    them. Without keys the machine's own role counts.
    """
    if not find_spec("storages"):
        refuse_value(BadEnvironment("S3_BUCKET", "needs django-storages", MEND))
    options = {
        **{name: value or None for name, value in bucket.items()},
        "custom_domain": url.partition("://")[2].rstrip("/"),
        "querystring_auth": False,
        "default_acl": None,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def watch_errors(dsn: str) -> None:
    """Tell Sentry of errors, without who had them: no cookies, no bodies, no addresses of people."""
    if not dsn:
        return
    if not find_spec("sentry_sdk"):
        refuse_value(BadEnvironment("SENTRY_DSN", "needs sentry-sdk", MEND))
        return
    import sentry_sdk  # noqa: PLC0415  (installed only where it is wanted)

    sentry_sdk.init(dsn=dsn, send_default_pii=False, max_request_body_size="never", include_local_variables=False)

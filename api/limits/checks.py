"""What `manage.py doctor` says of the limits."""

from datetime import datetime

from django.conf import settings

from cms.watching.checks import Check, Door, Finding, bad, good, register_check, warning


def limits(at: datetime) -> Finding:
    """Whether what costs much is held back, and whose address is counted."""
    if not settings.COSTLY_PER_SECOND:
        return warning("anybody may ask as often as they like", "Set COSTLY_PER_SECOND, such as 5.")
    words = f"{settings.COSTLY_PER_SECOND} a second from one address, {settings.COSTLY_AT_ONCE} at once"
    proxies = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if settings.BEHIND_TLS_PROXY and not proxies:
        mend = "Set TRUSTED_PROXIES to how many proxies add to X-Forwarded-For."
        return bad(f"{words}, but every reader has the proxy's address", mend)
    said_by = f"as {proxies} prox{'y says' if proxies == 1 else 'ies say'}" if proxies else "of the connection itself"
    return good(f"{words}; the address {said_by}")


def register_limit_checks() -> None:
    register_check(Check("limits", "Limits", limits, doors=frozenset({Door.DOCTOR})))

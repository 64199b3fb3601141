"""django-allauth: a session's record of how somebody logged in, which its public functions neither read nor write."""

from allauth.account.internal.flows.login import (
    clear_authentication_records,
    get_authentication_records,
    record_authentication,
)
from allauth.core.internal.ratelimit import RateLimitUsage, consume
from allauth.mfa.totp.internal.auth import generate_totp_secret

__all__ = [
    "RateLimitUsage",
    "clear_authentication_records",
    "consume",
    "generate_totp_secret",
    "get_authentication_records",
    "record_authentication",
]

READ_IN = "65.21"
LEANED_ON = {
    "allauth.account.adapter.DefaultAccountAdapter._get_login_attempts_cache_key": "stock has the Host in it",
    "allauth.core.internal.ratelimit.RateLimitUsage.rollback": "a guess that was right was none",
    "allauth.core.internal.ratelimit.consume": "the public one answers yes or no, and nothing to roll back",
    "allauth.account.internal.flows.login.clear_authentication_records": "a factor that is gone was not given",
    "allauth.account.internal.flows.login.get_authentication_records": "whether a session has given a second factor",
    "allauth.account.internal.flows.login.record_authentication": "an invitation's link and a new factor are logins",
    "allauth.mfa.adapter.DefaultMFAAdapter._get_site_name": "the network's name; the public one asks a site framework",
    "allauth.mfa.totp.internal.auth.generate_totp_secret": "in place of a secret that can't be read: it fits no code",
}

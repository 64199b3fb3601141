"""django-allauth: a session's record of how somebody logged in, which its public functions neither read nor write."""

from allauth.account.internal.flows.login import (
    clear_authentication_records,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.totp.internal.auth import generate_totp_secret

__all__ = [
    "clear_authentication_records",
    "generate_totp_secret",
    "get_authentication_records",
    "record_authentication",
]

READ_IN = "65.21"
LEANED_ON = {
    "allauth.account.internal.flows.login.clear_authentication_records": "a factor that is gone was not given",
    "allauth.account.internal.flows.login.get_authentication_records": "whether a session has given a second factor",
    "allauth.account.internal.flows.login.record_authentication": "an invitation's link and a new factor are logins",
    "allauth.mfa.adapter.DefaultMFAAdapter._get_site_name": "the network's name; the public one asks a site framework",
    "allauth.mfa.totp.internal.auth.generate_totp_secret": "in place of a secret that can't be read: it fits no code",
}

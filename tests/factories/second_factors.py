"""Second factors: an app and what it shows."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value

from cms.users.models import User

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def give_app(user: User) -> Authenticator:
    """The person has an app that knows SECRET."""
    return TOTP.activate(user, SECRET).instance


def give_recovery_codes(user: User) -> list[str]:
    """Codes that stand in for it."""
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


def code_now(secret: str = SECRET, *, steps: int = 0) -> str:
    """What the app shows now, or some half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))

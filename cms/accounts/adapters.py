"""What allauth asks of this project: sessions, second factors, mails."""

import logging
import time
from ipaddress import ip_network
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cms.accounts.factors import has_factor
from cms.accounts.guessing import count_from_address, key_of_login
from cms.accounts.sealing import seal, unseal
from stores.upstream.allauth import generate_totp_secret, get_authentication_records

logger = logging.getLogger(__name__)

WRONG = "We couldn’t find an account with that user name or email and password."


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves; one answer for whatever is wrong with a login."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": WRONG,
        "email_password_mismatch": WRONG,
        "too_many_login_attempts": "Too many attempts. Wait a few minutes, then try again.",
        "rate_limited": "Too many attempts. Wait a few minutes, then try again.",
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that whoever asks is counted by, as the trusted proxies say it.

        Of IPv6 the network: whoever has one address has 2^64 of them. Who came past one of the proxies is counted by
        the connection.
        """
        try:
            address = super().get_client_ip(request)
        except ImproperlyConfigured:
            address = request.META["REMOTE_ADDR"]
        if ":" not in address:
            return address
        return str(ip_network(f"{address}/64", strict=False).network_address)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of somebody who has just come in; who has a second factor must have given that."""
        records = get_authentication_records(self.request, self.request.user)
        last: dict[str, Any] = records[-1] if records else {"at": 0.0, "method": ""}
        is_enough = last["method"] == "mfa" or not has_factor(self.request.user)
        is_fresh = time.time() - last["at"] < account_settings.REAUTHENTICATION_TIMEOUT
        return not (is_enough and is_fresh)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """Who has a second factor gives that: the password alone could otherwise take it away."""
        methods = super().get_reauthentication_methods(user)
        if has_factor(user):
            methods = [each for each in methods if each["id"] != "reauthenticate"]
            if not has_factor(user, Authenticator.Type.TOTP):
                # Recovery codes are for the day when the passkey is gone.
                methods.sort(key=lambda each: each["id"] != "mfa_reauthenticate:webauthn")
        return methods

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The person, or None; ValidationError after too many failures at the account, or from one address."""
        usage = count_from_address(request)
        person = super().authenticate(request, **credentials)
        if person is not None:
            usage.rollback()
        return person

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return key_of_login(credentials.get("username") or credentials.get("email") or "")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        messages.error(request, WRONG)
        return redirect("account_login")

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Mail the address of the account: there is no table of addresses here."""
        if user.email:
            super().send_notification_mail(template_prefix, user, context, email or user.email)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of second factors are encrypted in the database; the network has a name, not a host."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """A secret from another SECRET_KEY fits no code: the person needs `manage.py reset_second_factor`."""
        try:
            return unseal(encrypted_text)
        except InvalidToken:
            logger.error("A second factor was sealed with another SECRET_KEY: name that one in SECRET_KEY_FALLBACKS.")
            return generate_totp_secret()

    def get_totp_issuer(self) -> str:
        return self._get_site_name()

    def _get_site_name(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the network's host, whatever the request says."""
        return {"id": settings.NETWORK_HOST.partition(":")[0], "name": self._get_site_name()}

"""The forms of logging in, in Wagtail's words."""

from typing import Any

from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.core import context, ratelimit
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.forms import Form
from django.http import HttpRequest
from wagtail.admin.forms.auth import PasswordChangeForm
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

from cms.accounts.guessing import Guess, count_from_address, one_spelling
from cms.accounts.reset_links import mail_reset_link

TEMPLATES = ("subject_template_name", "email_template_name")
"""What the view says of the mail."""


class LoginForm(AllauthLoginForm):
    """User name or e-mail address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Username or email"
        self.fields["login"].widget.attrs |= {"placeholder": "", "autocomplete": "username", "autocapitalize": "none"}
        self.fields["login"].widget.attrs["autofocus"] = True
        self.fields["password"].widget.attrs["placeholder"] = ""

    def add_prefix(self, field_name: str) -> str:
        """The name that Wagtail's login has, and password managers know."""
        return "username" if field_name == "login" else super().add_prefix(field_name)


class OldPasswordForm(PasswordChangeForm):
    """A new password in one's account; the old one is a guess like any other."""

    def __init__(self, *args: Any, guess: Guess, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.guess = guess

    def clean_old_password(self) -> str:
        self.guess.count()
        password: str = super().clean_old_password()
        self.guess.was_right()
        return password


class OnceForm(Form):
    """A code of the app is good once in all its time: allauth remembers it for one step, and takes three."""

    authenticator: Authenticator

    def clean_code(self) -> str:
        usage = count_from_address(context.request)
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            steps = 2 * mfa_settings.TOTP_TOLERANCE + 2
            key = f"mortar.totp.{self.authenticator.user_id}.{''.join(filter(str.isdigit, code))}"
            if not cache.add(key, "used", timeout=steps * mfa_settings.TOTP_PERIOD):
                raise get_adapter().validation_error("incorrect_code")
        usage.rollback()
        return code


class AuthenticateForm(OnceForm, AllauthAuthenticateForm):
    """The second step of a login."""


class ReauthenticateForm(OnceForm, AllauthReauthenticateForm):
    """The second factor once more, before a change of factors."""


class PasswordResetForm(WagtailPasswordResetForm):
    """Has a link mailed to whoever is known; the answer is the same, and as fast, for whoever is not."""

    def save(self, *args: Any, request: HttpRequest | None = None, **options: Any) -> None:
        """Looks nobody up: the worker does. Too many requests for one address mail nothing."""
        asked, email = request or context.request, self.cleaned_data["email"]
        if not ratelimit.consume(asked, action="reset_password", key=one_spelling(email)):
            return
        templates = {name: options[name] for name in TEMPLATES}
        mail_reset_link.enqueue(email=email, is_secure=asked.is_secure(), **templates)

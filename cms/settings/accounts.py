"""Logging in: sessions, passwords, second factors, and what is counted against guessing."""

AUTHENTICATION_BACKENDS = ["cms.accounts.backends.NameOrEmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
PASSWORD_RESET_TIMEOUT = 60 * 60
# Whoever may set an address may take the account: that is for network admins (Settings, Users).
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "cms.accounts.forms.PasswordResetForm"  # noqa: S105  (a form)

# Seven days with "remember me", else until the browser closes; never sent along by another site's forms.
SESSION_COOKIE_AGE = 7 * 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cms.accounts.ended.csrf_failure"

# Who must have a second factor: `newsroom` (network admins and editors), `everybody` or `nobody`.
SECOND_FACTOR_FOR = "nobody"

ACCOUNT_ADAPTER = "cms.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Mortar] "
ACCOUNT_FORMS = {"login": "cms.accounts.forms.LoginForm"}
ACCOUNT_RATE_LIMITS = {
    # Every login that is tried; a person at a counter logs in a few times an hour.
    "login": "30/m/ip",
    # Failed ones, codes of second factors too: by the account, and by where they come from. Two counts, because a
    # right code clears the first, and nobody's own code may clear what an address has used up.
    "login_failed": "5/5m/key",
    "failed_from_address": "10/m/ip,200/d/ip",
    "reset_password": "10/m/ip,3/10m/key",
    "reauthenticate": "10/m/user",
    # Opening links of invitations, and sending invitations.
    "invitation": "30/m/ip",
    "invite": "30/h/user",
}

MFA_ADAPTER = "cms.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "cms.accounts.forms.AuthenticateForm",
    "reauthenticate": "cms.accounts.forms.ReauthenticateForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Clocks of phones are off by seconds: the step before and the one after are taken, each code once.
MFA_TOTP_TOLERANCE = 1

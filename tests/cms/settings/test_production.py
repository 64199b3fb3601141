"""Production starts with a good environment only, and says what is wrong with a bad one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cms.users.models import SharedCache

ROOT = Path(__file__).parents[3]

GOOD = {
    "SECRET_KEY": "n0t-a-secret_but-as-long-and-as-varied-as-one-must-be",
    "NETWORK_HOST": "cms.mortar.example",
    "DATABASE_URL": "postgres://mortar:p%40ss-word@db.mortar.example:5432/mortar",
    "MEDIA_ROOT": "/srv/mortar/media",
    "DEFAULT_FROM_EMAIL": "network@mortar.example",
}


def run(*command: str, **environment: str | None) -> "subprocess.CompletedProcess[str]":
    """A Python of its own with the good environment, in which the given variables are changed or missing."""
    values = {**GOOD, "PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "cms.settings.production", **environment}
    return subprocess.run(
        [sys.executable, *command],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={name: value for name, value in values.items() if value is not None},
        timeout=60,
    )


def setting(expression: str, **environment: str | None) -> str:
    """What an expression over the settings prints."""
    done = run("-c", f"from cms.settings import production as s; print(({expression}))", **environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def refusal(**environment: str | None) -> str:
    """The last line that a refused start prints."""
    done = run("-c", "import cms.settings.production", **environment)
    assert done.returncode != 0
    return done.stderr.strip().splitlines()[-1].partition(": ")[2]


@pytest.mark.parametrize("name", GOOD)
def test_missing_value_is_named_with_its_mend(name: str) -> None:
    message = refusal(**{name: None})
    assert message.startswith(f"{name} is missing. ")
    assert len(message) > len(f"{name} is missing. ")


@pytest.mark.parametrize("name", GOOD)
def test_empty_value_is_a_missing_one(name: str) -> None:
    assert refusal(**{name: "  "}).startswith(f"{name} is missing. ")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY is too weak. Make one with: python -c"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY is too weak."),
        ("SECRET_KEY", "django-insecure-" + GOOD["SECRET_KEY"], "SECRET_KEY is too weak."),
        ("NETWORK_HOST", "https://cms.mortar.example", "NETWORK_HOST is 'https://cms.mortar.example'. Write a host"),
        ("NETWORK_HOST", "*", "NETWORK_HOST is '*'. Write a host name"),
        ("DATABASE_URL", "sqlite:////srv/mortar.sqlite3", "DATABASE_URL is not postgresql. Production runs on"),
        ("DATABASE_URL", "mysql://host/mortar", "DATABASE_URL names a database that Mortar does not run on."),
        ("DATABASE_URL", "postgres://host", "DATABASE_URL names no database."),
        ("DATABASE_POOL_SIZE", "0", "DATABASE_POOL_SIZE is '0'. Write a whole number from 1 to 100."),
        ("HSTS_SECONDS", "60", "HSTS_SECONDS is '60'. Write a whole number from 3600 to"),
        ("HSTS_PRELOAD", "maybe", "HSTS_PRELOAD is 'maybe'. Write 'true' or 'false'."),
        ("SECOND_FACTOR_FOR", "admins", "SECOND_FACTOR_FOR is 'admins'. Write one of: newsroom, everybody, nobody."),
        ("MEDIA_HOST", "/media/", "MEDIA_HOST is '/media/'. Write a host name"),
        (
            "MEDIA_HOST",
            "https://uploads.mortar.example",
            "MEDIA_HOST is 'https://uploads.mortar.example'. ",
        ),
        ("MEDIA_HOST", "cms.mortar.example", "MEDIA_HOST is NETWORK_HOST. Write a host that shares no cookie"),
        ("EMAIL_PORT", "smtp", "EMAIL_PORT is 'smtp'. Write a whole number from 1 to 65535."),
        ("BEHIND_TLS_PROXY", "https", "BEHIND_TLS_PROXY is 'https'. Write 'true' or 'false'."),
    ],
)
def test_bad_value_is_refused_in_words(name: str, value: str, message: str) -> None:
    assert refusal(**{name: value}).startswith(message)


def test_good_environment_passes_djangos_deployment_checks_without_a_warning() -> None:
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


def test_options_of_the_database_url_are_kept_beside_the_pool() -> None:
    url = f"{GOOD['DATABASE_URL']}?sslmode=verify-full&sslrootcert=/etc/ca.pem"
    options = setting("s.DATABASES['default']['OPTIONS']", DATABASE_URL=url)
    assert "'sslmode': 'verify-full', 'sslrootcert': '/etc/ca.pem'" in options
    assert "'pool'" in options


def test_pool_has_the_size_that_the_environment_gives() -> None:
    expression = "s.DATABASES['default']['OPTIONS']['pool']['max_size']"
    assert setting(expression) == "8"
    assert setting(expression, DATABASE_POOL_SIZE="3") == "3"


def test_everything_of_the_network_stands_on_https() -> None:
    names = "s.NETWORK_URL, s.MEDIA_URL, s.WAGTAILADMIN_BASE_URL, s.SITE_PORT"
    url = "https://cms.mortar.example"
    assert setting(names) == str((url, f"{url}/media/", url, 443))


def test_uploads_have_a_host_of_their_own_where_the_environment_names_one() -> None:
    found = setting("s.MEDIA_HOST, s.MEDIA_URL, s.NETWORK_URL", MEDIA_HOST="uploads.mortar.example")
    assert found == str(
        ("uploads.mortar.example", "https://uploads.mortar.example/media/", "https://cms.mortar.example")
    )


def test_forwarded_scheme_is_believed_only_where_a_proxy_sets_it() -> None:
    expression = "getattr(s, 'SECURE_PROXY_SSL_HEADER', None)"
    assert setting(expression) == "None"
    assert setting(expression, BEHIND_TLS_PROXY="true") == str(("HTTP_X_FORWARDED_PROTO", "https"))


def test_debug_and_the_demo_are_off_whatever_the_environment_says() -> None:
    assert setting("s.DEBUG, s.DEMO_ALLOWED, s.SERVE_MEDIA", DEBUG="true", DEMO_ALLOWED="true") == str((False,) * 3)


def test_demo_is_refused_before_it_touches_anything() -> None:
    done = run("manage.py", "demo", "--no-serve")
    assert done.returncode == 1
    assert "The demo runs with cms.settings.dev only" in done.stderr


def test_wsgi_application_starts_with_production_unless_told_otherwise() -> None:
    done = run("-c", "import cms.wsgi, os; print(os.environ['DJANGO_SETTINGS_MODULE'])", DJANGO_SETTINGS_MODULE=None)
    assert done.stdout.strip() == "cms.settings.production", done.stderr


def test_newsroom_needs_a_second_factor_unless_told_otherwise() -> None:
    assert setting("s.SECOND_FACTOR_FOR") == "newsroom"
    assert setting("s.SECOND_FACTOR_FOR", SECOND_FACTOR_FOR="everybody") == "everybody"


def test_cookies_are_of_this_host_alone_and_read_by_no_script() -> None:
    names = "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME"
    assert setting(names) == str(("__Host-sessionid", "__Host-csrftoken"))
    flags = "s.{0}_COOKIE_SECURE, s.{0}_COOKIE_HTTPONLY, s.{0}_COOKIE_SAMESITE"
    for cookie in ("SESSION", "CSRF"):
        assert setting(flags.format(cookie)) == str((True, True, "Lax"))


def test_failed_logins_are_counted_in_a_table_that_the_migrations_make() -> None:
    expression = "s.CACHES['default']['BACKEND'], s.CACHES['default']['LOCATION']"
    backend = "django.core.cache.backends.db.DatabaseCache"
    assert setting(expression) == str((backend, SharedCache._meta.db_table))


def test_client_is_whom_the_proxy_saw_only_behind_a_proxy() -> None:
    expression = "getattr(s, 'ALLAUTH_TRUSTED_PROXY_COUNT', 0)"
    assert setting(expression, TRUSTED_PROXIES="2") == "0"
    assert setting(expression, BEHIND_TLS_PROXY="true") == "1"
    assert setting(expression, BEHIND_TLS_PROXY="true", TRUSTED_PROXIES="2") == "2"


def test_earlier_keys_stay_good() -> None:
    assert setting("s.SECRET_KEY_FALLBACKS") == "[]"
    assert setting("s.SECRET_KEY_FALLBACKS", SECRET_KEY_FALLBACKS="one, two") == "['one', 'two']"

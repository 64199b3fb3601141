"""Production starts with a good environment only, and says what is wrong with a bad one."""

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from cms.users.models import SharedCache
from tests.harness.forked import run_code

ROOT = Path(__file__).parents[3]

GOOD = {
    "SECRET_KEY": "n0t-a-secret_but-as-long-and-as-varied-as-one-must-be",
    "NETWORK_HOST": "cms.mortar.example",
    "DATABASE_URL": "postgres://mortar:p%40ss-word@db.mortar.example:5432/mortar",
    "MEDIA_ROOT": str(ROOT),
    "DEFAULT_FROM_EMAIL": "network@mortar.example",
}


def run(*command: str, **environment: str | None) -> "subprocess.CompletedProcess[str]":
    """A Python of its own with the good environment, in which the given variables are changed or missing."""
    return subprocess.run(
        [sys.executable, *command],
        check=False,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=changed(environment),
        timeout=60,
    )


def changed(environment: Mapping[str, str | None]) -> dict[str, str]:
    values = {**GOOD, "PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "cms.settings.production", **environment}
    return {name: value for name, value in values.items() if value is not None}


def setting(expression: str, **environment: str | None) -> str:
    """What an expression over the settings prints."""
    done = run_code(f"from cms.settings import production as s; print(({expression}))", changed(environment))
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def refusals(**environment: str | None) -> dict[str, str]:
    """The lines that a refused start ends with, by the variable that each begins with."""
    done = run_code("import cms.settings.production", changed(environment))
    assert done.returncode != 0
    said = re.split(r"^cms\.env\.\w+: ", done.stderr.strip(), flags=re.MULTILINE)[-1]
    return {line.partition(" ")[0]: line for line in said.splitlines()}


def test_missing_values_are_named_with_their_mends() -> None:
    said = refusals(**dict.fromkeys(GOOD))
    for name in GOOD:
        assert said[name].startswith(f"{name} is missing. ")
        assert len(said[name]) > len(f"{name} is missing. ")


def test_empty_value_is_a_missing_one() -> None:
    said = refusals(**dict.fromkeys(GOOD, "  "))
    assert [said[name].startswith(f"{name} is missing. ") for name in GOOD] == [True] * len(GOOD)


BAD = {
    "SECRET_KEY": [
        ("short", "SECRET_KEY is too weak. Make one with: python -c"),
        ("a" * 60, "SECRET_KEY is too weak."),
        ("django-insecure-" + GOOD["SECRET_KEY"], "SECRET_KEY is too weak."),
    ],
    "NETWORK_HOST": [
        ("https://cms.mortar.example", "NETWORK_HOST is 'https://cms.mortar.example'. Write a host"),
        ("*", "NETWORK_HOST is '*'. Write a host name"),
    ],
    "DATABASE_URL": [
        ("sqlite:////srv/mortar.sqlite3", "DATABASE_URL is not postgresql. Production runs on"),
        ("mysql://host/mortar", "DATABASE_URL names a database that Mortar does not run on."),
        ("postgres://host", "DATABASE_URL names no database."),
    ],
    "DATABASE_POOL_SIZE": [
        ("8", "DATABASE_POOL_SIZE is no variable of Mortar. "),
    ],
    "DATABASE_STATEMENT_SECONDS": [
        ("-1", "DATABASE_STATEMENT_SECONDS is '-1'. Write a whole number from 0 to"),
    ],
    "SECRET_KEY_FALLBACKS": [
        (f"{'x' * 60},", "SECRET_KEY_FALLBACKS has a weak key as number 1. Earlier keys"),
        ("old", "SECRET_KEY_FALLBACKS has a weak key as number 1."),
    ],
    "MEDIA_ROOT": [
        ("media", "MEDIA_ROOT is 'media', a path from wherever a process starts. Begin it with '/'."),
        ("/srv/nowhere", "MEDIA_ROOT is '/srv/nowhere', and there is no such directory. Make it: mkdir"),
    ],
    "DEFAULT_FROM_EMAIL": [
        ("Mortar", "DEFAULT_FROM_EMAIL is 'Mortar', which is no address. Write "),
        ("a@b", "DEFAULT_FROM_EMAIL is 'a@b', which is no address."),
    ],
    "HSTS_SECONDS": [
        ("a day", "HSTS_SECONDS is 'a day'. Write a whole number from 0 to"),
    ],
    "COSTLY_FREE_FOR": [
        ("203.0.113.7/24", "COSTLY_FREE_FOR has '203.0.113.7/24'. Write addresses or networks"),
        ("10.0.0.1, cms.example.com", "COSTLY_FREE_FOR has 'cms.example.com'. Write addresses or networks"),
    ],
    "HSTS_HOSTS": [
        ("pitman.example", "HSTS_HOSTS has 'pitman.example'. Write host=seconds"),
        ("https://a.example=1", "HSTS_HOSTS has 'https://a.example=1'. Write host=seconds"),
    ],
    "HSTS_SECOND": [
        ("60", "HSTS_SECOND is no variable of Mortar. Did you mean HSTS_SECONDS?"),
    ],
    "NETWORK_HOSTS": [
        ("a.example", "NETWORK_HOSTS is no variable of Mortar. Did you mean NETWORK_HOST?"),
    ],
    "SECRET_KEY_FALLBACK": [
        ("x", "SECRET_KEY_FALLBACK is no variable of Mortar. Did you mean SECRET_KEY_FALLBACKS?"),
    ],
    "MORTAR_COLOR": [
        ("red", "MORTAR_COLOR is no variable of Mortar. "),
    ],
    "LOG_FORMAT": [
        ("xml", "LOG_FORMAT is 'xml'. Write one of: json, line."),
    ],
    "HSTS_PRELOAD": [
        ("maybe", "HSTS_PRELOAD is 'maybe'. Write 'true' or 'false'."),
    ],
    "SECOND_FACTOR_FOR": [
        ("admins", "SECOND_FACTOR_FOR is 'admins'. Write one of: newsroom, everybody, nobody."),
    ],
    "MEDIA_HOST": [
        ("/media/", "MEDIA_HOST is '/media/'. Write a host name"),
        ("https://uploads.mortar.example", "MEDIA_HOST is 'https://uploads.mortar.example'. "),
        ("cms.mortar.example", "MEDIA_HOST is NETWORK_HOST. Write a host that shares no cookie"),
    ],
    "EMAIL_PORT": [
        ("smtp", "EMAIL_PORT is 'smtp'. Write a whole number from 1 to 65535."),
    ],
    "BEHIND_TLS_PROXY": [
        ("https", "BEHIND_TLS_PROXY is 'https'. Write 'true' or 'false'."),
    ],
}
"""Values of a variable, and how each refusal begins."""


@pytest.mark.parametrize("turn", range(max(map(len, BAD.values()))))
def test_bad_values_are_refused_in_words(turn: int) -> None:
    values = {name: pairs[turn] for name, pairs in BAD.items() if turn < len(pairs)}
    said = refusals(**{name: value for name, (value, _) in values.items()})
    assert set(said) == set(values)
    for name, (_, message) in values.items():
        assert said[name].startswith(message)


def test_all_that_is_wrong_is_said_at_once_and_last_and_without_a_traceback() -> None:
    done = run("manage.py", "check", SECRET_KEY="weak", DATABASE_URL=None, EMAIL_PORT="smtp", HSTS_SECOND="1")
    assert done.returncode == 1
    names = [line.split()[0] for line in done.stderr.splitlines()]
    assert names == ["SECRET_KEY", "DATABASE_URL", "EMAIL_PORT", "HSTS_SECOND"]


def test_server_refuses_a_bad_environment_in_words_alone() -> None:
    done = run("-c", "import cms.wsgi", MEDIA_ROOT="media")
    assert done.returncode == 1
    assert done.stderr.strip().startswith("MEDIA_ROOT is 'media'")
    assert "Traceback" not in done.stderr


def test_uploads_are_refused_where_anybody_may_read_all(tmp_path: Path) -> None:
    inside = ROOT / "var" / "static" / "uploads"
    made = not inside.exists()
    inside.mkdir(parents=True, exist_ok=True)
    (tmp_path / "link").symlink_to(inside)
    try:
        for path in (inside, tmp_path / "link"):
            assert "inside the static files" in refusals(MEDIA_ROOT=str(path))["MEDIA_ROOT"]
    finally:
        if made:
            inside.rmdir()


def test_variables_of_others_are_nobodys_misspelling() -> None:
    names = ["HOME", "PATH", "HOSTNAME", "PORT", "DEBUG", "LANG", "AWS_REGION", "GRANIAN_PORT"]
    others = {name: os.environ.get(name, "1") for name in names}
    assert run_code("import cms.settings.production", changed(others)).returncode == 0


def test_sample_of_every_variable_is_good_but_for_what_only_one_can_know() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    sample = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert run_code("import cms.settings.production", changed({**sample, **GOOD})).returncode == 0


def test_uploads_in_a_bucket_are_read_at_the_networks_address_and_never_signed() -> None:
    environment = {"S3_BUCKET": "mortar", "S3_ENDPOINT_URL": "https://s3.example", "MEDIA_ROOT": None}
    expression = (
        "__import__('django').setup() or __import__('django.core.files.storage').core.files.storage"
        ".default_storage.url('images/one picture.jpg'), s.STORAGES['default']['OPTIONS']['default_acl']"
    )
    assert setting(expression, **environment) == str(
        ("https://cms.mortar.example/media/images/one%20picture.jpg", None)
    )


def test_options_of_the_database_url_are_kept_beside_ours() -> None:
    url = f"{GOOD['DATABASE_URL']}?sslmode=verify-full&sslrootcert=/etc/ca.pem&connect_timeout=9"
    options = setting("s.DATABASES['default']['OPTIONS']", DATABASE_URL=url)
    assert "'sslmode': 'verify-full', 'sslrootcert': '/etc/ca.pem'" in options
    assert "'connect_timeout': '9'" in options


def test_connection_is_kept_and_looked_at_before_it_is_used() -> None:
    database = "s.DATABASES['default']"
    expression = f"{database}['ENGINE'], {database}['CONN_MAX_AGE'], {database}['CONN_HEALTH_CHECKS']"
    assert setting(expression) == str(("cms.running.postgresql", None, True))


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


def test_what_costs_much_is_limited_unless_somebody_says_otherwise() -> None:
    expression = "s.COSTLY_PER_SECOND, s.COSTLY_AT_ONCE, [str(each) for each in s.COSTLY_FREE_FOR]"
    networks = ["203.0.113.7/32", "2001:db8::/48"]
    assert setting(expression, COSTLY_FREE_FOR="203.0.113.7, 2001:db8::/48") == str((5, 20, networks))


def test_earlier_keys_stay_good() -> None:
    assert setting("s.SECRET_KEY_FALLBACKS") == "[]"
    keys = [GOOD["SECRET_KEY"] + "-one", GOOD["SECRET_KEY"] + "-two"]
    assert setting("s.SECRET_KEY_FALLBACKS", SECRET_KEY_FALLBACKS=", ".join(keys)) == str(keys)

"""Readers of the environment: what they accept, and what they say when they refuse."""

import secrets

import pytest

from cms import env
from cms.env import BadEnvironment

NAME = "MORTAR_TEST_VALUE"
GOOD_SECRET = "n0t-a-secret_but-as-long-and-as-varied-as-one-must-be"


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NAME, raising=False)


def refusal(error: pytest.ExceptionInfo[BadEnvironment]) -> str:
    return str(error.value)


def test_text_is_the_value_without_spaces_around(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "  a value ")
    assert env.text(NAME) == "a value"


@pytest.mark.parametrize("value", [None, "", "   "])
def test_missing_text_without_a_default_is_refused_by_name_with_the_mend(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    if value is not None:
        monkeypatch.setenv(NAME, value)
    with pytest.raises(BadEnvironment) as error:
        env.text(NAME, mend="Name the directory.")
    assert refusal(error) == f"{NAME} is missing. Name the directory."


@pytest.mark.parametrize("value", [None, "", "  "])
def test_missing_text_is_its_default(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    if value is not None:
        monkeypatch.setenv(NAME, value)
    assert env.text(NAME, default="given") == "given"


def test_empty_default_is_a_default() -> None:
    assert env.text(NAME, default="") == ""


@pytest.mark.parametrize("value", ["1", "true", "True", "YES", "on"])
def test_flag_is_set_by_every_word_for_yes(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    assert env.flag(NAME, default=False) is True


@pytest.mark.parametrize("value", ["0", "false", "False", "NO", "off"])
def test_flag_is_cleared_by_every_word_for_no(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    assert env.flag(NAME, default=True) is False


@pytest.mark.parametrize("default", [True, False])
def test_missing_flag_is_its_default(default: bool) -> None:
    assert env.flag(NAME, default=default) is default


@pytest.mark.parametrize("value", ["maybe", "2", "tru", "t"])
def test_flag_of_another_word_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(BadEnvironment) as error:
        env.flag(NAME, default=False)
    assert refusal(error) == f"{NAME} is {value!r}. Write 'true' or 'false'."


@pytest.mark.parametrize(("value", "read"), [("1", 1), ("10", 10), ("007", 7), (None, 5)])
def test_number_within_its_bounds_is_read(monkeypatch: pytest.MonkeyPatch, value: str | None, read: int) -> None:
    if value is not None:
        monkeypatch.setenv(NAME, value)
    assert env.number(NAME, default=5, lowest=1, highest=10) == read


@pytest.mark.parametrize("value", ["0", "11", "-1", "1.5", "ten", "1e1", "²"])
def test_number_out_of_bounds_or_none_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(BadEnvironment) as error:
        env.number(NAME, default=5, lowest=1, highest=10)
    assert refusal(error) == f"{NAME} is {value!r}. Write a whole number from 1 to 10."


def test_words_are_split_at_commas_and_empty_ones_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, " a, b,,c ,")
    assert env.words(NAME) == ["a", "b", "c"]


def test_missing_words_are_their_default() -> None:
    assert env.words(NAME) == []
    assert env.words(NAME, default=("x", "y")) == ["x", "y"]


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("cms.example.com", "cms.example.com"),
        ("CMS.Example.com", "cms.example.com"),
        ("localhost:8000", "localhost:8000"),
        ("a", "a"),
        ("x1.example:65535", "x1.example:65535"),
        (f"{'a' * 60}.example.com:1", f"{'a' * 60}.example.com:1"),
    ],
)
def test_host_with_or_without_a_port_is_read_in_lower_case(
    monkeypatch: pytest.MonkeyPatch, value: str, read: str
) -> None:
    monkeypatch.setenv(NAME, value)
    assert env.host(NAME) == read


@pytest.mark.parametrize(
    "value",
    [
        "https://cms.example.com",
        "cms.example.com/",
        "cms example.com",
        ".example.com",
        "-cms.example.com",
        "cms.example.com.",
        "cms.example.com-",
        "cms..example.com",
        "*.example.com",
        "cms.example.com:",
        "cms.example.com:http",
        "cms.example.com:123456",
        "user@cms.example.com",
        "cms_1.example.com",
        "[::1]:8000",
        f"{'a' * 254}",
    ],
)
def test_what_is_no_host_name_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(BadEnvironment) as error:
        env.host(NAME)
    assert refusal(error).startswith(f"{NAME} is {value.lower()!r}. Write a host name")


@pytest.mark.parametrize("port", ["0", "65536", "99999"])
def test_port_that_no_machine_has_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv(NAME, f"cms.example.com:{port}")
    with pytest.raises(BadEnvironment) as error:
        env.host(NAME)
    assert refusal(error) == f"{NAME} has the port {port}. Write a port from 1 to 65535."


def test_missing_host_is_its_default_or_refused() -> None:
    assert env.host(NAME, default="localhost:8000") == "localhost:8000"
    with pytest.raises(BadEnvironment, match=f"{NAME} is missing"):
        env.host(NAME)


def test_secret_is_read_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, GOOD_SECRET)
    assert env.secret(NAME) == GOOD_SECRET


def test_secret_that_the_message_tells_how_to_make_is_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadEnvironment, match=r"Make one with: python -c .*secrets.token_urlsafe\(50\)"):
        env.secret(NAME)
    monkeypatch.setenv(NAME, secrets.token_urlsafe(50))
    assert env.secret(NAME)


@pytest.mark.parametrize(
    "value",
    [
        GOOD_SECRET[:49],
        "x" * 80,
        "abcd" * 20,
        "django-insecure-" + GOOD_SECRET,
    ],
    ids=["short", "one letter", "four letters", "Django's own"],
)
def test_weak_secret_is_refused_and_not_repeated(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(BadEnvironment) as error:
        env.secret(NAME)
    assert refusal(error).startswith(f"{NAME} is too weak. Make one with")
    assert value not in refusal(error)


def test_missing_secret_is_never_made_up() -> None:
    with pytest.raises(BadEnvironment, match=f"{NAME} is missing"):
        env.secret(NAME)


def test_database_url_becomes_djangos_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "postgres://mortar:p%40ss@db.example.com:5433/network?sslmode=require")
    config = env.database(NAME, only="postgresql")
    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["USER"], config["PASSWORD"]) == ("mortar", "p@ss")
    assert (config["HOST"], config["PORT"], config["NAME"]) == ("db.example.com", 5433, "network")
    assert config["OPTIONS"] == {"sslmode": "require"}


def test_directory_of_a_unix_socket_stands_percent_encoded_for_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "postgres://mortar@%2Fvar%2Frun%2Fpostgresql/network")
    assert env.database(NAME)["HOST"] == "/var/run/postgresql"


def test_sqlite_is_read_where_it_is_not_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "sqlite:////tmp/demo.sqlite3")
    assert env.database(NAME)["NAME"] == "/tmp/demo.sqlite3"
    with pytest.raises(BadEnvironment) as error:
        env.database(NAME, only="postgresql")
    assert refusal(error).startswith(f"{NAME} is not postgresql. Production runs on PostgreSQL only. Write a URL")


@pytest.mark.parametrize(
    "value",
    [
        "network",
        "://",
        "mysql://user:secret-word@host/network",
        "oracle://user@host/network",
        "nosuch://user@host/network",
        "postgres://user@host",
        "postgres://user@host:port/network",
    ],
)
def test_database_url_that_cannot_serve_is_refused_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv(NAME, value)
    with pytest.raises(BadEnvironment) as error:
        env.database(NAME)
    assert refusal(error).startswith(NAME)
    assert "Write a URL such as 'postgres://user:password@host:5432/mortar'." in refusal(error)
    assert "secret-word" not in refusal(error)


def test_hash_in_a_password_is_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NAME, "postgres://mortar:a#b@db.example.com/network")
    config = env.database(NAME)
    assert (config["PASSWORD"], config["HOST"], config["NAME"]) == ("a#b", "db.example.com", "network")


def test_missing_database_is_refused_unless_there_is_a_default() -> None:
    with pytest.raises(BadEnvironment, match=f"{NAME} is missing"):
        env.database(NAME)
    assert env.database(NAME, default="sqlite://:memory:")["NAME"] == ":memory:"


def test_zone_is_one_that_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETWORK_TIME_ZONE", "America/Denver")
    assert env.zone("NETWORK_TIME_ZONE", default="UTC") == "America/Denver"
    monkeypatch.setenv("NETWORK_TIME_ZONE", "Eastern")
    with pytest.raises(env.BadEnvironment, match="IANA name"):
        env.zone("NETWORK_TIME_ZONE", default="UTC")

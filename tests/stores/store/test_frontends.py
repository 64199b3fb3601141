"""What the address of a frontend may look like: text alone, at the model that keeps it."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from stores.store.frontends import (
    Frontend,
    Place,
    default_at,
    frontend_of,
    is_of_default,
    validate_default_address,
    validate_frontend_address,
    validate_preview_path,
)

PUBLIC = override_settings(NETWORK_HOST="cms.example.com", SITE_PORT=443)

NOWHERE_FIT = [
    "javascript:alert(1)",
    "data:text/html,x",
    "//www.example.com",
    "www.example.com",
    "ftp://www.example.com",
    "https:www.example.com",
    "https:///www.example.com",
    "https://user:pass@www.example.com",
    "https://www.example.com@evil.example",
    "https://www.example.com/",
    "https://www.example.com/pitman/",
    "https://www.example.com//pitman",
    "https://www.example.com/../admin",
    "https://www.example.com/a/./b",
    "https://www.example.com/%2e%2e/admin",
    "https://www.example.com/a b",
    "https://www.example.com/pitman?x=1",
    "https://www.example.com/pitman#top",
    "https://www.example.com?",
    "https://WWW.example.com",
    "https://bücher.example",
    "https://www.exаmple.com",
    "https://www.example.com.",
    "https://-www.example.com",
    "https://www..example.com",
    "https://[::1]",
    "https://www.example.com:0",
    "https://www.example.com:443",
    "https://www.example.com:65536",
    "https://www.example.com:0443",
    "https://www.example.com:",
    "https://www.example.com\\@evil.example",
    "https://www.example.com\n",
    " https://www.example.com",
    "https://{store}.example.com",
    "built_in",
]
WITHIN_ONLY = [
    "http://www.example.com",
    "https://www.example.com:8443",
    "https://localhost",
    "http://localhost:4321",
    "https://shop.localhost",
    "https://127.0.0.1",
    "https://10.0.0.7",
    "https://169.254.169.254",
    "https://2130706433",
    "https://0x7f.1",
    "https://frontend",
    "https://shop.internal",
    "https://shop.local",
    "https://router.lan",
]
FIT = ["https://www.example.com", "https://www.example.com/pitman", "https://xn--bcher-kva.example/a-b_c.d~e"]


def refused(validate: Callable[[str], None], value: str) -> bool:
    try:
        validate(value)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize("value", NOWHERE_FIT)
def test_address_that_is_no_address_is_refused_wherever_the_network_is(value: str) -> None:
    assert refused(validate_frontend_address, value)
    with PUBLIC:
        assert refused(validate_frontend_address, value)


@pytest.mark.parametrize("value", WITHIN_ONLY)
def test_address_within_one_machine_or_network_is_for_developers_alone(value: str) -> None:
    assert not refused(validate_frontend_address, value)
    with PUBLIC:
        assert refused(validate_frontend_address, value)


@pytest.mark.parametrize("value", [*FIT, "", "built-in"])
def test_public_address_is_taken(value: str) -> None:
    with PUBLIC:
        assert not refused(validate_frontend_address, value)


@pytest.mark.parametrize(
    "value",
    [
        "https://www.example.com",
        "https://{store}.{store}.example.com",
        "https://shop-{store}.example.com",
        "https://www.example.com/stores-{store}",
        "https://{store}.com",
        "https://{store}",
        "https://{slug}.example.com",
        "https://www.example.com/{store}/",
        "https://www.example.com/?store={store}",
        "javascript:{store}",
        "https://user@{store}.example.com",
        "built-in",
    ],
)
def test_default_that_does_not_tell_stores_apart_or_is_no_address_is_refused(value: str) -> None:
    with PUBLIC:
        assert refused(validate_default_address, value)


@pytest.mark.parametrize(
    ("value", "at_pitman"),
    [
        ("https://{store}.example.com", "https://pitman.example.com"),
        ("https://www.example.com/stores/{store}", "https://www.example.com/stores/pitman"),
        ("https://www.example.com/{store}/health", "https://www.example.com/pitman/health"),
    ],
)
def test_default_names_each_store(value: str, at_pitman: str) -> None:
    with PUBLIC:
        validate_default_address(value)
        validate_frontend_address(default_at(value, "pitman"))
    assert default_at(value, "pitman") == at_pitman
    assert is_of_default(value, at_pitman) == "pitman"
    assert is_of_default(value, "https://elsewhere.example") == ""


def test_own_address_counts_before_the_default_and_none_at_all_is_one_answer() -> None:
    own, nothing = Frontend("https://own.example.com", "noindex", "/draft"), Frontend("", "redirect")
    default = Frontend("https://{store}.example.com", "redirect", "/api/preview")
    assert frontend_of(own, default, "pitman") == own
    found = frontend_of(Frontend("", "noindex", "/draft"), default, "pitman")
    assert found == Frontend("https://pitman.example.com", "redirect", "/api/preview")
    assert found.preview_url == "https://pitman.example.com/api/preview"
    assert frontend_of(Frontend("built-in", "redirect"), default, "pitman") is None
    assert frontend_of(nothing, nothing, "pitman") is None


@pytest.mark.parametrize(
    "path",
    [
        *("api/preview", "//evil.example", "/", "/a//b", "/../x", "/a/./b", "/a?x=1", "/a#b", "/a b", "/a\\b", "/a\n"),
        *("https://evil.example/", "@evil.example", ":8000/x", "/a%2f", "/a\t", "javascript:alert(1)", "/ä"),
    ],
)
def test_preview_path_that_leads_elsewhere_is_refused(path: str) -> None:
    with pytest.raises(ValidationError):
        validate_preview_path(path)


@pytest.mark.parametrize("path", ["", "/api/preview", "/draft/", "/a.b/~c"])
def test_preview_path_stands_behind_the_address(path: str) -> None:
    validate_preview_path(path)


@pytest.mark.parametrize(
    ("address", "is_ours"),
    [
        ("https://pitman.example.com", True),
        ("https://pitman.example.com/health", True),
        ("https://pitman.example.com:443", True),
        ("https://pitman.example.com:8443", False),
        ("https://{store}.example.com", True),
        ("https://www.pitman.example.com", False),
        ("https://pitmanXexample.com", False),
    ],
)
def test_host_of_ours_is_known_whatever_its_port_and_path(address: str, is_ours: bool) -> None:
    with PUBLIC:
        assert Place.of(address).is_at("pitman.example.com") == is_ours


@given(st.text(alphabet="htps:/@?#.%\\[]{}-_~ \n\x00aé0", max_size=40))
def test_whatever_is_taken_is_an_origin_with_a_plain_path(text: str) -> None:
    with PUBLIC:
        if text and not refused(validate_frontend_address, text):
            place = Place.of(text)
            assert text == f"https://{place.host}{place.path}"
            assert ".." not in text
            assert not text.endswith("/")

"""The settings that follow from the network's own address."""

import pytest

from cms.env import BadEnvironment
from cms.settings.network import settings_for


@pytest.mark.parametrize(
    ("host", "scheme", "url", "port"),
    [
        ("localhost:8000", "http", "http://localhost:8000", 8000),
        ("localhost", "http", "http://localhost", 80),
        ("cms.mortar.example", "https", "https://cms.mortar.example", 443),
        ("cms.mortar.example:8443", "https", "https://cms.mortar.example:8443", 8443),
    ],
)
def test_addresses_and_port_follow_from_the_host(host: str, scheme: str, url: str, port: int) -> None:
    settings = settings_for(host, scheme=scheme)
    assert settings["NETWORK_HOST"] == host
    assert settings["SITE_PORT"] == port
    assert settings["NETWORK_URL"] == settings["WAGTAILADMIN_BASE_URL"] == settings["WAGTAILAPI_BASE_URL"] == url
    assert settings["MEDIA_URL"] == f"{url}/media/"
    assert settings["CSRF_TRUSTED_ORIGINS"] == [url]


def test_uploads_stand_at_a_host_of_their_own_and_every_policy_follows() -> None:
    settings = settings_for("cms.mortar.example", scheme="https", media_host="uploads.mortar.example")
    assert settings["MEDIA_URL"] == "https://uploads.mortar.example/media/"
    assert settings["NETWORK_URL"] == "https://cms.mortar.example"
    directives = settings["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["img-src"] == ["'self'", "https://uploads.mortar.example"]
    assert "https://uploads.mortar.example" in settings["ADMIN_POLICY"]["img-src"]


@pytest.mark.parametrize("media_host", ["cms.mortar.example", "cms.mortar.example:8443"])
def test_uploads_at_the_admins_host_are_no_host_of_their_own(media_host: str) -> None:
    with pytest.raises(BadEnvironment, match="MEDIA_HOST is NETWORK_HOST"):
        settings_for("cms.mortar.example", scheme="https", media_host=media_host)


def test_admin_is_open_to_inline_scripts_and_styles_and_to_nothing_else() -> None:
    policy = settings_for("localhost:8000", scheme="http")["ADMIN_POLICY"]
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'", "'unsafe-inline'"]
    assert policy["frame-src"] == policy["connect-src"] == policy["form-action"] == ["'self'"]
    assert not any("*" in source or "unsafe-eval" in source for sources in policy.values() for source in sources)


def test_pages_may_load_nothing_but_their_own_files_and_the_networks_pictures() -> None:
    directives = settings_for("localhost:8000", scheme="http")["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert "script-src" not in directives
    assert directives["img-src"] == ["'self'"]
    assert directives["style-src"] == directives["font-src"] == directives["form-action"] == ["'self'"]
    assert directives["frame-ancestors"] == directives["base-uri"] == ["'none'"]

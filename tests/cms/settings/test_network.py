"""The settings that follow from the network's own address."""

import pytest

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


def test_pages_may_load_nothing_but_their_own_files_and_the_networks_pictures() -> None:
    directives = settings_for("localhost:8000", scheme="http")["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert "script-src" not in directives
    assert directives["img-src"] == ["'self'", "http://localhost:8000"]
    assert directives["style-src"] == directives["font-src"] == directives["form-action"] == ["'self'"]
    assert directives["frame-ancestors"] == directives["base-uri"] == ["'none'"]

"""Where a webhook may lead: the public Internet by HTTPS, whatever its name says a moment later."""

import socket
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from api.webhooks import targets
from api.webhooks.targets import call, may_reach, validate_target
from tests.api.webhooks.receiving import receiving

HERE = [ip_network("127.0.0.0/8")]


@pytest.mark.parametrize(
    "url",
    [
        *("", "www.example.com", "ftp://www.example.com/", "https://", "https://[::1", "https://a b.example/"),
        *("http://www.example.com/", "https://user:secret@www.example.com/", "https://www.example.com/#top"),
        *("https://127.0.0.1/", "https://10.0.0.7/", "https://[::1]/", "https://169.254.169.254/latest/"),
        *("https://[::ffff:10.0.0.7]/", "https://[64:ff9b::a00:7]/", "https://0.0.0.0/", "https://224.0.0.1/"),
        *(
            "https://www.example.com:0/",
            "https://www.example.com:99999/",
            "https://www.example.com/\nX",
            "https://ü.example/",
        ),
        "https://www.example.com/" + "x" * 500,
    ],
)
def test_addresses_that_are_refused_when_they_are_written(url: str) -> None:
    with pytest.raises(ValidationError):
        validate_target(url)


def test_addresses_that_are_taken() -> None:
    for url in ("https://www.example.com", "https://www.example.com:8443/a?b=c", "https://8.8.8.8/"):
        validate_target(url)


def test_private_networks() -> None:
    for word in ("10.1.2.3", "172.16.0.1", "192.168.0.1", "100.64.0.1", "fd00::1", "fe80::1", "::", "2002:a00:7::1"):
        assert not may_reach(ip_address(word)), word
    assert may_reach(ip_address("2606:4700::1111"))


def test_a_name_that_leads_inside_is_refused_when_it_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(*addresses: str) -> None:
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: found)

    monkeypatch.setattr(socket, "create_connection", lambda *args: pytest.fail("it was called"))
    for addresses in (("10.0.0.7",), ("93.184.216.34", "127.0.0.1")):
        answers(*addresses)
        assert "private network" in call("https://www.example.com/", b"{}", {}).problem


def test_the_connection_goes_to_what_was_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def connect(address: tuple[str, int], timeout: float) -> Any:
        asked.append(address)
        raise ConnectionRefusedError(111, "Connection refused")

    names = iter(["93.184.216.34", "127.0.0.1"])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: [(socket.AF_INET, 1, 6, "", (next(names), 443))])
    monkeypatch.setattr(socket, "create_connection", connect)
    assert call("https://www.example.com/", b"{}", {}).problem == "It can't be reached: Connection refused"
    assert asked == [("93.184.216.34", 443)]


def test_calls_of_a_real_receiver(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as receiver:
        assert "private network" in call(receiver.url, b"{}", {}).problem
        assert receiver.got == []
        settings.WEBHOOKS_MAY_REACH = HERE
        assert call(receiver.url, b'{"a": 1}', {"x-a": "b"}).has_arrived
        headers, body = receiver.got.pop()
        assert (headers["x-a"], body) == ("b", '{"a": 1}')
        receiver.status, receiver.location = 302, "http://127.0.0.1/elsewhere"
        assert "redirects are not followed" in call(receiver.url, b"{}", {}).problem
        receiver.status = 500
        assert call(receiver.url, b"{}", {}).problem == "It answered 500."
        receiver.status, receiver.seconds = 200, 0.4
        monkeypatch.setattr(targets, "CALL_SECONDS", 0.15)
        assert call(receiver.url, b"{}", {}).problem == "It did not answer in time."
    assert "can't be reached" in call(receiver.url, b"{}", {}).problem

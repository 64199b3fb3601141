"""The browser reaches this machine, under every store's host name, and no other."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser.conftest import PageAt

FOREIGN = "https://fonts.example.com/font.woff2"


class Page(BaseHTTPRequestHandler):
    """Answers every GET with a page that names its host and asks another machine for a picture."""

    def do_GET(self) -> None:
        """Writes the page."""
        body = f'<title>{self.headers["Host"]}</title><link rel="icon" href="data:,"><img src="{FOREIGN}">'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Stays quiet."""


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a small server on the loopback address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()


def test_store_host_names_lead_to_this_machine(page_at: PageAt, port: int) -> None:
    page = page_at(360)
    page.goto(f"http://pitman.localhost:{port}/")
    assert page.title() == f"pitman.localhost:{port}"
    assert page.evaluate("window.innerWidth") == 360


def test_requests_to_other_machines_are_refused_and_recorded(
    page_at: PageAt, port: int, foreign_requests: list[str]
) -> None:
    page = page_at(1280)
    page.goto(f"http://localhost:{port}/", wait_until="load")
    assert foreign_requests == [FOREIGN]
    assert page.evaluate("document.images[0].naturalWidth") == 0

"""Goes through the admin's doors that take something away."""

import html
import re
from typing import Any

from django.test import Client


def lines_in(page: str) -> list[str]:
    """What the screen says that goes along."""
    return [html.unescape(line) for line in re.findall(r"<li>([^<]+\.)</li>", page)]


def asked(client: Client, url: str, **sent: Any) -> tuple[list[str], dict[str, str]]:
    """The bare POST: what it would take away, and what the screen sends on with a yes."""
    answer = client.post(url, sent)
    assert answer.status_code == 200, answer.status_code
    page = answer.content.decode()
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page)
    return lines_in(page), {name: html.unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def removed(client: Client, url: str) -> None:
    """The POST, and a yes to what the screen says."""
    _lines, sent = asked(client, url)
    assert client.post(url, sent).status_code == 302

"""What a form on a page would send: read as a browser reads it."""

import json
import re
from html.parser import HTMLParser
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from tests.factories.media import picture_file

FORM = re.compile(r"<form\b.*?</form>", re.IGNORECASE | re.DOTALL)
OTHERS = re.compile(r"""action=["'][^"']*/(logout|login|search)/""")

Data = dict[str, Any]

FILLINGS: dict[str, str] = {
    "title": "Tampered",
    "name": "Tampered",
    "new_title": "Tampered",
    "new_slug": "tampered",
    "slug": "tampered",
    "teaser": "Tampered",
    "published_on": "2026-12-01",
    "comment": "Tampered",
    "old_path": "/tampered",
    "redirect_link": "/health/",
    "hostname": "tampered.localhost",
    "port": "8000",
    "site_name": "Tampered",
    "username": "tampered",
    "email": "tampered@mortar.example",
    "first_name": "Tampered",
    "last_name": "Tampered",
    "password1": "tampered-mortar",
    "password2": "tampered-mortar",
    "disclaimer": "Tampered",
    "copyright": "Tampered",
    "url": "https://tampered.example/",
    "link_text": "Tampered",
    "email_address": "tampered@mortar.example",
    "phone_number": "+18565892392",
    "tags": "tampered",
}
"""What is typed into an empty field, by the end of its name."""


class _Fields(HTMLParser):
    """Collects the fields of one form."""

    def __init__(self) -> None:
        super().__init__()
        self.data: dict[str, list[Any]] = {}
        self._select: str | None = None
        self._options: list[tuple[str, bool]] = []
        self._textarea: str | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        name = given.get("name")
        if "disabled" in given:
            return
        if tag == "input" and name:
            self._input(name, given)
        elif tag == "textarea" and name:
            self._textarea, self._text = name, []
        elif tag == "select" and name:
            self._select, self._options = name, []
        elif tag == "option" and self._select:
            self._options.append((given.get("value") or "", "selected" in given))

    def _input(self, name: str, given: dict[str, str | None]) -> None:
        kind = (given.get("type") or "text").lower()
        if kind == "file":
            self.data[name] = [a_file(given.get("accept") or "", name)]
        elif kind in {"checkbox", "radio"}:
            if "checked" in given:
                self.data.setdefault(name, []).append(given.get("value") or "on")
        elif kind not in {"submit", "button", "image"}:
            self.data.setdefault(name, []).append(given.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._textarea:
            self.data.setdefault(self._textarea, []).append("".join(self._text).removeprefix("\n"))
            self._textarea = None
        elif tag == "select" and self._select:
            chosen = [value for value, is_selected in self._options if is_selected and value]
            chosen = chosen or [value for value, _is_selected in self._options if value][:1]
            if chosen:
                self.data[self._select] = chosen
            self._select = None


def a_file(accept: str, name: str) -> SimpleUploadedFile:
    """An upload: a picture where a picture is asked for."""
    if "image" in accept or "image" in name:
        return SimpleUploadedFile("tampered.png", picture_file("tampered.png").read(), "image/png")
    return SimpleUploadedFile("tampered.txt", b"tampered", "text/plain")


def html_of(response: HttpResponse) -> str:
    """The page's HTML; modal dialogs come wrapped in JSON."""
    if response.streaming:
        return ""
    text = response.content.decode("utf-8", "replace")
    if response.get("Content-Type", "").startswith("application/json"):
        try:
            answer = json.loads(text)
        except ValueError:
            return ""
        return answer.get("html", "") if isinstance(answer, dict) and isinstance(answer.get("html"), str) else ""
    return text


def form_data(response: HttpResponse) -> Data | None:
    """All fields of the page's own form, as they stand, empty ones filled; None where there is no form to send."""
    forms = [
        text
        for text in FORM.findall(html_of(response))
        if re.match(r"<form[^>]*method=[\"']?post", text, re.IGNORECASE) and not OTHERS.search(text.partition(">")[0])
    ]
    if not forms:
        return None
    reader = _Fields()
    reader.feed(max(forms, key=len))
    data = {name: values if len(values) > 1 else values[0] for name, values in reader.data.items()}
    return {name: _filled(name, value) for name, value in data.items()}


def _filled(name: str, value: Any) -> Any:
    if value != "":
        return value
    return FILLINGS.get(re.split(r"[-.]", name)[-1], "")

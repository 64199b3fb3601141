"""What a process remembers of stores for the page that it shows while the database is away: name and phone."""

from collections.abc import Mapping
from html import escape

from django.conf import settings
from django.templatetags.static import static

_signs: dict[str, Mapping[str, str]] = {}
PAGE = """<!doctype html>
<html lang="en-US">
<head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="robots" content="noindex">
    <meta name="color-scheme" content="light dark">
    <link rel="stylesheet" href="{styles}">
    <title>Back in a moment{title}</title>
</head>
<body>
    <main>
        {name}<h1>Back in a moment</h1>
        <p>This page can’t be shown right now. Please try again in a minute.</p>
        <p class="call">If you need your medicine or advice now, call {call} or come in.</p>
        <p>In an emergency call <a href="tel:911">911</a>.</p>
    </main>
</body>
</html>
"""


def note_sign(host: str, name: str, phone: Mapping[str, str] | None) -> None:
    """Remember the store of a host; `phone` as the API says it."""
    _signs[host] = {"name": name, **(phone or {})}


def page_without_database(host: str) -> bytes:
    """The page of a host while nothing can be asked: with the store's name and phone where they are remembered."""
    sign = {name: escape(value) for name, value in _signs.get(host.partition(":")[0], {}).items()}
    name, number = sign.get("name", ""), sign.get("e164", "")
    call = f'<a href="tel:{number}">{sign["display"]}</a>' if number else "the pharmacy"
    titled = {"title": f" | {name}" if name else "", "name": f'<p class="name">{name}</p>\n        ' if name else ""}
    return PAGE.format(call=call, styles=static(settings.BARE_STYLES), **titled).encode()

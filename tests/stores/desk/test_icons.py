"""An icon is what Wagtail's template draws, and is drawn once."""

from itertools import product
from typing import Any

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test.signals import template_rendered
from django.utils.safestring import SafeString

from stores.desk import icons

ICON = Template(
    "{% load wagtailadmin_tags %}{% icon name=name classname=classname title=title wrapped=wrapped %}"
    "{% autoescape off %}{% icon name=name classname=classname title=title wrapped=wrapped %}{% endautoescape %}"
)
WORDS = "<b>Rock & roll</b>"


@pytest.fixture(autouse=True)
def _nothing_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icons, "_drawn", {})


def drawn(**values: Any) -> str:
    return ICON.render(Context({"name": "cog", "classname": None, "title": None, "wrapped": False, **values}))


def by_the_template(title: Any, classname: Any, wrapped: bool) -> str:
    values = {"name": "cog", "title": title, "classname": classname or "icon", "wrapped": wrapped}
    unescaped = {**values, "title": title and SafeString(title)}
    return "".join(render_to_string("wagtailadmin/shared/icon.html", each) for each in (values, unescaped))


def test_each_is_what_the_template_draws_and_nothing_is_taken_for_safe_that_is_not() -> None:
    titles = (None, "", WORDS, SafeString(WORDS), "Other")
    for _turn in range(2):
        for title, classname, wrapped in product(titles, (None, "big"), (False, True)):
            found = drawn(title=title, classname=classname, wrapped=wrapped)
            assert found == by_the_template(title, classname, wrapped), (title, classname, wrapped)
    assert "&lt;b&gt;" in drawn(title=WORDS)
    assert "&lt;b&gt;" not in drawn(title=SafeString(WORDS))


def test_the_same_is_drawn_once_and_there_is_an_end_of_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered: list[str] = []

    def note(template: Any, **_rest: Any) -> None:
        rendered.append(template.name)

    monkeypatch.setattr(icons, "MOST", 4)
    template_rendered.connect(note)
    try:
        for title in ("One", "One", "Two", "Three", "Three"):
            drawn(title=title)
    finally:
        template_rendered.disconnect(note)
    # Escaped and not, of two titles; of the third each time.
    assert rendered.count("wagtailadmin/shared/icon.html") == 2 * 2 + 2 * 2
    assert len(icons._drawn) == 4

"""Every example of the docs, asked of the demo: what is shown of its answer is what it answers, shortened."""

import json
import shlex
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.test import Client
from markdown_it import MarkdownIt

from api.guide.rendering import PAGES, source_of
from tests.api.sample_walk import sample
from tests.factories.network import FOUNDED_AT

UNSHOWN = {"api"}
"""Pages whose examples are of more than the demo has: of webhooks, and of errors by other names."""


def examples() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each address that is asked with curl, and what is shown of its answer."""
    for name in PAGES.keys() - UNSHOWN:
        fences = [token for token in MarkdownIt().parse(source_of(name)) if token.type == "fence"]
        for fence, answer in zip(fences, [*fences[1:], None], strict=False):
            if fence.info == "sh":
                assert answer is not None
                assert answer.info == "json", f"{name}: {fence.content} shows no answer"
                curl, address = shlex.split(fence.content)
                assert curl == "curl"
                yield address, json.loads(answer.content)


EXAMPLES = dict(examples())


def lacking(shown: Any, real: Any, place: str = "answer") -> Iterator[str]:
    """What is shown and is not answered: members and types. Of a list, each item that is shown must be like one."""
    if place.endswith(".hero") and real is None:
        # The worker makes pictures, and none runs here: what they are like stands in the contract.
        real = sample("article")["hero"]
    if isinstance(shown, dict) and isinstance(real, dict):
        for name, value in shown.items():
            if name not in real:
                yield f"{place} has no {name}"
            else:
                yield from lacking(value, real[name], f"{place}.{name}")
    elif isinstance(shown, list) and isinstance(real, list):
        for at, item in enumerate(shown):
            if not any(not list(lacking(item, each)) for each in real):
                yield f"{place}[{at}] is like none that is answered"
    elif place.rpartition(".")[2] in {"type", "status", "reason", "detail"} and isinstance(shown, str):
        if not str(real).startswith(shown.removesuffix("…")):
            yield f"{place} is {real!r}"
    elif type(shown) is not type(real):
        yield f"{place} is {real!r}"


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 12
    assert list(lacking({"a": [{"b": 1}], "type": "x"}, {"a": [{"b": 2}], "type": "x"})) == []
    assert list(lacking({"a": [{"b": 1}]}, {"a": [{"b": None}]})) == ["answer.a[0] is like none that is answered"]
    assert list(lacking({"type": "x"}, {"type": "y"})) == ["answer.type is 'y'"]


@pytest.mark.usefixtures("network", "db")
def test_every_example_answers_what_it_shows(subtests: pytest.Subtests) -> None:
    # A weekday at half past ten in Pitman: its pharmacy is open.
    moment = FOUNDED_AT + timedelta(days=(2 - FOUNDED_AT.weekday()) % 7)
    with time_machine.travel(moment.replace(hour=15, minute=30), tick=False):
        for address, shown in EXAMPLES.items():
            with subtests.test(address=address):
                url = urlsplit(address)
                response: Any = Client().get(f"{url.path}?{url.query}", headers={"host": url.netloc})
                assert response.status_code == (shown.get("status", 200) if "detail" in shown else 200)
                assert list(lacking(shown, response.json())) == []

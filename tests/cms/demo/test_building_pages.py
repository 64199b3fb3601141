"""Every page of the demo says the same on the built-in site and in `storefront/`: one resolver feeds both."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from api.protocol.renderers import JSONRenderer
from cms.models import ArticlePage
from stores.models import StorePage

PARTS = ("store", "banners", "navigation", "page", "metadata", "redirect")
BESIDES = (
    *("/search/?q=flu", "/search/?q=shingels", "/search/", "/health/?page=2", "/health/?topic=vaccines"),
    *("/health/?tag=flu", "/es/search/?q=gripe", "/es/health/?page=2"),
)
"""Addresses that no sitemap lists."""

pytestmark = [pytest.mark.usefixtures("network", "db")]


def answered(client: Client, store: StorePage, endpoint: str, **query: str) -> Any:
    return client.get(
        f"/api/v2/{endpoint}", query_params={"store": store.slug, **query}, headers={"host": "localhost"}
    )


def paths_of(client: Client, store: StorePage, *, is_whole: bool) -> Iterator[str]:
    """All that the sitemap lists, texts in a language below that too; unless whole, each kind once."""
    seen: dict[tuple[str, str], int] = {}
    for entry in answered(client, store, "sitemap/").json()["items"]:
        kind = entry["type"], entry["language"]
        seen[kind] = seen.get(kind, 0) + 1
        if is_whole or seen[kind] == 1:
            yield entry["path"]
            if entry["id"] is not None and entry["language"] != "en":
                yield f"/{entry['language']}{entry['path']}"
    yield from BESIDES if is_whole else BESIDES[:3]


def said_twice(client: Client, store: StorePage, path: str) -> tuple[Any, Any]:
    """What the template was given, as JSON, and what the API answers."""
    page = client.get(path, headers={"host": store.site.hostname})
    assert page.status_code == 200, path
    given = json.loads(JSONRenderer().render({name: page.context[name] for name in PARTS}))
    return given, answered(client, store, "storefront/", path=path).json()


def online() -> list[StorePage]:
    """Where a store has a frontend of its own, links of the API lead there and those of its built-in site stay."""
    return [store for store in StorePage.objects.online().order_by("-slug") if store.frontend is None]


def test_every_kind_of_page_is_said_once(client: Client, subtests: pytest.Subtests) -> None:
    store = online()[0]
    paths = list(paths_of(client, store, is_whole=False))
    assert len(paths) > 15
    for path in paths:
        with subtests.test(path=path):
            given, answer = said_twice(client, store, path)
            assert given == answer


@pytest.mark.trial
def test_every_page_is_said_once(client: Client) -> None:
    compared, differ = 0, []
    for store in online():
        for path in paths_of(client, store, is_whole=True):
            given, answer = said_twice(client, store, path)
            compared += 1
            differ += [f"{store.slug} {path}"] * (given != answer)
    print(f"{compared} pages compared")  # noqa: T201  (the trial's figure)
    assert compared > 150
    assert differ == []


def test_spanish_of_the_demo_stands_beside_its_english(client: Client) -> None:
    store = StorePage.objects.online().get(slug="pitman")
    flu = ArticlePage.objects.get(slug="flu-shot-at-the-pharmacy")
    found = client.get(f"/es/health/{flu.slug}/", headers={"host": store.site.hostname})
    assert (found.status_code, found["Location"].partition("8000")[2]) == (302, "/es/health/vacuna-contra-la-gripe/")
    titles = [link["title"] for link in answered(client, store, "storefront/", path="/es/").json()["navigation"]]
    assert {"Programa de ahorro con genéricos", "Aviso de prácticas de privacidad", "Servicios"} <= set(titles)
    assert "Notice of privacy practices" not in titles

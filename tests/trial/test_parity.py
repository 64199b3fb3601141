"""Every page of the demo says what `storefront/` answers for it: head, chrome, text, links, and no link besides."""

import html as entities
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.frontend_templates.reading import words_of
from tests.harness.demo import ask
from tests.trial.demo_site import port
from tests.trial.site_pages import STORES, WITHDRAWN, every_page, resolved

__all__ = ["port"]

pytestmark = pytest.mark.trial

BESIDES = ("/search/?q=flu", "/search/?q=alergies", "/health/?page=2", "/health/?topic=vaccines", "/es/health/")
OTHERS = ("/nothing-here/", f"/health/{WITHDRAWN}/", "/lupus/")
PICTURE = {"crops", "src", "srcset", "sizes", "width", "height", "focal_point"}
FOR_PROGRAMS = PICTURE | {
    *("id", "slug", "type", "code", "kind", "way", "network", "language", "direction", "anchor", "level", "style"),
    *("seo", "detail_url", "canonical_url", "embed_url", "path", "meta", "task", "translations", "credential_list"),
}
"""What programs go by, and what stands in the head, which is compared whole."""
OF_CARDS = {"experts", "provider", "tags", "hero_alt", "alt"}
"""What an item of a list knows, and its card does not show: its picture stands beside its name, and says no more."""
OF_EXPERTS = {"photo_alt", "alt"}
CARD = re.compile(r"\.(?:articles|related)\[\]")
SHOWN_ELSEWHERE = {"article": {"teaser"}, "search": {"title", "teaser", "text"}}
"""A teaser is the description in the head; words of a search are shown within what surrounds them."""
MADE_BY_THE_SITE = re.compile(
    r"(/es)?/((hours|services|experts|search)/(\?.*)?|hours/holidays\.ics|health/\?(topic|tag)=.*)?"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it is read: its words with those of its pictures and fields, where it leads, and its dates."""

    words: str
    links: set[str]
    dates: set[str]
    html: BeautifulSoup

    @classmethod
    def of(cls, text: str) -> "Shown":
        html = BeautifulSoup(text, "html.parser")
        attributes = [str(tag[name]) for name in ("alt", "value") for tag in html.select(f"[{name}]")]
        return cls(
            " ".join([words_of(text), *(" ".join(each.split()) for each in attributes)]),
            {tag["href"] for tag in html.find_all("a", href=True)},
            {tag["datetime"] for tag in html.find_all("time")},
            html,
        )

    def head(self, name: str) -> str | None:
        tag = self.html.find("meta", attrs={"name": name})
        return str(tag["content"]) if tag else None


def test_every_page_says_what_the_api_answers(port: int, capsys: pytest.CaptureFixture[str]) -> None:
    compared, leaves, found = {}, 0, []
    for store in STORES:
        paths = [*every_page(port, store), *BESIDES]
        for path in paths:
            differences, many = compare(port, store, path)
            leaves += many
            found += [f"{store} {path}: {each}" for each in differences]
        compared[store] = len(paths)
    with capsys.disabled():
        print(f"\npages compared: {sum(compared.values())} {compared}; texts, links and dates: {leaves}")  # noqa: T201
    assert "\n".join(found) == ""


@pytest.mark.parametrize("path", OTHERS)
def test_what_is_not_there_is_so_on_either_side(port: int, path: str) -> None:
    for store in STORES:
        answer = ask(port, f"/api/v2/storefront/?path={quote(path)}", store)
        page = ask(port, path, store)
        if answer.status == 200:
            moved = json.loads(answer.text)["redirect"]
            assert (page.status, urlsplit(page.headers["location"]).path) == (
                moved["status"],
                urlsplit(moved["url"]).path,
            )
        else:
            assert page.status == answer.status


def compare(port: int, store: str, path: str) -> tuple[list[str], int]:
    """What differs, and how many texts, links and dates were looked for."""
    answer = as_on_the_site(resolved(port, store, path), port)
    text = ask(port, path, store).text
    shown = Shown.of(text)
    found = [*head(answer, shown), *chrome(answer, shown), *links_besides(answer, shown)]
    many = 0
    for where, key, value in leaves_of(answer["page"], answer["page"]["type"]):
        many += 1
        if not is_shown(key, value, shown):
            found.append(f"{where} is not shown: {value!r}")
    return found, many


def as_on_the_site(answer: Any, port: int) -> Any:
    """The answer with uploads and links of the store's own site; the head names a frontend as the API does."""
    site = answer["store"]["site"]
    text = json.dumps(answer).replace(f"http://localhost:{port}/media/", f"{site['root_url']}/media/")
    if site["frontend_url"]:
        at_home = json.loads(text.replace(f"{site['frontend_url'].rstrip('/')}/", f"{site['root_url']}/"))
        named = json.loads(text)["metadata"]
        kept = {name: named[name] for name in ("canonical_url", "open_graph", "json_ld")}
        at_home["metadata"] |= {**kept, "robots": "noindex"}
        return at_home
    return json.loads(text)


def head(answer: Any, shown: Shown) -> Iterator[str]:
    """Title, description, canonical address, languages, Open Graph, JSON-LD and feeds: the same, and no more."""
    metadata, html = answer["metadata"], shown.html
    graph = {tag["property"]: tag["content"] for tag in html.find_all("meta", property=True)}
    links: dict[str, list[Any]] = {"canonical": [], "alternate": []}
    for tag in html.head.find_all("link"):
        links.setdefault(tag["rel"][0], []).append(tag)
    pairs = {
        "title": (html.title.text, metadata["title"]),
        "description": (shown.head("description"), metadata["description"] or None),
        "robots": (shown.head("robots"), metadata["robots"]),
        "canonical": ([tag["href"] for tag in links["canonical"]], [metadata["canonical_url"]]),
        "Open Graph": (graph, metadata["open_graph"]),
        "data": (documents(html), metadata["json_ld"]),
        "languages": (
            {tag["hreflang"]: tag["href"] for tag in links["alternate"] if tag.get("hreflang")},
            {each["language"]: each["url"] for each in metadata["languages"] if each["is_translated"]},
        ),
        "feeds": (
            [tag["href"] for tag in links["alternate"] if tag.get("type")],
            [each["url"] for each in metadata["feeds"]],
        ),
        "way": (
            [each.text.strip() for each in html.select(".crumbs li")],
            [each["title"] for each in metadata["breadcrumbs"]],
        ),
    }
    for name, (mine, theirs) in pairs.items():
        if mine != theirs:
            yield f"{name}: {mine!r}, API: {theirs!r}"


def documents(html: BeautifulSoup) -> list[Any]:
    return [json.loads(tag.text) for tag in html.select('script[type="application/ld+json"]')]


def chrome(answer: Any, shown: Shown) -> Iterator[str]:
    """Promo lines in their order, the menu, and how the store is reached."""
    store, html = answer["store"], shown.html
    lines = [" ".join(each.text.split()) for each in html.select(".promo p > span")]
    told = [" ".join(BeautifulSoup(each["html"], "html.parser").text.split()) for each in answer["banners"]]
    if sorted(lines) != sorted(told):
        yield f"promo lines: {lines}, API: {told}"
    menu = [(each.text.strip(), each["href"]) for each in html.select(".sign-nav a")]
    wanted = [(each["title"], each["url"]) for each in answer["navigation"] if not each["duty"]]
    if menu != wanted:
        yield f"menu: {menu}, API: {wanted}"
    known = [store["name"], store["address"]["one_line"], *(store[each] for each in ("phone", "fax", "sms"))]
    for each in (store["email"], *(item["display"] if isinstance(item, dict) else item for item in known)):
        if each and each not in shown.words:
            yield f"the store's {each!r} is not shown"


def links_besides(answer: Any, shown: Shown) -> Iterator[str]:
    """Links of the page to its own site that the answer does not know."""
    root, text = answer["store"]["site"]["root_url"], json.dumps(answer)
    for tag in shown.html.main.find_all("a", href=True):
        url = tag["href"]
        is_known = f'"{url}"' in text or f'\\"{url}\\"' in text or MADE_BY_THE_SITE.fullmatch(url.removeprefix(root))
        if url.startswith(root) and not is_known:
            yield f"leads to {url}"


def leaves_of(value: Any, kind: str, where: str = "page", key: str = "") -> Iterator[tuple[str, str, str]]:
    """Where each text of a page stands in the answer, the name of its member, and the text."""
    if isinstance(value, dict):
        left_out = FOR_PROGRAMS | (OF_CARDS if CARD.search(where) else OF_EXPERTS if ".experts[]" in where else set())
        if where == "page":
            left_out = left_out | {"html_url"}
        if where == "page" or kind == "search":
            left_out = left_out | SHOWN_ELSEWHERE.get(kind, set())
        for name, each in value.items():
            if name not in left_out or (name == "sources" and where == "page"):
                yield from leaves_of(each, kind, f"{where}.{name}", name)
        if "srcset" in value and value.get("src"):
            yield f"{where}.src", "src", value["src"]
    elif isinstance(value, list):
        for each in value:
            yield from leaves_of(each, kind, f"{where}[]", key)
    elif isinstance(value, str) and value:
        yield where, key, value


def is_shown(key: str, value: str, shown: Shown) -> bool:
    if key == "src":
        return any(tag["src"] == value for tag in shown.html.find_all("img"))
    if key.endswith("_on") or key == "date":
        return value in shown.dates
    if key.endswith("url"):
        return value in shown.links or any(link.startswith(f"{value}?") for link in shown.links)
    words = words_of(value) if key == "html" or "</" in value else " ".join(entities.unescape(value).split())
    return words in shown.words

"""Tokens are filled for each store, once, and escaped where the text is HTML."""

import re
from typing import Any

import pytest

from stores.models import StorePage
from tests.api.asking import Api
from tests.factories.blocks import one_of_each_block, paragraph
from tests.factories.newsroom import ProviderFactory, health_news_of, make_article, make_expert, make_page
from tests.factories.stores import make_store, new_banner

MARKUP = '<b>Tom & "Jerry"</b>'
ESCAPED = "&lt;b&gt;Tom &amp; &quot;Jerry&quot;&lt;/b&gt;"
TOKEN = "{{ store.phone }}"

JSON_LD = re.compile(r'<script type="application/ld\+json">[^<]*</script>')

ALL = (
    "{{ store.name }}|{{ store.phone }}|{{ store.fax }}|{{ store.address }}|{{ store.street }}|{{ store.city }}|"
    "{{ store.state }}|{{ store.hours }}"
)


@pytest.fixture
def two_stores(db: None) -> dict[str, StorePage]:
    """Pitman, and one whose every fact differs."""
    switchback = make_store("switchback", phone="(719) 486-2392", street="12 Main St", city="Leadville", state="CO")
    return {"pitman": make_store("pitman"), "switchback": switchback}


def texts_of(api: Api, store: str, pk: int) -> dict[str, Any]:
    """Every text of an article that may carry tokens, by its place."""
    answer = api.get(f"articles/{pk}/", store=store)
    body = {block["type"]: block["value"] for block in answer["body"]}
    return {
        "teaser": answer["teaser"],
        "disclaimer": answer["disclaimer"],
        "copyright": answer["copyright"],
        "paragraph": body["paragraph"]["html"],
        "question": body["question"]["html"],
        "callout": body["callout"]["html"],
        "points": body["key_points"]["points"],
        "table": body["table"]["caption"],
        "biography": answer["experts"][0]["html"],
    }


def article_with_tokens() -> int:
    """An article that names the store in every text."""
    html = "<p>At {{ store.name }}.</p>"
    provider = ProviderFactory.create(
        slug="agency",
        name="Sample Agency",
        disclaimer="A service to {{ store.name }} by {{ provider.name }}.",
        copyright="© {{ article.year }} {{ provider.name }}: {{ article.title }} at {{store.name}}.",
    )
    expert = make_expert("dr-sample", biography=html)
    body = one_of_each_block(html=html)
    pk: int = make_article("lupus", teaser="Ask {{ store.name }}.", provider=provider, body=body, experts=[expert]).pk
    return pk


def test_every_text_of_an_article_names_the_asking_store(api: Api, two_stores: dict[str, StorePage]) -> None:
    pk = article_with_tokens()
    for store, name, phone in (
        ("pitman", "Pitman Pharmacy", "(856) 589-2392"),
        ("switchback", "Switchback Pharmacy", "(719) 486-2392"),
    ):
        assert texts_of(api, store, pk) == {
            "teaser": f"Ask {name}.",
            "disclaimer": f"A service to {name} by Sample Agency.",
            "copyright": f"© 2025 Sample Agency: Lupus at {name}.",
            "paragraph": f"<p>At {name}.</p>",
            "question": f"<p>At {name}.</p>",
            "callout": f"<p>At {name}.</p>",
            "points": [f"Call {phone}."],
            "table": f"Doses at {name}",
            "biography": f"<p>At {name}.</p>",
        }


def test_every_token_of_a_store_is_filled(api: Api, two_stores: dict[str, StorePage]) -> None:
    make_article("lupus", teaser=ALL)
    teasers = {store: api.items("articles/", store=store)[0]["teaser"] for store in two_stores}
    hours = "Store Mon-Fri 9:00am - 7:00pm | Sat 9:00am - 4:00pm | Sun Closed"
    assert teasers["pitman"] == (
        "Pitman Pharmacy|(856) 589-2392|(856) 589-5206|39 S Broadway, Pitman, NJ 08071|39 S Broadway|Pitman|NJ|"
        + hours
    )
    assert teasers["switchback"] == (
        "Switchback Pharmacy|(719) 486-2392||12 Main St, Leadville, CO 08071|12 Main St|Leadville|CO|" + hours
    )


def test_texts_outside_articles_name_the_store_too(api: Api) -> None:
    store = make_store("pitman", banners=[new_banner("Welcome to {{ store.name }}")])
    news = health_news_of(store)
    news.intro = "<p>From {{ store.city }}.</p>"
    news.save()
    page = make_page("savings", body=[paragraph("<p>Ask {{ store.name }}.</p>")])
    assert api.items("banners/", store="pitman")[0]["text"] == "Welcome to Pitman Pharmacy"
    assert api.get(f"pages/{news.pk}/", store="pitman")["intro"] == "<p>From Pitman.</p>"
    assert api.get("storefront/", store="pitman", path="/health/")["page"]["intro"] == "<p>From Pitman.</p>"
    assert api.get(f"pages/{page.pk}/", store="pitman")["body"][0]["value"]["html"] == "<p>Ask Pitman Pharmacy.</p>"
    expert = make_expert("dr-sample", biography="<p>Sees patients in {{ store.city }}.</p>")
    make_article("lupus", experts=[expert])
    assert api.get(f"experts/{expert.pk}/", store="pitman")["html"] == "<p>Sees patients in Pitman.</p>"


def test_values_are_escaped_in_html_and_only_there(api: Api) -> None:
    store = make_store("odd", title=MARKUP, banners=[new_banner("At {{ store.name }}")])
    news = health_news_of(store)
    news.intro = "<p>{{ store.name }}</p>"
    news.save()
    texts = texts_of(api, "odd", article_with_tokens())
    for place in ("paragraph", "question", "callout", "biography"):
        assert texts[place] == f"<p>At {ESCAPED}.</p>"
    assert texts["teaser"] == f"Ask {MARKUP}."
    assert texts["disclaimer"] == f"A service to {MARKUP} by Sample Agency."
    assert texts["table"] == f"Doses at {MARKUP}"
    assert api.items("banners/", store="odd")[0]["text"] == f"At {MARKUP}"
    assert api.get(f"pages/{news.pk}/", store="odd")["intro"] == f"<p>{ESCAPED}</p>"


def test_value_that_looks_like_a_token_stays_as_it_is(api: Api) -> None:
    store = make_store("odd", title=TOKEN, banners=[new_banner("At {{ store.name }}: {{ store.phone }}")])
    news = health_news_of(store)
    news.intro = "<p>{{ store.name }}</p>"
    news.save()
    texts = texts_of(api, "odd", article_with_tokens())
    for place in ("paragraph", "question", "callout", "biography"):
        assert texts[place] == f"<p>At {TOKEN}.</p>"
    assert texts["teaser"] == f"Ask {TOKEN}."
    assert texts["disclaimer"] == f"A service to {TOKEN} by Sample Agency."
    assert api.items("banners/", store="odd")[0]["text"] == f"At {TOKEN}: (856) 589-2392"
    assert api.get(f"pages/{news.pk}/", store="odd")["intro"] == f"<p>{TOKEN}</p>"


def test_storefront_api_says_the_same(api: Api) -> None:
    make_store("odd", title=MARKUP)
    article_with_tokens()
    page = api.get("storefront/", store="odd", path="/health/lupus/")
    assert page["page"]["teaser"] == f"Ask {MARKUP}."
    assert page["metadata"]["title"] == f"Lupus | {MARKUP}, Pitman"
    assert page["metadata"]["description"] == f"Ask {MARKUP}."


@pytest.mark.parametrize("title", [MARKUP, TOKEN, "</script><script>alert(1)</script>", "' onload='x"])
def test_page_of_a_store_with_an_odd_name_has_no_markup_of_it(title: str, api: Api) -> None:
    make_store("odd", title=title, banners=[new_banner("At {{ store.name }}")])
    article_with_tokens()
    page = api.ask("/health/lupus/", host="odd.localhost:8000").content.decode()
    html = JSON_LD.sub("", page)
    assert "<script" not in html
    assert "<b>Tom" not in html
    assert page.count("</script>") == len(JSON_LD.findall(page)) == 3
    assert "onload='x" not in html
    if title == TOKEN:
        assert "At {{ store.phone }}." in html


def strings_in(value: Any) -> list[str]:
    if isinstance(value, dict | list):
        return [text for part in (value.values() if isinstance(value, dict) else value) for text in strings_in(part)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("title", [MARKUP, TOKEN])
def test_metadata_names_the_store_as_it_is_called_and_the_page_escapes_it_once(title: str, api: Api) -> None:
    make_store("odd", title=title)
    article_with_tokens()
    metadata = api.get("storefront/", store="odd", path="/health/lupus/")["metadata"]
    assert metadata["description"] == metadata["open_graph"]["og:description"] == f"Ask {title}."
    texts = [text for text in strings_in(metadata) if "store" in text or "Tom" in text]
    assert [text for text in texts if title not in text and "localhost" not in text] == []
    assert "(856) 589-2392" not in str([metadata["title"], metadata["description"], metadata["open_graph"]])
    page = api.ask("/health/lupus/", host="odd.localhost:8000").content.decode()
    shown = ESCAPED if title == MARKUP else TOKEN
    heads = re.findall(r'<meta (?:name|property)="(?:og:)?description" content="([^"]*)">', page)
    assert heads == [f"Ask {shown}."] * 2
    assert "&amp;lt;" not in page
    for block in JSON_LD.findall(page):
        assert "&lt;" not in block
        assert "Ask (856)" not in block

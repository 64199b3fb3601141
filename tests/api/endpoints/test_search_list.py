"""`search/`: articles, experts and pages of one store in one list."""

import pytest

from tests.api.asking import Api
from tests.factories.blocks import paragraph
from tests.factories.newsroom import TopicFactory, make_article, make_expert, make_page
from tests.factories.stores import make_store

pytestmark = pytest.mark.postgresql


def test_everything_that_fits_with_highlights_and_counts(api: Api) -> None:
    pitman = make_store("pitman")
    expert = make_expert("dr-sample", title="Dr. Walnut", biography="<p>Knows <b>nuts</b>.</p>")
    skin = TopicFactory.create(slug="skin", name="Skin")
    text = "<p>" + "Long ago. " * 30 + "Two walnuts &amp; an almond at {{ store.name }}.</p>"
    make_article("about", title="Fish & chips", teaser="At noon.", body=[paragraph(text)], topics=[skin])
    make_article("speaks", title="Sleep", teaser="Rest.", experts=[expert])
    make_article("elsewhere", title="Walnut", excluded=[pitman])
    make_page("nuts", title="<Walnut> oil")
    answer = api.get("search/", store="pitman", search="walnut")
    found = {item["type"]: item for item in answer["items"]}
    assert [item["type"] for item in answer["items"]][-1] == "article"
    assert found["standard"]["highlights"]["title"] == "&lt;<mark>Walnut</mark>&gt; oil"
    assert found["expert"]["highlights"]["title"] == "Dr. <mark>Walnut</mark>"
    marks = found["article"]["highlights"]
    assert marks["title"] == "Fish &amp; chips"
    assert marks["text"].startswith("… ")
    assert "Two <mark>walnuts</mark> &amp; an almond at Pitman Pharmacy." in marks["text"]
    assert found["article"]["path"] == "/health/about/"
    assert found["standard"]["detail_url"].endswith("?store=pitman")
    assert answer["meta"] == {
        "total_count": 3,
        "next": None,
        "previous": None,
        "facets": {
            "type": [{"value": name, "count": 1} for name in ("article", "expert", "standard")],
            "topic": [{"value": "skin", "name": "Skin", "count": 1}],
        },
    }


def test_types_topics_pages_and_fields(api: Api, subtests: pytest.Subtests) -> None:
    make_store("pitman")
    skin, flu = (TopicFactory.create(slug=slug) for slug in ("skin", "flu"))
    make_article("a", title="Walnut one", topics=[skin])
    make_article("b", title="Walnut two", topics=[flu])
    make_page("c", title="Walnut three")
    for query, expected in [
        ({"type": "article"}, {"a", "b"}),
        ({"type": "article,standard"}, {"a", "b", "c"}),
        ({"topic": "skin"}, {"a"}),
        ({"topic": "skin,flu"}, {"a", "b"}),
        ({"type": "expert"}, set()),
        ({"search": "nothing"}, set()),
    ]:
        with subtests.test(query=query):
            answer = api.get("search/", store="pitman", **{"search": "walnut", "fields": "_,slug", **query})
            assert {item["slug"] for item in answer["items"]} == expected
            counts = [each["count"] for each in answer["meta"]["facets"]["type"]]
            assert counts == ([2, 0, 1] if "search" not in query else [0, 0, 0])
    first = api.get("search/", store="pitman", search="walnut", limit=2)
    second = api.get("search/", store="pitman", search="walnut", limit=2, offset=2)
    assert len({item["id"] for item in first["items"] + second["items"]}) == 3
    for query, field in [
        ({}, "search"),
        ({"search": " "}, "search"),
        ({"search": "walnut", "type": "store"}, "type"),
        ({"search": "walnut", "topic": "nothing"}, "topic"),
    ]:
        assert api.problem(400, "search/", store="pitman", **query)["errors"][0]["field"] == field

"""`articles/`: what the store carries."""

from datetime import date
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.api.asking import Api
from tests.factories.lupus import LupusNetwork
from tests.factories.newsroom import ProviderFactory, TopicFactory, make_article, make_expert
from tests.factories.stores import make_store


def slugs(api: Api, store: str = "pitman", **query: Any) -> list[str]:
    return [item["meta"]["slug"] for item in api.items("articles/", store=store, **query)]


@pytest.mark.parametrize("store", ["pitman", "switchback"])
def test_list_is_as_reviewed(
    store: str, api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion
) -> None:
    assert api.get("articles/", store=store) == json_snapshot


def test_list_with_every_field_is_as_reviewed(
    api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion
) -> None:
    assert api.get("articles/", store="pitman", fields="*") == json_snapshot


def test_newest_comes_first_and_the_later_id_among_equals(api: Api) -> None:
    make_store("pitman")
    for slug, day in (("old", 1), ("new", 3), ("same-a", 2), ("same-b", 2)):
        make_article(slug, published_on=date(2026, 1, day))
    assert slugs(api) == ["new", "same-b", "same-a", "old"]


def test_order(api: Api, subtests: pytest.Subtests) -> None:
    make_store("pitman")
    for slug, day in (("berry", 1), ("apple", 3), ("cherry", 2)):
        make_article(slug, published_on=date(2026, 1, day))
    for order, expected in [
        ("published_on", ["berry", "cherry", "apple"]),
        ("-published_on", ["apple", "cherry", "berry"]),
        ("title", ["apple", "berry", "cherry"]),
        ("-title", ["cherry", "berry", "apple"]),
        ("id", ["berry", "apple", "cherry"]),
        ("-id", ["cherry", "apple", "berry"]),
    ]:
        with subtests.test(order=order, expected=expected):
            assert slugs(api, order=order) == expected


def test_unknown_order_is_400_that_names_the_known(api: Api, lupus_network: LupusNetwork) -> None:
    document = api.problem(400, "articles/", store="pitman", order="teaser")
    assert document["detail"] == (
        "'order' must be one of published_on, -published_on, title, -title, id, -id, not 'teaser'."
    )


def test_filters(api: Api, subtests: pytest.Subtests) -> None:
    make_store("pitman")
    topics = [TopicFactory.create(slug="immune-system"), TopicFactory.create(slug="skin")]
    tags = ["clinical trials", "research"]
    make_article("lupus", topics=topics, tags=tags, experts=[make_expert("dr-sample"), make_expert("dr-second")])
    make_article("flu", provider=ProviderFactory.create(slug="agency"), tags=["vaccines"])
    for query, expected in [
        ({"topic": "immune-system"}, ["lupus"]),
        ({"tag": "clinical trials"}, ["lupus"]),
        ({"tag": "clinical-trials"}, ["lupus"]),
        ({"expert": "dr-sample"}, ["lupus"]),
        ({"provider": "agency"}, ["flu"]),
        ({"topic": "immune-system", "provider": "agency"}, []),
    ]:
        with subtests.test(query=query, expected=expected):
            answer = api.get("articles/", store="pitman", **query)
            assert [item["meta"]["slug"] for item in answer["items"]] == expected
            assert answer["meta"]["total_count"] == len(expected)


def test_either_value_both_values_and_articles_by_id(api: Api, subtests: pytest.Subtests) -> None:
    make_store("pitman")
    flu, skin = (TopicFactory.create(slug=slug) for slug in ("flu", "skin"))
    ids = {
        slug: make_article(slug, topics=topics, tags=tags, published_on=date(2026, 1, day)).pk
        for day, (slug, topics, tags) in enumerate(
            [("old", [flu], ["A, B"]), ("both", [flu, skin], ["walnut"]), ("new", [skin], [])], start=1
        )
    }
    named = f"{ids['new']},{ids['old']},999999"
    lists: list[tuple[dict[str, Any], list[str]]] = [
        ({"topic": "flu,skin"}, ["new", "both", "old"]),
        ({"topic": ["flu", "skin"]}, ["both"]),
        ({"topic": ["flu,skin", "skin"]}, ["new", "both"]),
        ({"topic": "flu,skin", "tag": "walnut"}, ["both"]),
        ({"tag": "Walnut,a-b"}, ["both", "old"]),
        ({"ids": named}, ["new", "old"]),
        ({"ids": named, "order": "id"}, ["old", "new"]),
        ({"ids": named, "topic": "flu"}, ["old"]),
        ({"exclude": named}, ["both"]),
        ({"search": "flu", "exclude": "1"}, []),
        ({"order": "-title,id"}, ["old", "new", "both"]),
    ]
    for query, expected in lists:
        with subtests.test(query=query, expected=expected):
            assert slugs(api, **query) == expected
    refused: list[tuple[dict[str, Any], str]] = [
        ({"topic": "flu,nothing"}, "Unknown topic 'nothing'. There are flu, skin."),
        ({"topic": ["flu", "nothing"]}, "Unknown topic 'nothing'. There are flu, skin."),
        ({"topic": "flu,"}, "Unknown topic ''. There are flu, skin."),
        ({"ids": "1,x"}, "'ids' must be ids such as 41,42, not '1,x'."),
        ({"ids": ["1", "2"]}, "Give 'ids' once."),
        ({"ids": ",".join(map(str, range(101)))}, "'ids' takes at most 100 ids."),
        ({"tag": ",".join(map(str, range(21)))}, "'tag' takes at most 20 values."),
        ({"order": "title,-title"}, "'order' names something twice."),
        (
            {"order": "title,random"},
            "'order' must be one of published_on, -published_on, title, -title, id, -id, not 'random'.",
        ),
    ]
    for query, words in refused:
        with subtests.test(query=query):
            assert api.problem(400, "articles/", store="pitman", **query)["detail"] == words


def test_whoever_names_ids_gets_them_all(api: Api) -> None:
    make_store("pitman")
    ids = [make_article(f"article-{number}").pk for number in range(21)]
    assert len(slugs(api, ids=",".join(map(str, ids)))) == 21
    assert len(slugs(api, ids=",".join(map(str, ids)), limit=2)) == 2
    assert len(api.items("stores/", ids="1,2")) == len(api.items("experts/", store="pitman", ids="1")) == 0


@pytest.mark.parametrize(
    ("name", "there_is"),
    [("topic", "immune-system"), ("tag", "research"), ("expert", "dr-sample"), ("provider", "agency")],
)
def test_value_that_nothing_has_is_400_that_lists_what_there_is(name: str, there_is: str, api: Api) -> None:
    make_store("pitman")
    elsewhere = make_store("switchback")
    about: dict[str, Any] = {"topics": [TopicFactory.create(slug="immune-system")], "tags": ["research"]}
    make_article("lupus", **about, experts=[make_expert("dr-sample")], provider=ProviderFactory.create(slug="agency"))
    hidden: dict[str, Any] = {"topics": [TopicFactory.create(slug="secret")], "tags": ["secret"]}
    make_article("draft", **hidden, live=False, provider=ProviderFactory.create(slug="secret"))
    make_article("theirs", tags=["theirs"], at_store=elsewhere)
    make_expert("secret", live=False)
    for value in ("nothing", "secret", *(["theirs"] if name == "tag" else [])):
        document = api.problem(400, "articles/", store="pitman", **{name: value})
        assert document["detail"] == f"Unknown {name} '{value}'. There are {there_is}."
        assert document["errors"] == [{"field": name, "message": f"Unknown {name}."}]
    assert api.items("articles/", store="pitman", **{name: there_is})
    assert api.items("articles/", store="pitman", search="walnut", **{name: there_is}) == []


def test_value_of_the_library_that_the_store_has_nothing_of_finds_nothing(api: Api) -> None:
    pitman = make_store("pitman")
    make_article("lupus", topics=[TopicFactory.create(slug="immune-system")], excluded=[pitman])
    assert api.items("articles/", store="pitman", topic="immune-system") == []


def test_articles_of_a_span_of_days(api: Api, subtests: pytest.Subtests) -> None:
    make_store("pitman")
    for number in (1, 2, 3):
        make_article(f"article-{number}", published_on=date(2026, 1, number))
    for query, expected in [
        ({"published_on__gte": "2026-01-02"}, ["article-3", "article-2"]),
        ({"published_on__lte": "2026-01-02"}, ["article-2", "article-1"]),
        ({"published_on__gte": "2026-01-02", "published_on__lte": "2026-01-02"}, ["article-2"]),
        ({"published_on__gte": "2026-01-02", "order": "published_on"}, ["article-2", "article-3"]),
        ({"published_on__gte": "2027-01-01"}, []),
    ]:
        with subtests.test(query=query, expected=expected):
            items = api.items("articles/", store="pitman", **query)
            assert [item["meta"]["slug"] for item in items] == expected


@pytest.mark.parametrize("value", ["2026-13-01", "2026-02-30", "20260101", "2026-1-1", "today", "", "2026-01-01T00"])
def test_day_that_is_none_is_400(value: str, api: Api) -> None:
    make_store("pitman")
    document = api.problem(400, "articles/", store="pitman", published_on__gte=value)
    assert document["detail"] == f"'published_on__gte' must be a date such as 2026-12-24, not '{value}'."


def test_search_finds_words_of_title_teaser_and_body(api: Api, subtests: pytest.Subtests) -> None:
    make_store("pitman")
    make_article("lupus", title="Walnut", published_on=date(2026, 1, 1))
    make_article("flu", teaser="All about walnut.", published_on=date(2026, 1, 2))
    make_article("sleep", body=[{"type": "paragraph", "value": "<p>A walnut a day.</p>"}])
    make_article("heat")
    for fields in [{}, {"fields": "*"}, {"fields": "_,slug"}]:
        with subtests.test(fields=fields):
            answer = api.get("articles/", store="pitman", search="walnut", **fields)
            assert {item["meta"]["slug"] for item in answer["items"]} == {"lupus", "flu", "sleep"}
            assert answer["meta"]["total_count"] == 3


def test_search_ranks_by_relevance_unless_an_order_is_given(api: Api) -> None:
    make_store("pitman")
    make_article("in-body", body=[{"type": "paragraph", "value": "<p>walnut</p>"}], published_on=date(2026, 1, 2))
    make_article("in-title", title="Walnut walnut", teaser="Walnut.", published_on=date(2026, 1, 1))
    assert slugs(api, search="walnut") == ["in-title", "in-body"]
    assert slugs(api, search="walnut", order="-published_on") == ["in-body", "in-title"]


def test_search_needs_all_words_or_any_by_its_operator(api: Api) -> None:
    make_store("pitman")
    make_article("lupus", title="Walnut")
    make_article("flu", title="Walnut almond")
    assert slugs(api, search="walnut almond") == ["flu"]
    assert slugs(api, search="walnut almond", search_operator="and") == ["flu"]
    assert set(slugs(api, search="walnut almond", search_operator="or")) == {"lupus", "flu"}
    api.problem(400, "articles/", store="pitman", search="walnut", search_operator="xor")


def test_search_takes_any_text(api: Api, subtests: pytest.Subtests) -> None:
    make_store("pitman")
    make_article("lupus")
    for words in ["", " ", "'", '"', "walnut & | ! <-> :*", "%", "\\", "(", "é" * 150]:
        with subtests.test(words=words):
            assert isinstance(slugs(api, search=words), list)


def test_search_together_with_a_filter(api: Api) -> None:
    make_store("pitman")
    make_article("lupus", title="Walnut", tags=["a"])
    make_article("flu", title="Walnut", tags=["b"])
    assert slugs(api, search="walnut", tag="b") == ["flu"]


def test_a_page_of_the_list_says_how_many_there_are_in_all(api: Api, subtests: pytest.Subtests) -> None:
    make_store("pitman")
    for day in range(5):
        make_article(f"walnut-{day}", published_on=date(2026, 1, 1 + day))
    for query, expected in [
        ({"limit": 2}, ["walnut-4", "walnut-3"]),
        ({"limit": 2, "offset": 2}, ["walnut-2", "walnut-1"]),
        ({"limit": 2, "offset": 4}, ["walnut-0"]),
        ({"offset": 5}, []),
        ({"offset": 999_999_999}, []),
        ({"limit": 0}, []),
        ({"limit": 0, "offset": 3}, []),
    ]:
        for search in [{}, {"search": "walnut"}]:
            with subtests.test(query=query, expected=expected, search=search):
                answer = api.get("articles/", store="pitman", order="-published_on", **search, **query)
                assert [item["meta"]["slug"] for item in answer["items"]] == expected
                assert answer["meta"]["total_count"] == 5


def test_a_list_has_20_items_unless_told_and_100_at_most(api: Api) -> None:
    make_store("pitman")
    for number in range(21):
        make_article(f"article-{number}")
    assert [len(slugs(api)), len(slugs(api, limit=100))] == [20, 21]
    assert api.problem(400, "articles/", store="pitman", limit=101)["detail"] == "'limit' cannot be higher than 100."


def test_list_of_a_store_that_carries_nothing_is_empty(api: Api) -> None:
    make_store("pitman")
    meta = {"total_count": 0, "next": None, "previous": None}
    assert api.get("articles/", store="pitman") == {"meta": meta, "items": []}

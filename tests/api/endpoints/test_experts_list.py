"""`experts/`: people who speak in what the store carries, as a list, by id and by slug."""

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from tests.api.asking import Api
from tests.factories.blocks import page_link
from tests.factories.lupus import LupusNetwork
from tests.factories.newsroom import make_article, make_expert
from tests.factories.stores import make_store


def slugs(api: Api, **query: Any) -> list[str]:
    return [item["slug"] for item in api.items("experts/", **{"store": "pitman", **query})]


@pytest.mark.parametrize("query", [{}, {"fields": "*"}], ids=["plain", "every_field"])
def test_list_is_as_reviewed(
    query: dict[str, str], api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion
) -> None:
    assert api.get("experts/", store="pitman", **query) == json_snapshot


@pytest.mark.parametrize("pk", [900_012, 900_013])
def test_detail_is_as_reviewed(
    pk: int, api: Api, lupus_network: LupusNetwork, json_snapshot: SnapshotAssertion
) -> None:
    assert api.get(f"experts/{pk}/", store="pitman") == json_snapshot


def test_found_by_slug_is_the_detail(api: Api, lupus_network: LupusNetwork) -> None:
    found = api.get("experts/find/", store="pitman", slug="sample-rheumatologist")
    assert found == api.get("experts/900012/", store="pitman")


def test_nobody_is_found_by_an_unknown_slug(api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for query in [{"slug": "nobody"}, {"slug": ""}]:
        with subtests.test(query=query):
            api.problem(404, "experts/find/", store="pitman", **query)


def test_id_of_nobody_is_404(api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for pk in [1, 900_041, 99_999_999_999_999_999_999]:
        with subtests.test(pk=pk):
            assert (
                api.problem(404, f"experts/{pk}/", store="pitman")["detail"]
                == f"The store shows no expert with the id {pk}."
            )


def test_expert_of_no_carried_article_is_not_shown(api: Api) -> None:
    make_store("pitman")
    alone = make_expert("alone")
    assert slugs(api) == []
    api.problem(404, f"experts/{alone.pk}/", store="pitman")


def test_reviewer_is_shown_too(api: Api) -> None:
    make_store("pitman")
    make_article("lupus", reviewed_by=make_expert("reviewer"), reviewed_on="2026-01-15")
    assert slugs(api) == ["reviewer"]


def test_expert_of_many_articles_is_listed_once(api: Api) -> None:
    make_store("pitman")
    expert = make_expert("dr-sample")
    for slug in ("lupus", "flu"):
        make_article(slug, experts=[expert], reviewed_by=expert, reviewed_on="2026-01-15")
    assert api.get("experts/", store="pitman")["meta"]["total_count"] == 1
    assert slugs(api) == ["dr-sample"]


def test_order(api: Api, subtests: pytest.Subtests) -> None:
    make_store("pitman")
    make_article("lupus", experts=[make_expert(slug) for slug in ("zoe", "adam", "mia")])
    for order, expected in [
        ("name", ["adam", "mia", "zoe"]),
        ("-name", ["zoe", "mia", "adam"]),
        ("id", ["zoe", "adam", "mia"]),
        ("-id", ["mia", "adam", "zoe"]),
    ]:
        with subtests.test(order=order, expected=expected):
            assert slugs(api, order=order) == expected


def test_a_page_of_the_list_says_how_many_there_are_in_all(api: Api, lupus_network: LupusNetwork) -> None:
    for query, length in (({"limit": 1}, 1), ({"offset": 2}, 0), ({"limit": 0}, 0)):
        answer = api.get("experts/", store="pitman", **query)
        assert (len(answer["items"]), answer["meta"]["total_count"]) == (length, 2)


def test_biography_links_to_the_asking_store(api: Api) -> None:
    make_store("pitman")
    article = make_article("lupus")
    expert = make_expert("dr-sample", biography=f"<p>{page_link(article.pk, 'Lupus')}</p>")
    make_article("flu", experts=[expert])
    answer = api.get(f"experts/{expert.pk}/", store="pitman")
    assert answer["html"] == '<p><a href="http://pitman.localhost:8000/health/lupus/">Lupus</a></p>'

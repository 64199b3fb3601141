"""The `fields` parameter: Wagtail's syntax and meaning."""

import pytest

from tests.api.asking import Api
from tests.factories.lupus import LupusNetwork

LIST = {
    *(
        "id",
        "meta",
        "language",
        "title",
        "teaser",
        "published_on",
        "is_pinned",
        "is_local",
        "hero",
        "hero_alt",
        "topics",
        "tags",
        "experts",
    ),
    "provider",
}
DETAIL_ONLY = {
    *(
        "local_note",
        "body",
        "byline",
        "corrections",
        "credit",
        "dateline",
        "disclaimer",
        "copyright",
        "review",
        "sources",
        "share",
        "canonical_url",
        "seo",
    ),
}
META = {"type", "detail_url", "html_url", "path", "slug", "first_published_at", "last_published_at"}


def first(api: Api, fields: str | None, path: str = "articles/") -> dict[str, object]:
    query = {} if fields is None else {"fields": fields}
    item: dict[str, object] = api.items(path, store="pitman", **query)[0]
    return item


def test_list_says_the_short_by_default_and_all_with_a_star(api: Api, lupus_network: LupusNetwork) -> None:
    assert set(first(api, None)) == LIST
    assert set(first(api, "*")) == LIST | DETAIL_ONLY
    assert set(first(api, "")) == LIST


def test_detail_says_all_by_default(api: Api, lupus_network: LupusNetwork) -> None:
    plain = api.get("articles/900041/", store="pitman")
    assert set(plain) == LIST | DETAIL_ONLY | {"related", "translations"}
    assert api.get("articles/900041/", store="pitman", fields="*") == plain


def test_more_less_and_only(api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for fields, expected in {
        "body,share": LIST | {"body", "share"},
        "-teaser,-hero": LIST - {"teaser", "hero"},
        "*,-body,-share": (LIST | DETAIL_ONLY) - {"body", "share"},
        "_,title": {"title"},
        "_,id,title": {"id", "title"},
        "_": set(),
        "-id": LIST - {"id"},
        "title": LIST,
        "_,experts(name)": {"experts"},
    }.items():
        with subtests.test(fields=fields):
            assert set(first(api, fields)) == expected


def test_members_of_meta_are_named_as_if_they_stood_at_the_top(api: Api, lupus_network: LupusNetwork) -> None:
    assert first(api, "_,slug,html_url") == {
        "meta": {
            "slug": "new-treatments-for-lupus",
            "html_url": "http://pitman.localhost:8000/health/new-treatments-for-lupus/",
        }
    }
    assert set(first(api, "-slug")["meta"]) == META - {"slug"}  # type: ignore[call-overload]


def test_nested_fields(api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    named = {"name": "Sample Rheumatologist"}
    for fields, expected in {
        "_,experts(name)": [named, {"name": "Sample Pharmacist"}],
        "_,experts(_,name)": [named, {"name": "Sample Pharmacist"}],
        "_,provider(slug)": {"slug": "network"},
        "_,provider(-name)": {"slug": "network"},
        "_,provider(*)": {"slug": "network", "name": "Network newsroom"},
        "_,topics(name)": [{"name": "Immune system"}],
    }.items():
        with subtests.test(fields=fields):
            (value,) = first(api, fields).values()
            assert value == expected


def test_nested_fields_of_what_is_made_whole(api: Api, lupus_network: LupusNetwork) -> None:
    whole = api.get("articles/900041/", store="pitman")
    asked = "_,hero(src,crops(share(width))),body(type),review(reviewed_by(name)),share(network),experts(photo(src))"
    answer = api.get("articles/900041/", store="pitman", fields=asked)
    assert answer == {
        "hero": {"src": whole["hero"]["src"], "crops": {"share": {"width": whole["hero"]["crops"]["share"]["width"]}}},
        "body": [{"type": block["type"]} for block in whole["body"]],
        "review": {"reviewed_by": {"name": whole["review"]["reviewed_by"]["name"]}},
        "share": [{"network": each["network"]} for each in whole["share"]],
        "experts": [{"photo": each["photo"] and {"src": each["photo"]["src"]}} for each in whole["experts"]],
    }
    (item,) = api.items("articles/", store="pitman", fields="_,hero(src)", ids="900041")
    assert item == {"hero": {"src": whole["hero"]["src"]}}


def test_nested_fields_of_a_store(api: Api, lupus_network: LupusNetwork) -> None:
    whole = api.get("stores/pitman/")
    asked = (
        "_,hours(pharmacy(status(state)),drive_through),phone(display),special_days(hours(pharmacy)),look(logo(alt))"
    )
    answer = api.get("stores/pitman/", fields=asked)
    pharmacy, through = whole["hours"]["pharmacy"], whole["hours"].get("drive-through")
    assert answer == {
        "hours": {
            "pharmacy": {"status": {"state": pharmacy["status"]["state"]}},
            **({"drive-through": through} if through else {}),
        },
        "phone": {"display": whole["phone"]["display"]},
        "special_days": [{"hours": {"pharmacy": each["hours"]["pharmacy"]}} for each in whole["special_days"]],
        "look": {"logo": whole["look"]["logo"] and {"alt": whole["look"]["logo"]["alt"]}},
    }
    assert api.get("stores/pitman/", fields="_,hours(-pharmacy)")["hours"].keys() == whole["hours"].keys() - {
        "pharmacy"
    }
    document = api.problem(400, "stores/pitman/", fields="hours(salon)")
    assert document["detail"] == "Unknown field 'salon'. Known: delivery, drive_through, pharmacy, store."


def test_names_that_are_written_otherwise_are_told(api: Api, lupus_network: LupusNetwork) -> None:
    document = api.problem(400, "stores/pitman/", fields="hours(drive-through)")
    assert document["detail"].endswith("A hyphen in a name is written '_', as in 'hours(drive_through)'.")
    document = api.problem(400, "articles/", store="pitman", fields="meta")
    hint = "Name what is in 'meta' by itself, as in 'fields=slug'."
    assert document["detail"].startswith(f"Unknown field 'meta'. {hint}")


def test_nested_fields_of_a_detail(api: Api, lupus_network: LupusNetwork) -> None:
    answer = api.get("articles/900041/", store="pitman", fields="_,experts(name,photo),review(reviewed_on)")
    assert [set(expert) for expert in answer["experts"]] == [{"name", "photo"}] * 2
    assert answer["review"] == {"reviewed_on": "2026-01-15"}


def test_unknown_field_is_400_that_names_it_and_the_known(
    api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    for path, fields in [
        ("articles/", "colour"),
        ("articles/", "-colour"),
        ("articles/", "_,colour"),
        ("articles/900041/", "colour"),
        ("articles/", "provider(colour)"),
        ("experts/", "colour"),
        ("banners/", "colour"),
        ("topics/", "colour"),
        ("tags/", "colour"),
    ]:
        with subtests.test(path=path, fields=fields):
            document = api.problem(400, path, store="pitman", fields=fields)
            assert document["detail"].startswith("Unknown field 'colour'. Known: ")
            assert document["errors"][0]["field"] == "fields"


def test_unknown_field_of_wagtails_endpoints_is_400(
    api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests
) -> None:
    for path in ("pages/", "images/", "documents/", "redirects/", "pages/900052/", "images/900021/"):
        with subtests.test(path=path):
            assert "colour" in api.problem(400, path, store="pitman", fields="colour")["detail"]


def test_text_that_is_no_field_list_is_400(api: Api, lupus_network: LupusNetwork, subtests: pytest.Subtests) -> None:
    for fields in (
        "title,",
        ",",
        "title(",
        "title)",
        "ti tle",
        "*,title",
        "_,-title",
        "title,*",
        "(",
        "-",
        "*(a)",
        "a-b",
    ):
        for path in ("articles/", "articles/900041/", "experts/", "stores/", "pages/", "images/"):
            with subtests.test(path=path, fields=fields):
                query = {} if path == "stores/" else {"store": "pitman"}
                api.problem(400, path, **query, fields=fields)


def test_field_without_fields_of_its_own_is_400(api: Api, lupus_network: LupusNetwork) -> None:
    document = api.problem(400, "articles/", store="pitman", fields="title(x)")
    assert document["detail"] == "The field 'title' has no fields of its own."


def test_stores_and_experts_understand_fields_too(api: Api, lupus_network: LupusNetwork) -> None:
    assert first(api, "_,name,html", "experts/") == {
        "name": "Sample Pharmacist",
        "html": "<p>Sample Pharmacist is a sample.</p>",
    }
    assert api.get("stores/pitman/", fields="_,name,address(city,state)") == {
        "name": "Pitman Pharmacy",
        "address": {"city": "Pitman", "state": "NJ"},
    }


def test_field_that_is_not_asked_for_costs_no_query(api: Api, lupus_network: LupusNetwork) -> None:
    only_titles = api.count_queries("articles/", store="pitman", fields="_,title")
    assert only_titles < api.count_queries("articles/", store="pitman")

"""What is deprecated says so, in answers, in the OpenAPI document and in the docs; today nothing is."""

from datetime import date
from unittest import mock

import pytest
from drf_spectacular.generators import SchemaGenerator

from api.guide.rendering import page_of
from api.protocol import versions
from api.protocol.versions import Deprecation
from tests.api.asking import Api
from tests.factories.lupus import LupusNetwork

TABLE = (
    Deprecation("articles", date(2027, 1, 1), date(2028, 1, 1), "`published_on__gte`", parameter="topic"),
    Deprecation("tags", date(2027, 3, 1), date(2028, 6, 1), "`topics/`"),
    Deprecation("pages", date(2027, 3, 1), date(2028, 6, 1), "`storefront/`"),
)
NAMES = ("Deprecation", "Sunset")


def test_what_is_deprecated_says_so_in_its_answers(api: Api, lupus_network: LupusNetwork) -> None:
    with mock.patch.object(versions, "DEPRECATIONS", TABLE):
        answer = api.ask("articles/", store="pitman", topic="immune-system", limit=1)
        assert answer["Deprecation"] == "@1798761600"
        assert answer["Sunset"] == "Sat, 01 Jan 2028 00:00:00 GMT"
        assert 'rel="deprecation"' in answer["Link"]
        assert "/api/docs/api-changes/" in answer["Link"]
        for path, query in (("tags/", {"store": "pitman"}), ("pages/", {"store": "pitman"}), ("s/pitman/tags/", {})):
            assert api.ask(path, **query)["Sunset"] == "Thu, 01 Jun 2028 00:00:00 GMT"
        for path in ("articles/", "topics/"):
            assert not any(api.ask(path, store="pitman").has_header(name) for name in NAMES)


def test_document_marks_it() -> None:
    with mock.patch.object(versions, "DEPRECATIONS", TABLE):
        paths = SchemaGenerator().get_schema(public=True)["paths"]
    assert paths["/api/v2/tags/"]["get"]["deprecated"]
    articles = paths["/api/v2/articles/"]["get"]
    assert "deprecated" not in articles
    assert [each["name"] for each in articles["parameters"] if each.get("deprecated")] == ["topic"]


def test_docs_say_what_takes_its_place() -> None:
    with mock.patch.object(versions, "DEPRECATIONS", TABLE):
        html = str(page_of("api-changes").html)
    assert "<code>articles/?topic=</code>" in html
    assert "<td>2028-01-01</td>" in html
    assert "<code>storefront/</code>" in html


def test_nothing_is_deprecated_today(api: Api, lupus_network: LupusNetwork) -> None:
    assert versions.DEPRECATIONS == ()
    assert not any(api.ask("articles/", store="pitman").has_header(name) for name in NAMES)


def test_a_year_of_notice_is_given() -> None:
    with pytest.raises(ValueError, match=r"articles/\?topic= would be gone within 365 days"):
        Deprecation("articles", date(2027, 1, 1), date(2027, 12, 31), "", parameter="topic")

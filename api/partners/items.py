"""Articles as items of ninjs 3.0 (https://iptc.org/standards/ninjs/)."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from rest_framework import serializers

from api.partners.html import html_of
from api.serializers.page_meta import local_iso
from api.serializers.shown import Shown
from api.site.feeds import lasting_id
from cms.articles.tokens import article_tokens
from cms.models import ArticlePage

STANDARD = {"name": "ninjs", "version": "3.0", "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"}
WITHDRAWN = "Withdrawn. Take it down wherever it was published."
TEXT, HTML = "text/plain", "text/html"
FIELDS = "*,-hero,-hero_alt,-share,-seo,-local_note,-is_pinned,-is_local"  # what is the store's own, and pictures


class NinjsStandardSerializer(serializers.Serializer):
    """Which standard the item keeps."""

    name = serializers.ChoiceField(["ninjs"])
    version = serializers.CharField()
    schema = serializers.CharField()


class NinjsTextSerializer(serializers.Serializer):
    """A text of an item, in one form."""

    role = serializers.CharField()
    contentType = serializers.ChoiceField([TEXT, HTML])  # noqa: N815  (the standard's name)
    value = serializers.CharField(allow_blank=True)


class NinjsPersonSerializer(serializers.Serializer):
    """Who speaks in it, or reviewed it."""

    name = serializers.CharField()
    rel = serializers.ChoiceField(["expert", "reviewer"])
    uri = serializers.CharField()


class NinjsSubjectSerializer(serializers.Serializer):
    """What it is about."""

    name = serializers.CharField()
    rel = serializers.ChoiceField(["topic", "tag"])


class NinjsSourceSerializer(serializers.Serializer):
    """Where it comes from: its provider, and whom that wants named."""

    name = serializers.CharField()
    role = serializers.ChoiceField(["provider", "credit"])


class NinjsAltIdSerializer(serializers.Serializer):
    """Where else it is known: by its id in this API, and by its page."""

    role = serializers.ChoiceField(["id", "page", "original"])
    value = serializers.CharField()


class NinjsItemSerializer(serializers.Serializer):
    """An item of ninjs 3.0. One that is `canceled` has the first five members, and `edNote`."""

    uri = serializers.CharField(help_text="Stays, whatever becomes of addresses; the same at every store.")
    standard = NinjsStandardSerializer()
    type = serializers.ChoiceField(["text"])
    pubStatus = serializers.ChoiceField(  # noqa: N815
        ["usable", "canceled"], help_text="`canceled`: take it down."
    )
    versionCreated = serializers.DateTimeField(  # noqa: N815
        allow_null=True, help_text="When this version was published, or the article was withdrawn."
    )
    representationType = serializers.ChoiceField(  # noqa: N815
        ["full", "partial"], required=False, help_text="`partial`: pictures and videos of its text are left out."
    )
    firstCreated = serializers.DateTimeField(required=False)  # noqa: N815
    contentCreated = serializers.DateTimeField(required=False)  # noqa: N815
    expires = serializers.DateTimeField(required=False, help_text="Take it down then: it, or its license, ends.")
    language = serializers.CharField(required=False)
    headlines = NinjsTextSerializer(many=True, required=False)
    descriptions = NinjsTextSerializer(many=True, required=False)
    bodies = NinjsTextSerializer(many=True, required=False)
    by = serializers.CharField(required=False)
    located = serializers.CharField(required=False, help_text="The dateline.")
    copyrightHolder = serializers.CharField(required=False)  # noqa: N815
    copyrightNotice = serializers.CharField(required=False)  # noqa: N815
    usageTerms = serializers.CharField(  # noqa: N815
        required=False, help_text="The provider's disclaimer, which stands below the text."
    )
    edNote = serializers.CharField(required=False, help_text="What was corrected and when.")  # noqa: N815
    people = NinjsPersonSerializer(many=True, required=False)
    subjects = NinjsSubjectSerializer(many=True, required=False)
    infoSources = NinjsSourceSerializer(many=True, required=False)  # noqa: N815
    altIds = NinjsAltIdSerializer(many=True, required=False)  # noqa: N815


def usable_item(article: ArticlePage, data: Mapping[str, Any], shown: Shown) -> dict[str, Any]:
    """An article that the store carries: the newsroom's own words, tokens filled for the store. `data`: the article as
    the API answers it.
    """
    body, is_whole = html_of(data["body"])
    teaser = shown.text(article.teaser, article_tokens(article, shown.values))
    item = {
        **_head(article, "usable", data["meta"]["last_published_at"]),
        "representationType": "full" if is_whole else "partial",
        "firstCreated": data["meta"]["first_published_at"],
        "contentCreated": datetime.combine(article.published_on, time(), shown.store.zone).isoformat(),
        "expires": local_iso(_expires(article), shown),
        "language": data["language"],
        "headlines": [_text("main", TEXT, article.title)],
        "descriptions": [_text("summary", TEXT, teaser)],
        "bodies": [_text("main", HTML, body)],
        "by": data["byline"],
        "located": data["dateline"],
        "copyrightHolder": data["provider"]["name"],
        "copyrightNotice": data["copyright"],
        "usageTerms": data["disclaimer"],
        "edNote": "\n".join(f"Corrected on {each['corrected_on']}: {each['text']}" for each in data["corrections"]),
        **_named(article, data),
    }
    return {name: value for name, value in item.items() if value}


def canceled_item(article: Any, shown: Shown) -> dict[str, Any]:
    """One that is withdrawn; `withdrawn_at`: since when."""
    return {**_head(article, "canceled", local_iso(article.withdrawn_at, shown)), "edNote": WITHDRAWN}


def _head(article: ArticlePage, status: str, moment: str | None) -> dict[str, Any]:
    named = {"uri": lasting_id(article.pk), "standard": STANDARD, "type": "text"}
    return {**named, "pubStatus": status, "versionCreated": moment}


def _text(role: str, content_type: str, value: str) -> dict[str, str]:
    return {"role": role, "contentType": content_type, "value": value}


def _expires(article: ArticlePage) -> datetime | None:
    ends = (article.expire_at, article.provider.licence_ends_at if article.provider else None)
    return min(filter(None, ends), default=None)


def _named(article: ArticlePage, data: Mapping[str, Any]) -> dict[str, list[dict[str, str]]]:
    """Who and what it names."""
    people = [(each, "expert") for each in data["experts"]]
    if data["review"]["reviewed_by"]:
        people.append((data["review"]["reviewed_by"], "reviewer"))
    subjects = [(topic["name"], "topic") for topic in data["topics"]] + [(tag, "tag") for tag in data["tags"]]
    sources = ((data["provider"]["name"], "provider"), (data["credit"], "credit"))
    ids = (("id", str(article.pk)), ("page", data["meta"]["html_url"]), ("original", article.original_url))
    return {
        "people": [{"name": who["name"], "rel": rel, "uri": who["html_url"]} for who, rel in people],
        "subjects": [{"name": name, "rel": rel} for name, rel in subjects],
        "infoSources": [{"name": name, "role": role} for name, role in sources if name],
        "altIds": [{"role": role, "value": value} for role, value in ids if value],
    }

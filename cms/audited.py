"""What the newsroom's package adds to who changed what: placements, recalls, providers, topics."""

from collections.abc import Mapping
from typing import Any

from taggit.models import Tag

from cms.articles.models.providers import Provider
from cms.articles.models.topics import Topic
from cms.board.undoing import undo_placement, undo_plan
from cms.carrying.placing import ACTION
from cms.offering.offering import ACTION as OFFER
from cms.releases.models import Release
from cms.reviews.reviewing import ACTION as REVIEWED
from cms.translating.translating import ACTION as LANGUAGE
from stores.audit.entries import per_field, register_entry
from stores.audit.kinds import Kind
from stores.audit.network_rows import register_audited
from stores.audit.undo.registry import Undo, register_undo
from stores.audit.words import NOTHING, Words


def _placed(label: str, data: Mapping[str, Any]) -> list[Words]:
    """`“Flu shots”, hidden: no → yes`"""
    article = data.get("article", "")
    return [Words(f"“{article}”, {each.about.lower()}", each.old, each.new) for each in per_field(label, data)]


def _ordered(label: str, data: Mapping[str, Any]) -> list[Words]:
    return [Words("Order of pinned articles")]


def _language(label: str, data: Mapping[str, Any]) -> list[Words]:
    return [Words(f"“{label}”: {data.get('words', '')}")]


def _offered(label: str, data: Mapping[str, Any]) -> list[Words]:
    old, new, stores = data.get("old", {}), data.get("new", {}), data.get("stores", {})
    change = Words(f"“{label}”, audience", old.get("audience", NOTHING), new.get("audience", NOTHING))
    return [change, Words(f"“{label}”, stores", str(stores.get("old", "")), str(stores.get("new", "")))]


def _recalled(label: str, data: Mapping[str, Any]) -> list[Words]:
    stores = data.get("stores", NOTHING)
    return [Words(f"Withdrew “{label}” from all stores ({stores} carried it): {data.get('reason', '')}")]


def _reviewed(label: str, data: Mapping[str, Any]) -> list[Words]:
    old, new = data.get("old", {}), data.get("new", {})
    reviewer = data.get("reviewer", NOTHING)
    return [Words(f"“{label}”, medical review by {reviewer}", old.get("on") or NOTHING, new.get("on") or NOTHING)]


register_entry(REVIEWED, Kind.NETWORK, _reviewed)
register_entry(ACTION, Kind.ARTICLES, _placed)
register_entry(OFFER, Kind.NETWORK, _offered)
register_entry(LANGUAGE, Kind.NETWORK, _language)
register_undo(ACTION, Undo(undo_plan, undo_placement, lambda data: "article_id" in data))
register_entry("cms.order_pins", Kind.ARTICLES, _ordered)
register_entry("cms.recall", Kind.NETWORK, _recalled)
register_audited(Provider)
register_audited(Topic)
register_audited(Release)
register_audited(Tag)

"""What the newsroom's desk shows of a network that was built by bulk: items of feeds, releases, reviews, templates."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from cms.article_templates.models import ArticleTemplate
from cms.checklists.models import ChecklistItem
from cms.intake.formats.reading import read_document
from cms.intake.models import ExpertProposal, FeedItem, FeedRun, ItemPrint, ProviderFeed
from cms.intake.taking import take_document
from cms.models import ArticlePage, Provider, Release, ReleasePage
from stores.models import StoreGroup

ITEMS, TAKEN = 20_000, 60
"""Items of the feed, and how many of them were really taken in; the others are made like these."""
PRINTS = 8
RELEASES, PAGES = 200, 50
TEMPLATES, SAVED, RUNS, PROPOSALS = 300, 30, 2_000, 2_000
STATES = ("live", "live", "live", "live", "waits", "rejected", "scheduled", "failed", "killed")


def fill_desk() -> None:
    """A provider whose feed has brought many items, and all that the newsroom has made since."""
    now = timezone.now()
    provider = Provider.objects.create(slug="agency", name="Sample Agency")
    for number in range(5):
        ChecklistItem.objects.create(provider=provider, text=f"Thing {number} was checked", sort_order=number)
    feed = ProviderFeed.objects.create(provider=provider, format="ninjs", rule="draft")
    document = read_document(json.dumps({"items": [_story(number) for number in range(TAKEN)]}).encode(), "ninjs")
    take_document(feed, document, _no_pictures, now)
    _copy_items(feed, now)
    FeedRun.objects.bulk_create(
        FeedRun(feed=feed, began_at=at, ended_at=at, source="feed.json", counts={"new": 10})
        for at in (now - timedelta(minutes=30 * number) for number in range(RUNS))
    )
    articles = list(ArticlePage.objects.order_by("pk").values_list("pk", flat=True)[: RELEASES * PAGES])
    _make_releases(articles, now)
    content = _content_of(ArticlePage.objects.get(pk=articles[0]))
    ArticleTemplate.objects.bulk_create(
        ArticleTemplate(name=f"Template {number}", content=content) for number in range(TEMPLATES)
    )
    for number in range(SAVED):
        StoreGroup.objects.create(
            name=f"Saved {number}", slug=f"saved-{number}", is_ruled=True, rule_states=["NJ", "PA"][: number % 2 + 1]
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cms_articlepage SET review_due_on = current_date + mod(page_ptr_id, 400) - 100"
            " WHERE mod(page_ptr_id, 3) = 0"
        )
        cursor.execute("VACUUM ANALYZE")


SUBJECTS = ("Allergies", "Asthma", "Blood pressure", "Bone health", "Diabetes", "Flu shots", "Gout", "Headaches")
WAYS = ("at home", "in winter", "on the road", "after surgery", "for seniors", "at work", "for runners")


def _title(number: int) -> str:
    return f"{SUBJECTS[number % len(SUBJECTS)]} {WAYS[number % len(WAYS)]}: what study {number} found"


def _story(number: int) -> dict[str, str]:
    """An item of ninjs, like no other."""
    said = (f"Group {number * 7 + each} of clinic {number * 3 + each} reported case {each}." for each in range(40))
    followed = f"Study {number} followed {number + 211} people."
    return {
        "uri": f"tag:news.example.com,2026:item-{number}",
        "version": "1",
        "type": "text",
        "pubstatus": "usable",
        "versioncreated": "2026-03-02T09:00:00+00:00",
        "headline": _title(number),
        "description_text": followed,
        "body_xhtml": f"<p>{followed}</p><h2>What helps?</h2><p>{' '.join(said)}</p>",
    }


def _no_pictures(href: str) -> bytes:
    raise FileNotFoundError(href)


def _copy_items(feed: ProviderFeed, now: datetime) -> None:
    patterns = list(feed.items.order_by("pk"))
    made = []
    for number in range(TAKEN, ITEMS):
        like = patterns[number % TAKEN]
        fields: dict[str, Any] = {
            "title": _title(number),
            "state": STATES[number % len(STATES)],
            "problem": "It has no text: look at the mapping." if STATES[number % len(STATES)] == "failed" else "",
            "has_near": number % 100 == 0,
            "needs_look": number % 50 == 0,
            "received_at": now - timedelta(minutes=number),
            "changed_at": now - timedelta(minutes=number),
        }
        made.append(FeedItem(feed=feed, item_id=f"copy-{number}", digest="0" * 64, raw=like.raw, **fields))
    made = FeedItem.objects.bulk_create(made, batch_size=1_000)
    with connection.cursor() as cursor:
        # Else foreign keys of what follows are checked by a plan from when there was no item.
        cursor.execute("ANALYZE cms_feeditem")
    prints = (
        # One in a hundred shares them all with the one before it.
        ItemPrint(item=item, value=(number - (number % 100 == 0)) * PRINTS + each)
        for number, item in enumerate(made)
        for each in range(PRINTS)
    )
    ItemPrint.objects.bulk_create(prints, batch_size=5_000)
    ExpertProposal.objects.bulk_create(
        ExpertProposal(item=item, name=f"Sample Expert {number}") for number, item in enumerate(made[:PROPOSALS])
    )


def _make_releases(articles: list[int], now: datetime) -> None:
    for number in range(RELEASES):
        at = now + timedelta(hours=6 * number + 1)
        release = Release.objects.create(name=f"Release {number}", goes_live_at=at.astimezone(UTC))
        chosen = articles[number * PAGES : (number + 1) * PAGES]
        ReleasePage.objects.bulk_create(ReleasePage(release=release, page_id=pk) for pk in chosen)


def _content_of(article: ArticlePage) -> dict[str, Any]:
    said = article.serializable_data()
    return {name: said[name] for name in ("teaser", "body", "provider", "topics", "tagged_items", "audience")}

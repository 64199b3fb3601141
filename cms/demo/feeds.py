"""A provider whose news comes in by itself: what the intake desk shows before anybody has set up a feed."""

from cms.articles.models.providers import Provider
from cms.demo.pictures import CONTENT
from cms.intake.models import ProviderFeed
from cms.intake.running import take_file

FILE = CONTENT / "feed.json"
MAPPING = """\
# Ours = theirs. What is not said here is as ninjs has it.
tags = keywords
translation = translates
status draft = hold
"""
WORDS = "500 mg\nPlacebex"


def bring_news() -> ProviderFeed:
    """The feed, and what it brought: drafts, since its rule is that the newsroom accepts each."""
    provider = Provider.objects.create(
        slug="health-wire",
        name="Sample Health Wire",
        disclaimer="{{ provider.name }} writes these articles for visitors of the {{ store.name }} site. They are"
        " general information, and no advice for you alone.",
        copyright="Copyright © {{ article.year }} {{ provider.name }}. All Rights Reserved.",
    )
    sample = FILE.read_text(encoding="utf-8")
    feed = ProviderFeed.objects.create(
        provider=provider, format="ninjs", mapping=MAPPING, sample=sample, watch_words=WORDS
    )
    take_file(feed, FILE)
    return feed

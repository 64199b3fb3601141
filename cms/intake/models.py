"""What a provider's feed is, what came in by it, and what became of each item."""

import re
from datetime import datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Q, When

from cms.articles.models.articles import ArticlePage
from cms.articles.models.experts import ExpertPage
from cms.articles.models.providers import Provider
from cms.articles.models.topics import Topic
from cms.intake.formats.reading import LABELS
from cms.intake.mapping import Mapped, read_mapping
from cms.recalls.models import Recall
from stores.models import StoreGroup
from stores.zone_words import moment_text

LONGEST_PAUSE = timedelta(days=1)
"""Between two tries of a feed that fails."""
MOST_DOUBLINGS = 10
MOST_DAYS = 36_500
HOST = re.compile(r"[\w.-]+|[0-9a-f:]*:[0-9a-f:.]*")


class FeedRule(models.TextChoices):
    """What becomes of an item that is good."""

    DRAFT = "draft", "It waits as a draft until the newsroom accepts it"
    LIVE = "live", "It goes live at every store that the license covers"
    GROUPS = "groups", "It goes live at stores of these groups"


class ProviderFeed(models.Model):
    """Where a provider's news comes from, how it is read, and what becomes of it."""

    provider = models.OneToOneField(Provider, on_delete=models.CASCADE, related_name="feed")
    format = models.CharField(max_length=10, choices=list(LABELS.items()))
    address = models.URLField(max_length=500, blank=True, help_text="Empty: its files are imported by hand.")
    hosts = models.TextField(
        blank=True,
        help_text="Hosts that the feed and its pictures may come from, one on a line. No other is ever called.",
    )
    is_on = models.BooleanField("fetch it by itself", default=False)
    every_minutes = models.PositiveIntegerField(
        "every so many minutes", default=30, validators=[MinValueValidator(5), MaxValueValidator(10_080)]
    )
    mapping = models.TextField(blank=True, help_text="“ours = theirs”, one on a line; empty: as the format has it.")
    sample = models.TextField(blank=True, help_text="A feed of the provider's, on which the mapping is tried.")
    rule = models.CharField("what becomes of an item", max_length=10, choices=FeedRule, default=FeedRule.DRAFT)
    groups = models.ManyToManyField(StoreGroup, blank=True, related_name="+")
    days_shown = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="The license lets an article stand so many days, unless the item says otherwise. Empty: no end.",
    )
    watch_words = models.TextField(
        "words that need a look",
        blank=True,
        help_text="One on a line: a brand, a competitor, a dose. An item with one of them waits for the newsroom.",
    )
    etag = models.CharField(max_length=500, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    next_at = models.DateTimeField(null=True, editable=False)
    queued_at = models.DateTimeField(null=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["provider__name"]
        verbose_name = "feed"
        constraints = [
            models.CheckConstraint(
                name="feed_that_is_fetched_has_an_address",
                condition=Q(is_on=False) | ~Q(address=""),
                violation_error_message="Say where it is to be fetched from.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider} ({self.get_format_display()})"

    def clean(self) -> None:
        problems: dict[str, Any] = {}
        parts = urlsplit(self.address)
        host = (parts.hostname or "").lower()
        if self.address and parts.scheme not in {"http", "https"}:
            problems["address"] = "Only https:// is called."
        written = [each for each in sorted(self.named_hosts) if not HOST.fullmatch(each)]
        if written:
            problems["hosts"] = f"'{written[0]}' is no host: write it without https://, a port and a path."
        elif self.address and host not in self.named_hosts:
            problems["hosts"] = f"'{host}' of the address is not among them: add it."
        if self.days_shown is not None and self.days_shown > MOST_DAYS:
            problems["days_shown"] = f"Give {MOST_DAYS:,} days at most; empty means no end."
        try:
            unknown = set(self.mapped().topics.values()) - set(Topic.objects.values_list("slug", flat=True))
            if unknown:
                problems["mapping"] = f"There is no topic with the slug {', '.join(sorted(unknown))}."
        except ValidationError as error:
            problems["mapping"] = error
        if problems:
            raise ValidationError(problems)

    @property
    def named_hosts(self) -> set[str]:
        return {line.strip().lower() for line in self.hosts.splitlines() if line.strip()}

    @property
    def words(self) -> list[str]:
        return [line.strip() for line in self.watch_words.splitlines() if line.strip()]

    def mapped(self) -> Mapped:
        """How its items are read. ValidationError names the line that can't be."""
        return read_mapping(self.mapping, self.format)

    def pause(self) -> timedelta:
        """Until the next try: longer and longer while it fails."""
        return min(timedelta(minutes=self.every_minutes) * 2 ** min(self.failures, MOST_DOUBLINGS), LONGEST_PAUSE)


class FeedRun(models.Model):
    """One look at a feed. `counts`: outcome -> items; `notes`: what was odd about the document."""

    feed = models.ForeignKey(ProviderFeed, on_delete=models.CASCADE, related_name="runs")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    source = models.CharField(max_length=500)
    counts = models.JSONField(default=dict)
    problem = models.TextField(blank=True)
    notes = models.JSONField(default=list)

    class Meta:
        ordering = ["-began_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.feed}, {moment_text(self.began_at)}"


class ItemState(models.TextChoices):
    """Where an item stands."""

    WAITS = "waits", "Waits"
    SCHEDULED = "scheduled", "Embargoed"
    LIVE = "live", "Live"
    FAILED = "failed", "Failed"
    REJECTED = "rejected", "Rejected"
    KILLED = "killed", "Withdrawn by the provider"


ENDED = "Ended"
"""What an item is called that is live by name alone (`ItemQuerySet.with_end`)."""
TO_DECIDE = Q(state__in=(ItemState.WAITS, ItemState.FAILED)) | ~Q(problem="") | Q(is_unapplied=True)
"""What somebody of the newsroom has to look at."""


class ItemQuerySet(models.QuerySet["FeedItem"]):
    """Items of feeds."""

    def to_decide(self) -> Self:
        """Those that somebody of the newsroom has to look at."""
        return self.filter(TO_DECIDE)

    def with_end(self, at: datetime) -> Self:
        """With `has_ended`: readers had it, and its time or its provider's license is over at `at`.

        It is asked when it is shown, since the clock does it: nobody writes that down at its second.
        """
        is_over = Q(article__live=False) | Q(article__expire_at__lte=at)
        is_over |= Q(article__provider__licence_ends_at__lte=at)
        ended = When(Q(state=ItemState.LIVE, article__isnull=False) & is_over, then=True)
        return self.annotate(has_ended=Case(ended, default=False, output_field=models.BooleanField()))


class FeedItem(models.Model):
    """One item in its newest version. `raw`: as it came, for another try.

    `is_unapplied`: that version is not in the article, because the newsroom has changed its text since, or it failed.
    """

    feed = models.ForeignKey(ProviderFeed, on_delete=models.CASCADE, related_name="items")
    item_id = models.CharField(max_length=400)
    version = models.CharField(max_length=60, blank=True)
    translation_of = models.CharField(max_length=400, blank=True)
    digest = models.CharField(max_length=64)
    title = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.WAITS)
    article = models.ForeignKey(
        ArticlePage, null=True, blank=True, on_delete=models.SET_NULL, related_name="feed_items"
    )
    recall = models.ForeignKey(
        Recall, verbose_name="withdrawal", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    raw = models.JSONField()
    text_digest = models.CharField(max_length=64, blank=True)
    problem = models.TextField(blank=True)
    notes = models.JSONField(default=list)
    words_found = models.JSONField(default=list)
    is_unapplied = models.BooleanField(default=False)
    needs_look = models.BooleanField(default=False)
    has_near = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    corrected_at = models.DateTimeField(null=True, blank=True)
    killed_at = models.DateTimeField(null=True, blank=True)
    versions = models.PositiveIntegerField(default=1)
    has_ended: bool
    """Of items that were asked for with `with_end`."""

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        verbose_name = "item of a feed"
        verbose_name_plural = "items of feeds"
        constraints = [models.UniqueConstraint(fields=["feed", "item_id"], name="one_item_of_an_id_in_a_feed")]
        indexes = [models.Index(fields=["-changed_at", "-id"], name="feed_items_newest_first")]

    def __str__(self) -> str:
        return self.title or self.item_id

    @property
    def state_words(self) -> str:
        """Where it stands as readers have it, of an item with its end."""
        return ENDED if self.has_ended else self.get_state_display()

    @property
    def attention(self) -> list[str]:
        """Why somebody should look, in words."""
        found = [f"Needs a look: {', '.join(self.words_found)}"] if self.words_found else []
        if self.has_near:
            found.append("Much like another")
        if self.is_unapplied and not self.problem:
            found.append("A new version waits")
        if self.problem:
            found.append(self.problem)
        return found


class ItemPrint(models.Model):
    """A stretch of an item's fingerprint: texts that are much alike share some of theirs."""

    item = models.ForeignKey(FeedItem, on_delete=models.CASCADE, related_name="prints")
    value = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.item_id}: {self.value}"


class ProposalState(models.TextChoices):
    """What became of a proposed expert."""

    WAITS = "waits", "Waits"
    CONFIRMED = "confirmed", "Confirmed"
    DECLINED = "declined", "Declined"


class ExpertProposal(models.Model):
    """Somebody that an item speaks of: an expert whom we know, or a new one, until the newsroom says which."""

    item = models.ForeignKey(FeedItem, on_delete=models.CASCADE, related_name="proposals")
    name = models.CharField(max_length=255)
    credentials = models.CharField(max_length=80, blank=True)
    post = models.CharField(max_length=160, blank=True)
    institution = models.CharField(max_length=160, blank=True)
    text = models.TextField(blank=True)
    expert = models.ForeignKey(ExpertPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=10, choices=ProposalState, default=ProposalState.WAITS)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["item", "name"], name="one_proposal_of_a_name_for_an_item")]

    def __str__(self) -> str:
        return self.name


def old_runs(at: datetime) -> models.QuerySet[Any]:
    """Runs of a month ago and before."""
    return FeedRun.objects.filter(began_at__lt=at - timedelta(days=30))

"""What a store does with an article: hides it, pins it, gives it words of its own that can become stale."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Q
from wagtail.admin.compare import FieldComparison, StreamFieldComparison, TextFieldComparison
from wagtail.log_actions import log

from cms.articles.models.articles import ArticlePage
from cms.carrying.models import Placement
from cms.users.models import User
from stores.models import StorePage

ACTION = "cms.place_article"
OWN_TITLE = ~Q(title="") | ~Q(teaser="")
OWN_NOTE = ~Q(note="")
OWN_TEXT = OWN_TITLE | OWN_NOTE
# Placements whose words are about an earlier version than the published one.
STALE = (
    OWN_TEXT
    & Q(article__live_revision__isnull=False)
    & (Q(written_for__isnull=True) | ~Q(written_for=F("article__live_revision")))
)
COMPARED: dict[str, type[FieldComparison]] = {
    "title": TextFieldComparison,
    "teaser": TextFieldComparison,
    "body": StreamFieldComparison,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A placement as plain values; the default is an article as it is offered."""

    is_hidden: bool = False
    pinned_as: int | None = None
    title: str = ""
    teaser: str = ""
    note: str = ""

    @property
    def texts(self) -> tuple[str, str, str]:
        return self.title, self.teaser, self.note


AS_OFFERED = Placed()


def placed_of(placement: Placement | None) -> Placed:
    """What a row says."""
    if placement is None:
        return AS_OFFERED
    return Placed(**{name: getattr(placement, name) for name in Placed.__dataclass_fields__})


def placement_at(store: StorePage, article: ArticlePage) -> Placement | None:
    """The store's row for the article, if it has one."""
    return Placement.objects.filter(store=store.pk, article=article.pk).first()


@transaction.atomic
def place(*, by: User | None, store: StorePage, article: ArticlePage, placed: Placed, at: datetime) -> Placed:
    """Say all of what the store does with the article; returns what it said before, which undoes it.

    ValidationError: the store is not offered the article, a required one would be hidden, a text is too long or names
    an unknown token.
    """
    StorePage.objects.select_for_update().get(pk=store.pk)
    if not ArticlePage.objects.placeable_by(store, at).filter(pk=article.pk).exists():
        raise ValidationError(f"'{article.title}' is not offered to {store.title}.")
    if placed.is_hidden and article.is_required:
        raise ValidationError(f"'{article.title}' is required: it can't be hidden.")
    row = placement_at(store, article) or Placement(store=store, article=article)
    before = placed_of(row)
    if placed == before:
        return before
    _write(row, placed, before, by)
    data = {"article": article.title, "article_id": article.pk, "old": asdict(before), "new": asdict(placed)}
    log(store, ACTION, user=by, data=data)
    return before


def _write(row: Placement, placed: Placed, before: Placed, by: User | None) -> None:
    for name, value in asdict(placed).items():
        setattr(row, name, value)
    if placed.texts != before.texts:
        row.written_for = row.article.live_revision if row.has_own_text else None
    row.changed_by = by
    if not row.is_empty:
        row.full_clean()
        row.save()
    elif row.pk:
        row.delete()


@transaction.atomic
def pin(*, by: User | None, store: StorePage, article: ArticlePage, at: datetime) -> Placed:
    """Pins the article below what is pinned already, and shows it again where it was hidden."""
    StorePage.objects.select_for_update().get(pk=store.pk)
    now = placed_of(placement_at(store, article))
    if now.pinned_as:
        return now
    last = Placement.objects.filter(store=store).aggregate(last=Max("pinned_as"))["last"] or 0
    placed = Placed(False, last + 1, *now.texts)
    return place(by=by, store=store, article=article, placed=placed, at=at)


@transaction.atomic
def order_pins(*, by: User | None, store: StorePage, article_ids: list[int]) -> None:
    """Pins in the order of the list, from 1; ValidationError unless it names exactly what is pinned."""
    StorePage.objects.select_for_update().get(pk=store.pk)
    rows = {row.article_id: row for row in Placement.objects.filter(store=store, pinned_as__isnull=False)}
    if sorted(rows) != sorted(article_ids):
        raise ValidationError("Somebody else has changed what is pinned. Review it, then try again.")
    before = sorted(rows, key=lambda pk: (rows[pk].pinned_as or 0, pk))
    for number, article_id in enumerate(article_ids, 1):
        rows[article_id].pinned_as = number
        rows[article_id].changed_by = by
    Placement.objects.bulk_update(rows.values(), ["pinned_as", "changed_by"])
    log(store, "cms.order_pins", user=by, data={"old": before, "new": article_ids})


def is_stale(placement: Placement, article: ArticlePage) -> bool:
    """Whether the article was published anew after the store wrote its own words about it."""
    return placement.has_own_text and placement.written_for_id != article.live_revision_id


def changes_since(placement: Placement, article: ArticlePage) -> list[FieldComparison]:
    """What the newsroom changed since the store wrote its own words: Wagtail's comparisons of what differs, each with
    `field_label()` and `htmldiff()`.

    Empty when nothing of it changed, and when the older version is no longer kept.
    """
    before, now = placement.written_for, article.live_revision
    if before is None or now is None or not is_stale(placement, article):
        return []
    old, new = before.as_object(), now.as_object()
    found = [kind(ArticlePage._meta.get_field(name), old, new) for name, kind in COMPARED.items()]
    return [each for each in found if each.has_changed()]

"""Undoing what a store did with an article, from the board and from the history."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.articles.models.articles import ArticlePage
from cms.carrying.placing import AS_OFFERED, Placed, place, placed_of, placement_at
from stores.access.who import Actor
from stores.audit.entries import per_field
from stores.audit.undo.registry import CannotUndo
from stores.audit.words import Words
from stores.models import StorePage

SINCE = "Something else was done since: nothing was undone."


def undo_plan(store: StorePage, entry: PageLogEntry) -> list[Words]:
    """What would change, in words. CannotUndo where the store did something else since."""
    article = _article(store, entry)
    back = {"old": entry.data["new"], "new": entry.data["old"]}
    return [Words(f"“{article.title}”, {each.about.lower()}", each.old, each.new) for each in per_field("", back)]


def undo_placement(by: Actor, store: StorePage, entry: PageLogEntry) -> None:
    """CannotUndo also where a rule is in the way."""
    article, old = _article(store, entry), Placed(**entry.data["old"])
    try:
        place(by=by, store=store, article=article, placed=old, at=timezone.now())
    except ValidationError as error:
        raise CannotUndo(*error.messages) from error


def _article(store: StorePage, entry: PageLogEntry) -> ArticlePage:
    article = ArticlePage.objects.filter(pk=entry.data["article_id"]).first()
    now = placed_of(placement_at(store, article)) if article else AS_OFFERED
    if article is None or now != Placed(**entry.data["new"]):
        raise CannotUndo(SINCE)
    return article

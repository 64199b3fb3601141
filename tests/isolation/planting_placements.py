"""What the stores did with the library's articles."""

from dataclasses import dataclass

from wagtail.models import PageLogEntry

from cms.carrying.placing import ACTION, Placed, place, placement_at
from cms.models import ArticlePage, Placement, Recall
from cms.recalls.recalling import recall_article
from cms.users.models import User
from stores.models import StorePage
from tests.factories.newsroom import make_article
from tests.isolation.markers import WORD, opened, secret


@dataclass(frozen=True, slots=True)
class PlacementPlants:
    """The article in a store's own words; the store's history says that the title was another before.

    `recall`: the receipt of a local article of the store.
    """

    placement: Placement
    entry: PageLogEntry
    recall: Recall


def plant_placement(owner: str, store: StorePage, article: ArticlePage, user: User) -> PlacementPlants:
    """Twice: what stood first is no longer read by anybody but the store's people and the newsroom."""
    first = Placed(title=f"{secret(owner, 'placedbefore')} {WORD[owner]}")
    then = Placed(title=f"{opened(owner, 'placed')} {WORD[owner]}", note=f"{opened(owner, 'note')} {WORD[owner]}")
    at = store.last_published_at
    for placed in (first, then):
        place(by=user, store=store, article=article, placed=placed, at=at)
    entry = PageLogEntry.objects.filter(page=store, action=ACTION).latest("pk")
    placement = placement_at(store, article)
    if placement is None:
        raise LookupError("nothing was placed")
    return PlacementPlants(placement, entry, plant_recall(owner, store, user))


def plant_recall(owner: str, store: StorePage, user: User) -> Recall:
    """Withdrawn before anybody asks."""
    title = f"{secret(owner, 'recalled')} {WORD[owner]}"
    article = make_article(secret(owner, "recalledslug"), at_store=store, title=title)
    reason = f"{secret(owner, 'reason')} {WORD[owner]}"
    return recall_article(by=user, article=article, reason=reason, at=store.last_published_at)

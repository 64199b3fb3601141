"""What the arguments of URLs are filled with: the neighbour's, one's own, the library's, and nobody's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from django.contrib.auth.tokens import default_token_generator
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from taggit.models import Tag
from wagtail.models import Page, Task, Workflow

from tests.isolation.markers import FIRST_ID, LIBRARY, WORD, opened, secret
from tests.isolation.planting import LibraryPlants, Planted, StorePlants

Values = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Target:
    """Whose things are asked for. `values`: name -> everything that may stand there, the most telling first."""

    name: str
    values: Values
    words: Mapping[str, str]
    revisions: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    def of(self, name: str) -> list[Any]:
        """All values of this name; none where the target has no such thing."""
        return self.values.get(name, [])

    def first(self, name: str) -> Any:
        return self.values[name][0]

    def filled(self, template: str) -> str | None:
        """A query string with its `{names}` filled; None where the target has no such thing."""
        firsts = {name: given[0] for name, given in self.values.items() if given}
        try:
            return template.format_map({**firsts, **self.words})
        except KeyError:
            return None


def _pks(rows: Iterable[Any]) -> list[int]:
    return [row.pk for row in rows]


def _page_values(pages: Mapping[str, Page]) -> dict[str, list[Any]]:
    return {name: [page.pk] for name, page in pages.items()}


def store_target(name: str, plants: StorePlants) -> Target:
    """Everything of one store."""
    pages, media, traces = plants.pages, plants.media, plants.traces
    registration = plants.store.registration
    shown = [pages.store, pages.article, pages.draft, pages.private]
    values: dict[str, list[Any]] = {
        "pages": _pks(shown),
        "all_pages": _pks(pages.all),
        **_page_values(
            {
                "store": pages.store,
                "news": pages.news,
                "article": pages.article,
                "page": pages.page,
                "draft": pages.draft,
                "scheduled": pages.scheduled,
                "private": pages.private,
                "locked": pages.locked,
            }
        ),
        "parents": [pages.store.pk, pages.news.pk],
        "images": _pks(media.images[:2]),
        "documents": _pks(media.documents[:2]),
        "image": _pks(media.images),
        "document": _pks(media.documents),
        "collections": [media.collection.pk, media.private_collection.pk],
        "collection_restriction": [media.restriction.pk],
        "image_upload": [media.image_upload.pk],
        "document_upload": [media.document_upload.pk],
        "redirects": [traces.redirect.pk, traces.hidden_redirect.pk],
        "site": [plants.store.site.pk],
        "network_banner": [plants.dates.banner.pk, plants.dates.hidden_banner.pk],
        "promo_banner": _pks(plants.store.promo_banners.all()),
        "holiday": [plants.dates.holiday.pk],
        "invitation": [plants.people.invitation.pk],
        "colleague": [plants.people.colleague.pk],
        "passkey": [plants.people.passkey.pk],
        "exception": [plants.dates.exception.pk, plants.dates.past_exception.pk],
        "groups": [registration.owners_id, registration.staff_id],
        "user": [plants.user.pk],
        "task_state": [traces.task_state.pk],
        "workflow_state": [traces.workflow_state.pk],
        "session": [traces.session.pk],
        "import_upload": [traces.upload.pk],
        "export": [traces.export.pk],
        "webhook": [traces.webhook.pk],
        "api_key": [traces.api_key.pk],
        "slug": [plants.store.slug],
        "host": [plants.store.site.hostname],
        "uid": [urlsafe_base64_encode(force_bytes(plants.user.pk))],
        "token": [f"{default_token_generator.make_token(plants.user)[:-4]}0000"],
        "article_slug": [pages.article.slug],
        "draft_slug": [pages.draft.slug],
        "document_name": [media.document.filename],
        "creatable": [
            ("cms", "articlepage", pages.news.pk),
            ("cms", "standardpage", pages.store.pk),
            ("stores", "storepage", pages.store.pk),
        ],
        "editable": [
            ("stores", "storepage", pages.store.pk),
            ("cms", "articlepage", pages.draft.pk),
            ("media", "networkimage", media.image.pk),
        ],
        "types": [("stores", "storepage"), ("cms", "articlepage"), ("cms", "standardpage")],
    }
    owner = plants.owner
    words = {
        "word": WORD[owner],
        "tag": f"{opened(owner, 'image')}tag",
        "term": f"xq7{owner}",
        "username": secret(owner, "user"),
        "old_path": f"/{secret(owner, 'redirect')}",
    }
    return Target(name, values, words, pages.revisions)


def library_target(plants: LibraryPlants) -> Target:
    """What is the newsroom's, and the network's own rows."""
    workflow = Workflow.objects.earliest("pk")
    task = Task.objects.earliest("pk")
    network = plants.network
    values: dict[str, list[Any]] = {
        "pages": [plants.draft.pk, plants.article.pk, plants.expert_draft.pk],
        "store": [network.library.pk],
        "article": [plants.article.pk],
        "draft": [plants.draft.pk],
        "page": [plants.expert_draft.pk],
        "parents": [network.articles.pk, network.library.pk, network.stores.pk],
        "images": [plants.image.pk],
        "documents": [plants.document.pk],
        "image": [plants.image.pk],
        "document": [plants.document.pk],
        "collections": [network.collection.pk],
        "provider": [plants.provider.pk],
        "topic": [plants.topic.pk],
        "release": [plants.release.pk],
        "feed": [plants.feed_item.feed_id],
        "feed_item": [plants.feed_item.pk],
        # Tags are the newsroom's, whoever's pages have them: an editor who merges two rewrites drafts that name one.
        "tags": [Tag.objects.get_or_create(name="newsroom")[0].pk],
        "store_group": [plants.group.pk],
        "workflow": [workflow.pk],
        "task": [task.pk],
        "creatable": [("cms", "articlepage", network.articles.pk), ("stores", "regionpage", network.stores.pk)],
        "editable": [("cms", "articlepage", plants.draft.pk)],
    }
    return Target("library", values, {"word": WORD[LIBRARY], "term": "xq7l", "tag": "none"}, plants.revisions)


def ghost_target(like: Target) -> Target:
    """Ids and names of nothing at all, in the places where `like` has something."""
    numbers = count(FIRST_ID["ghost"])
    known: dict[Any, Any] = {}

    def ghost(value: Any) -> Any:
        if isinstance(value, int):
            return known.setdefault(value, next(numbers))
        if isinstance(value, tuple):
            return tuple(ghost(part) if isinstance(part, int) else part for part in value)
        return f"ghost-{len(known)}"

    kept = {"types"}
    values = {
        name: [value if name in kept else ghost(value) for value in given] for name, given in like.values.items()
    }
    revisions = {
        known[page]: (ghost(first), ghost(last)) for page, (first, last) in like.revisions.items() if page in known
    }
    words = {"word": WORD["ghost"], "term": "xq7g", "tag": "xq7gtag", "username": "xq7guser", "old_path": "/xq7g"}
    return Target("ghost", values, words, revisions)


def targets_of(planted: Planted) -> dict[str, Target]:
    """The four targets by their names."""
    neighbour = store_target("neighbour", planted.neighbour)
    library = library_target(planted.library)
    own = store_target("own", planted.own)
    for target, plants in ((own, planted.own), (neighbour, planted.neighbour)):
        target.values["offered"] = [planted.library.article.pk]
        target.values["placement_entry"] = [planted.placements[plants.owner].entry.pk]
        target.values["recall"] = [planted.placements[plants.owner].recall.pk]
    shared = {name: library.values[name] for name in ("workflow", "task")}
    mixed = {
        # One's own page with the neighbour's revision, place or task.
        "own_store": own.values["store"],
        "own_news": own.values["news"],
        "own_article": own.values["article"],
        "own_draft": own.values["draft"],
        "own_image": own.values["image"],
    }
    neighbour = Target(neighbour.name, {**neighbour.values, **mixed}, neighbour.words, neighbour.revisions)
    own = Target(own.name, {**own.values, **shared}, own.words, own.revisions)
    neighbour = Target(neighbour.name, {**neighbour.values, **shared}, neighbour.words, neighbour.revisions)
    return {each.name: each for each in (neighbour, own, library, ghost_target(neighbour))}

"""A network of two stores, a third one and a library, with one of every type of object in each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.contrib.auth.models import Permission
from wagtail.models import Page

from cms.accessible.looking import look_at_new
from cms.articles.founding import Network
from cms.media.models import NetworkDocument, NetworkImage
from cms.models import ArticlePage, ExpertPage, FeedItem, Provider, ProviderFeed, Release, ReleasePage, Topic
from cms.users.models import User
from stores.choices import AudienceKind
from stores.models import StoreGroup, StorePage
from stores.people.appointing import appoint_owner, appoint_staff, dismiss_owner
from tests.factories.blocks import paragraph
from tests.factories.network import FOUNDED_AT, make_admin, make_editor, make_network, make_user, unfound_network
from tests.factories.newsroom import ProviderFactory, TopicFactory, make_article, make_expert, publish
from tests.factories.stores import STORE_WEEK, StoreGroupFactory, make_store, new_banner
from tests.isolation.markers import LIBRARY, NEIGHBOUR, OWN, WORD, opened, secret, unused
from tests.isolation.numbering import rows_of
from tests.isolation.planting_dates import DatePlants, plant_dates
from tests.isolation.planting_media import MediaPlants, plant_document, plant_image, plant_media
from tests.isolation.planting_pages import PagePlants, plant_pages
from tests.isolation.planting_people import PeoplePlants, plant_people
from tests.isolation.planting_placements import PlacementPlants, plant_placement
from tests.isolation.planting_traces import TracePlants, plant_traces

NOW = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)
"""When everything is asked: a Friday, 3 pm in New York."""


@dataclass(frozen=True, slots=True)
class StorePlants:
    """All that belongs to one store, `owner` being its letter in markers and ids."""

    owner: str
    user: User
    pages: PagePlants
    media: MediaPlants
    traces: TracePlants
    dates: DatePlants
    people: PeoplePlants

    @property
    def store(self) -> StorePage:
        return self.pages.store


@dataclass(frozen=True, slots=True)
class LibraryPlants:
    """The newsroom's. `offered` is carried by the neighbour only."""

    network: Network
    article: ArticlePage
    draft: ArticlePage
    offered: ArticlePage
    expert_draft: ExpertPage
    image: NetworkImage
    document: NetworkDocument
    provider: Provider
    topic: Topic
    release: Release
    group: StoreGroup
    feed_item: FeedItem
    revisions: dict[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class People:
    """Who asks, besides the owner of each store."""

    admin: User
    editor: User
    staff: User
    owner_of_nothing: User
    owner_of_both: User


@dataclass(frozen=True, slots=True)
class Planted:
    """The whole network. `third` is a store of another group, which counts as the neighbour's."""

    library: LibraryPlants
    own: StorePlants
    neighbour: StorePlants
    third: StorePage
    people: People
    placements: dict[str, PlacementPlants]


def _open_store(owner: str, name: str, groups: list[StoreGroup]) -> StorePage:
    shown = new_banner(f"{opened(owner, name + 'banner')} {WORD[owner]}")
    past = new_banner(f"{secret(owner, name + 'banner')} {WORD[owner]}", show_until=FOUNDED_AT.date())
    return make_store(
        opened(owner, name + "slug"),
        title=f"{opened(owner, name)} {WORD[owner]}",
        street=f"{opened(owner, name + 'street')} 1",
        hours={"store": STORE_WEEK},
        banners=[shown, past],
        groups=groups,
        registration={
            "code": opened(owner, name + "code"),
            "legal_name": f"{secret(owner, name + 'legalname')} {WORD[owner]}",
        },
    )


def _plant_store(owner: str, groups: list[StoreGroup]) -> StorePlants:
    user = make_user(secret(owner, "user"), first_name=secret(owner, "first"), last_name=secret(owner, "last"))
    store = _open_store(owner, "store", groups)
    appoint_owner(by=None, user=user, store=store)
    pages = plant_pages(owner, store, user)
    media = plant_media(owner, store.registration.collection, user)
    traces = plant_traces(owner, pages, media, user)
    return StorePlants(owner, user, pages, media, traces, plant_dates(owner, store), plant_people(owner, store, user))


def _library_article(marker: str, **fields: object) -> ArticlePage:
    body = [paragraph(f"{marker}body {WORD[LIBRARY]}", marker)]
    return make_article(marker, title=f"{marker} {WORD[LIBRARY]}", teaser=f"{marker}teaser", body=body, **fields)


def _plant_library(neighbour: StorePage, group: StoreGroup, network: Network) -> LibraryPlants:
    article = _library_article(opened(LIBRARY, "article"))
    publish(article)
    article.title = f"{secret(LIBRARY, 'articledraft')} {WORD[LIBRARY]}"
    article.save_revision()
    draft = _library_article(secret(LIBRARY, "draft"), live=False)
    draft.save_revision()
    offered = make_article(
        opened(NEIGHBOUR, "offered"),
        title=f"{opened(NEIGHBOUR, 'offered')} {WORD[NEIGHBOUR]}",
        audience=AudienceKind.CHOSEN,
        stores=[neighbour],
    )
    expert = make_expert(secret(LIBRARY, "expert"), title=f"{secret(LIBRARY, 'expert')} {WORD[LIBRARY]}", live=False)
    expert.save_revision()
    return LibraryPlants(
        network=network,
        article=ArticlePage.objects.get(pk=article.pk),
        draft=draft,
        offered=offered,
        expert_draft=expert,
        image=plant_image(LIBRARY, unused(LIBRARY, "image"), network.collection),
        document=plant_document(LIBRARY, unused(LIBRARY, "document"), network.collection),
        provider=ProviderFactory.create(),
        topic=TopicFactory.create(slug="sleep"),
        release=Release.objects.create(name=secret(LIBRARY, "release"), release_pages=[ReleasePage(page=draft)]),
        group=group,
        feed_item=_plant_item(),
        revisions={page.pk: _first_and_last(page) for page in (article, draft, expert)},
    )


def _plant_item() -> FeedItem:
    """What came in, and waits."""
    feed = ProviderFeed.objects.create(provider=ProviderFactory.create(), format="ninjs")
    raw = {"values": {"body_xhtml": [secret(LIBRARY, "itemtext")]}, "pictures": [], "text": "", "problem": ""}
    return FeedItem.objects.create(
        feed=feed,
        item_id="item",
        digest="0" * 64,
        title=f"{secret(LIBRARY, 'item')} {WORD[LIBRARY]}",
        raw=raw,
        received_at=NOW,
        changed_at=NOW,
    )


def _first_and_last(page: Page) -> tuple[int, int]:
    ids = sorted(page.revisions.values_list("pk", flat=True))
    return ids[0], ids[-1]


def _appoint(own: StorePage, neighbour: StorePage) -> People:
    """Staff of the own store, an owner of both, and one who was dismissed, whose account was opened again."""
    people = People(
        admin=make_admin("isolation-admin"),
        editor=make_editor("isolation-editor"),
        staff=make_user("isolation-staff"),
        owner_of_nothing=make_user("isolation-owner-of-nothing"),
        owner_of_both=make_user("isolation-owner-of-both"),
    )
    appoint_staff(by=people.admin, user=people.staff, store=own)
    for store in (own, neighbour):
        appoint_owner(by=people.admin, user=people.owner_of_both, store=store)
    appoint_owner(by=people.admin, user=people.owner_of_nothing, store=neighbour)
    dismiss_owner(by=people.admin, user=people.owner_of_nothing, store=neighbour)
    people.owner_of_nothing.refresh_from_db()
    people.owner_of_nothing.is_active = True
    people.owner_of_nothing.save()
    people.owner_of_nothing.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return people


def plant() -> Planted:
    """Everything, in the database of the test, as of a moment before NOW."""
    counters: dict[str, Iterator[int]] = {}
    with rows_of(LIBRARY, counters):
        unfound_network()
        network = make_network()
        group = StoreGroupFactory.create(slug="neighbours")
        far = StoreGroupFactory.create(slug="far-away")
        # What articles of all owners name.
        ProviderFactory.create()
    with rows_of(OWN, counters):
        own = _plant_store(OWN, [group])
    with rows_of(NEIGHBOUR, counters):
        neighbour = _plant_store(NEIGHBOUR, [group])
        third = _open_store(NEIGHBOUR, "third", [far])
    with rows_of(LIBRARY, counters):
        library = _plant_library(neighbour.store, group, network)
    placements = {}
    for plants in (own, neighbour):
        with rows_of(plants.owner, counters):
            placements[plants.owner] = plant_placement(plants.owner, plants.store, library.article, plants.user)
    with rows_of("people", counters):
        people = _appoint(own.store, neighbour.store)
    # What is kept when somebody asks for it is there before.
    look_at_new()
    return Planted(library, own, neighbour, third, people, placements)


LATE = NOW - timedelta(hours=1)
"""When all of it was planted."""

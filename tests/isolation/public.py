"""Asks everything that needs no login: the API, the stores' sites, files. Of one store, for the other's things too."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import product
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.isolation.answers import Answer, body_of, picture_sign, text_of
from tests.isolation.markers import LIBRARY, NEIGHBOUR, OWN, Sign, opened, secret, signs_in, without_echo
from tests.isolation.planting import Planted, StorePlants
from tests.isolation.rows import Watch

DIRECTORY = ("api:stores:*",)
"""Names every store of the network: what is open there is no leak."""

FILES = ("media", "wagtaildocs_*")
"""Knows no store: whoever has the address of an open file gets it."""

ADDRESSES = ("", "?fields=*", "?fields=*&limit=100&offset=0", "?order=-id&limit=100", "?limit=0")

SECRETS = ("draft", "unpublished", "expired", "scheduled", "private", "locked")


@dataclass(frozen=True, slots=True)
class Places:
    """The ids, slugs and file names that somebody may guess."""

    planted: Planted

    @property
    def both(self) -> tuple[StorePlants, StorePlants]:
        return self.planted.own, self.planted.neighbour

    @property
    def owners(self) -> tuple[str, str]:
        return OWN, NEIGHBOUR

    def pages(self) -> list[int]:
        library = self.planted.library
        ids = [page.pk for plants in self.both for page in plants.pages.all]
        return [*ids, library.draft.pk, library.article.pk, library.offered.pk, library.expert_draft.pk]

    def slugs(self) -> list[str]:
        library = self.planted.library
        slugs = [page.slug for plants in self.both for page in plants.pages.all]
        slugs += [make(owner, "oldslug") for make, owner in product((opened, secret), self.owners)]
        return [*slugs, library.draft.slug, library.article.slug, library.offered.slug, library.expert_draft.slug]

    def images(self) -> list[int]:
        return [*(image.pk for plants in self.both for image in plants.media.images), self.planted.library.image.pk]

    def documents(self) -> list[int]:
        own = [document.pk for plants in self.both for document in plants.media.documents]
        return [*own, self.planted.library.document.pk]

    def redirects(self) -> list[int]:
        traces = [plants.traces for plants in self.both]
        return [redirect.pk for each in traces for redirect in (each.redirect, each.hidden_redirect)]

    def words(self) -> list[str]:
        """What a search for secrets asks: words that stand in one hidden page each."""
        names = (*SECRETS, "articlepagedraft", "standardpagedraft")
        hidden = [secret(NEIGHBOUR, name) for name in names] + [secret(OWN, "draft"), secret(LIBRARY, "draft")]
        return [*hidden, opened(NEIGHBOUR, "article"), opened(NEIGHBOUR, "offered")]

    def media_words(self) -> list[str]:
        """What a search for secret pictures and documents asks."""
        return [secret(NEIGHBOUR, "hiddenimage"), secret(NEIGHBOUR, "deeperdocument"), opened(NEIGHBOUR, "image")]

    def tags(self) -> list[str]:
        names = [f"{secret(owner, name)}tag" for owner, name in product(self.owners, ("draft", "hiddenimage"))]
        return [*names, f"{opened(NEIGHBOUR, 'image')}tag", f"{opened(NEIGHBOUR, 'article')}tag"]

    def paths(self) -> list[str]:
        """Every address on a store's site that a slug may stand in."""
        library = self.planted.library
        found = ["/", "/health/", "/health/?page=2", "/health/?topic=sleep"]
        found += ["/hours/", "/services/", "/services/delivery/", "/experts/", "/es/", "/es/health/", "/es/hours/"]
        found += [f"/search/?q={word}" for word in self.words()]
        found += [f"/health/?tag={tag}" for tag in self.tags()]
        found += [f"/health/{page.slug}/" for page in (library.draft, library.article, library.offered)]
        found.append(f"/experts/{library.expert_draft.slug}/")
        for plants in self.both:
            pages = plants.pages
            articles = (pages.article, pages.draft, pages.unpublished, pages.expired, pages.scheduled)
            found += [f"/health/{article.slug}/" for article in articles]
            found += [f"/{page.slug}/" for page in (pages.page, pages.private, pages.locked)]
            found += [f"/health/{make(plants.owner, 'oldslug')}/" for make in (opened, secret)]
            found += [f"/{make(plants.owner, 'redirect')}/" for make in (opened, secret)]
        return found

    def files(self) -> list[str]:
        """Names of files in the storage."""
        names = []
        for plants in self.both:
            media = plants.media
            names += [each.file.name for each in (*media.images, *media.documents)]
            names += [image.renditions.all()[0].file.name for image in media.images]
            names += [media.image_upload.file.name, media.document_upload.file.name]
        return names


Addresses = Callable[[Places], list[str]]


def _listing(path: str, *queries: str) -> Addresses:
    return lambda places: [f"{path}{query}" for query in (*ADDRESSES, *queries)]


def _each(path: str, values: Callable[[Places], list[object]], *queries: str) -> Addresses:
    return lambda places: [path.format(value) + query for value in values(places) for query in ("", *queries)]


def _joined(*many: Addresses) -> Addresses:
    return lambda places: [path for each in many for path in each(places)]


def _tree(places: Places) -> list[str]:
    ids = [places.planted.neighbour.store.pk, places.planted.neighbour.pages.draft.pk, places.planted.library.draft.pk]
    filters = ("child_of", "descendant_of", "ancestor_of", "translation_of")
    types = ("wagtailcore.Page", "cms.ArticlePage", "cms.StandardPage", "cms.ExpertPage", "stores.StorePage")
    found = [f"/api/v2/pages/?{name}={pk}" for name, pk in product(filters, ids)]
    found += [f"/api/v2/pages/?type={name}&fields=*" for name in types]
    return [
        *found,
        "/api/v2/pages/?child_of=root",
        "/api/v2/pages/?fields=*,parent(*),detail_url",
        "/api/v2/pages/?show_in_menus=1",
    ]


def _find(path: str) -> Addresses:
    def make(places: Places) -> list[str]:
        stands = [*places.slugs()[:12], *(f"health/{slug}" for slug in places.slugs()[:12])]
        by_path = [f"{path}find/?html_path=/{place}/" for place in stands]
        return [*(f"{path}find/?id={pk}" for pk in places.pages()), *by_path]

    return make


PUBLIC: dict[str, Addresses] = {
    "api:stores:listing": _listing("/api/v2/stores/", "?group=far-away", "?state=NJ"),
    "api:stores:detail": lambda places: [f"/api/v2/stores/{plants.store.slug}/" for plants in places.both],
    "api:articles:listing": _joined(
        _listing("/api/v2/articles/"),
        _each("/api/v2/articles/?search={}", Places.words),
        _each("/api/v2/articles/?tag={}", Places.tags),
    ),
    "api:articles:detail": _each("/api/v2/articles/{}/", Places.pages, "?fields=*"),
    "api:articles:find": _each("/api/v2/articles/find/?slug={}", Places.slugs, "&fields=*"),
    "api:experts:listing": _joined(_listing("/api/v2/experts/"), _each("/api/v2/experts/?search={}", Places.words)),
    "api:experts:detail": _each("/api/v2/experts/{}/", Places.pages),
    "api:experts:find": _each("/api/v2/experts/find/?slug={}", Places.slugs),
    "api:banners:listing": _listing("/api/v2/banners/"),
    "api:topics:listing": _listing("/api/v2/topics/"),
    "api:tags:listing": _listing("/api/v2/tags/"),
    "api:storefront:listing": lambda places: [f"/api/v2/storefront/?path={path}" for path in places.paths()],
    "api:changes:listing": _listing("/api/v2/changes/"),
    "api:ninjs:listing": _listing("/api/v2/ninjs/"),
    "api:ninjs:detail": _each("/api/v2/ninjs/{}/", Places.pages),
    "api:search:listing": _each("/api/v2/search/?search={}", Places.words),
    "api:sitemap:listing": _listing("/api/v2/sitemap/"),
    "api:navigation:listing": _listing("/api/v2/navigation/"),
    "api:chrome:listing": _listing("/api/v2/chrome/"),
    "index": lambda places: ["/api/v2/"],
    "api:pages:listing": _joined(
        _listing("/api/v2/pages/"),
        _tree,
        _each("/api/v2/pages/?search={}", Places.words),
        _each("/api/v2/pages/?slug={}", Places.slugs),
    ),
    "api:pages:detail": _each("/api/v2/pages/{}/", Places.pages, "?fields=*,parent(*)"),
    "api:pages:find": _find("/api/v2/pages/"),
    "api:images:listing": _joined(
        _listing("/api/v2/images/"),
        _each("/api/v2/images/?search={}", Places.media_words),
        _each("/api/v2/images/?tags={}", Places.tags),
    ),
    "api:images:detail": _each("/api/v2/images/{}/", Places.images, "?fields=*"),
    "api:images:find": _each("/api/v2/images/find/?id={}", Places.images),
    "api:documents:listing": _joined(
        _listing("/api/v2/documents/"), _each("/api/v2/documents/?search={}", Places.media_words)
    ),
    "api:documents:detail": _each("/api/v2/documents/{}/", Places.documents, "?fields=*"),
    "api:documents:find": _each("/api/v2/documents/find/?id={}", Places.documents),
    "api:redirects:listing": _listing("/api/v2/redirects/", f"?old_path=/{secret(NEIGHBOUR, 'redirect')}"),
    "api:redirects:detail": _each("/api/v2/redirects/{}/", Places.redirects),
    "api:redirects:find": lambda places: [
        f"/api/v2/redirects/find/?html_path=/{make(owner, 'redirect')}"
        for make, owner in product((opened, secret), places.owners)
    ],
    "store-in-path": lambda places: [f"/api/v2/s/{plants.store.slug}/articles/" for plants in places.both],
    "preview": lambda places: ["/api/v2/preview/"],
    "problem": lambda places: ["/api/problems/not-found/"],
    "schema": lambda places: ["/api/schema/"],
    "docs": lambda places: ["/api/docs/"],
    "docs-page": lambda places: ["/api/docs/api/", "/api/docs/frontends/"],
    "docs-try": lambda places: ["/api/docs/try/"],
    "api/": lambda places: ["/api/no-such-endpoint/"],
    "": lambda places: ["/"],
    "wagtailcore_login": lambda places: ["/login/", "/login/?next=/admin/"],
    "media": _each("/media/{}", Places.files),
    "wagtaildocs_serve": lambda places: [
        f"/documents/{document.pk}/{document.filename}"
        for plants in places.both
        for document in plants.media.documents
    ],
    "wagtaildocs_authenticate_with_password": lambda places: [
        f"/documents/authenticate_with_password/{plants.media.restriction.pk}/" for plants in places.both
    ],
    "storefront:theme": lambda places: ["/theme.css"],
    "storefront:robots": lambda places: ["/robots.txt"],
    "storefront:sitemap": lambda places: ["/sitemap.xml"],
    "storefront:part_of_sitemap": lambda places: ["/sitemap-1.xml"],
    "storefront:security": lambda places: ["/.well-known/security.txt"],
    "storefront:feed": lambda places: [
        f"/health/{name}{query}" for name in ("rss.xml", "atom.xml", "feed.json") for query in ("", "?topic=sleep")
    ],
    "storefront:calendar": lambda places: ["/hours/holidays.ics", "/es/hours/holidays.ics"],
    "storefront:favicon": lambda places: ["/favicon.ico"],
    "storefront:icon": lambda places: ["/icon.svg"],
    "storefront:square": lambda places: ["/icon-192.png"],
    "storefront:card": lambda places: ["/share.jpg"],
    "storefront:manifest": lambda places: ["/site.webmanifest"],
    "storefront:page": Places.paths,
}
"""View -> what is asked of it."""

AT_STORES = ("storefront:*",)


@dataclass(frozen=True, slots=True)
class PublicCrawl:
    """Nobody is logged in. `asker` is the store that is named, or at whose host is asked."""

    planted: Planted
    is_whole: bool
    client: Client = field(default_factory=lambda: Client(raise_request_exception=False))

    def run(self) -> Iterator[Answer]:
        """The own store is asked for everything; unless the crawl is whole, for each single thing in its first form.

        The neighbor shows that a view gives anything at all, and that nothing is simply taken from the first store:
        it is asked for lists in all their forms, and for one thing after the other until there is one.
        """
        places = Places(self.planted)
        for view, addresses in PUBLIC.items():
            for asker, host, query in self._askers(view):
                asked = dict.fromkeys(addresses(places))
                if not self.is_whole and view.endswith((":detail", ":find")):
                    asked = dict.fromkeys(path for path in asked if "fields=" not in path)
                for place, path in enumerate(asked):
                    answer = self._ask(view, asker, host, _with(path, query))
                    yield answer
                    if asker == NEIGHBOUR and answer.status == 200 and place >= len(ADDRESSES) - 1:
                        break

    def _askers(self, view: str) -> Iterator[tuple[str, str, str]]:
        """The letter of the store that asks, the host that is asked, and how the store is named there."""
        is_at_store = _is_one_of(view, AT_STORES)
        if not is_at_store and (not view.startswith("api:") or _is_one_of(view, DIRECTORY)):
            yield "", settings.NETWORK_HOST, ""
            return
        for plants in (self.planted.own, self.planted.neighbour):
            store = plants.store
            if is_at_store:
                yield plants.owner, store.site.hostname, ""
            else:
                yield plants.owner, settings.NETWORK_HOST, f"store={store.slug}"

    def _ask(self, view: str, asker: str, host: str, url: str) -> Answer:
        watch = Watch()
        with transaction.atomic():
            with watch.watching():
                response = self.client.get(url, headers={"host": host})
                body = body_of(response)
            after = watch.now()
            transaction.set_rollback(True)
        self.client.cookies.clear()
        text = text_of(response, body)
        signs = without_echo(signs_in(text), url, host) | picture_sign(response, body)
        leaks = sorted(f"shows {sign}" for sign in signs if _is_leak(sign, view, asker))
        leaks += ["writes"] if watch.changes(after) else []
        leaks += _counted(url, response, body)
        return Answer(
            role="anonymous",
            view=view,
            target=asker or "nobody",
            method=f"GET {urlsplit('//' + host).hostname}",
            url=url,
            status=response.status_code,
            location=response.get("Location", ""),
            leaks=tuple(leaks),
        )


def _with(path: str, query: str) -> str:
    if not query:
        return path
    return f"{path}{'&' if '?' in path else '?'}{query}"


def _is_leak(sign: Sign, view: str, asker: str) -> bool:
    """Secrets always; what nobody publishes, in the API; another store's things, unless the view knows no store."""
    if view == "media" and sign.text == "a picture":
        return False  # docs/permissions.md: the address of an uploaded picture can be guessed
    if sign.kind == "secret" or sign.owner == "people":
        return True
    if sign.kind == "unused":
        return view.startswith("api:")
    return bool(asker) and sign.owner in {OWN, NEIGHBOUR} - {asker} and not _is_one_of(view, (*DIRECTORY, *FILES))


def _is_one_of(view: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(view, pattern) for pattern in patterns)


def _counted(url: str, response: HttpResponse, body: bytes) -> list[str]:
    """A list that is empty but counts what it does not show, or that finds something by a secret word."""
    if response.status_code != 200 or not response.get("Content-Type", "").startswith("application/json"):
        return []
    answer = json.loads(body)
    total = answer.get("meta", {}).get("total_count", 0) if isinstance(answer, dict) else 0
    secrets = [sign for sign in signs_in(urlsplit(url).query) if sign.kind == "secret"]
    return [f"counts {total} by {secrets[0]}"] if total and secrets else []

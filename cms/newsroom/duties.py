"""Which stores lack a notice that the law asks for, or a part of one, and where that is mended.

Asked for all stores at once: a handful of queries, whatever their number.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.urls import reverse

from cms.articles.blocks import texts_in
from cms.articles.duties import LANGUAGES_WANTED, SHORT_NAMES, Duty, texts_for
from cms.articles.models.library import SharedPagesPage
from cms.articles.models.pages import StandardPage
from stores.audience.members import Roster, StoreIds
from stores.choices import usps_states
from stores.models import StorePage
from stores.tokens.syntax import tokens_in

_VALUES = {
    "store.legal_name": ("registration__legal_name", "legal name"),
    "store.privacy_contact": ("registration__privacy_contact", "privacy contact"),
    "store.email": ("email", "email address"),
    "store.phone": ("phone", "phone number"),
    "store.fax": ("fax", "fax number"),
}
"""Tokens that a store may have nothing for: the column, and what it is called."""
REGISTERED = frozenset({"store.legal_name", "store.privacy_contact"})
ENTITY = "store.legal_name"
"""A notice of privacy practices is that of a legal entity: 45 CFR 164.520(a) speaks of the covered entity's."""


@dataclass(frozen=True, slots=True)
class Lack:
    """What a store lacks, in words, and where that is mended."""

    duty: str
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class _Notice:
    """One page of one of the kinds, and the stores that carry it."""

    page: StandardPage
    stores: StoreIds
    tokens: frozenset[str]

    @property
    def url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])


@dataclass(frozen=True)
class Duties:
    """What every online store lacks at a moment."""

    at: datetime
    lacks: Mapping[int, list[Lack]] = field(default_factory=dict)

    @classmethod
    def load(cls, at: datetime) -> "Duties":
        """Looked up once, for all stores."""
        return cls(at, dict(_Looked(at).all_lacks()))

    def lacking(self, duty: str = "") -> StoreIds:
        """Stores that lack something; of one kind of notice, or of any."""
        return frozenset(pk for pk, lacks in self.lacks.items() if any(duty in ("", each.duty) for each in lacks))


class _Looked:
    """The notices that there are, and what stores have for the tokens in them."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        columns = [column for column, _name in _VALUES.values()]
        rows = StorePage.objects.online().order_by("pk").values("pk", "path", "state", *columns)
        self.stores: dict[int, dict[str, Any]] = {row["pk"]: row for row in rows}
        self.states = dict(usps_states())

    def all_lacks(self) -> Iterator[tuple[int, list[Lack]]]:
        for pk, store in self.stores.items():
            lacks = [lack for duty in Duty.values for lack in self._lacks(store, duty)]
            if lacks:
                yield pk, lacks

    @cached_property
    def pages(self) -> list[StandardPage]:
        """All pages of these kinds, drafts too; a store's own ones first."""
        found = StandardPage.objects.exclude(duty="").order_by("-path")
        return list(found)

    @cached_property
    def notices(self) -> dict[str, list[_Notice]]:
        """By kind, what is published; a store's own first."""
        by_path = {store["path"]: pk for pk, store in self.stores.items()}
        published = StandardPage.objects.exclude(duty="").published_at(self.at)
        shared = Roster.load(self.stores).members_of(published.in_library())
        found: dict[str, list[_Notice]] = {duty: [] for duty in Duty.values}
        public = set(published.order_by().values_list("pk", flat=True))
        for page in self.pages:
            if page.pk not in public:
                continue
            stores = shared.get(page.pk)
            is_own = stores is None
            if stores is None:
                stores = frozenset(by_path[start] for start in _above(page.path) if start in by_path)
            found[page.duty].insert(0 if is_own else len(found[page.duty]), _Notice(page, stores, _tokens_of(page)))
        return found

    def _lacks(self, store: Mapping[str, Any], duty: str) -> Iterator[Lack]:
        notices = [notice for notice in self.notices[duty] if store["pk"] in notice.stores]
        if not notices:
            yield self._no_notice(duty)
            return
        notice = notices[0]
        needed = notice.tokens | ({ENTITY} if duty == Duty.PRIVACY else frozenset())
        yield from self._no_value(store, duty, needed)
        if duty == Duty.LANGUAGE_HELP:
            # In each language of the page its own texts: translations of one notice count together.
            languages = {code for each in notices for code in texts_for(each.page.body.raw_data, store["state"])}
            if len(languages) < LANGUAGES_WANTED:
                state = self.states.get(store["state"], store["state"])
                words = f"Help with languages in {state}: {len(languages)} of {LANGUAGES_WANTED} languages"
                yield Lack(duty, words, notice.url)

    def _no_notice(self, duty: str) -> Lack:
        """The way to mend it: the page that does not reach the store, the draft, or a new one."""
        name, notices = SHORT_NAMES[Duty(duty)], self.notices[duty]
        shared = [notice for notice in notices if notice.page.pk in self._shared_ids]
        if shared:
            return Lack(duty, f"No {name}: “{shared[0].page.title}” is not for this store", shared[0].url)
        drafts = [page for page in self.pages if page.duty == duty and page.pk in self._shared_ids]
        if drafts:
            url = reverse("wagtailadmin_pages:edit", args=[drafts[0].pk])
            return Lack(duty, f"No {name}: “{drafts[0].title}” is not published", url)
        return Lack(duty, f"No {name}: nobody has written one", self._add_url)

    @cached_property
    def _shared_ids(self) -> frozenset[int]:
        return frozenset(StandardPage.objects.exclude(duty="").in_library().order_by().values_list("pk", flat=True))

    @cached_property
    def _add_url(self) -> str:
        folder = SharedPagesPage.objects.order_by("pk").values_list("pk", flat=True).first()
        return reverse("wagtailadmin_pages:add", args=["cms", "standardpage", folder]) if folder else ""

    def _no_value(self, store: Mapping[str, Any], duty: str, tokens: Iterable[str]) -> Iterator[Lack]:
        for token, (column, name) in _VALUES.items():
            if token in tokens and not store[column]:
                words = f"The {SHORT_NAMES[Duty(duty)]} names the store's {name}, and there is none"
                name_of_view = "stores_network:registration" if token in REGISTERED else "wagtailadmin_pages:edit"
                yield Lack(duty, words, reverse(name_of_view, args=[store["pk"]]))


def _tokens_of(page: StandardPage) -> frozenset[str]:
    return frozenset(name for text in (page.contact, *dict(texts_in(page.body)).values()) for name in tokens_in(text))


def _above(path: str) -> Iterator[str]:
    return (path[:length] for length in range(StandardPage.steplen, len(path), StandardPage.steplen))

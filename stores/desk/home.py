"""A store's home: what its people see after they log in. Packages above this one add sections and notices by hooks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.admin.ui.components import Component

from stores.access.confinement import confinement_of
from stores.access.who import OwnStore
from stores.desk.chosen import chosen_store
from stores.desk.screens import often_links, screen_links
from stores.store.models.store import StorePage

LAST = 1000
"""Order of a hook that comes after those of other packages."""
SECTION_HOOK = "register_home_section"
"""A class of HomeSection; it is made with the StoreHome."""
LINK_HOOK = "register_home_link"
"""A function from the StoreHome to any number of `url` and `label`, beside what is done most."""
NOTICE_HOOK = "register_home_notice"
"""A function from the StoreHome to any number of Notices."""


@dataclass(frozen=True)
class StoreHome:
    """Whose home, of which store (with its profile loaded), at which moment. Staff may not change what is live."""

    request: HttpRequest
    store: StorePage
    at: datetime
    may_change: bool

    @property
    def today(self) -> date:
        """The store's own date."""
        return self.store.today(self.at)

    @property
    def others(self) -> tuple[OwnStore, ...]:
        """The person's other stores."""
        return confinement_of(self.request.user).others(self.store.pk)

    @cached_property
    def screens(self) -> list[dict[str, Any]]:
        return screen_links(self.store)

    @property
    def waiting(self) -> int:
        """How much needs attention on all screens together."""
        return sum(screen["waiting"] for screen in self.screens)

    @property
    def often(self) -> list[dict[str, str]]:
        more = (link for find in hooks.get_hooks(LINK_HOOK) for link in find(self))
        return [*often_links(self.store), *more]

    def edit_url(self, tab: str = "") -> str:
        """The form of the store's page, on one of its tabs."""
        return reverse("wagtailadmin_pages:edit", args=[self.store.pk]) + (f"#tab-{tab}" if tab else "")


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that waits to be done: what, and the way there."""

    text: str
    url: str
    label: str
    icon: str = "warning"


class HomeSection(Component):
    """One panel of the home. Orders: 10 now, 12 holidays to confirm, 15 waits for an answer, 20 to do, 30 promo lines,
    40 health news.
    """

    name = ""
    heading = ""
    icon = "home"
    order = 100

    class Media:
        css = {"all": ["stores/admin.css"]}

    def __init__(self, home: StoreHome) -> None:
        self.home = home

    @property
    def is_shown(self) -> bool:
        """A section that has nothing to say may leave."""
        return True

    @property
    def return_url(self) -> str:
        """Where a tap in this section comes back to."""
        return f"{reverse('wagtailadmin_home')}#{self.name}-section"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "section": self,
            "home": self.home,
            "store": self.home.store,
            "may_change": self.home.may_change,
            "request": self.home.request,
            "csrf_token": parent_context["csrf_token"],
        }


def home_of(request: HttpRequest) -> StoreHome | None:
    """The home of the store at which the person is; None without a store."""
    chosen = chosen_store(request)
    stores = StorePage.objects.with_profile().select_related("registration__collection")
    # Its promo lines are counted, listed and told apart by their dates, all from the same rows.
    store = stores.prefetch_related("promo_banners").filter(pk=chosen.pk).first() if chosen else None
    if store is None:
        return None
    may_change = store.permissions_for_user(request.user).can_publish()
    return StoreHome(request, store, timezone.now(), bool(may_change))


def sections_of(home: StoreHome) -> list[HomeSection]:
    """All that have something to say, in order."""
    sections: Iterable[HomeSection] = (make(home) for make in hooks.get_hooks(SECTION_HOOK))
    return sorted((each for each in sections if each.is_shown), key=lambda each: each.order)


def notices_of(home: StoreHome) -> list[Notice]:
    """What waits to be done."""
    return [notice for find in hooks.get_hooks(NOTICE_HOOK) for notice in find(home)]

"""The newsroom's lists, once for its home and for the views that show all of each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn, UserColumn

from cms.users.models import User
from cms.waiting import drafts, in_review, licences_ending, my_drafts, reviews_due, scheduled
from stores.attention import in_need, reasons_of
from stores.network_admins import is_network_admin


@dataclass(frozen=True, slots=True)
class WaitingList:
    """`name` is the end of the view's name and of its address; `find` takes who asks and when."""

    name: str
    heading: str
    icon: str
    find: Callable[[User, datetime], QuerySet[Any]]
    columns: tuple[Column, ...]

    @property
    def view(self) -> str:
        return f"cms_newsroom_{self.name}"

    @property
    def url(self) -> str:
        return reverse(self.view)


class StoreColumn(TitleColumn):
    """Leads network admins to the form of the store's page, and editors, who may not open it, to its site."""

    def get_link_url(self, instance: Any, parent_context: Any) -> str:
        is_admin = is_network_admin(parent_context["request"].user)
        return _edit_page(instance) if is_admin else f"{instance.root_url}/"


def _edit_page(page: Any) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _edit_provider(provider: Any) -> str:
    return reverse("wagtailsnippets_cms_provider:edit", args=[provider.pk])


TITLE = TitleColumn("draft_title", label="Title", get_url=_edit_page)
BY = UserColumn("latest_revision.user", label="Last changed by", blank_display_name="–")
CHANGED = DateColumn("latest_revision_created_at", label="Changed")

DRAFTS = WaitingList("drafts", "Drafts", "draft", lambda user, at: drafts(user), (TITLE, BY, CHANGED))
MY_DRAFTS = WaitingList("my_drafts", "My drafts", "draft", lambda user, at: my_drafts(user), (TITLE, CHANGED))
IN_REVIEW = WaitingList("in_review", "In review", "clipboard-list", lambda user, at: in_review(), (TITLE, BY, CHANGED))
SCHEDULED = WaitingList(
    "scheduled",
    "Scheduled",
    "calendar-check",
    lambda user, at: scheduled(),
    (TITLE, Column("goes_live_at", label="Goes live")),
)
REVIEWS_DUE = WaitingList(
    "reviews_due",
    "Medical reviews due",
    "date",
    lambda user, at: reviews_due(at),
    (TITLE, Column("review_due_on", label="Due on"), Column("reviewed_on", label="Last reviewed on")),
)
LICENCES = WaitingList(
    "licences",
    "Licences that end",
    "key",
    lambda user, at: licences_ending(at),
    (
        TitleColumn("name", label="Provider", get_url=_edit_provider),
        Column("licence_ends_at", label="Ends"),
        Column("live_articles", label="Published articles"),
    ),
)

STORES = WaitingList(
    "stores",
    "Stores that need attention",
    "home",
    lambda user, at: in_need(at).prefetch_related("sites_rooted_here"),
    (StoreColumn("title", label="Store"), Column("reasons", label="What", accessor=reasons_of)),
)

LISTS = (DRAFTS, MY_DRAFTS, IN_REVIEW, SCHEDULED, REVIEWS_DUE, LICENCES, STORES)

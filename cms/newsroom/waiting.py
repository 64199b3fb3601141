"""What waits for the newsroom, as querysets and as lists."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn, UserColumn
from wagtail.models import Page, Revision, WorkflowState
from wagtail.permissions import policy_registry

from cms.articles.models.articles import ArticlePage
from cms.articles.models.library import LibraryPage
from cms.articles.models.providers import Provider
from cms.media.making import failed
from cms.newsroom.attention import in_need, why_in_need
from cms.reviews.due import reviews_due
from cms.users.models import User
from stores.access.who import is_network_admin
from stores.models import StorePage
from stores.tree import at_or_below
from stores.zone_words import in_zone

LICENCES_END_WITHIN = timedelta(days=60)


def _shared_pages(pages: QuerySet[Any]) -> QuerySet[Any]:
    """The pages that are in the library, with who saved them last; of the revision all but its content."""
    within = at_or_below(LibraryPage.objects.values_list("path", flat=True))
    return pages.filter(within).select_related("latest_revision__user").defer("latest_revision__content")


def _page_type() -> ContentType:
    """Revisions and workflows of every type of page are about a `Page`."""
    return ContentType.objects.get_for_model(Page)


def drafts(user: User) -> QuerySet[Page]:
    """Changed pages that nobody has published, submitted or scheduled; the person's own first, then the latest."""
    is_own = When(latest_revision__user=user.pk, then=Value(True))
    elsewhere = Q(pk__in=in_review().order_by().values("pk")) | Q(pk__in=scheduled().order_by().values("pk"))
    return (
        _shared_pages(Page.objects.filter(~elsewhere, has_unpublished_changes=True))
        .annotate(is_mine=Case(is_own, default=Value(False), output_field=BooleanField()))
        .order_by("-is_mine", "-latest_revision_created_at", "-pk")
    )


def my_drafts(user: User) -> QuerySet[Page]:
    """Drafts that the person saved last."""
    return drafts(user).filter(latest_revision__user=user.pk)


def in_review() -> QuerySet[Page]:
    """Pages in a workflow, the longest waiting first."""
    states = WorkflowState.objects.active().filter(base_content_type=_page_type())
    ids = states.annotate(page_key=Cast("object_id", IntegerField())).values("page_key")
    return _shared_pages(Page.objects.filter(pk__in=ids)).order_by("latest_revision_created_at", "pk")


def scheduled() -> QuerySet[Page]:
    """Pages with a version that goes live by itself at `goes_live_at`; the next one first."""
    approved = Revision.objects.filter(approved_go_live_at__isnull=False, base_content_type=_page_type())
    ids = approved.annotate(page_key=Cast("object_id", IntegerField())).values("page_key")
    of_page = approved.annotate(page_key=Cast("object_id", IntegerField())).filter(page_key=OuterRef("pk"))
    when = of_page.order_by("approved_go_live_at").values("approved_go_live_at")[:1]
    pages = _shared_pages(Page.objects.filter(pk__in=ids)).annotate(goes_live_at=Subquery(when))
    return pages.order_by("goes_live_at", "pk")


def reviews(at: datetime) -> QuerySet[ArticlePage]:
    """Published articles whose medical review is due within 30 days or over; the longest over first."""
    return reviews_due(timezone.localdate(at)).select_related("reviewed_by")


def licences_ending(at: datetime) -> QuerySet[Provider]:
    """Providers whose licence ends within 60 days, or has ended while `articles` of theirs are still published."""
    providers = Provider.objects.annotate(live_articles=Count("articles", filter=Q(articles__live=True)))
    soon = Q(licence_ends_at__gt=at, licence_ends_at__lte=at + LICENCES_END_WITHIN)
    over = Q(licence_ends_at__lte=at, live_articles__gt=0)
    return providers.filter(soon | over).order_by("licence_ends_at", "pk")


@dataclass(frozen=True, slots=True)
class WaitingList:
    """A list of what waits. `name` ends the view's name and its address; `find` takes who asks and when.

    `nothing`: what stands there where nothing waits.
    """

    name: str
    heading: str
    icon: str
    find: Callable[[User, datetime], QuerySet[Any]]
    columns: tuple[Column, ...]
    nothing: str

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


class ImageColumn(TitleColumn):
    """Leads to the picture where the person may change it: a store's own is that store's and the network admins'."""

    def get_link_url(self, instance: Any, parent_context: Any) -> str | None:
        policy = policy_registry.get_by_type(type(instance))
        may_change = policy.user_has_permission_for_instance(parent_context["request"].user, "change", instance)
        return reverse("wagtailimages:edit", args=[instance.pk]) if may_change else None


TITLE = TitleColumn("draft_title", label="Title", get_url=_edit_page)
BY = UserColumn("latest_revision.user", label="Last changed by", blank_display_name="–")
CHANGED = DateColumn("latest_revision_created_at", label="Changed")

DRAFTS = WaitingList(
    "drafts",
    "Drafts",
    "draft",
    lambda user, at: drafts(user),
    (TITLE, BY, CHANGED),
    "Nobody has a draft in the library: all that was written is published, scheduled or in review.",
)
MY_DRAFTS = WaitingList(
    "my_drafts",
    "My drafts",
    "draft",
    lambda user, at: my_drafts(user),
    (TITLE, CHANGED),
    "You have no draft in the library.",
)
IN_REVIEW = WaitingList(
    "in_review",
    "In review",
    "clipboard-list",
    lambda user, at: in_review(),
    (TITLE, BY, CHANGED),
    "No page of the library is in review.",
)
SCHEDULED = WaitingList(
    "scheduled",
    "Scheduled",
    "calendar-check",
    lambda user, at: scheduled(),
    (TITLE, Column("goes_live_at", label=in_zone("Goes live ({zone})"))),
    "Nothing goes live by itself. A page is given a time in its form, many pages together in a release.",
)
REVIEWS_DUE = WaitingList(
    "reviews_due",
    "Medical reviews due",
    "date",
    lambda user, at: reviews(at),
    (TITLE, Column("review_due_on", label="Due on"), Column("reviewed_on", label="Last reviewed on")),
    "No medical review is due.",
)
LICENCES = WaitingList(
    "licences",
    "Licenses ending",
    "key",
    lambda user, at: licences_ending(at),
    (
        TitleColumn("name", label="Provider", get_url=_edit_provider),
        Column("licence_ends_at", label=in_zone("Ends ({zone})")),
        Column("live_articles", label="Published articles"),
    ),
    f"No license ends within {LICENCES_END_WITHIN.days} days.",
)

STORES = WaitingList(
    "stores",
    "Stores that need attention",
    "home",
    lambda user, at: in_need(StorePage.objects.online(), at).prefetch_related("sites_rooted_here"),
    (StoreColumn("title", label="Store"), Column("reasons", label="What", accessor=why_in_need)),
    "No store needs anything.",
)

PICTURES = WaitingList(
    "pictures",
    "Pictures that can't be shown whole",
    "image",
    lambda user, at: failed().select_related("uploaded_by_user", "collection"),
    (
        ImageColumn("title", label="Picture"),
        Column("reason", label="Why", accessor="making.failure"),
        Column("collection", label="Collection", accessor="collection.name"),
        UserColumn("uploaded_by_user", label="Uploaded by", blank_display_name="–"),
    ),
    "Every picture could be made in all its sizes.",
)

WAITING_LISTS = (DRAFTS, MY_DRAFTS, IN_REVIEW, SCHEDULED, REVIEWS_DUE, LICENCES, PICTURES, STORES)

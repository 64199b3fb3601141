"""Screens of releases: the list and the form are Wagtail's; one release as it stands, to publish and to take back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.releases.checking import why_not_to_publish_each, why_not_to_take_back
from cms.releases.forms import ReleaseForm
from cms.releases.models import Release, ReleasePage
from cms.releases.releasing import publish_release, take_release_back
from stores.access.shells import NewsroomMixin
from stores.access.who import actor_of
from stores.removal.losses import Removal, Way, counted, refuses


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One page of the release, and what keeps it from what can be done next."""

    item: ReleasePage
    why_not: str


class ReleaseView(NewsroomMixin, WagtailAdminTemplateMixin, TemplateView):
    """One release: its pages, what keeps each, and the button that publishes all or takes all back."""

    page_title = "Release"
    header_icon = "date"
    template_name = "cms/releases/release.html"

    @cached_property
    def release(self) -> Release:
        release: Release = get_object_or_404(Release, pk=self.kwargs["release_id"])
        return release

    def get_page_subtitle(self) -> str:
        return self.release.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        releases = {"url": reverse(ReleaseViewSet.url_name("list")), "label": "Releases"}
        return [*self.breadcrumbs_items, releases, {"url": "", "label": self.release.name}]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if self.release.is_live:
            return []
        url = reverse(ReleaseViewSet.url_name("edit"), args=[self.release.pk])
        return [HeaderButton("Change", url=url, icon_name="edit")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        items = self.release.release_pages.select_related("page__latest_revision", "before").order_by("sort_order")
        why_not = self._why_not(items)
        rows = [ReleaseRow(item, why_not.get(item.page_id, "")) for item in items]
        kept = sum(bool(row.why_not) for row in rows)
        return super().get_context_data(release=self.release, rows=rows, kept=kept, **kwargs)

    def _why_not(self, items: Iterable[ReleasePage]) -> dict[int, str]:
        """By the page's id."""
        if self.release.is_live:
            return {item.page_id: why_not_to_take_back(item) for item in items}
        return why_not_to_publish_each([item.page for item in items], actor_of(self.request))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """`do` is `publish` or `take-back`; anything else is neither."""
        known: dict[str, tuple[Callable[..., None], str]] = {
            "publish": (publish_release, "is live"),
            "take-back": (take_release_back, "is taken back"),
        }
        do, words = known.get(request.POST.get("do", ""), (None, ""))
        if do is not None:
            try:
                do(self.release, by=actor_of(request))
            except ValidationError as error:
                messages.error(request, f"Nothing was done. {' '.join(error.messages)}")
            else:
                number = counted(self.release.release_pages.count(), "page")
                messages.success(request, f"'{self.release}' {words}: {number}.")
        return redirect("cms_release", self.release.pk)


class ReleaseViewSet(SnippetViewSet):
    """All releases, and the form of one."""

    model = Release
    icon = "date"
    menu_label = "Releases"
    add_to_admin_menu = True
    menu_order = 228
    list_display = [
        TitleColumn("name", label="Release", sort_key="name", url_name="cms_release"),
        Column("state", label="Now"),
        DateColumn("goes_live_at", label="Goes live", sort_key="goes_live_at"),
        DateColumn("published_at", label="Went live", sort_key="published_at"),
    ]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("goes_live_at"),
            InlinePanel("release_pages", label="Page", min_num=1, heading="Pages that go live together"),
        ],
        base_form_class=ReleaseForm,
    )

    @classmethod
    def url_name(cls, view: str) -> str:
        return f"wagtailsnippets_cms_release:{view}"


@refuses(Release, Way.DELETE)
def refuse_deletion(removal: Removal) -> Any:
    """What is live was published by it, and is taken back by it."""
    yield from (f"'{each}' is live. Take it back first." for each in removal.objects if each.is_live)


def release_urls() -> list[Any]:
    """One release, below `/admin/`."""
    return [path("releases/<int:release_id>/", ReleaseView.as_view(), name="cms_release")]

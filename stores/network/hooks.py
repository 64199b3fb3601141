"""What network admins have in Wagtail's admin: their menu, their views, and what the history says of them."""

from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.sites.views import SiteViewSet
from wagtail.snippets.models import register_snippet

from stores.access.shells import NetworkMenuItem
from stores.access.who import is_network_admin
from stores.exports.making import register_export
from stores.importing.exports import STORES, write_all_stores
from stores.network import whole_lists  # noqa: F401
from stores.network.forms import NetworkSiteForm
from stores.network.frontend_views import FrontendView, NetworkFrontendView
from stores.network.groups import StoreGroupViewSet, group_urls
from stores.network.import_views import (
    CancelView,
    ExportView,
    ImportView,
    PreviewView,
    ProgressView,
    ReportView,
    SkippedView,
    TemplateFileView,
)
from stores.network.views import (
    CloseStoreView,
    HostView,
    OpenedView,
    OpenStoreView,
    RegistrationView,
    ReleaseHostView,
    StoresView,
)

MENU_ORDER = 230


class NetworkViewSet(ViewSet):
    """All stores: the list, one store's registration, opening, closing, files."""

    name = "stores_network"
    url_prefix = "network/stores"
    icon = "home"
    menu_label = "All stores"
    menu_name = "network-stores"
    menu_item_class = NetworkMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", StoresView.as_view(), name="index"),
            path("results/", StoresView.as_view(results_only=True), name="index_results"),
            path("open/", OpenStoreView.as_view(), name="open"),
            path("<int:store_id>/", RegistrationView.as_view(), name="registration"),
            path("<int:store_id>/opened/", OpenedView.as_view(), name="opened"),
            path("<int:store_id>/host/", HostView.as_view(), name="host"),
            path("<int:store_id>/frontend/", FrontendView.as_view(), name="frontend"),
            path("frontends/", NetworkFrontendView.as_view(), name="frontends"),
            path("<int:store_id>/release-host/", ReleaseHostView.as_view(), name="release_host"),
            path("<int:store_id>/close/", CloseStoreView.as_view(), name="close"),
            path("import/", ImportView.as_view(), name="import"),
            path("import/<int:upload_id>/", PreviewView.as_view(), name="preview"),
            path("import/<int:upload_id>/progress/", ProgressView.as_view(), name="import_progress"),
            path("import/<int:upload_id>/cancel/", CancelView.as_view(), name="import_cancel"),
            path("import/<int:upload_id>/report/", ReportView.as_view(), name="report"),
            path("import/<int:upload_id>/skipped/", SkippedView.as_view(), name="skipped"),
            path("export/<str:file_format>/", ExportView.as_view(), name="export"),
            path("template/<str:file_format>/", TemplateFileView.as_view(), name="template"),
        ]


def _entry(label: str, name: str, icon: str, view: str) -> ViewSet:
    """A menu entry that leads to a view of NetworkViewSet and has no views of its own."""
    return ViewSet(
        menu_label=label,
        menu_name=name,
        menu_icon=icon,
        menu_url=reverse_lazy(f"stores_network:{view}"),
        menu_item_class=NetworkMenuItem,
    )


class StoresMenu(ViewSetGroup):
    """The menu of what only network admins do with stores."""

    menu_label = "Stores"
    menu_name = "stores"
    menu_icon = "home"
    menu_order = MENU_ORDER
    items = (
        NetworkViewSet,
        _entry("Open a store", "network-open", "plus", "open"),
        _entry("Frontend addresses", "network-frontends", "site", "frontends"),
        _entry("Import and export", "network-import", "upload", "import"),
    )


@hooks.register("register_admin_viewset")
def register_network() -> StoresMenu:
    """The views, and the menu of them."""
    return StoresMenu()


def site_form(viewset: SiteViewSet, for_update: bool = False) -> type[NetworkSiteForm]:
    """Wagtail's screen of Sites has no setting for its form."""
    return NetworkSiteForm


SiteViewSet.get_form_class = site_form  # type: ignore[method-assign]
register_snippet(StoreGroupViewSet)
hooks.register("register_admin_urls", group_urls)
register_export(STORES, write_all_stores, is_for=is_network_admin)

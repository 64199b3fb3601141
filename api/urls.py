"""Everything below `/api/`, on the network's host and on each store's."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from api.endpoints.index import index_of
from api.endpoints.previews import ExchangeView
from api.guide.rendering import PAGES
from api.guide.views import docs_page
from api.hosts import at_store_in_path
from api.protocol.errors import kind_of_problem, not_found
from api.router import RESOURCES, router

urlpatterns = [
    path("v2/", index_of(RESOURCES).as_view(), name="index"),
    path("v2/preview/", ExchangeView.as_view(), name="preview"),
    path("v2/", router.urls),
    re_path(r"^v2/s/(?P<slug>[-a-zA-Z0-9_]+)/(?P<rest>(?!s/).*)$", at_store_in_path, name="store-in-path"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", docs_page, name="docs"),
    path(
        "docs/try/",
        SpectacularSwaggerSplitView.as_view(url_name="schema", template_name="api/docs.html"),
        name="docs-try",
    ),
    re_path(rf"^docs/(?P<name>{'|'.join(PAGES)})/$", docs_page, name="docs-page"),
    path("problems/<slug:slug>/", kind_of_problem, name="problem"),
    re_path(r"", not_found),
]

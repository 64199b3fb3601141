"""Everything below `/api/`, on the network's host and on each store's."""

from django.urls import path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from api.protocol.errors import not_found
from api.router import router

urlpatterns = [
    path("v2/", router.urls),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerSplitView.as_view(url_name="schema", template_name="api/docs.html"), name="docs"),
    re_path(r"", not_found),
]

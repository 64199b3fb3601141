"""A store's host: its API, its media, and every page of its site."""

from django.urls import include, path, re_path

from cms.media.urls import media_urlpatterns
from frontend_templates import views

storefront = (
    [
        path("theme.css", views.theme, name="theme"),
        re_path(r"^(?P<path>.*)$", views.page, name="page"),
    ],
    "storefront",
)

handler500 = "frontend_templates.views.server_error"

urlpatterns = [
    path("api/", include("api.urls")),
    *media_urlpatterns(),
    path("", include(storefront)),
]

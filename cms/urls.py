"""The network host's URLs: admin, API, documents. A store's host answers from `frontend_templates.urls`."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.media.urls import media_urlpatterns

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="wagtailadmin_home")),
    # Before Wagtail's: `/admin/login/` is ours.
    path("admin/", include("cms.accounts.urls")),
    path("admin/", include(wagtailadmin_urls)),
    # Wagtail looks this name up when a private document asks for a login, whatever WAGTAIL_FRONTEND_LOGIN_URL says.
    path(
        "login/", RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True), name="wagtailcore_login"
    ),
    path("api/", include("api.urls")),
    path("documents/", include(wagtaildocs_urls)),
    *media_urlpatterns(),
]

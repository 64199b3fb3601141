"""The network host's URLs: admin, API, documents. A store's host answers from `frontend_templates.urls`."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.media.urls import media_urlpatterns

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="wagtailadmin_home")),
    path("admin/", include(wagtailadmin_urls)),
    path("api/", include("api.urls")),
    path("documents/", include(wagtaildocs_urls)),
    *media_urlpatterns(),
]

"""The network host's URLs: admin, API, documents. A store's host answers from `frontend_templates.urls`."""

from django.urls import include, path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from cms.accounts.private_documents import password_of_collection
from cms.installed import installed_urls
from cms.media.previews import preview
from cms.media.urls import media_urlpatterns

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="wagtailadmin_home")),
    # Before Wagtail's: `/admin/login/` is ours.
    path("admin/", include("cms.accounts.urls")),
    path("admin/", include(installed_urls())),
    path(
        "admin/images/<int:image_id>/preview/<str:filter_spec>/",
        never_cache(require_admin_access(preview)),
        name="cms_picture_preview",
    ),
    path("admin/", include(wagtailadmin_urls)),
    # Wagtail looks this name up when a private document asks for a login, whatever WAGTAIL_FRONTEND_LOGIN_URL says.
    path(
        "login/", RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True), name="wagtailcore_login"
    ),
    path("api/", include("api.urls")),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        password_of_collection,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("documents/", include(wagtaildocs_urls)),
    *media_urlpatterns(),
]

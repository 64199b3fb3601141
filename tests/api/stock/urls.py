"""Wagtail's test project with our endpoints in the place of Wagtail's."""

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.test import urls as wagtails

from tests.api.stock.endpoints import Documents, Images, Pages, PagesWithoutMeta, Redirects

router = WagtailAPIRouter("wagtailapi_v2")
router.register_endpoint("pages", Pages)
router.register_endpoint("images", Images)
router.register_endpoint("documents", Documents)
router.register_endpoint("redirects", Redirects)
router.register_endpoint("issue_10411", PagesWithoutMeta)

urlpatterns = [path("api/main/", router.urls), *wagtails.urlpatterns]

"""The admin API's images and documents, only those that the person has a right on: stock lists every collection's."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.authentication import SessionAuthentication
from wagtail import hooks
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

RIGHTS = ("add", "change", "delete", "choose")


class PermittedMixin:
    """Narrows a stock endpoint's queryset by the model's permission policy."""

    authentication_classes = [SessionAuthentication]

    def get_queryset(self) -> QuerySet[Any]:
        media: QuerySet[Any] = super().get_queryset()  # type: ignore[misc]
        policy = policy_registry.get_by_type(media.model)
        permitted = policy.instances_user_has_any_permission_for(self.request.user, RIGHTS)  # type: ignore[attr-defined]
        return media.filter(pk__in=permitted.values("pk"))


class PermittedImages(PermittedMixin, ImagesAdminAPIViewSet):
    """Images that the person may use."""


class PermittedDocuments(PermittedMixin, DocumentsAdminAPIViewSet):
    """Documents that the person may use."""


@hooks.register("construct_admin_api", order=1000)
def register_permitted_media(router: WagtailAPIRouter) -> None:
    """Under Wagtail's own names, after Wagtail's own."""
    router.register_endpoint("images", PermittedImages)
    router.register_endpoint("documents", PermittedDocuments)

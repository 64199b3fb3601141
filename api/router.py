"""The API's table of contents."""

from django.db.models import Model
from wagtail.api.v2.router import WagtailAPIRouter

from api.endpoints.articles import ArticlesEndpoint
from api.endpoints.banners import BannersEndpoint
from api.endpoints.experts import ExpertsEndpoint
from api.endpoints.labels import TagsEndpoint, TopicsEndpoint
from api.endpoints.media import DocumentsEndpoint, ImagesEndpoint
from api.endpoints.pages import PagesEndpoint
from api.endpoints.redirects import RedirectsEndpoint
from api.endpoints.storefront import StorefrontEndpoint
from api.endpoints.stores import StoresEndpoint


class Router(WagtailAPIRouter):
    """Wagtail's router, with endpoints that answer lists only: those stand for no model."""

    def get_model_endpoint(self, model: type[Model]) -> tuple[str, type] | None:
        """The first endpoint that has a detail answer for the model."""
        for name, endpoint in self._endpoints.items():
            if getattr(endpoint, "has_detail", True) and issubclass(model, endpoint.model):
                return name, endpoint
        return None


router = Router("api")

# The router takes the first endpoint that fits a model, so the page types come before `pages`.
for endpoint in (
    StoresEndpoint,
    ArticlesEndpoint,
    ExpertsEndpoint,
    BannersEndpoint,
    TopicsEndpoint,
    TagsEndpoint,
    StorefrontEndpoint,
    PagesEndpoint,
    ImagesEndpoint,
    DocumentsEndpoint,
    RedirectsEndpoint,
):
    router.register_endpoint(endpoint.name, endpoint)

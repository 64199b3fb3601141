"""The API's table of contents."""

from wagtail.api.v2.router import WagtailAPIRouter

from api.endpoints.articles import ArticlesEndpoint
from api.endpoints.banners import BannersEndpoint
from api.endpoints.changes import ChangesEndpoint
from api.endpoints.experts import ExpertsEndpoint
from api.endpoints.labels import TagsEndpoint, TopicsEndpoint
from api.endpoints.media import DocumentsEndpoint, ImagesEndpoint
from api.endpoints.pages import PagesEndpoint
from api.endpoints.redirects import RedirectsEndpoint
from api.endpoints.storefront import StorefrontEndpoint
from api.endpoints.stores import StoresEndpoint

router = WagtailAPIRouter("api")

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
    ChangesEndpoint,
):
    router.register_endpoint(endpoint.name, endpoint)

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
from api.endpoints.search import SearchEndpoint
from api.endpoints.site import ChromeEndpoint, NavigationEndpoint, SitemapEndpoint
from api.endpoints.storefront import StorefrontEndpoint
from api.endpoints.stores import StoresEndpoint
from api.partners.endpoint import NinjsEndpoint

router = WagtailAPIRouter("api")

# The router takes the first endpoint that fits a model, so the page types come before `pages`.
ENDPOINTS = (
    StoresEndpoint,
    ArticlesEndpoint,
    ExpertsEndpoint,
    BannersEndpoint,
    TopicsEndpoint,
    TagsEndpoint,
    StorefrontEndpoint,
    SearchEndpoint,
    SitemapEndpoint,
    NavigationEndpoint,
    ChromeEndpoint,
    PagesEndpoint,
    ImagesEndpoint,
    DocumentsEndpoint,
    RedirectsEndpoint,
    ChangesEndpoint,
    # Behind `articles`, whose details are those of articles.
    NinjsEndpoint,
)

RESOURCES = {endpoint.name: endpoint for endpoint in ENDPOINTS}
"""Endpoints by name. They forget it when their views are made."""

for name, endpoint in RESOURCES.items():
    router.register_endpoint(name, endpoint)

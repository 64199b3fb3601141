"""A store's host: its API, its media, what programs read of its site, and every page of it."""

from django.urls import include, path, re_path

from cms.media.urls import media_urlpatterns
from frontend_templates import crawlers, feeds, icons, views

storefront = (
    [
        path("theme.css", views.theme, name="theme"),
        path("robots.txt", crawlers.robots, name="robots"),
        path("sitemap.xml", crawlers.sitemap, name="sitemap"),
        path("sitemap-<int:number>.xml", crawlers.part_of_sitemap, name="part_of_sitemap"),
        path(".well-known/security.txt", crawlers.security, name="security"),
        re_path(r"^health/(?P<name>rss\.xml|atom\.xml|feed\.json)$", feeds.news, name="feed"),
        path("favicon.ico", icons.favicon, name="favicon"),
        path("icon.svg", icons.drawn_icon, name="icon"),
        path("site.webmanifest", icons.site_manifest, name="manifest"),
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

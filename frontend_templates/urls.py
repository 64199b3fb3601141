"""A store's host: its API, its media, what programs read of its site, and every page of it."""

from django.urls import include, path, re_path

from cms.articles.languages import site_languages
from cms.media.urls import media_urlpatterns
from frontend_templates import calendars, crawlers, feeds, icons, views

LANGUAGE = "".join(f"(?:{code}/)?" for code in site_languages()[1:])
"""What may stand before a path of the site; `api.site.languages` reads it."""

storefront = (
    [
        path("theme.css", views.theme, name="theme"),
        path("robots.txt", crawlers.robots, name="robots"),
        path("sitemap.xml", crawlers.sitemap, name="sitemap"),
        path("sitemap-<int:number>.xml", crawlers.part_of_sitemap, name="part_of_sitemap"),
        path(".well-known/security.txt", crawlers.security, name="security"),
        re_path(rf"^{LANGUAGE}health/(?P<name>rss\.xml|atom\.xml|feed\.json)$", feeds.news, name="feed"),
        re_path(rf"^{LANGUAGE}hours/holidays\.ics$", calendars.calendar, name="calendar"),
        path("favicon.ico", icons.favicon, name="favicon"),
        path("icon.svg", icons.drawn_icon, name="icon"),
        path("icon-<int:size>.png", icons.drawn_square, name="square"),
        path("share.jpg", icons.drawn_card, name="card"),
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

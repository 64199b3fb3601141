"""Banners in the admin: the network's own, and what the home tells of them."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from stores.banners.home import BannersSection, ended_banners
from stores.banners.views import NetworkBannerViewSet, banner_urls
from stores.desk.home import NOTICE_HOOK, SECTION_HOOK

hooks.register(NOTICE_HOOK, ended_banners, order=20)
hooks.register(SECTION_HOOK, BannersSection)
register_snippet(NetworkBannerViewSet)
hooks.register("register_admin_urls", banner_urls)

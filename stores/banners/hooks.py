"""Banners in the admin: a store's screen, the network's own, what the home tells of them."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from stores.banners.home import BannersSection, ended_banners
from stores.banners.views import NetworkBannerViewSet, banner_urls
from stores.desk.home import NOTICE_HOOK, SECTION_HOOK
from stores.desk.screens import HOOK, StoreScreen


@hooks.register(HOOK)
def network_banners_screen() -> StoreScreen:
    """The store's screen of the network's banners."""
    return StoreScreen("stores_network_banners", "Network's promo lines", "comment", 30)


hooks.register(NOTICE_HOOK, ended_banners, order=20)
hooks.register(SECTION_HOOK, BannersSection)
register_snippet(NetworkBannerViewSet)
hooks.register("register_admin_urls", banner_urls)

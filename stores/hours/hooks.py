"""Hours in the admin: screens of a store, the network's holidays, what the home tells of them."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from stores.desk.home import NOTICE_HOOK, SECTION_HOOK
from stores.desk.screens import HOOK, StoreScreen
from stores.hours.holiday_views import HolidayClosureViewSet, holiday_urls
from stores.hours.home import NowSection, missing
from stores.hours.views import hours_urls


@hooks.register(HOOK)
def today_screen() -> StoreScreen:
    """The store's screen of today's hours."""
    return StoreScreen("stores_today", "Today", "time", 10)


@hooks.register(HOOK)
def dates_screen() -> StoreScreen:
    """The store's screen of holidays and other dates ahead."""
    return StoreScreen("stores_dates", "Dates ahead", "date", 20)


register_snippet(HolidayClosureViewSet)
hooks.register(SECTION_HOOK, NowSection)
hooks.register(NOTICE_HOOK, missing, order=10)
hooks.register("register_admin_urls", hours_urls)
hooks.register("register_admin_urls", holiday_urls)

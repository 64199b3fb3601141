"""Hours in the admin: screens of a store, the network's holidays, what the home tells of them."""

from django.http import HttpRequest
from django.utils import timezone
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from stores.desk.home import NOTICE_HOOK, SECTION_HOOK
from stores.desk.screens import HOOK, StoreScreen
from stores.hours.dates_ahead import number_to_answer
from stores.hours.door_words import cut_days
from stores.hours.holiday_views import HolidayClosureViewSet, holiday_urls
from stores.hours.holidays.home import HolidaysSection
from stores.hours.holidays.newsroom_views import answers_item, newsroom_answer_urls
from stores.hours.holidays.views import answer_urls
from stores.hours.home import NowSection, missing
from stores.hours.network_cuts import tell_newsroom
from stores.hours.schedules import schedules_of
from stores.hours.views import hours_urls
from stores.hours.week.page_fields import PREFIX
from stores.store.models.store import StorePage


@hooks.register(HOOK)
def today_screen() -> StoreScreen:
    """The store's screen of today's hours."""
    return StoreScreen("stores_today", "Today", "time", 10, often="Close early")


@hooks.register(HOOK)
def dates_screen() -> StoreScreen:
    """The store's screen of holidays and other dates ahead."""
    return StoreScreen("stores_dates", "Dates ahead", "date", 20, waiting=unconfirmed_holidays, often="Holiday hours")


def unconfirmed_holidays(store: StorePage) -> int:
    """How many holidays wait for the store's answer."""
    return number_to_answer(store, timezone.now())


HOURS_IN_FORM = {"counters", "own_doors"}


SAVED = "saved_store_page"
"""On the request: the page as its form saved it. Wagtail reads it anew after a publish."""


def keep_saved_page(request: HttpRequest, page: Page) -> None:
    """Before a publish, while the page is still the form's."""
    setattr(request, SAVED, page)


def tell_of_hours(request: HttpRequest, page: Page) -> None:
    """After a save of a store's page: times that are kept otherwise than they were typed, and days that are cut."""
    if not isinstance(page, StorePage) or not request.accepts("text/html"):
        return
    saved = getattr(request, SAVED, page)
    for note in getattr(saved, "row_notes", ()):
        messages.info(request, note)
    names: set[str] = getattr(saved, "saved_names", set())
    if HOURS_IN_FORM & names or any(name.startswith(PREFIX) for name in names):
        for line in cut_days(schedules_of(saved)):
            messages.warning(request, line)


register_snippet(HolidayClosureViewSet)
hooks.register(SECTION_HOOK, NowSection)
hooks.register(SECTION_HOOK, HolidaysSection)
hooks.register(NOTICE_HOOK, missing, order=10)
hooks.register("register_admin_urls", hours_urls)
hooks.register("register_admin_urls", answer_urls)
hooks.register("register_admin_urls", newsroom_answer_urls)
hooks.register("register_admin_menu_item", answers_item)
hooks.register("register_admin_urls", holiday_urls)
hooks.register("before_publish_page", keep_saved_page)
hooks.register("after_create_snippet", tell_newsroom)
hooks.register("after_edit_snippet", tell_newsroom)
# After the line that tells of the save itself.
hooks.register("after_edit_page", tell_of_hours, order=10)

"""On the store's home: the holidays about which it is asked."""

from typing import Any

from django.utils.functional import cached_property

from stores.desk.home import HomeSection
from stores.hours.dates_ahead import HolidayAhead, number_to_answer, to_answer
from stores.hours.schedules import kept_dated_hours


class HolidaysSection(HomeSection):
    """One question for each holiday that is near, until it is answered."""

    name = "holidays"
    heading = "Holidays to confirm"
    icon = "date"
    order = 12
    template_name = "stores/hours/home_holidays.html"

    @property
    def is_shown(self) -> bool:
        # Before the menu and the status ask for the same: staff's, too.
        kept_dated_hours(self.home.store, self.home.at)
        if not self.home.may_change:
            return False
        return bool(number_to_answer(self.home.store, self.home.at)) and bool(self.questions)

    @cached_property
    def questions(self) -> list[HolidayAhead]:
        return to_answer(self.home.store, self.home.at)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {**super().get_context_data(parent_context), "holidays": self.questions, "next": self.return_url}

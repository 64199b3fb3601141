"""Two dated rows of the same rank on one day: nothing says which of them rules, so the second is refused."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError

from stores.dated_words import day_name, row_text
from stores.models.exceptions import DatedHoursFields
from stores.opening_times import Origin, find_conflicts


def check_conflicts(row: DatedHoursFields, others: Iterable[DatedHoursFields], origin: Origin) -> None:
    """ValidationError that names the first of `others` with the same rank as `row` on a day of its own."""
    mine = row.as_dated_hours(origin)
    for other in others:
        for conflict in find_conflicts((mine, other.as_dated_hours(origin))):
            raise ValidationError(
                f"{row_text(other)} already says something about {day_name(conflict.on)}, for as many days, so that "
                "neither would go before the other. Change or remove that one, or choose other days.",
                code="conflict",
            )

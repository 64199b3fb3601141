"""Which days of an imported week the store's door cuts. Pure but for the words."""

from collections.abc import Iterator, Mapping
from typing import Any

from stores.choices import Counter, usual_own_doors
from stores.hours.door_words import cut_days
from stores.hours.engine.rows import time_of
from stores.hours.schedules import schedules_of_rows
from stores.importing.columns import HOURS
from stores.importing.store_values import own_doors_of


def cut_weeks(zone: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Hours column and words, for each day of each counter that is open less than its column says."""
    weeks = {HOURS[column]: values.get(column) for column in HOURS}
    rows = [
        (counter, weekday, time_of(span.start), time_of(span.end))
        for counter, week in weeks.items()
        for weekday, spans in enumerate(week or (), start=1)
        for span in spans
    ]
    listed = [counter for counter in Counter if weeks.get(counter.value) is not None]
    schedules = schedules_of_rows(zone, listed, own_doors_of(values, usual_own_doors()), rows)
    for column, name in HOURS.items():
        counter = Counter(name)
        if counter in schedules:
            for line in cut_days({counter: schedules[counter]}):
                yield column, line

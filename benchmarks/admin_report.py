"""The tables that `make bench` prints."""

import time
from itertools import count

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.measuring import Cost, measure
from benchmarks.network import Viewers, found, grow, open_one_more, viewers
from benchmarks.publishing import publish, rows_written
from benchmarks.screens import Screen, directory_answers, network_screens, newsroom_screens, owner_screens
from stores.hours.schedules import open_store_ids
from stores.models import StorePage

OPENED = 20
"""Stores that are opened, and taken back, to learn what one costs."""
ONE_MORE = 90_000
"""The number of the first of them: far beyond those of the network."""
OWNER_BUDGET = 1.2
PUBLISH_BUDGET = 1.3
OPEN_BUDGET_MS = 60


def print_report(few: int, many: int) -> None:
    """Measures at `few` stores and at `many`, and prints what each thing costs and how it grows."""
    network = found()
    grow(few)
    viewing = viewers(network)
    screens = [
        *owner_screens(viewing),
        *network_screens(viewing),
        *newsroom_screens(viewing),
        *directory_answers(),
    ]
    small, small_rows = _all_costs(screens, viewing), rows_written(publish(viewing))
    begun = time.monotonic()
    grow(many)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"{many - few} stores were opened in {time.monotonic() - begun:.0f} s.")
    _print_table(small, _all_costs(screens, viewing), few, many)
    _print_rows(small_rows, rows_written(publish(viewing)))


def _all_costs(screens: list[tuple[str, Screen]], viewing: Viewers) -> dict[str, Cost]:
    costs = {name: measure(screen) for name, screen in screens}
    costs["publish an article"] = measure(publish(viewing))
    costs["open_at in Python"] = measure(lambda: open_store_ids(StorePage.objects.online(), timezone.now()), times=5)
    costs["open_store"] = _opening()
    return costs


def _opening() -> Cost:
    """What one more store costs, with two counters' hours and two promo lines; nothing of it stays."""
    region = StorePage.objects.get(slug="s-00000").get_parent()
    numbers = count(ONE_MORE)
    with transaction.atomic():
        cost = measure(lambda: open_one_more(next(numbers), parent=region), times=OPENED, warm=2)
        transaction.set_rollback(True)
    return cost


def _print_table(small: dict[str, Cost], large: dict[str, Cost], few: int, many: int) -> None:
    print(f"\n{'CPU ms (of it PostgreSQL), queries':34}{few:>20} stores{many:>20} stores   ratio")
    for name, cost in large.items():
        before = small[name]
        ratio = cost.cpu_ms / before.cpu_ms
        note = f"  budget {OWNER_BUDGET}" if name.startswith("owner") else ""
        note = f"  budget {PUBLISH_BUDGET}" if name.startswith("publish") else note
        note = f"  budget {OPEN_BUDGET_MS} ms, flat" if name == "open_store" else note
        print(f"{name:34}{_cost_text(before):>27}{_cost_text(cost):>27}{ratio:8.2f}{note}")


def _cost_text(cost: Cost) -> str:
    return f"{cost.cpu_ms:.0f} ({cost.database_ms:.0f}) ms {cost.queries:5.0f} q"


def _print_rows(small: dict[str, int], large: dict[str, int]) -> None:
    same = "the same" if small == large else f"not the same: {small}"
    print(f"\nRows that one publish writes: {sum(large.values())} ({same} in the small network)")
    for table, rows in large.items():
        print(f"  {table:40}{rows:>4}")

"""What the admin's screens, a publish, opening stores and importing them cost in one network."""

import json
from itertools import count
from typing import Any

from django.db import connection, transaction

from benchmarks.chain import chain
from benchmarks.measuring import Cost, measure, once
from benchmarks.network import open_one_more, viewers
from benchmarks.publishing import publish
from benchmarks.screens import network_screens, newsroom_screens, owner_screens
from stores.importing.applying import apply_import
from stores.importing.reading import read_bytes

OPENED = 10
"""Stores that are opened, and taken back, to learn what one costs."""
ONE_MORE, IMPORTED = 90_000, 30_000
"""Numbers of the first of them, and of the first that an import opens: far beyond those of the network."""
THOUSAND, TEN_THOUSAND = 1_000, 10_000
TIMES = 3


class AdminCosts:
    """One network."""

    def __init__(self) -> None:
        viewing = viewers()
        self.screens = [*owner_screens(viewing), *network_screens(viewing), *newsroom_screens(viewing)]
        self.publish = publish(viewing)
        self.region = viewing.store.get_parent()
        self.numbers = count(ONE_MORE)

    def ready(self) -> dict[str, Cost]:
        """Everything was asked once."""
        for _name, screen in self.screens:
            screen()
        self.publish()
        return {}

    def round(self) -> dict[str, Cost]:
        """What each thing costs now."""
        costs = {name: measure(screen, times=TIMES) for name, screen in self.screens}
        costs["publish an article"] = measure(self.publish, times=TIMES)
        costs["open_store"] = self._opening()
        return costs

    def _opening(self) -> Cost:
        """What one more store costs, with two counters' hours and two promo lines; nothing of it stays."""
        with transaction.atomic():
            cost = measure(lambda: open_one_more(next(self.numbers), parent=self.region), times=OPENED)
            transaction.set_rollback(True)
        return cost

    def imports(self) -> dict[str, Cost]:
        """A thousand new stores, then a thousand of them with another phone; each is written, and stays."""
        rows = chain(IMPORTED + THOUSAND)[IMPORTED:]
        costs = {"import of 1,000 new stores": self._import(rows)}
        changed = [{**row, "phone": f"(609) 55{row['phone'][-6:]}"} for row in rows]
        costs["import of 1,000 changed phones"] = self._import(changed)
        return costs

    def large_import(self) -> dict[str, Cost]:
        """Ten thousand new stores."""
        first = IMPORTED + THOUSAND
        return {"import of 10,000 new stores": self._import(chain(first + TEN_THOUSAND)[first:])}

    @staticmethod
    def _import(rows: list[dict[str, Any]]) -> Cost:
        file = json.dumps({"stores": rows}).encode()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return once(lambda: apply_import(read_bytes(file, "chain.json"), by=None))

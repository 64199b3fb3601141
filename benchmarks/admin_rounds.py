"""One network, asked over and over: `python -m benchmarks.admin_rounds`, in the database of DATABASE_URL.

Reads what to measure from its input, a word a line, and writes what it cost as a line of JSON.
"""

import importlib
import json
import os
import sys
from itertools import chain
from typing import Any

import django


def main() -> None:
    """Asks everything once, so that what is made only once is made, then waits for what to measure."""
    django.setup()
    costs: Any = importlib.import_module("benchmarks.admin_costs")
    # What an import or a check prints must not be read as an answer.
    answers, sys.stdout = os.fdopen(os.dup(1), "w"), sys.stderr
    network = costs.AdminCosts()
    for word in chain(["ready"], map(str.strip, sys.stdin)):
        found = getattr(network, word)()
        plain = {name: [cost.python_ms, cost.database_ms, cost.queries] for name, cost in found.items()}
        print(json.dumps(plain), file=answers, flush=True)


if __name__ == "__main__":
    main()

"""Numbers of all workers, and of now."""

import os
import subprocess
import sys
from pathlib import Path

from tests.harness.production import ROOT

SAY = """
from cms.watching.metrics import SHED, of_now
SHED.inc()
print(of_now({("mortar_database_good", "1: nothing is wrong"): 0.0}).decode())
"""


def test_what_is_true_now_is_not_read_on_when_whoever_said_it_is_dead(tmp_path: Path) -> None:
    """Counters stay in the directory of all workers, and nothing of what was once the case."""
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    command = [sys.executable, "-c", SAY]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    assert "\nmortar_database_good 0.0\n" in done.stdout
    kept = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"mortar_shed_total" in kept
    assert b"mortar_database_good" not in kept

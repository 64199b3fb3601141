"""A Python of its own for a line of code, forked from one that has imported what others wrote and settings import.

To begin a new one takes half a second each time, and settings are asked about fifty times. None of our code is there
before the fork, and nothing of the environment: each reads its own.
"""

import multiprocessing
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[2]
OURS = ("api", "cms", "frontend_templates", "stores")
COMMON = ["django.conf", "django.core.validators", "django.utils.translation", "structlog", "corsheaders.defaults"]
SECONDS = 60

_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload(COMMON)


def run_code(code: str, environment: Mapping[str, str]) -> "CompletedProcess[str]":
    """What `python -c` says of the code with this environment and no other, in the repository."""
    with TemporaryDirectory() as folder:
        said, wrong = Path(folder, "stdout"), Path(folder, "stderr")
        process = _forking.Process(target=_run, args=(code, dict(environment), str(said), str(wrong)))
        process.start()
        process.join(SECONDS)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(code)
        return CompletedProcess(code, process.exitcode, said.read_text(), wrong.read_text())


def _run(code: str, environment: dict[str, str], said: str, wrong: str) -> None:
    for number, path in ((1, said), (2, wrong)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    ours = [name for name in sys.modules if name.partition(".")[0] in OURS]
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    status = 0
    try:
        assert ours == []
        exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})  # noqa: S102
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
        if isinstance(end.code, str):
            sys.stderr.write(f"{end.code}\n")
    except BaseException:
        sys.excepthook(*sys.exc_info())
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)

"""Node, and the starter with its packages: installed once for each lock file, outside of the repository."""

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STARTER, TYPES = ROOT / "frontend_templates" / "starter", ROOT / "frontend_templates" / "types"
REQUIRED = "MORTAR_REQUIRE_NODE"
LOCKED = ("package.json", "package-lock.json", ".npmrc")
SOURCES = ("src", "tsconfig.json", "astro.config.mjs")
QUIET = {"ASTRO_TELEMETRY_DISABLED": "1", "CI": "1"}
OLDEST = (20, 3)


def is_there() -> bool:
    """Whether Node is as new as the starter needs it, with npm."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    return tuple(map(int, version.strip().removeprefix("v").split(".")[:2])) >= OLDEST


def need_node() -> None:
    """Skips the test where there is no Node, or fails it with MORTAR_REQUIRE_NODE=1."""
    if is_there():
        return
    words = "Node 20.3 or newer, with npm, is not on the PATH"
    if os.environ.get(REQUIRED, "") not in {"", "0"}:
        pytest.fail(words)
    pytest.skip(words)


@contextmanager
def starter() -> Iterator[Path]:
    """The starter as it stands in the repository, with its packages, for one process at a time."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mortar"
    cache.mkdir(parents=True, exist_ok=True)
    texts = b"".join((STARTER / name).read_bytes() for name in LOCKED)
    home = cache / f"starter-{sha256(texts).hexdigest()[:16]}"
    with (cache / "starter.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "installed").exists():
            _install(cache, home)
        _take_over(home)
        yield home / "starter"


def _install(cache: Path, home: Path) -> None:
    # Those of other lock files are not needed any more.
    for old in cache.glob("starter-*"):
        shutil.rmtree(old)
    (home / "starter").mkdir(parents=True)
    shutil.copytree(TYPES, home / "types")
    for name in LOCKED:
        shutil.copy(STARTER / name, home / "starter" / name)
    run("npm", "ci", at=home / "starter")
    (home / "installed").touch()


def _take_over(home: Path) -> None:
    shutil.copytree(TYPES, home / "types", dirs_exist_ok=True)
    for name in ("src", "dist", ".astro"):
        shutil.rmtree(home / "starter" / name, ignore_errors=True)
    for name in SOURCES:
        copy = shutil.copytree if (STARTER / name).is_dir() else shutil.copy
        copy(STARTER / name, home / "starter" / name)


def run(*command: str, at: Path) -> str:
    """What a command prints; the test fails with it where the command does."""
    variables = {**os.environ, **QUIET}
    done = subprocess.run(command, check=False, cwd=at, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout[-6000:]}{done.stderr[-2000:]}"
    return done.stdout

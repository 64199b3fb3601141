"""Node, and the starter with its packages: installed once for each lock file, outside of the repository."""

import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
STARTER, TYPES = ROOT / "frontend_templates" / "starter", ROOT / "frontend_templates" / "types"
REQUIRED = "MORTAR_REQUIRE_NODE"
LOCKED = ("package.json", "package-lock.json", ".npmrc")
SOURCES = ("src", "tsconfig.json", "astro.config.mjs")
QUIET = {"ASTRO_TELEMETRY_DISABLED": "1", "CI": "1"}
OLDEST = (20, 3)
WHOLE, CHECK = "starter", "check"
CHECKED = ("@astrojs/check", "@types/node", "cookie", "mortar-types", "standardwebhooks", "typescript")
ALONE = ("astro", "vite")
"""What the type check needs with all that it needs, and of what only the types: whole, 400 packages are installed."""
NEEDS = ("dependencies", "optionalDependencies", "peerDependencies")


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
def starter(kind: str = WHOLE) -> Iterator[Path]:
    """The starter as it stands in the repository, with its packages, for one process at a time.

    `CHECK`: with those alone that its type check needs.
    """
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mortar"
    cache.mkdir(parents=True, exist_ok=True)
    texts = b"".join((STARTER / name).read_bytes() for name in LOCKED) + repr((CHECKED, ALONE)).encode()
    home = cache / f"{kind}-{sha256(texts).hexdigest()[:16]}"
    with (cache / f"{kind}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "installed").exists():
            _install(cache, home, kind)
        _take_over(home)
        yield home / "starter"


def _install(cache: Path, home: Path, kind: str) -> None:
    # Those of other lock files are not needed any more.
    for old in cache.glob(f"{kind}-*"):
        shutil.rmtree(old)
    (home / "starter").mkdir(parents=True)
    shutil.copytree(TYPES, home / "types")
    for name in LOCKED:
        shutil.copy(STARTER / name, home / "starter" / name)
    if kind == CHECK:
        _leave_out(home / "starter" / "package.json", home / "starter" / "package-lock.json")
    run("npm", "ci", at=home / "starter")
    (home / "installed").touch()


def _leave_out(package: Path, lock: Path) -> None:
    """Only `CHECKED` with what they need, and `ALONE` without, of the same versions and hashes."""
    named, locked = json.loads(package.read_text()), json.loads(lock.read_text())
    packages: dict[str, Any] = locked["packages"]
    given = {**named["dependencies"], **named.pop("devDependencies")}
    wanted = [found for name in CHECKED if (found := _place_of(packages, "", name))]
    kept: set[str] = set()
    while wanted:
        place = wanted.pop()
        if place not in kept:
            kept.add(place)
            needed = [name for kind in NEEDS for name in packages[place].get(kind, ())]
            wanted += [found for name in needed if (found := _place_of(packages, place, name))]
    named["dependencies"] = {
        name: given.get(name) or packages[f"node_modules/{name}"]["version"] for name in (*CHECKED, *ALONE)
    }
    root = {"name": named["name"], "version": named["version"], "dependencies": named["dependencies"]}
    locked["packages"] = {"": root, "../types": packages["../types"]}
    locked["packages"] |= {place: packages[place] for place in sorted(kept)}
    for place in (f"node_modules/{name}" for name in ALONE):
        locked["packages"][place] = {name: each for name, each in packages[place].items() if name not in NEEDS}
    package.write_text(json.dumps(named))
    lock.write_text(json.dumps(locked))


def _place_of(packages: dict[str, Any], place: str, name: str) -> str | None:
    """Where Node finds a package that one at `place` asks for."""
    while True:
        found = f"{place}/node_modules/{name}".lstrip("/")
        if found in packages:
            return found
        if not place:
            return None
        place = place.rpartition("/node_modules/")[0]


def _take_over(home: Path) -> None:
    shutil.copytree(TYPES, home / "types", dirs_exist_ok=True)
    for name in ("src", "dist", ".astro"):
        shutil.rmtree(home / "starter" / name, ignore_errors=True)
    for name in SOURCES:
        copy = shutil.copytree if (STARTER / name).is_dir() else shutil.copy
        copy(STARTER / name, home / "starter" / name)


def check_types(folder: Path) -> str:
    """What the type check says, without Astro itself: it would only make this file before."""
    (folder / ".astro").mkdir()
    (folder / ".astro" / "types.d.ts").write_text('/// <reference types="astro/client" />\n')
    return run("node", "node_modules/@astrojs/check/bin/astro-check.js", at=folder)


def run(*command: str, at: Path) -> str:
    """What a command prints; the test fails with it where the command does."""
    variables = {**os.environ, **QUIET}
    done = subprocess.run(command, check=False, cwd=at, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout[-6000:]}{done.stderr[-2000:]}"
    return done.stdout

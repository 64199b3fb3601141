"""Finds a Chromium on this machine, and how to start it so that it stays quiet and local."""

import os
import shutil

# The shell has no windows, extensions or accounts: tests in it cost two fifths less than in the whole browser.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
REQUIRED = "MORTAR_REQUIRE_BROWSER"

MISSING = "no Chromium found: install one (Debian: apt-get install chromium) or set CHROMIUM to its path"

FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # Names of other machines do not resolve, whatever asks for them.
    "--host-resolver-rules=MAP * ^NOTFOUND , EXCLUDE localhost , EXCLUDE *.localhost , EXCLUDE 127.0.0.1",
)


def find() -> str | None:
    """The path of the browser: the one that CHROMIUM names, else the first on the PATH; None without one."""
    named = os.environ.get("CHROMIUM")
    names = (named,) if named else NAMES
    return next((path for name in names if (path := shutil.which(name))), None)


def is_required() -> bool:
    """Whether a missing browser fails the browser tests, instead of skipping them."""
    return os.environ.get(REQUIRED, "") not in {"", "0"}


def flags() -> list[str]:
    """Command-line flags; without the sandbox only as root, where Chromium refuses to start with it."""
    return [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)


def is_local(host: str | None) -> bool:
    """Whether a host name is this machine: `localhost`, `pitman.localhost`, `127.0.0.1`."""
    return host is not None and (host in {"localhost", "127.0.0.1", "::1"} or host.endswith(".localhost"))

"""Many readers at once, on all of the machine: requests per second and how long they wait, beside nginx with a file.

Wants `wrk` and `nginx` (`apt-get install wrk nginx-light`). The readers share the machine with the servers.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from time import sleep
from typing import Any

from benchmarks.reads import NETWORK, Content
from benchmarks.servers import HOST, serving

READERS = 32
SECONDS = 8
BETWEEN_PUBLISHES = 0.25
WORKERS, THREADS = 2, 4
WARM = 600

NGINX = """
worker_processes 2;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  sendfile on; tcp_nopush on; open_file_cache max=10; keepalive_requests 1000000;
  server {{ listen {host}:{port}; root {folder}; default_type application/json; }}
}}
"""
ASK = """
local paths = {{ {paths} }}
local at = 0
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], {{ ["Host"] = "{host}", ["Accept-Encoding"] = "{coding}" }})
end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format('\\nFOUND {{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "wrong": %d}}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


def crowd(url: str, say: Callable[[str], None]) -> dict[str, Any]:
    """Requests per second, p50 and p99 in milliseconds, by what was asked."""
    missing = [name for name in ("wrk", "nginx") if shutil.which(name) is None]
    if missing:
        raise SystemExit(f"Install {' and '.join(missing)} first.")
    content = Content(url, stores=20, articles=1_500)
    stores = [slug for slug, _host, _pk in content.stores]
    first = f"/api/v2/articles/?store={stores[0]}"
    lists = [f"/api/v2/articles/?store={each}&offset={offset}" for offset in range(1_500) for each in stores]
    hidden = {pk for (pk,) in content.database.execute("SELECT article_id FROM cms_placement WHERE is_hidden")}
    shown = [pk for pk, _slug in content.articles if pk not in hidden]
    articles = [f"/api/v2/articles/{pk}/?store={each}" for each in stores for pk in shown]
    about = [f"/api/v2/stores/{each}/" for each in stores]
    found = {}
    ready = first, NETWORK
    with serving(
        "cms.wsgi:application", "benchmarks.settings", url, ready, workers=WORKERS, threads=THREADS
    ) as mortar:
        # Both workers, before anything counts.
        for paths in ([first], articles[:WARM], lists[:WARM]):
            _asked(mortar.port, paths, seconds=3)
        with _nginx(mortar.get(first, NETWORK)) as port:
            found["nginx, the same bytes as a file"] = _asked(port, ["/body"])
        found["hit: list of 20"] = _asked(mortar.port, [first])
        found["hit: list of 20, brotli"] = _asked(mortar.port, [first], "br")
        with _publishing(content):
            found["a publish every 0.25 s: lists of 20 stores"] = _asked(mortar.port, lists[:20])
            found["miss: a page of a list, another each time"] = _asked(mortar.port, lists[WARM:])
            found["miss: an article, another each time"] = _asked(mortar.port, articles[WARM:])
            found["a publish every 0.25 s: stores"] = _asked(mortar.port, about)
    for name, each in found.items():
        rate = each["requests"] / each["seconds"]
        say(
            f"{name:45} {rate:9,.0f} a second   p50 {each['p50']:7.2f} ms   p99 {each['p99']:7.2f} ms   "
            f"{each['wrong']} wrong"
        )
    return found


def _asked(port: int, paths: list[str], coding: str = "identity", seconds: int = SECONDS) -> dict[str, Any]:
    quoted = ", ".join(f'"{path}"' for path in paths)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(ASK.format(paths=quoted, host=NETWORK, coding=coding))
        script.flush()
        command = ["wrk", "-t1", f"-c{READERS}", f"-d{seconds}s", "--timeout", "10s", "-s", script.name]
        said = subprocess.run(
            [*command, f"http://{HOST}:{port}/"], check=True, capture_output=True, text=True, timeout=seconds * 10
        )
    line = next(line for line in said.stdout.splitlines() if line.startswith("FOUND "))
    found: dict[str, Any] = json.loads(line.removeprefix("FOUND "))
    return found


@contextmanager
def _publishing(content: Content) -> Iterator[None]:
    """An article and a store are written again and again."""
    stop = Event()

    def write() -> None:
        while not stop.wait(BETWEEN_PUBLISHES):
            content.publish()

    writer = Thread(target=write, daemon=True)
    writer.start()
    try:
        yield
    finally:
        stop.set()
        writer.join()


@contextmanager
def _nginx(body: bytes) -> Iterator[int]:
    with socket.socket() as one:
        one.bind((HOST, 0))
        port: int = one.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        # nginx serves as nobody where it is started by root.
        Path(folder).chmod(0o755)
        (Path(folder) / "body").write_bytes(body)
        configuration = Path(folder) / "nginx.conf"
        configuration.write_text(NGINX.format(folder=folder, host=HOST, port=port), encoding="utf-8")
        command = [str(shutil.which("nginx")), "-c", str(configuration), "-g", "daemon off;"]
        process = subprocess.Popen(command, process_group=0)
        try:
            sleep(1)
            yield port
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait()

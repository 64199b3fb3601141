"""nginx with the sample of `deploy/nginx`, on ports and paths of a trial."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path
from time import sleep

from tests.harness.production import HOST, ROOT, free_port

NGINX = shutil.which("nginx") or ""
OPENSSL = shutil.which("openssl") or "openssl"
SAMPLE = ROOT / "deploy" / "nginx"
MAIN = """
user root;
pid {directory}/nginx.pid;
error_log {directory}/error.log;
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {directory}/body;
    proxy_temp_path {directory}/proxy;
    include {directory}/mortar.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Proxy:
    """Listens at `port` for HTTPS, whatever the host."""

    port: int

    def connection(self, timeout: float = 30) -> HTTPSConnection:
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        return HTTPSConnection(HOST, self.port, timeout=timeout, context=trusting)


def _certificate(directory: Path) -> None:
    options = ("-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=mortar")
    files = ("-keyout", str(directory / "privkey.pem"), "-out", str(directory / "fullchain.pem"))
    subprocess.run([OPENSSL, "req", *options, *files], check=True, capture_output=True)


def _adapted(text: str, directory: Path, port: int, instances: Sequence[int]) -> str:
    """The sample with other ports and paths, and nothing else; every place is there."""
    places = {
        "127.0.0.1:8001": f"127.0.0.1:{instances[0]}",
        "127.0.0.1:8002": f"127.0.0.1:{instances[1]}",
        "listen 80 default_server;": f"listen {HOST}:{free_port()} default_server;",
        "    listen [::]:80 default_server;\n": "",
        "listen 443 ssl http2 default_server;": f"listen {HOST}:{port} ssl http2 default_server;",
        "    listen [::]:443 ssl http2 default_server;\n": "",
        "/var/cache/mortar": f"{directory}/cache",
        "/etc/ssl/mortar": str(directory),
        "/etc/nginx/mortar-locations.conf": f"{directory}/mortar-locations.conf",
    }
    for there, here in places.items():
        assert there in text, there
        text = text.replace(there, here)
    return text


@contextmanager
def proxying(directory: Path, instances: Sequence[int]) -> Iterator[Proxy]:
    """nginx before two instances, until the block ends."""
    port = free_port()
    _certificate(directory)
    sample = (SAMPLE / "mortar.conf").read_text()
    (directory / "mortar.conf").write_text(_adapted(sample, directory, port, instances))
    shutil.copy(SAMPLE / "mortar-locations.conf", directory)
    main = directory / "nginx.conf"
    main.write_text(MAIN.format(directory=directory))
    process = subprocess.Popen([NGINX, "-c", main, "-p", directory, "-g", "daemon off;"])
    try:
        proxy = Proxy(port)
        for _ in range(100):
            try:
                proxy.connection().connect()
            except OSError:
                sleep(0.05)
            else:
                break
        yield proxy
    finally:
        process.terminate()
        process.wait()

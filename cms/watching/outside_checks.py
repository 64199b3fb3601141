"""Checks of what the world sees: names, certificates, the proxy, and which uploads it gives to anybody.

Each asks the network's own addresses, as a reader would.
"""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http.client import HTTPResponse
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.models import Site

from cms.watching.checks import Check, Door, Finding, bad, good, register_check, warning

HOSTS_ASKED, HOSTS_NAMED = 300, 5
"""So many stores' hosts are looked up, and so many of those that lead nowhere are named."""
PATIENCE = 5
"""Seconds for one address."""
DOCTOR = frozenset({Door.DOCTOR})


class _StayHere(HTTPRedirectHandler):
    """A redirect is an answer, too."""

    def redirect_request(self, *args: object) -> None:
        return None


def _answer(url: str) -> tuple[int, dict[str, str]]:
    """Status and headers of an address. OSError when nothing answers."""
    try:
        with build_opener(_StayHere).open(Request(url), timeout=PATIENCE) as answer:  # noqa: S310  (our own https)
            found: HTTPResponse = answer
            return found.status, {name.lower(): value for name, value in found.headers.items()}
    except HTTPError as error:
        return error.code, {name.lower(): value for name, value in error.headers.items()}


def names(at: datetime) -> Finding:
    """Whether the network's host and every store's are known to DNS."""
    hosts = [settings.NETWORK_HOST.partition(":")[0], *Site.objects.values_list("hostname", flat=True)[:HOSTS_ASKED]]
    lost = [host for host in dict.fromkeys(hosts) if not _is_known(host)]
    if not lost:
        return good(f"{len(set(hosts))} known to DNS")
    words = ", ".join(lost[:HOSTS_NAMED]) + (f" and {len(lost) - HOSTS_NAMED} more" if len(lost) > HOSTS_NAMED else "")
    mend = "Add a record for each at the domain's DNS, with this machine's address."
    return (bad if hosts[0] in lost else warning)(f"not known to DNS: {words}", mend)


def _is_known(host: str) -> bool:
    try:
        socket.getaddrinfo(host, 443)
    except OSError:
        return False
    return True


def proxy(at: datetime) -> Finding:
    """Whether HTTPS at the network's host ends at Mortar, and Mortar knows that it was HTTPS."""
    url = f"{settings.NETWORK_URL}/admin/login/"
    try:
        status, headers = _answer(url)
    except OSError as error:
        reason = getattr(error, "reason", error)
        if isinstance(reason, ssl.SSLError):
            return bad(f"{url} has no good certificate: {reason}", "See the proxy's certificate (docs/install.md).")
        return bad(f"{url} does not answer: {reason}", "Start the proxy, and let port 443 in.")
    if 300 <= status < 400 and headers.get("location", "").startswith(url):
        mend = "Set BEHIND_TLS_PROXY=true, and let the proxy send X-Forwarded-Proto."
        return bad("every page leads to itself: Mortar does not know that the proxy speaks HTTPS", mend)
    if status in {502, 503, 504}:
        return bad(f"the proxy reaches no instance: {status}", "Start them: systemctl status 'mortar-web@*'")
    if status != 200 or "x-request-id" not in headers:
        return bad(f"{url} is answered {status}, and not by Mortar", "Let the proxy pass this host on (deploy/nginx).")
    return good(f"{url} is Mortar's")


@contextmanager
def _file(folder: str) -> Iterator[str]:
    """The name of a file in a folder of uploads, for as long as it is looked at."""
    name = default_storage.save(f"{folder}/doctor.txt", ContentFile(b"Mortar"))
    try:
        yield name
    finally:
        default_storage.delete(name)


def serving_uploads(at: datetime) -> Finding:
    """Whether the web server gives pictures to anybody, as files that run nothing, and documents to nobody."""
    try:
        with _file("images") as picture, _file("documents") as document:
            status, headers = _answer(f"{settings.MEDIA_URL}{picture}")
            open_to_all, _ = _answer(f"{settings.MEDIA_URL}{document}")
    except OSError as error:
        reason = getattr(error, "reason", error)
        return bad(f"{settings.MEDIA_URL} does not answer: {reason}", "Fix hosts and proxy first.")
    if open_to_all == 200:
        mend = "Serve the folders of pictures alone: /media/images/, original_images/, avatar_images/ (deploy/nginx)."
        return bad("anybody may read documents, private ones too", mend)
    if status != 200:
        mend = f"Let the web server give {settings.MEDIA_URL}images/ from MEDIA_ROOT (deploy/nginx)."
        return bad(f"pictures are answered {status}", mend)
    is_download = "attachment" in headers.get("content-disposition", "")
    if not is_download or headers.get("x-content-type-options") != "nosniff":
        words = "a file that is no picture opens in the browser"
        return warning(words, "Send the headers of deploy/nginx with uploads.")
    return good("pictures for everybody, documents for nobody")


def register_outside_checks() -> None:
    """In the order in which they are read."""
    register_check(Check("names", "Hosts", names, doors=DOCTOR))
    register_check(Check("proxy", "Proxy", proxy, doors=DOCTOR))
    register_check(Check("serving", "Serving uploads", serving_uploads, doors=DOCTOR))

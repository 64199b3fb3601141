"""A feed fetched from its provider or read from a file, with its pictures: so large at most, from named hosts only."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from cms.intake.models import ProviderFeed
from cms.intake.pictures import Fetch, most_bytes
from cms.outgoing.getting import Got, Limits, NotGot, get

MOST_FEED = 25_000_000
FEED_SECONDS, PICTURE_SECONDS = 60.0, 20.0


def fetch_feed(feed: ProviderFeed) -> Got:
    """What stands at its address, if that has changed since. `NotGot` says why there is nothing."""
    known = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
    limits = Limits(feed.named_hosts, settings.FEEDS_MAY_REACH, MOST_FEED, FEED_SECONDS)
    return get(feed.address, limits, {name: value for name, value in known.items() if value})


def remember(feed: ProviderFeed, headers: Mapping[str, str]) -> None:
    """What to ask with the next time, so that a feed without anything new is not sent again."""
    feed.etag = headers.get("etag", "")[:500]
    feed.last_modified = headers.get("last-modified", "")[:100]


def read_delivery(path: Path) -> bytes:
    """A delivered file. `NotGot` if it can't be read, or is too large."""
    try:
        if path.stat().st_size > MOST_FEED:
            raise NotGot(f"It is larger than {MOST_FEED // 1_000_000} MB.")
        return path.read_bytes()
    except OSError as error:
        raise NotGot(f"{path} can't be read: {error.strerror}.") from error


def picture_source(feed: ProviderFeed, folder: Path | None = None) -> Fetch:
    """How pictures are fetched: from the hosts that the provider names, or from the folder of a delivered file."""
    limits = Limits(feed.named_hosts, settings.FEEDS_MAY_REACH, most_bytes(), PICTURE_SECONDS)

    def fetch(href: str) -> bytes:
        try:
            href = f"https:{href}" if href.startswith("//") else href
            is_whole = bool(urlsplit(href).scheme)
        except ValueError as error:
            raise NotGot("its address can't be read.") from error
        if is_whole:
            return get(href, limits).body or b""
        if folder is None:
            raise NotGot("its address is not whole.")
        path = (folder / href).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise NotGot("it is not in the folder of the file.")
        return read_delivery(path)

    return fetch

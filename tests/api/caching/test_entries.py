"""Answers that are kept: their bytes in each encoding, when they are old, and which are given up."""

import gzip
import sys
import threading

import brotli
import pytest

from api.caching.entries import Entries, Entry, coding_of

JSON = [("Content-Type", "application/json")]
LONG = b'{"text": "' + b"word " * 400 + b'"}'


def entry(body: bytes = LONG, *, headers: list[tuple[str, str]] = JSON, until: float = 100.0) -> Entry:
    return Entry("200 OK", headers, body, {"library": 7, "store:1": 3}, until, 50.0)


def test_current_until_the_clock_changes_it() -> None:
    values = {"library": 7, "store:1": 3}
    assert entry().is_current(values, 99.9)
    assert not entry().is_current(values, 100.0)


def test_old_when_one_of_its_scopes_was_bumped_and_only_then() -> None:
    kept = entry()
    assert kept.is_current({"library": 7, "store:1": 3, "store:2": 99}, 60.0)
    assert not kept.is_current({"library": 7, "store:1": 4}, 60.0)
    assert not kept.is_current({"library": 8, "store:1": 3}, 60.0)
    assert not kept.is_current({"library": 7}, 60.0)


def test_bytes_are_packed_for_those_who_take_them() -> None:
    kept = entry()
    plain, packed, best = (kept.in_encoding(each) for each in ("", "br;q=0.9, gzip", "gzip, deflate, br"))
    assert plain.body == LONG
    assert ("Content-Encoding", "gzip") in packed.headers
    assert ("Content-Encoding", "br") in best.headers
    assert gzip.decompress(packed.body) == brotli.decompress(best.body) == LONG
    assert len(best.body) < len(packed.body) < len(LONG) / 4
    assert len({plain.etag, packed.etag, best.etag}) == 3
    assert ("Content-Length", str(len(best.body))) in best.headers


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        *(("gzip;q=0", ""), ("identity", ""), ("*", ""), ("gzip;q=0, br;q=0.000", ""), ("x-gzip, brotli", "")),
        *(("GZIP", "gzip"), ("gzip;q=1.0,br; q=0.8", "gzip"), ("br;q=0,gzip;q=0.1", "gzip")),
        *(("br", "br"), ("gzip;q=0.5, br;q=0.5", "br"), ("gzip;q=nan, br;q=0.001", "br"), ("br;q=2", "")),
    ],
)
def test_who_asks_gets_what_it_likes_most(accepted: str, coding: str) -> None:
    assert coding_of(accepted) == coding


def test_what_is_small_or_packed_already_stays_as_it_is() -> None:
    assert entry(b"{}").in_encoding("gzip").body == b"{}"
    picture = entry(headers=[("Content-Type", "image/png")])
    assert picture.in_encoding("gzip").body == LONG


def test_an_unchanged_answer_says_neither_type_nor_length() -> None:
    names = {name for name, _value in entry().in_encoding("").unchanged}
    assert names == {"ETag"}


def test_the_same_bytes_have_the_same_tag_on_every_worker() -> None:
    assert entry().in_encoding("gzip").etag == entry().in_encoding("gzip").etag
    assert entry(b"[1]").in_encoding("").etag != entry(b"[2]").in_encoding("").etag


def test_the_least_used_is_given_up_first() -> None:
    entries = Entries(capacity=3 * 2 * entry().size)
    for name in "abc":
        entries.put((name,), entry())
    assert entries.get(("a",)) is not None
    entries.put(("d",), entry())
    assert entries.get(("b",)) is None
    assert [entries.get((name,)) is not None for name in "acd"] == [True, True, True]
    assert entries.size <= entries.capacity


def test_an_answer_that_is_larger_than_all_room_is_not_kept() -> None:
    entries = Entries(capacity=1_000)
    entries.put(("a",), entry())
    assert (len(entries), entries.size) == (0, 0)


def test_keeping_anew_replaces_what_was_kept() -> None:
    entries = Entries()
    entries.put(("a",), entry())
    entries.put(("a",), entry(b"[]"))
    assert len(entries) == 1
    found = entries.get(("a",))
    assert found is not None
    assert found.body == b"[]"


def test_one_thread_at_a_time_makes_an_answer() -> None:
    entries, inside, most = Entries(), 0, 0
    lock = threading.Lock()

    def make() -> None:
        nonlocal inside, most
        with entries.alone(("a",)):
            with lock:
                inside += 1
                most = max(most, inside)
            threading.Event().wait(0.005)
            with lock:
                inside -= 1

    threads = [threading.Thread(target=make) for _number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    assert entries._makers == {}


def test_readers_disturb_nobody_who_needs_room() -> None:
    entries = Entries(capacity=20 * 2 * entry().size)
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            for number in range(30):
                entries.get((str(number),))

    readers = [threading.Thread(target=read) for _reader in range(3)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for reader in readers:
            reader.start()
        for number in range(3_000):
            entries.put((str(number % 30),), entry())
    finally:
        is_over.set()
        sys.setswitchinterval(interval)
        for reader in readers:
            reader.join()
    assert len(entries) == 20

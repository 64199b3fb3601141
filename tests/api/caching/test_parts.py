"""Parts are good until something is written that they are made of, or the clock changes them."""

from datetime import UTC, datetime, timedelta

from api.caching.parts import MOST_BATCHES, Made, Need, Parts, any_in, any_of, this

AT = datetime(2026, 12, 18, 20, 0, tzinfo=UTC)


def parts_with(*needs: Need) -> Parts:
    parts = Parts()
    parts.keep("key", Made("value", frozenset(needs)), parts.seen)
    return parts


def is_there(parts: Parts, at: datetime = AT) -> bool:
    return parts.get("key", at) is not None


def test_a_part_goes_when_what_it_is_made_of_is_named() -> None:
    for need, line in (
        (any_in("store:1"), ("store:1", "hours", 1)),
        (any_of("topic"), ("library", "topic", 7)),
        (this("article", 3), ("library", "article", 3)),
    ):
        parts = parts_with(need)
        parts.note([("store:2", "hours", 2), ("library", "article", 4)])
        assert is_there(parts)
        parts.note([line])
        assert not is_there(parts)


def test_nothing_stays_when_hosts_are_written_or_all_is_forgotten() -> None:
    parts = parts_with()
    parts.note([("hosts", "store", 1)])
    assert not is_there(parts)
    parts = parts_with()
    parts.clear()
    assert not is_there(parts)


def test_what_was_made_before_a_write_is_not_kept_after_it() -> None:
    parts = Parts()
    seen = parts.seen
    parts.note([("library", "topic", 1)])
    parts.keep("key", Made("value", frozenset({any_of("topic")})), seen)
    assert not is_there(parts)
    parts.keep("key", Made("value", frozenset({any_of("tag")})), seen)
    assert is_there(parts)
    parts.clear()
    parts.keep("key", Made("value", frozenset({any_of("tag")})), seen)
    assert not is_there(parts)


def test_what_was_named_long_ago_is_not_forgotten() -> None:
    stays, goes = parts_with(this("article", 3)), parts_with(this("article", 3))
    goes.note([("library", "article", 3)])
    for number in range(MOST_BATCHES + 1):
        for parts in (stays, goes):
            parts.note([("library", "topic", number)])
    assert is_there(stays)
    assert not is_there(goes)


def test_the_clock_ends_a_part() -> None:
    parts = Parts()
    parts.keep("key", Made("value", frozenset(), since=AT, until=AT + timedelta(hours=1)), parts.seen)
    assert is_there(parts)
    assert is_there(parts, AT + timedelta(minutes=59))
    assert not is_there(parts, AT + timedelta(hours=1))
    assert not is_there(parts, AT - timedelta(seconds=1))


def test_what_was_asked_for_the_longest_ago_makes_room() -> None:
    parts = Parts(capacity=2_500)
    for key in ("one", "two", "three"):
        parts.keep(key, Made(key, frozenset(), size=1_000), parts.seen)
        parts.get("one", AT)
    assert [key for key in ("one", "two", "three") if parts.get(key, AT)] == ["one", "three"]

"""Sets of articles as bits agree with plain sets, whatever comes between and moves."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cms.carrying.order import Order

DAY = date(2026, 11, 1)
rows = st.dictionaries(st.integers(1, 300), st.integers(0, 9), max_size=60)
steps = st.lists(st.tuples(st.integers(1, 300), st.integers(0, 9), st.booleans()), max_size=30)


def newest_first(days: dict[int, int], of: set[int]) -> list[int]:
    return sorted(of, key=lambda pk: (days[pk], pk), reverse=True)


@settings(max_examples=150, derandomize=True, database=None, deadline=None)
@given(rows, steps, st.integers(0, 70), st.integers(0, 70))
def test_a_set_is_what_was_put_into_it(days: dict[int, int], steps: list, offset: int, limit: int) -> None:
    order = Order((pk, DAY + timedelta(on)) for pk, on in days.items())
    marks = order.marked((pk, DAY + timedelta(on)) for pk, on in days.items() if pk % 3)
    late = order.marked(())
    members = {pk for pk in days if pk % 3}
    for pk, on, is_in in steps:
        days[pk] = on
        order.replace(late, [pk], [(pk, DAY + timedelta(on))])
        order.replace(marks, [pk], [(pk, DAY + timedelta(on))] if is_in else [])
        members = members | {pk} if is_in else members - {pk}
    bits = order.bits(marks)
    assert bits.bit_count() == len(members)
    assert order.newest(bits, offset, limit) == newest_first(days, members)[offset : offset + limit]
    assert order.newest(order.bits(late), 0, 999) == newest_first(days, {pk for pk, _on, _in in steps})
    assert order.newest(order.mask_of(members), 0, 999) == newest_first(days, members)


def test_pages_of_a_long_set_follow_each_other() -> None:
    every = {pk: pk % 700 for pk in range(1, 5_000)}
    order = Order((pk, DAY + timedelta(on)) for pk, on in every.items())
    bits = order.bits(order.marked((pk, DAY + timedelta(on)) for pk, on in every.items() if pk % 5))
    pages = [pk for offset in range(0, 4_200, 300) for pk in order.newest(bits, offset, 300)]
    assert pages == newest_first(every, {pk for pk in every if pk % 5})


def test_a_set_of_a_hundred_thousand_articles_is_small() -> None:
    order = Order((pk, DAY) for pk in range(1, 100_001))
    assert order.marked((pk, DAY) for pk in range(1, 100_001)).size < 16_000

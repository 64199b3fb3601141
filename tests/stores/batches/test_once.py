"""What receivers put off is done once for all things of a block, and at once outside of one."""

from collections.abc import Collection

import pytest

from stores.batches.once import once_for_all, put_off


class Ledger:
    """Remembers what it was asked to do together."""

    def __init__(self) -> None:
        self.done: list[list[int]] = []

    def work(self, things: Collection[int]) -> None:
        self.done.append(sorted(things))


def test_outside_of_a_block_each_is_done_at_once() -> None:
    ledger = Ledger()
    put_off(ledger.work, 1)
    put_off(ledger.work, 2)
    assert ledger.done == [[1], [2]]


def test_in_a_block_all_are_done_together_when_the_outermost_ends() -> None:
    ledger, other = Ledger(), Ledger()
    with once_for_all():
        put_off(ledger.work, 2)
        with once_for_all():
            put_off(ledger.work, 1)
            put_off(other.work, 3)
        put_off(ledger.work, 2)
        assert ledger.done == other.done == []
    assert (ledger.done, other.done) == ([[1, 2]], [[3]])
    put_off(ledger.work, 4)
    assert ledger.done[-1] == [4]


def test_block_that_fails_does_nothing_and_leaves_nothing_behind() -> None:
    ledger = Ledger()

    def fail() -> None:
        with once_for_all():
            put_off(ledger.work, 1)
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    with once_for_all():
        pass
    assert ledger.done == []

"""Running numbers: one after the other under each name, and never the same one twice."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

import pytest

from gateway.store import counters
from gateway.store.ledger import Ledger


def test_each_name_counts_from_one_on_its_own(ledger: Ledger) -> None:
    with ledger.write() as tx:
        assert [counters.next_number(tx, "alerts") for _ in range(3)] == [1, 2, 3]
        assert counters.next_number(tx, "broadcasts") == 1
    with ledger.write() as tx:
        assert counters.next_number(tx, "alerts") == 4


def test_a_transaction_that_fails_gives_its_number_back(ledger: Ledger) -> None:
    def fail() -> None:
        with ledger.write() as tx:
            counters.next_number(tx, "alerts")
            raise RuntimeError("the plug is pulled")

    with suppress(RuntimeError):
        fail()
    with ledger.write() as tx:
        assert counters.next_number(tx, "alerts") == 1


@pytest.mark.parametrize("earlier", [0, 1], ids=["the first number", "a later number"])
def test_two_transactions_at_once_get_different_numbers(ledger_url: str, earlier: int) -> None:
    with closing(Ledger(ledger_url)) as one, closing(Ledger(ledger_url)) as other, ThreadPoolExecutor() as beside:
        with one.write() as tx:
            for _ in range(earlier):
                counters.next_number(tx, "alerts")
        asking = threading.Event()

        def second() -> int:
            asking.set()
            with other.write() as tx:
                return counters.next_number(tx, "alerts")

        with one.write() as tx:
            first = counters.next_number(tx, "alerts")
            later = beside.submit(second)
            asking.wait()
        assert [first, later.result()] == [earlier + 1, earlier + 2]

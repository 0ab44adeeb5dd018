"""The ledger's own promises: writers beside each other, and a database that was away for a while."""

import threading
from contextlib import closing

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from gateway.domain.errors import LedgerAway
from gateway.store import ledger as house
from gateway.store import texts
from gateway.store.ledger import Ledger
from gateway.store.tables import texts_in
from tests.store.conftest import NOON

THREADS, TEXTS = 8, 20


def test_writers_beside_each_other_all_come_through(ledger: Ledger) -> None:
    def write(writer: int) -> None:
        for number in range(TEXTS):
            with ledger.write() as tx:
                texts.keep(tx, f"{writer}-{number}", "+8619900000001", "+8619900000002", "好", NOON)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with ledger.read() as tx:
        assert tx.execute(select(func.count()).select_from(texts_in)).scalar_one() == THREADS * TEXTS


def test_a_write_that_failed_leaves_the_turn_to_the_next(ledger: Ledger) -> None:
    with pytest.raises(RuntimeError), ledger.write():
        raise RuntimeError("halfway")
    with ledger.write() as tx:
        assert texts.keep(tx, "SM1", "+8619900000001", "+8619900000002", "好", NOON)


def test_a_connection_that_died_while_it_rested_is_replaced(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "REST_S", 0.0)
    with closing(Ledger(postgres_url)) as resting, closing(Ledger(postgres_url)) as other:
        with resting.read() as tx:
            backend = tx.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with other.write() as tx:
            tx.exec_driver_sql(f"SELECT pg_terminate_backend({backend})")
        with resting.read() as tx:
            assert tx.exec_driver_sql("SELECT pg_backend_pid()").scalar_one() != backend


def test_a_database_that_ends_the_transaction_is_away_for_a_moment(postgres_url: str) -> None:
    with closing(Ledger(postgres_url)) as ours, closing(Ledger(postgres_url)) as other:
        with pytest.raises(LedgerAway) as told:
            ask_while_it_ends(ours, other, "SELECT 'secret'")
        assert told.value.retryable
        assert "secret" not in str(told.value)
        with ours.read() as tx:
            assert tx.exec_driver_sql("SELECT 1").scalar_one() == 1


def test_an_error_tells_no_number_and_no_words(ledger: Ledger) -> None:
    """Whoever logs it with all that led to it gives nothing away."""
    with pytest.raises(DBAPIError) as told, ledger.read() as tx:
        tx.execute(text("SELECT nothing FROM nowhere WHERE number = :number"), {"number": "+8619900000001"})
    assert "19900000001" not in str(told.value)


def ask_while_it_ends(ours: Ledger, other: Ledger, question: str) -> None:
    """Asks in a transaction whose connection somebody else has just ended."""
    with ours.write() as tx:
        backend = tx.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with other.write() as admin:
            admin.exec_driver_sql(f"SELECT pg_terminate_backend({backend})")
        tx.exec_driver_sql(question)


def test_a_database_that_is_not_there_is_away(postgres_url: str) -> None:
    with (
        closing(Ledger(postgres_url.replace("host=", "host=/nowhere"))) as nowhere,
        pytest.raises(LedgerAway, match="DATABASE_URL"),
        nowhere.read(),
    ):
        pass


def test_a_writer_sqlite_turns_away_may_come_again(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "BUSY_MS", 0)
    with (
        closing(Ledger(sqlite_url)) as one,
        closing(Ledger(sqlite_url)) as other,
        one.write(),
        pytest.raises(LedgerAway),
        other.write(),
    ):
        pass


def test_a_mistake_in_a_statement_stays_what_it_is(ledger: Ledger) -> None:
    with pytest.raises(DBAPIError), ledger.read() as tx:
        tx.exec_driver_sql("SELECT nothing FROM nowhere")

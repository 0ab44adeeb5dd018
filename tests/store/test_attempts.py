"""An attempt is written down before anybody rings, claimed once, and moved on by news alone."""

from datetime import timedelta

from sqlalchemy import select

from gateway.domain.calls import CallState, Progress, after
from gateway.ports import Trunk
from gateway.store import attempts, broadcasts
from gateway.store.attempts import Order
from gateway.store.broadcasts import State
from gateway.store.ledger import Ledger
from gateway.store.outgoing_tables import attempts as table
from gateway.store.speaking_tables import broadcasts as sent
from tests.store.conftest import NOON

FIRST, SECOND = Trunk("AC1", "+8687162170001"), Trunk("AC2", "+8687162170002")
ORDER = Order("t1", "+8619900000001", broadcast_id="b1", delivery_id=1)


def test_an_attempt_is_claimed_once(sending: Ledger) -> None:
    with sending.write() as tx:
        attempts.reserve(tx, [ORDER], NOON)
        assert attempts.claim(tx, "t1", "b1", NOON, FIRST)
        assert not attempts.claim(tx, "t1", "b1", NOON, FIRST)


def test_an_attempt_that_a_company_refused_is_claimed_for_the_next_once(sending: Ledger) -> None:
    with sending.write() as tx:
        attempts.reserve(tx, [ORDER], NOON)
        assert not attempts.claim(tx, "t1", "b1", NOON, SECOND, refused_by="AC1"), "nobody was asked yet"
        assert attempts.claim(tx, "t1", "b1", NOON, FIRST)
        assert attempts.claim(tx, "t1", "b1", NOON, SECOND, refused_by="AC1")
        assert not attempts.claim(tx, "t1", "b1", NOON, SECOND, refused_by="AC1")
        assert tx.execute(select(table.c.account, table.c.line)).one() == (SECOND.account, SECOND.number)
        assert broadcasts.move(tx, "b1", State.STOPPED)
        assert not attempts.claim(tx, "t1", "b1", NOON, FIRST, refused_by="AC2")


def test_an_attempt_of_a_broadcast_that_has_expired_is_not_claimed(sending: Ledger) -> None:
    with sending.write() as tx:
        attempts.reserve(tx, [ORDER], NOON)
        tx.execute(sent.update().values(expires_at=NOON))
        assert not attempts.claim(tx, "t1", "b1", NOON, FIRST)
        assert attempts.claim(tx, "t1", "b1", NOON - timedelta(seconds=1), FIRST)


def test_an_attempt_of_a_stopped_broadcast_is_not_claimed(sending: Ledger) -> None:
    with sending.write() as tx:
        attempts.reserve(tx, [ORDER], NOON)
        assert broadcasts.move(tx, "b1", State.STOPPED)
        assert not attempts.claim(tx, "t1", "b1", NOON, FIRST)


def test_attempts_that_stood_still_are_found_and_ended_ones_are_not(sending: Ledger) -> None:
    with sending.write() as tx:
        attempts.reserve(tx, [ORDER, Order("t2", "+8619900000002", broadcast_id="b1", delivery_id=2)], NOON)
        other = attempts.load(tx, "t2")
        assert other is not None
        ended = after(other.attempt, Progress("CA2", CallState.COMPLETED, NOON, duration_s=9))
        assert ended is not None
        attempts.save(tx, ended, NOON)
        later = NOON + timedelta(minutes=5)
        assert [tried.attempt.id for tried in attempts.stood_still(tx, later, 9)] == ["t1"]
        assert [tried.attempt.id for tried in attempts.live_of_broadcast(tx, "b1")] == ["t1"]
        assert attempts.known_sids(tx, ["CA2", "CA3"]) == {"CA2"}


def test_a_broadcast_moves_only_along_its_table(sending: Ledger) -> None:
    with sending.write() as tx:
        assert not broadcasts.move(tx, "b1", State.QUEUED)
        assert broadcasts.move(tx, "b1", State.FINISHED, ended_at=NOON)
        assert not broadcasts.move(tx, "b1", State.STOPPED)
        assert broadcasts.load(tx, "b1").state is State.FINISHED  # type: ignore[union-attr]


def test_refusals_are_counted_by_phone_and_those_in_a_row_from_the_latest_back(sending: Ledger) -> None:
    told = [(1, 21215), (2, None), (1, 21215), (3, 21215), (4, None)]  # whose call, why it was refused; None: it rings
    with sending.write() as tx:
        for minute, (delivery, code) in enumerate(told):
            order = Order(f"t{minute}", "+8619900000001", broadcast_id="b1", delivery_id=delivery)
            attempts.reserve(tx, [order], NOON)
            state = CallState.FAILED if code else CallState.QUEUED
            news = Progress("" if code else f"CA{minute}", state, NOON, code=code)
            tried = attempts.load(tx, order.attempt_id)
            assert tried is not None
            moved = after(tried.attempt, news)
            assert moved is not None
            attempts.save(tx, moved, NOON + timedelta(minutes=minute))
            if minute == 3:
                assert attempts.refused_in_a_row(tx, "b1", 21215, 9) == [3, 1]
                assert attempts.refused_in_a_row(tx, "b1", 21215, 1) == [3]
                assert attempts.refused_in_a_row(tx, "b1", 21216, 9) == []
        assert attempts.refused_in_a_row(tx, "b1", 21215, 9) == []
        assert attempts.times_refused(tx, [1, 2, 3, 4], 21215) == {1: 2, 3: 1}
        assert attempts.times_refused(tx, [1], 21216) == {}

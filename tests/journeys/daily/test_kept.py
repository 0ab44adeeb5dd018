"""What is kept of a day is what a full count would find, whatever has changed in the ledger since, and in any order."""

from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import Connection, delete, text, update

from gateway.domain.daily.content import What
from gateway.domain.daily.window import REPORTING
from gateway.journeys.daily import refreshing, sealing
from gateway.journeys.daily.changed import Reach
from gateway.journeys.daily.compiling import compile_anew, compile_day, count_day, window
from gateway.store import arrivals as stored_arrivals
from gateway.store import observations as stored_observations
from gateway.store.daily import acts, disputes, keeping, marks
from gateway.store.daily.disputes import Dispute
from gateway.store.daily_tables import day_reports
from gateway.store.history_tables import arrival_history
from gateway.store.keeping_tables import day_marks, kept_days, kept_units
from gateway.store.screening_tables import arrivals, checks, members, observations, sought_vehicles
from gateway.store.situation_tables import case_lines
from gateway.store.speaking_tables import broadcasts, deliveries
from gateway.store.tables import households, reports, shifts, staff, units
from gateway.switchboard import Switchboard
from tests.journeys.daily import township
from tests.journeys.daily.township import DAY, LAST, NOON, TOWNSHIP, A, B, C, local, put, report
from tests.support.board import clock_of, new_board
from tests.support.ledgers import PostgresLedgers, SQLiteLedgers

Change = Callable[[Connection], object]
FIRST = local(8, 9)
SHIFT = {"unit_code": C, "role": "officer", "staff_id": 3, "from_at": NOON, "origin": "planned"}
CHANGES: dict[str, Change] = {
    "a report": lambda tx: put(tx, reports, report(50, NOON, f"{C}01", 6, "ill", fever=True)),
    "a report of a cadre elsewhere": lambda tx: put(
        tx, reports, report(51, NOON, f"{C}01", None, "ill", fever=True, number="+8619900300002")
    ),
    "a report that comes too late": lambda tx: put(tx, reports, report(52, LAST + timedelta(hours=1), A, None)),
    "a report of another village": lambda tx: tx.execute(
        update(reports).where(reports.c.source == "text:1").values(unit_code=f"{C}01")
    ),
    "a report less": lambda tx: tx.execute(delete(reports).where(reports.c.source == "text:2")),
    "somebody told of earlier than by the other home": lambda tx: tx.execute(
        update(arrivals).where(arrivals.c.id == "a13").values(first_at=local(8, 8))
    ),
    "somebody who turns out to be another": lambda tx: tx.execute(
        update(arrivals).where(arrivals.c.id == "a13").values(contact="+8619900329999")
    ),
    "somebody less": lambda tx: (
        tx.execute(delete(arrival_history).where(arrival_history.c.arrival_id == "a4")),
        tx.execute(delete(arrivals).where(arrivals.c.id == "a4")),
    ),
    "somebody released": lambda tx: tx.execute(
        update(observations).where(observations.c.arrival_id == "a7").values(released_at=NOON, outcome="released")
    ),
    "a temperature": lambda tx: tx.execute(update(checks).values(reported_at=NOON)),
    "a train that is sought no more": lambda tx: tx.execute(delete(sought_vehicles)),
    "a case entered by mistake": lambda tx: tx.execute(
        update(case_lines).where(case_lines.c.id == 1).values(withdrawn_at=NOON)
    ),
    "a household more": lambda tx: put(tx, households, {"id": 70, "unit_code": f"{C}01", "door": "070", "name": "户"}),
    "a household that moves": lambda tx: tx.execute(
        update(households).where(households.c.id == 5).values(unit_code=f"{A}02")
    ),
    "a member more": lambda tx: put(tx, members, {"household_id": 6, "position": 1, "label": "人"}),
    "a cadre off duty": lambda tx: tx.execute(update(staff).where(staff.c.id == 1).values(on_duty=False)),
    "a cadre of two units off duty": lambda tx: tx.execute(update(staff).where(staff.c.id == 2).values(on_duty=False)),
    "a shift of whoever serves in two units": lambda tx: put(tx, shifts, SHIFT | {"unit_code": B, "staff_id": 2}),
    "somebody of whom all turned out otherwise later": lambda tx: turns_out(tx, "a1", local(9, 8)),
    "somebody of whom all turned out otherwise in time": lambda tx: turns_out(tx, "a5", local(8, 15)),
    "an observation that was taken up again": lambda tx: observe_again(tx, "a10"),
    "a shift": lambda tx: put(tx, shifts, SHIFT),
    "a phone that has heard": lambda tx: tx.execute(update(deliveries).values(heard_at=NOON)),
    "a broadcast that was not of the day": lambda tx: tx.execute(
        update(broadcasts).where(broadcasts.c.id == "b1").values(started_at=local(7, 9))
    ),
    "a signature": lambda tx: acts.sign(
        tx, acts.Signed("text:95", B, DAY, What.CONFIRMED, "staff:2", "sms", NOON), {"gatherings_stopped": 2}
    ),
    "a signature of another day": lambda tx: acts.sign(
        tx, acts.Signed("text:96", B, DAY - timedelta(days=1), What.CONFIRMED, "staff:2", "sms", NOON), {}
    ),
    "a dispute": lambda tx: disputes.add(tx, Dispute("text:97", A, DAY, 1, "fever", 1, 2, 3, NOON)),
    "a township that rests": lambda tx: acts.rest(tx, acts.Rest(TOWNSHIP, DAY, DAY, "休整", "staff:3", NOON)),
    "a village that rests": lambda tx: acts.rest(tx, acts.Rest(C, DAY, None, "休整", "staff:3", NOON)),
    "a village that is back": lambda tx: acts.back(tx, C, DAY),
    "a day before that was revised": lambda tx: put(tx, day_reports, _version(1, 3), _version(2, 4)),
    "a village of another name": lambda tx: tx.execute(update(units).where(units.c.code == C).values(name="丁村")),
    "a grid that is called otherwise": lambda tx: tx.execute(
        update(units).where(units.c.code == f"{A}02").values(name="甲坝子")
    ),
    "a village more": lambda tx: put(tx, units, {"code": f"{TOWNSHIP}205", "level": "village", "name": "戊村"}),
    "a report of a village nobody knows": lambda tx: put(tx, reports, report(53, NOON, f"{TOWNSHIP}299", None)),
}


def turns_out(tx: Connection, arrival_id: str, at: datetime) -> None:
    known = stored_arrivals.load(tx, arrival_id)
    assert known is not None
    stored_arrivals.put(tx, replace(known, category="C", clear=2, age=77, contact_since=at, changed_at=at))


def observe_again(tx: Connection, arrival_id: str) -> None:
    known = stored_observations.load(tx, arrival_id)
    assert known is not None
    stored_observations.put_one(tx, replace(known, released_at=None, outcome=None), local(8, 15))


def _version(version: int, fever: int) -> dict[str, object]:
    below = {"due": 0, "reported": 0}
    named = {"act": None, "unsigned": {}, "silent": {}, "resting": {}, "late": {}}
    content = {"counted": {"fever": fever}, "said": {}, "standing": "unsigned", "below": below} | named
    when = {"day": DAY - timedelta(days=1), "version": version, "sealed_at": NOON, "nature": "daily"}
    return {"unit_code": A, "content": content, "seal": "", "words": ""} | when


def keep(board: Switchboard, day: date = DAY) -> int:
    """Has a day marked, and kept; how many units were."""
    return max(refreshing.refresh(board, day) for _ in range(3))


@pytest.fixture
def board(ledger_url: str) -> Iterator[Switchboard]:
    board = new_board(ledger_url, FIRST)
    with closing(board.ledger):
        yield board


@pytest.fixture
def kept(board: Switchboard) -> Switchboard:
    """The township's day, kept."""
    with board.work() as work:
        township.a_day(work.tx)
    assert keep(board) == 5
    return board


def agrees(board: Switchboard, after: str = "") -> None:
    with board.ledger.read() as tx:
        truth, kept = compile_anew(board, tx, DAY), compile_day(board, tx, DAY)
        assert kept.reports == truth.reports, after
        assert {code: kept.parts(code) for code in kept.reports} == {code: truth.parts(code) for code in truth.reports}
        for unit in truth.reports:
            near = compile_day(board, tx, DAY, unit, Reach.NEAR)
            assert (near.reports[unit], near.parts(unit)) == (truth.reports[unit], truth.parts(unit)), after


def change(board: Switchboard, name: str) -> None:
    with board.work() as work:
        CHANGES[name](work.tx)


def test_whatever_changes_is_counted_when_asked_for_and_when_kept_again(kept: Switchboard) -> None:
    for name in CHANGES:
        change(kept, name)
        agrees(kept, name)
        refreshing.refresh(kept, DAY)
        agrees(kept, f"{name}, kept again")
        assert refreshing.refresh(kept, DAY) == 0, name


def test_one_fact_after_the_other_it_comes_in_and_is_kept(board: Switchboard) -> None:
    with board.work() as work:
        township.settle(work.tx)
    assert keep(board) == 5
    told = (
        township.come_home,
        township.turned_out,
        township.health,
        township.cases,
        township.gathered,
        township.spoken,
    )
    for tell in (*told, township.urgent, township.signed):
        with board.work() as work:
            tell(work.tx)
        agrees(board)
        assert refreshing.refresh(board, DAY) > 0
        agrees(board)


def test_in_any_order_and_kept_at_any_moment(sqlite_ledgers: SQLiteLedgers) -> None:
    for seed in range(12):
        chance = Random(seed)
        with sqlite_ledgers.migrated() as url, closing((board := new_board(url, FIRST)).ledger):
            with board.work() as work:
                township.a_day(work.tx)
            keep(board)
            for name in chance.sample(sorted(CHANGES), 12):
                change(board, name)
                if chance.random() < 0.4:
                    refreshing.refresh(board, DAY)
            agrees(board)


def test_only_what_has_changed_and_what_stands_above_is_counted_anew(kept: Switchboard) -> None:
    change(kept, "a report")
    with kept.ledger.read() as tx:
        counted = count_day(window(kept, tx, DAY), tx, reach=Reach.CHANGED)
        assert counted.facts.keys() == {C, TOWNSHIP}
        assert not count_day(window(kept, tx, DAY), tx, A).facts
    assert not counted.is_all
    assert refreshing.refresh(kept, DAY) == 2
    assert refreshing.refresh(kept, DAY) == 0


def test_a_day_is_marked_before_it_is_kept_and_tomorrow_from_shortly_before_the_cut_off(board: Switchboard) -> None:
    with board.work() as work:
        township.a_day(work.tx)
    today, tomorrow = (DAY.isoformat(),), ((DAY + timedelta(days=1)).isoformat(),)
    assert list(refreshing.due(board)) == [today]
    assert refreshing.refresh(board, DAY) == 0
    assert list(refreshing.due(board)) == [today]
    assert keep(board) == 5
    assert list(refreshing.due(board)) == []
    clock_of(board).set(LAST - refreshing.MARKED_BEFORE)
    assert list(refreshing.due(board)) == [tomorrow]
    assert keep(board, DAY + timedelta(days=1)) == 0
    assert list(refreshing.due(board)) == []
    clock_of(board).set(LAST)
    assert list(refreshing.due(board)) == [tomorrow]
    assert refreshing.refresh(board, DAY + timedelta(days=1)) == 5


def test_nothing_is_kept_while_a_transaction_from_before_the_marks_may_still_commit(
    postgres_ledgers: PostgresLedgers,
) -> None:
    with postgres_ledgers.migrated() as url, closing((board := new_board(url, FIRST)).ledger):
        with board.work() as work:
            township.a_day(work.tx)
        with board.ledger.write() as slow:
            put(slow, reports, report(60, NOON, f"{C}01", 6))
            assert keep(board) == 0
        assert refreshing.refresh(board, DAY) > 0
        agrees(board)


def test_whoever_counted_before_somebody_else_kept_keeps_nothing(kept: Switchboard) -> None:
    with kept.ledger.read() as tx:
        old = count_day(window(kept, tx, DAY), tx, reach=Reach.CHANGED)
    change(kept, "a report")
    refreshing.refresh(kept, DAY)
    with kept.work() as work:
        assert old.kept is not None
        assert not keeping.keep(work.tx, DAY, old.kept, [], old.done, all_units=True)
    agrees(kept)


@pytest.mark.parametrize("other", [{"until": LAST + timedelta(hours=1)}, {"made_by": "the release before"}])
def test_what_was_kept_for_another_cut_off_or_by_other_statements_is_not_used(
    kept: Switchboard, other: dict[str, object]
) -> None:
    with kept.work() as work:
        work.tx.execute(update(kept_days).values(other))
    with kept.ledger.read() as tx:
        assert count_day(window(kept, tx, DAY), tx).is_all
    assert keep(kept) == 5
    agrees(kept)


def test_what_was_kept_wrong_is_found_at_the_cut_off_and_thrown_away(kept: Switchboard) -> None:
    with kept.ledger.read() as tx:
        seen, truth = refreshing.kept_day(kept, tx, DAY), compile_anew(kept, tx, DAY)
    assert refreshing.check(kept, DAY, seen, truth.reports) == []
    with kept.work() as work:
        work.tx.execute(update(kept_units).where(kept_units.c.unit_code == B).values(report={"counted": {}}))
    assert refreshing.check(kept, DAY, seen, truth.reports) == [B]
    agrees(kept)


def test_what_changed_after_it_was_kept_is_not_kept_wrong(kept: Switchboard) -> None:
    change(kept, "a report")
    with kept.ledger.read() as tx:
        seen, truth = refreshing.kept_day(kept, tx, DAY), compile_anew(kept, tx, DAY)
    assert refreshing.check(kept, DAY, seen, truth.reports) == []


def test_days_that_are_over_are_let_go_with_their_marks(kept: Switchboard) -> None:
    change(kept, "a report")
    clock_of(kept).forward(days=1)
    assert (DAY.isoformat(),) in list(refreshing.due(kept))
    assert refreshing.refresh(kept, DAY) == 0
    with kept.ledger.read() as tx:
        for table in (kept_days, kept_units, day_marks):
            assert tx.execute(table.select()).first() is None, table.name


def test_triggers_are_those_declared_and_are_made_once(kept: Switchboard) -> None:
    with kept.work() as work:
        assert not marks.install(work.tx)
        name = next(iter(marks.installed(work.tx)))
        drop = f"DROP FUNCTION {name}() CASCADE" if work.tx.dialect.name == "postgresql" else f"DROP TRIGGER {name}"
        work.tx.execute(text(drop))
        assert marks.install(work.tx)
        assert not marks.install(work.tx)
        assert not keeping.days(work.tx), "what changed meanwhile was not marked"


def test_a_table_others_triggers_speak_of_can_be_built_anew_once_they_are_removed(kept: Switchboard) -> None:
    with kept.work() as work:
        marks.remove(work.tx)
        assert not marks.installed(work.tx)
        work.tx.execute(text("ALTER TABLE arrivals RENAME TO arrivals_before"))
        work.tx.execute(text("ALTER TABLE arrivals_before RENAME TO arrivals"))
        assert marks.install(work.tx)
    keep(kept)
    agrees(kept)


def test_a_day_that_was_sealed_is_kept_with_the_roster_it_ended_with(kept: Switchboard) -> None:
    for hour, level in enumerate(REPORTING, 16):
        clock_of(kept).set(local(8, hour))
        sealing.seal(kept, DAY, level)
    with kept.ledger.read() as tx:
        before = compile_anew(kept, tx, DAY).reports
    for name in ("a household more", "a cadre off duty", "a village more", "a village of another name", "a shift"):
        change(kept, name)
        agrees(kept, name)
        assert refreshing.refresh(kept, DAY) > 0
        agrees(kept, f"{name}, kept again")
    with kept.ledger.read() as tx:
        assert compile_day(kept, tx, DAY).reports == before
    change(kept, "a report")
    agrees(kept)
    with kept.ledger.read() as tx:
        assert compile_day(kept, tx, DAY).reports[C].value("fever") == 1, "what is late is late all the same"

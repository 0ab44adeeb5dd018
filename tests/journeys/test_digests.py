"""The evening digest: counted from the ledger, sealed once, sent once, silence never a zero."""

from dataclasses import replace

from gateway.domain.calls import CallState
from gateway.domain.texts import segments
from gateway.journeys import digests, due
from gateway.journeys.telephone import dialling
from gateway.journeys.texting import outbox, texts
from gateway.store import reports
from gateway.store.outgoing_tables import digests as table
from gateway.store.reports import Kind, Report
from gateway.switchboard import Switchboard
from tests.journeys.talk import FROM_WUHAN, ends, knows_language, pick_up, ring, rows
from tests.support import cast
from tests.support.board import LINE, MORNING, carrier_of, clock_of
from tests.support.speaking import sent

DAY = MORNING.date()


def a_day(board: Switchboard) -> None:
    """A returnee from Wuhan told of twice, one zero, one well, one ill; the third grid says nothing."""
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, FROM_WUHAN, sid="CA-1")
    ring(board, cast.YANG, FROM_WUHAN, sid="CA-2")
    for n, (number, body) in enumerate(
        [("+8619900010002", "零报"), ("+8619900010005", "好"), ("+8619900010007", "病 38.2")]
    ):
        texts.receive(board, f"SM-day-{n}", number, LINE, body)


def evening(board: Switchboard) -> None:
    clock_of(board).set(MORNING.replace(hour=16, minute=0))


def test_the_day_is_counted_by_household_and_person_and_rolled_up(board: Switchboard) -> None:
    a_day(board)
    evening(board)
    digests.seal(board, DAY)
    sealed = {row.unit_code: row.figures for row in rows(board, table)}
    village = sealed[cast.VILLAGE]
    assert {name: village[name] for name in ("households", "reported", "zeros", "returnees", "hubei", "fever")} == {
        "households": 12,
        "reported": 4,
        "zeros": 1,
        "returnees": 1,
        "hubei": 1,
        "fever": 1,
    }
    assert village["observed"] == 1
    assert village["silent"] == ["三组"]
    for name in ("households", "reported", "returnees", "hubei", "fever", "observed"):
        assert sum(sealed[grid][name] for grid in (cast.GRID_1, cast.GRID_2, cast.GRID_3)) == village[name]
        assert sealed[cast.PROVINCE][name] == village[name]


def test_it_is_due_at_the_cut_off_second_and_not_before(board: Switchboard) -> None:
    clock_of(board).set(MORNING.replace(hour=15, minute=59, second=59))
    assert list(due.days_to_seal(board)) == []
    clock_of(board).forward(seconds=1)
    assert list(due.days_to_seal(board)) == [("2020-02-08",)]
    digests.seal(board, DAY)
    assert list(due.days_to_seal(board)) == []


def test_run_twice_it_is_sent_once_to_the_supervisor_on_duty_in_two_segments_at_most(board: Switchboard) -> None:
    a_day(board)
    outbox.send(board)
    carrier_of(board).texts.clear()
    evening(board)
    assert digests.seal(board, DAY) == len(cast.UNITS)
    assert digests.seal(board, DAY) == 0
    outbox.send(board)
    outbox.send(board)
    sent = carrier_of(board).texts
    assert [text.to for text in sent] == [cast.SUPERVISOR, cast.SUPERVISOR], "one for the township, one for the village"
    assert all(segments(text.body) <= 2 for text in sent)
    assert any("热1，鄂1" in text.body and "缺报:三组" in text.body for text in sent)


def test_a_sealed_day_does_not_change_when_late_facts_arrive(board: Switchboard) -> None:
    evening(board)
    digests.seal(board, DAY)
    before = rows(board, table)
    texts.receive(board, "SM-late", cast.YANG, LINE, "病 39")
    digests.seal(board, DAY)
    assert rows(board, table) == before


def test_an_explicit_zero_is_not_silence(board: Switchboard) -> None:
    texts.receive(board, "SM1", "+8619900010009", LINE, "零报")
    evening(board)
    words, figures = digests.preview(board, cast.VILLAGE, DAY)
    assert figures.silent == ("一组", "二组")
    assert (figures.reported, figures.zeros) == (1, 1)
    assert words.startswith("鹤阳村2/8日报")


def test_broadcasts_heard_are_counted_in_phones(board: Switchboard) -> None:
    sent(board)
    dialling.dial(board, red=True)
    for call in carrier_of(board).calls[:6]:
        pick_up(board, call, "1")
        ends(board, call, CallState.COMPLETED, 20)
    _, figures = digests.preview(board, cast.TOWNSHIP, DAY)
    assert (figures.broadcasts, figures.to_hear, figures.heard) == (1, len(cast.PHONES), 6)


def test_observation_lasts_fourteen_days(board: Switchboard) -> None:
    with board.work() as work:
        report = Report("s", Kind.RETURNEE, DAY, work.now, cast.GRID_1, 1, cast.YANG, "p", DAY, category="D")
        reports.put(work.tx, report)
        reports.put(work.tx, replace(report, source="t", person="q", category="H"))
        observed = [reports.observed(work.tx, DAY.replace(day=day)).get(cast.GRID_1, 0) for day in (8, 21, 22, 23)]
    assert observed == [1, 1, 1, 0]

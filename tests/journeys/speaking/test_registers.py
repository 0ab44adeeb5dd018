"""Both registers come out of the ledger; whoever sent a message is told how it went, and may ask meanwhile."""

from datetime import date

from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import DeliveryState, State
from gateway.journeys.speaking import approval, asking, drafts, registers, running
from gateway.journeys.texting import texts
from gateway.store import deliveries, staff
from gateway.store.broadcasts import Through, What
from gateway.store.outgoing_tables import texts_out
from gateway.store.tables import texts_in
from gateway.switchboard import Switchboard
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import LINE, clock_of
from tests.support.speaking import drafted, finished, sent

TODAY = date(2020, 2, 8)


def write(board: Switchboard, number: str, body: str) -> str:
    texts.receive(board, f"SM-{len(rows(board, texts_in))}", number, LINE, body)
    return str(rows(board, texts_out)[-1].body)


def test_what_was_aired_is_a_line_with_figures_and_how_it_ended(board: Switchboard) -> None:
    finished(board, heard=(cast.YANG, cast.SHARED), by=cast.CADRE, question="哪天停水？")
    (line,) = registers.aired(board, TODAY, TODAY)
    assert (line.number, line.level, line.by, line.areas) == (1, Level.RED, "张敏", ("鹤阳村",))
    assert (line.at, line.plays, line.said) == (board.clock.now(), 3, ("zh: 今天下午两点停水",))
    assert (line.phones, line.heard, line.understood) == (len(cast.PHONES), 2, 0)
    assert (line.doors, line.doors_open) == (9, 9)
    assert line.state is State.FINISHED
    assert line.ended_by is not None
    assert line.ended_by.what is What.FINISHED


def test_a_stop_is_in_the_register_and_a_draft_is_not(board: Switchboard) -> None:
    drafted(board)
    stopped = sent(board)
    with board.work() as work:
        running.stop(work, stopped, None, Through.TEXT, "说错了")
    (line,) = registers.aired(board, TODAY, TODAY)
    assert (line.state, line.why, line.by) == (State.STOPPED, "说错了", None)
    assert line.ended_by is not None
    assert line.ended_by.through is Through.TEXT


def test_the_days_are_local_and_both_count(board: Switchboard) -> None:
    clock_of(board).forward(hours=14, minutes=59)  # one minute to midnight in the village
    sent(board)
    clock_of(board).forward(minutes=2)
    sent(board)
    assert [line.number for line in registers.aired(board, TODAY, TODAY)] == [1]
    assert [line.number for line in registers.aired(board, TODAY, date(2020, 2, 9))] == [1, 2]
    assert registers.aired(board, date(2020, 2, 10), date(2020, 2, 11)) == []


def test_every_agreement_asked_for_is_a_line(board: Switchboard) -> None:
    sent(board, by=cast.CADRE)  # red: goes at once, signed late
    for why in ("时间写错了", None):
        number = _orange(board)
        with board.work() as work:
            orange = drafts.find(work, str(number))
            person = approval.approvers(work, orange, board.catalogue.levels[orange.level])[0]
            if why:
                approval.refuse(board, work, orange, person, Through.TEXT, why)
            else:
                approval.approve(work, orange, person, Through.CALL)
    _orange(board)
    clock_of(board).forward(minutes=31)
    asking.ask(board)
    _orange(board)
    finished(board, level=Level.YELLOW)  # nobody had to agree
    late, refused, signed, lapsed, waiting = registers.agreed(board, TODAY, TODAY)
    assert (late.decision, late.late, late.reason) == (What.APPROVED, "signed after it had begun", None)
    assert (refused.decision, refused.decided_by, refused.reason) == (What.REFUSED, "王主任", "时间写错了")
    assert (signed.decision, signed.decided_through, signed.late) == (What.APPROVED, Through.CALL, None)
    assert (lapsed.decision, lapsed.decided_by, lapsed.reason) == (What.LAPSED, None, "nobody agreed in time")
    assert (waiting.decision, waiting.decided_at) == (None, None)
    assert {one.submitted_by for one in (refused, signed)} == {"张敏"}


def _orange(board: Switchboard) -> int:
    broadcast = drafted(board, level=Level.ORANGE, by=cast.CADRE)
    with board.work() as work:
        (author,) = staff.by_number(work.tx, cast.CADRE)
        approval.submit(board, work, broadcast.id, author)
    return broadcast.number


def test_the_author_may_count_and_is_told_once_when_it_is_over(board: Switchboard) -> None:
    broadcast_id = sent(board, by=cast.CADRE)
    assert write(board, cast.CADRE, "数 Y1") == "1号：12部电话，听到0部，还没打完12部，没听到0部。"
    assert "不归您管" not in write(board, cast.SUPERVISOR, "数1")
    assert "没看懂" in write(board, cast.YANG, "数1")
    assert "没有9号" in write(board, cast.CADRE, "数9")
    with board.work() as work:
        deliveries.close(work.tx, broadcast_id, DeliveryState.DOOR)
    for _ in range(2):
        with board.work() as work:
            running.finish(board, work, drafts.find(work, "1"))
    told = [row for row in rows(board, texts_out) if ":finished:" in row.about]
    assert [(row.number, row.body) for row in told] == [(cast.CADRE, "1号打完了：12户，听到0户，要上门12户。")]

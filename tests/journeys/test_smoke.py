"""The board carries a call: a resident rings, keys, and what was keyed is in the ledger."""

from sqlalchemy import select

from gateway.domain.flow import Keyed
from gateway.journeys.telephone import calls
from gateway.journeys.telephone.calls import Reply
from gateway.ports import Job
from gateway.store.outgoing_tables import texts_out
from gateway.store.tables import answers, reports
from gateway.switchboard import Switchboard
from tests.support import cast
from tests.support.board import LINE, MORNING, queue_of


def ring(board: Switchboard, number: str, *keys: str) -> Reply:
    """A call from this phone, with these keys pressed one question after the other."""
    reply = calls.answer(board, f"CA-{number}", number, LINE)
    for pressed in keys:
        reply = calls.take(board, reply.session_id, reply.turn.step, Keyed(pressed))
    return reply


def said(reply: Reply) -> list[str | None]:
    return [phrase.key for phrase in reply.turn.say]


def test_a_household_that_says_nobody_came_is_a_zero_report(board: Switchboard) -> None:
    greeted = calls.answer(board, "CA1", cast.YANG, LINE)
    assert said(greeted) == ["front.language", "front.language"]
    chosen = calls.take(board, greeted.session_id, greeted.turn.step, Keyed("1"))
    assert said(chosen) == ["front.welcome", "front.menu", "person.press_0"]
    menu = calls.take(board, chosen.session_id, chosen.turn.step, Keyed("3"))
    ended = calls.take(board, menu.session_id, menu.turn.step, Keyed("0"))
    assert said(ended) == ["screening.zero_filed"]
    assert ended.turn.wants is None
    with board.ledger.read() as tx:
        kept = [(row.node, row.value) for row in tx.execute(select(answers).order_by(answers.c.step))]
        report = tx.execute(select(reports)).one()
        receipt = tx.execute(select(texts_out)).one()
    assert kept == [("language", "zh"), ("menu", "returnee"), ("returned_count", "0")]
    assert (report.kind, report.unit_code, report.day) == ("zero", cast.GRID_1, MORNING.date())
    assert receipt.number == cast.YANG
    assert queue_of(board).asked(Job.SEND_TEXTS)


def test_a_key_pressed_twice_is_stored_once_and_answered_alike(board: Switchboard) -> None:
    first = ring(board, cast.YANG, "1")
    menu = calls.take(board, first.session_id, first.turn.step, Keyed("3"))
    again = calls.take(board, first.session_id, first.turn.step, Keyed("3"))
    assert again == menu
    with board.ledger.read() as tx:
        assert len(tx.execute(select(answers)).all()) == 2


def test_the_english_household_is_greeted_in_english_at_once(board: Switchboard) -> None:
    reply = ring(board, cast.ENGLISH)
    assert reply.language == "en"
    assert said(reply) == ["front.welcome", "front.menu", "person.press_0"]


def test_the_cadre_is_known_by_her_phone(board: Switchboard) -> None:
    assert said(ring(board, cast.CADRE)) == ["front.cadre_menu"]


def test_settling_the_village_again_changes_nothing(board: Switchboard) -> None:
    again = cast.settle(board)
    assert not again.units.to_write
    assert not again.households.to_write
    assert not again.staff.to_write
    assert (again.units.same, again.households.same, again.staff.same) == (8, 12, 4)

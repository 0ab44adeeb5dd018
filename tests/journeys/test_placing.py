"""With two companies: whoever takes nothing is passed over for the same attempt; whoever was silent may have rung."""

from dataclasses import replace

import pytest

from gateway.domain.calls import CallState
from gateway.domain.errors import CarrierRefused, CarrierSilent, CarrierThrottled, GatewayError
from gateway.domain.speaking.states import State
from gateway.journeys.telephone import calls, dialling, lost, placing
from gateway.journeys.texting import outbox
from gateway.ports import Trunk
from gateway.store import attempts as store
from gateway.store import broadcasts, deliveries, texts
from gateway.store.attempts import Order, Purpose
from gateway.store.outgoing_tables import attempts, texts_out
from gateway.switchboard import Switchboard
from tests.journeys.talk import knows_language, press, rows
from tests.support import cast
from tests.support.board import ACCOUNT, LINE, carrier_of, clock_of, pacer_of, settings
from tests.support.speaking import sent

SECOND = "AC" + "2" * 32
BUSY = CarrierThrottled("slow down", 30)
NOT_OURS = CarrierRefused("no such account", 20003, "configuration")
NOT_THERE = CarrierRefused("no permission for that country", 21215, "forbidden")
NO_NUMBER = CarrierRefused("no such number", 21211, "wrong_number")


@pytest.fixture
def two(board: Switchboard) -> Switchboard:
    """A board with two companies, of which the first one's turn it always is."""
    second = {"second_auth_token": "another", "second_from_number": "+8687162170009"}
    given = settings(database_url=board.settings.database_url, second_account_sid=SECOND, **second)
    pacer_of(board).accounts = carrier_of(board).accounts = (ACCOUNT, SECOND)
    return replace(board, settings=given)


def order_for(board: Switchboard, number: str = cast.YANG, line: str | None = None) -> Order:
    with board.work() as work:
        order = Order("a1", number, Purpose.CALL_BACK, "call_back:1", line=line)
        store.reserve(work.tx, [order], work.now)
    return order


def test_an_attempt_remembers_whom_it_was_asked_of_and_from_which_number(two: Switchboard) -> None:
    outcome = dialling.place(two, order_for(two))
    (row,) = rows(two, attempts)
    assert (outcome.state, row.account, row.line) == (CallState.QUEUED, ACCOUNT, LINE)


@pytest.mark.parametrize("trouble", [BUSY, NOT_OURS, NOT_THERE])
def test_a_company_that_takes_nothing_is_passed_over_for_the_same_attempt(
    two: Switchboard, trouble: GatewayError
) -> None:
    carrier_of(two).down[ACCOUNT] = trouble
    outcome = dialling.place(two, order_for(two))
    (call,), (row,) = carrier_of(two).calls, rows(two, attempts)
    assert (outcome.state, call.account, row.account, row.state) == (CallState.QUEUED, SECOND, SECOND, "asked")
    assert pacer_of(two).holding == {"a1"}


def test_a_company_that_was_silent_is_never_passed_over_it_may_have_rung(two: Switchboard) -> None:
    carrier_of(two).down[ACCOUNT] = CarrierSilent("no answer")
    assert dialling.place(two, order_for(two)).state is CallState.UNKNOWN
    assert (carrier_of(two).calls, rows(two, attempts)[0].account) == ([], ACCOUNT)


def test_the_second_company_silent_is_the_one_that_is_asked_later(two: Switchboard) -> None:
    carrier_of(two).down |= {ACCOUNT: BUSY, SECOND: CarrierSilent("no answer")}
    carrier_of(two).heard_all_the_same.add(cast.YANG)
    dialling.record(two, [dialling.place(two, order_for(two))])
    clock_of(two).forward(minutes=2)
    lost.find_lost(two)
    (row,), (call,) = rows(two, attempts), [call for call in carrier_of(two).calls if call.account == SECOND]
    assert (row.state, row.account, row.sid) == ("queued", SECOND, call.sid)


@pytest.mark.parametrize(
    ("first", "second", "state", "cause"),
    [
        (BUSY, BUSY, CallState.NEVER_PLACED, None),
        (BUSY, NOT_OURS, CallState.NEVER_PLACED, None),
        (NOT_OURS, BUSY, CallState.NEVER_PLACED, None),
        (NOT_OURS, NOT_OURS, CallState.FAILED, "configuration"),
        (NOT_THERE, NOT_OURS, CallState.FAILED, "forbidden"),
        (NOT_OURS, NOT_THERE, CallState.FAILED, "forbidden"),
        (BUSY, NO_NUMBER, CallState.FAILED, "wrong_number"),
        (NO_NUMBER, None, CallState.FAILED, "wrong_number"),
    ],
)
def test_refused_by_both_it_counts_as_the_reason_that_reaches_least_far(
    two: Switchboard, first: GatewayError, second: GatewayError | None, state: CallState, cause: str | None
) -> None:
    carrier_of(two).down[ACCOUNT] = first
    if second is not None:
        carrier_of(two).down[SECOND] = second
    outcome = dialling.place(two, order_for(two))
    assert (outcome.state, outcome.cause) == (state, cause)
    assert pacer_of(two).holding == set()


def test_a_broadcast_stopped_while_the_first_company_refuses_goes_to_nobody_else(
    two: Switchboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    broadcast_id = sent(two, cast.GRID_1)
    carrier_of(two).down[ACCOUNT] = BUSY
    wait = pacer_of(two).wait_for_line

    def stopped_meanwhile(attempt_id: str, **wish: object) -> Trunk:
        if wish.get("besides"):
            with two.work() as work:
                broadcasts.move(work.tx, broadcast_id, State.STOPPED)
        return wait(attempt_id, **wish)  # type: ignore[arg-type]

    monkeypatch.setattr(pacer_of(two), "wait_for_line", stopped_meanwhile)
    dialling.dial(two, red=True)
    assert carrier_of(two).calls == []


def test_a_run_goes_on_through_the_other_company(two: Switchboard) -> None:
    broadcast_id = sent(two)
    carrier_of(two).down[ACCOUNT] = NOT_OURS
    dialling.dial(two, red=True)
    assert {call.account for call in carrier_of(two).calls} == {SECOND}
    with two.ledger.read() as tx:
        assert deliveries.reach(tx, broadcast_id).ringing == len(cast.PHONES)


def test_a_company_out_of_reach_does_not_keep_the_others_lost_calls_from_being_found(
    two: Switchboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two.work() as work:
        orders = [Order(f"a{n}", number) for n, number in enumerate(cast.PHONES[:4])]
        store.reserve(work.tx, orders, work.now)
        for n, order in enumerate(orders):
            store.claim(work.tx, order.attempt_id, None, work.now, Trunk((ACCOUNT, SECOND)[n % 2], LINE))
    asked: list[str] = []

    def find(to: str, since: object, account: str | None = None) -> list[object]:
        asked.append(account or "")
        if account == ACCOUNT:
            raise CarrierSilent("no answer")
        return []

    monkeypatch.setattr(carrier_of(two), "find_calls", find)
    clock_of(two).forward(minutes=2)
    with pytest.raises(CarrierSilent):
        lost.find_lost(two)
    assert sorted(asked) == [ACCOUNT, SECOND, SECOND], "whoever does not answer is asked once"
    assert [row.state for row in rows(two, attempts)] == ["asked", "never_placed"] * 2


@pytest.mark.parametrize(("line", "account"), [(LINE, ACCOUNT), ("+8687162170009", SECOND)])
def test_whoever_is_put_through_goes_through_the_company_that_has_the_call(
    two: Switchboard, line: str, account: str
) -> None:
    knows_language(two, cast.YANG)
    reply = calls.answer(two, "CA-in", cast.YANG, line)
    press(two, reply, "0")
    (talk,) = [row for row in rows(two, attempts) if row.purpose == Purpose.TALK]
    assert (talk.account, talk.line) == (account, line)


def text_of(board: Switchboard) -> str:
    return str(rows(board, texts_out)[0].state)


@pytest.mark.parametrize("trouble", [BUSY, NOT_OURS, NOT_THERE])
def test_a_text_goes_through_the_other_company(two: Switchboard, trouble: GatewayError) -> None:
    with two.work() as work:
        texts.put(work.tx, "a", cast.YANG, "通知", work.now)
    carrier_of(two).down[ACCOUNT] = trouble
    outbox.send(two)
    (text,), (row,) = carrier_of(two).texts, rows(two, texts_out)
    assert (text.account, row.account, row.state, row.sid) == (SECOND, SECOND, "sent", text.sid)


def test_a_text_of_which_a_company_was_silent_is_looked_up_there_and_nowhere_else(two: Switchboard) -> None:
    with two.work() as work:
        texts.put(work.tx, "a", cast.YANG, "通知", work.now)
    carrier_of(two).down |= {ACCOUNT: BUSY, SECOND: CarrierSilent("no answer")}
    carrier_of(two).heard_all_the_same.add(cast.YANG)
    outbox.send(two)
    assert text_of(two) == "unknown"
    clock_of(two).forward(minutes=2)
    outbox.find_lost(two)
    (row,) = rows(two, texts_out)
    assert (row.state, row.account) == ("sent", SECOND)


def test_no_text_is_lost_while_every_company_refuses_us(two: Switchboard) -> None:
    with two.work() as work:
        texts.put(work.tx, "a", cast.YANG, "通知", work.now)
    carrier_of(two).down |= {ACCOUNT: NOT_OURS, SECOND: NOT_OURS}
    assert outbox.send(two) == 1
    assert (text_of(two), outbox.send(two)) == ("due", 0)
    carrier_of(two).down.clear()
    clock_of(two).forward(seconds=outbox.MISCONFIGURED_S)
    outbox.send(two)
    assert text_of(two) == "sent"


def test_a_text_waits_while_every_company_is_left_alone(two: Switchboard, monkeypatch: pytest.MonkeyPatch) -> None:
    with two.work() as work:
        texts.put(work.tx, "a", cast.YANG, "通知", work.now)

    def all_alone(text_id: int, *, urgent: bool = False, line: str | None = None) -> tuple[str, ...]:
        raise BUSY

    monkeypatch.setattr(carrier_of(two), "turns", all_alone)
    outbox.send(two)
    (row,) = rows(two, texts_out)
    assert (row.state, row.account, carrier_of(two).texts) == ("due", None, [])


def test_what_may_go_elsewhere_is_what_no_phone_is_the_reason_of() -> None:
    order = Order("a1", cast.YANG)
    elsewhere = [
        (CallState.NEVER_PLACED, None),
        (CallState.FAILED, "forbidden"),
        (CallState.FAILED, "configuration"),
    ]
    nowhere = [(CallState.QUEUED, None), (CallState.UNKNOWN, None), (CallState.FAILED, "wrong_number")]
    nowhere += [(CallState.FAILED, "blocked"), (CallState.FAILED, None)]
    assert all(placing.Outcome(order, state, cause=cause).elsewhere for state, cause in elsewhere)
    assert not any(placing.Outcome(order, state, cause=cause).elsewhere for state, cause in nowhere)

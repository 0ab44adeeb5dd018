"""Dialling: attempts written down in batches, rung from a pool of threads at the common pace."""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from queue import SimpleQueue
from uuid import uuid4

from gateway.domain.calls import ENDED, CallState, Progress
from gateway.domain.companies import reach_together
from gateway.domain.errors import LedgerAway
from gateway.domain.hours import next_open
from gateway.domain.speaking.levels import Level, order_of
from gateway.domain.speaking.states import State
from gateway.journeys import callees
from gateway.journeys.speaking import running
from gateway.journeys.telephone import call_news, placing
from gateway.journeys.telephone.placing import Outcome
from gateway.ports import Job
from gateway.store import attempts, broadcasts, budget, deliveries
from gateway.store.attempts import Order
from gateway.store.broadcasts import Broadcast
from gateway.store.deliveries import Delivery
from gateway.switchboard import Switchboard, Work

RUN_S = 240  # wall seconds one job dials before it makes room for another
MOST_THREADS = 100


def dial(board: Switchboard, *, red: bool = False) -> None:
    """Rings everybody who is due, gravest broadcast first, and asks for itself again when there is more to do.

    red  True: the red broadcasts, before all other calls; False: all the others
    """
    keep_ringing(board, lambda room: _reserve(board, room, red=red), RUN_S, urgent=red)
    _finish_over(board, red=red)


def keep_ringing(
    board: Switchboard, reserve: Callable[[int], Sequence[Order]], run_s: float, *, urgent: bool = False
) -> None:
    """Rings whoever is handed out, at the common pace, until nobody is or the time is over and all calls are asked for.

    reserve  how many may be handed out -> calls written down before anybody is rung
    run_s    wall seconds
    """
    threads = max(2, min(MOST_THREADS, round(reach_together(board.settings.accounts)[0])))
    until = time.monotonic() + run_s
    answered: SimpleQueue[Future[Outcome]] = SimpleQueue()
    asked = 0
    with ThreadPoolExecutor(threads) as pool:
        while True:
            if asked <= threads and time.monotonic() < until:  # in handfuls: a transaction a phone would be the dearest
                for order in reserve(2 * threads - asked):
                    pool.submit(place, board, order, urgent=urgent).add_done_callback(answered.put)
                    asked += 1
            if not asked:
                break
            done = _waiting_in(answered)
            asked -= len(done)
            record(board, [future.result() for future in done])


def _finish_over(board: Switchboard, *, red: bool) -> None:
    with board.work() as work:
        begun = _in_order(work, State.SENDING, State.HALTED, red=red)
        going = [one for one in begun if not running.finish(board, work, one) and one.state is State.SENDING]
        dues = [deliveries.next_due(work.tx, one.id) for one in going if _may_ring(board, work, one)]
        if any(due is not None and due <= work.now for due in dues):
            work.hint(Job.DIAL_RED if red else Job.DIAL)


def _waiting_in(answered: SimpleQueue[Future[Outcome]]) -> list[Future[Outcome]]:
    """Whatever is there by now, at least one."""
    return [answered.get(), *(answered.get() for _ in range(answered.qsize()))]


def _in_order(work: Work, *states: State, red: bool) -> list[Broadcast]:
    """The broadcasts in these states, the one to be rung first in front: graver ones overtake what came before."""
    going = [one for one in broadcasts.in_state(work.tx, *states) if (one.level is Level.RED) == red]
    return sorted(going, key=lambda one: order_of(one.level, one.unit_code))


def _reserve(board: Switchboard, room: int, *, red: bool) -> list[Order]:
    """Takes phones that are due and writes their attempts down before anybody is rung."""
    with board.work() as work:
        orders: list[Order] = []
        for broadcast in _in_order(work, State.SENDING, red=red):
            while _may_ring(board, work, broadcast) and len(orders) < room:
                due = deliveries.take(work.tx, broadcast.id, work.now, room - len(orders))
                ours = _within_budget(board, work, broadcast, due)
                attempts.reserve(work.tx, ours, work.now)  # at once: the next broadcast counts them
                orders += ours
                if not due:
                    break
        return orders


def _within_budget(board: Switchboard, work: Work, broadcast: Broadcast, due: Sequence[Delivery]) -> list[Order]:
    """Calls to those whose phones may ring once more; the others are put off until then."""
    calls = budget.asked_of(work.tx, [delivery.number for delivery in due], work.now, hold=True)
    free_at, orders = callees.routine_at(work, calls), []
    for delivery in due:
        at = free_at[delivery.number]
        if at > work.now:
            windows = running.windows_of(board, broadcast.level)
            deliveries.give_back(work.tx, [delivery.id], next_open(at, board.settings.timezone, windows))
        else:
            orders.append(Order(uuid4().hex, delivery.number, broadcast_id=broadcast.id, delivery_id=delivery.id))
    return orders


def _may_ring(board: Switchboard, work: Work, broadcast: Broadcast) -> bool:
    in_hours = running.first_ring(board, broadcast.level, work.now) == work.now
    return in_hours and not broadcast.is_expired(work.now)


def place(board: Switchboard, order: Order, urgent: bool = False) -> Outcome:
    """Waits for a line, looks a last time whether the call is still wanted, and asks the carrier for it."""
    trunk = board.pacer.wait_for_line(order.attempt_id, urgent=urgent, line=order.line)
    try:
        with board.work() as work:
            wanted = attempts.claim(work.tx, order.attempt_id, order.broadcast_id, work.now, trunk)
    except LedgerAway:
        board.pacer.release(order.attempt_id)  # nobody is asked, so nobody will tell of its end
        raise
    if not wanted:
        board.pacer.release(order.attempt_id)
        return Outcome(order, CallState.NEVER_PLACED, ours=False)
    outcome = placing.ask(board, order, trunk, urgent)
    if outcome.state not in (CallState.QUEUED, CallState.UNKNOWN):
        board.pacer.release(order.attempt_id)
    return outcome


def record(board: Switchboard, outcomes: Sequence[Outcome]) -> None:
    """Writes down what the carrier answered; a callback may have told more already."""
    with board.work() as work:
        for outcome in outcomes:
            if _is_given_up(work, outcome):
                continue
            seen = Progress(outcome.sid, outcome.state, work.now, code=outcome.code, cause=outcome.cause)
            stops = placing.stops_the_run(work, outcome)
            if (outcome.is_no_try or stops) and outcome.order.delivery_id is not None:
                again = work.now + timedelta(seconds=outcome.wait_s * board.clock.speed)
                deliveries.give_back(work.tx, [outcome.order.delivery_id], again)
            call_news.apply(board, work, outcome.order.attempt_id, seen)
            _hang_up_late(work, outcome)
            if stops and outcome.order.broadcast_id is not None:
                _halt(board, work, outcome.order.broadcast_id, outcome)


def _halt(board: Switchboard, work: Work, broadcast_id: str, outcome: Outcome) -> None:
    """Stops the run; those refused on the way there are due as before it."""
    if running.halt(board, work, broadcast_id, outcome.why):
        deliveries.reopen(work.tx, placing.refused_for_it(work, broadcast_id, outcome.code), work.now)


def _hang_up_late(work: Work, outcome: Outcome) -> None:
    """A call that was asked for in the moment of a stop rings already: it is hung up like the others."""
    broadcast_id = outcome.order.broadcast_id
    if broadcast_id is None or outcome.state is not CallState.QUEUED:
        return
    broadcast = broadcasts.load(work.tx, broadcast_id)
    if broadcast is not None and broadcast.state is State.STOPPED:
        work.hint(Job.HANG_UP, broadcast_id)


def _is_given_up(work: Work, outcome: Outcome) -> bool:
    """Whether an attempt stood still so long before it was placed that the phone is somebody else's to ring by now."""
    if outcome.ours:
        return False
    tried = attempts.load(work.tx, outcome.order.attempt_id)
    return tried is None or tried.attempt.state in ENDED


def ring(board: Switchboard, orders: Iterable[Order], urgent: bool = True) -> None:
    """Places calls beside each other, urgent ones before all others that wait."""
    wanted = list(orders)
    if not wanted:
        return
    with ThreadPoolExecutor(min(len(wanted), MOST_THREADS)) as pool:
        outcomes = list(pool.map(lambda order: place(board, order, urgent=urgent), wanted))
    record(board, [outcome for outcome in outcomes if outcome.ours])

"""Dialling: attempts written down in batches, rung from a pool of threads at the common pace."""

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from queue import SimpleQueue
from uuid import uuid4

from gateway.domain import broadcasts as rules
from gateway.domain.broadcasts import State
from gateway.domain.calls import CallState, Progress
from gateway.domain.companies import reach_together
from gateway.journeys.speaking import broadcasts as speaking
from gateway.journeys.speaking import halting
from gateway.journeys.telephone import attempts as journey
from gateway.journeys.telephone import placing
from gateway.journeys.telephone.placing import Outcome
from gateway.ports import Job
from gateway.store import attempts, broadcasts, deliveries
from gateway.store.attempts import Order
from gateway.switchboard import Switchboard, Work

RUN_S = 240  # wall seconds one job dials before it makes room for another
MOST_THREADS = 100


def dial(board: Switchboard, broadcast_id: str) -> None:
    """Rings everybody of a broadcast who is due, and asks for itself again when there is more to do."""
    threads = max(2, min(MOST_THREADS, round(reach_together(board.settings.accounts)[0])))
    until = time.monotonic() + RUN_S
    answered: SimpleQueue[Future[Outcome]] = SimpleQueue()
    asked = 0
    with ThreadPoolExecutor(threads) as pool:
        while True:
            if asked <= threads and time.monotonic() < until:  # in handfuls: a transaction a phone would be the dearest
                for order in _reserve(board, broadcast_id, 2 * threads - asked):
                    pool.submit(place, board, order).add_done_callback(answered.put)
                    asked += 1
            if not asked:
                break
            done = _waiting_in(answered)
            asked -= len(done)
            record(board, [future.result() for future in done])
    with board.work() as work:
        broadcast = broadcasts.load(work.tx, broadcast_id)
        open_ = broadcast is not None and broadcast.state in (State.SENDING, State.HALTED)
        if broadcast is None or not open_ or speaking.finish(board, work, broadcast) or broadcast.state is State.HALTED:
            return
        if (due := deliveries.next_due(work.tx, broadcast_id)) is not None and due <= work.now:
            work.hint(Job.DIAL, broadcast_id)


def _waiting_in(answered: SimpleQueue[Future[Outcome]]) -> list[Future[Outcome]]:
    """Whatever is there by now, at least one."""
    return [answered.get(), *(answered.get() for _ in range(answered.qsize()))]


def _reserve(board: Switchboard, broadcast_id: str, room: int) -> list[Order]:
    """Takes phones that are due and writes their attempts down before anybody is rung."""
    with board.work() as work:
        broadcast = broadcasts.load(work.tx, broadcast_id)
        if broadcast is None or not _may_ring(board, work, broadcast):
            return []
        due = deliveries.take(work.tx, broadcast_id, work.now, room)
        orders = [
            Order(uuid4().hex, delivery.number, broadcast_id=broadcast_id, delivery_id=delivery.id) for delivery in due
        ]
        attempts.reserve(work.tx, orders, work.now)
        return orders


def _may_ring(board: Switchboard, work: Work, broadcast: broadcasts.Broadcast) -> bool:
    awake = rules.next_waking(work.now, board.settings.timezone, board.settings.waking) == work.now
    expired = broadcast.expires_at is not None and work.now >= broadcast.expires_at
    return broadcast.state is State.SENDING and awake and not expired


def place(board: Switchboard, order: Order, urgent: bool = False) -> Outcome:
    """Waits for a line, looks a last time whether the call is still wanted, and asks the carrier for it."""
    trunk = board.pacer.wait_for_line(order.attempt_id, urgent=urgent, line=order.line)
    with board.work() as work:
        wanted = attempts.claim(work.tx, order.attempt_id, order.broadcast_id, work.now, trunk)
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
            seen = Progress(outcome.sid, outcome.state, work.now, code=outcome.code, cause=outcome.cause)
            if outcome.is_no_try and outcome.order.delivery_id is not None:
                again = work.now + timedelta(seconds=outcome.wait_s * board.clock.speed)
                deliveries.give_back(work.tx, [outcome.order.delivery_id], again)
            journey.apply(board, work, outcome.order.attempt_id, seen)
            if placing.stops_the_run(work, outcome):
                halting.halt(board, work, outcome.order.broadcast_id or "", str(outcome.code or outcome.cause))


def ring(board: Switchboard, orders: Iterable[Order], urgent: bool = True) -> None:
    """Places calls beside each other, urgent ones before all others that wait."""
    wanted = list(orders)
    if not wanted:
        return
    with ThreadPoolExecutor(min(len(wanted), MOST_THREADS)) as pool:
        outcomes = list(pool.map(lambda order: place(board, order, urgent=urgent), wanted))
    record(board, [outcome for outcome in outcomes if outcome.ours])

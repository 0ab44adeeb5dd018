"""The calls of the rounds: households that have not told are taken in handfuls, written down, and rung at the pace."""

from collections.abc import Sequence
from uuid import uuid4

from gateway.domain import limits
from gateway.journeys import callees
from gateway.journeys.observing import rounds as journey
from gateway.journeys.telephone import dialling
from gateway.ports import Job
from gateway.store import attempts, budget, round_homes, rounds
from gateway.store.attempts import Order, Purpose
from gateway.store.round_homes import Home
from gateway.switchboard import Switchboard, Work

RUN_S = 120  # wall seconds one job rings before it makes room for another


def ask(board: Switchboard) -> None:
    """Begins what is due, rings whoever has not told, ends what is over; asks for itself again when there is more."""
    with board.work() as work:
        journey.follow(board, work)
    journey.begin_due(board)
    journey.end_over(board)
    dialling.keep_ringing(board, lambda room: reserve(board, room), RUN_S)
    journey.end_over(board)
    with board.work() as work:
        if round_homes.any_due(work.tx, work.now):
            work.hint(Job.ASK_HOUSEHOLDS)


def reserve(board: Switchboard, room: int) -> list[Order]:
    """Takes households that are due and have not told, and writes their calls down before anybody is rung."""
    with board.work() as work:
        orders: list[Order] = []
        while len(orders) < room:
            due = round_homes.take(work.tx, work.now, room - len(orders))
            if not due:
                break
            told = round_homes.hear(work.tx, [home.id for home in due])
            ours = _to_ring(board, work, [home for home in due if home.id not in told])
            attempts.reserve(work.tx, list(ours.values()), work.now)  # at once: the next handful counts them
            round_homes.ring(work.tx, list(ours))
            orders += ours.values()
        return orders


def _to_ring(board: Switchboard, work: Work, due: Sequence[Home]) -> dict[int, Order]:
    """Calls to those whose phones may ring now, by home; the others are put off until they may."""
    held = rounds.by_ids(work.tx, [home.round_id for home in due])
    checked = round_homes.checked_until(work.tx, {home.household_id for home in due}, work.now)
    calls = budget.asked_of(work.tx, [home.number for home in due if home.number], work.now, hold=True)
    free_at, ours = callees.routine_at(work, calls), dict[int, Order]()
    for home in due:
        one, number = held[home.round_id], home.number or ""
        at = max(free_at.get(number, work.now), checked.get(home.household_id, work.now))
        allowed = min(journey.first_ring(board, one.as_rule(board.settings.local), at), one.closes_at)
        if work.now >= one.closes_at or not number:
            round_homes.give_up(work.tx, home.id)
        elif allowed > work.now:
            round_homes.put_off(work.tx, home.id, allowed)
        else:
            about = attempts.about_home(home.id, home.calls + 1)
            ours[home.id] = Order(uuid4().hex, number, Purpose.ROUND, about)
            free_at[number] = limits.allowed_at([work.now], work.now)  # it may stand in another village too
    return ours

"""Exception calling: who has not reported is rung, a missed check goes to somebody's list, the days come to an end."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import uuid4

from sqlalchemy import Connection

from gateway.domain import limits
from gateway.domain import observations as rules
from gateway.domain.companies import reach_together
from gateway.domain.limits import Hours
from gateway.domain.observations import Tried
from gateway.domain.roles import Role
from gateway.domain.screening import Concern
from gateway.journeys import alerts
from gateway.journeys.observing import observations as journey
from gateway.journeys.reporting import tasks
from gateway.journeys.telephone import dialling
from gateway.ports import Job
from gateway.store import attempts, budget, duty, observations, roster, texts
from gateway.store.attempts import Order, Purpose
from gateway.store.observations import Check, Observation
from gateway.switchboard import Switchboard, Work

RUN_S = 120  # wall seconds one job rings before it makes room for another
MOST_THREADS = 100
MOST_TRIES = 6  # about one check, those included that were never placed
BATCH = 200
FIRST_ROLE, BACKUP_ROLE = Role.GRID_WORKER, Role.CADRE  # who visits


@dataclass(frozen=True)
class Silent:
    """A phone nobody has reported from: one call, though several people are observed behind it."""

    number: str
    day: date
    half: str
    checks: tuple[Check, ...]

    def about(self, n: int) -> str:
        """What names the n-th call about it, from 1."""
        return f"follow_up:{self.number}:{self.day}:{self.half}:{n}"

    @property
    def abouts(self) -> list[str]:
        """Every call there can be about it, in order."""
        return [self.about(n) for n in range(1, MOST_TRIES + 1)]


def is_due(board: Switchboard) -> bool:
    """Whether a phone is to be rung, a check to be marked as missed, or an observation to be ended."""
    now = board.clock.now()
    with board.ledger.read() as tx:
        return bool(observations.any_closed(tx, now) or _due(board, tx, now) or _over(board, tx, now))


def ring(board: Switchboard) -> None:
    """Rings whoever is due now, at the common pace."""
    threads = max(2, min(MOST_THREADS, round(reach_together(board.settings.accounts)[0])))
    until = time.monotonic() + RUN_S
    with ThreadPoolExecutor(threads) as pool:
        while orders := due_calls(board, 2 * threads):
            outcomes = pool.map(lambda order: dialling.place(board, order), orders)
            dialling.record(board, [outcome for outcome in outcomes if outcome.ours])
            if time.monotonic() >= until:
                board.queue.hint(Job.FOLLOW_UP)
                return


def due_calls(board: Switchboard, most: int) -> list[Order]:
    """Writes down the calls due now, some of them, before anybody is rung."""
    with board.work() as work:
        due = _due(board, work.tx, work.now, hold=True)[:most]
        orders = [Order(uuid4().hex, phone.number, Purpose.FOLLOW_UP, about=about) for phone, about in due]
        attempts.reserve(work.tx, orders, work.now)
        observations.called(work.tx, [check.id for phone, _ in due for check in phone.checks], work.now)
        return orders


def _due(board: Switchboard, tx: Connection, now: datetime, *, hold: bool = False) -> list[tuple[Silent, str]]:
    """Phones to be rung now, with what names the call."""
    hours = board.settings.hours
    if limits.next_hour(now, hours) != now:
        return []
    silent = silent_phones(observations.to_ring(tx, now, BATCH, hold=hold))
    tried = budget.tried(tx, [about for phone in silent for about in phone.abouts])
    calls = budget.asked_of(tx, [phone.number for phone in silent], now)
    found = []
    for phone in silent:
        so_far = [tried[about] for about in phone.abouts if about in tried]
        at = next_call(phone, so_far, calls[phone.number], now, hours)
        if at is not None and at <= now:
            found.append((phone, phone.about(len(so_far) + 1)))
    return found


def next_call(
    phone: Silent, so_far: Sequence[Tried], calls: Sequence[datetime], now: datetime, hours: Hours
) -> datetime | None:
    """When a silent phone is rung, None when not any more."""
    if len(so_far) >= MOST_TRIES or not limits.is_dialable(phone.number):
        return None
    return rules.call_at(phone.checks[0].due, so_far, calls, now, hours)


def silent_phones(checks: Sequence[Check]) -> list[Silent]:
    """Checks sorted by the phone that should report them; the first to close first."""

    def phone(check: Check) -> tuple[datetime, str, date, str]:
        return check.closes_at, check.number, check.day, check.half

    grouped = groupby(sorted(checks, key=phone), key=phone)
    return [Silent(number, day, half, tuple(mine)) for (_, number, day, half), mine in grouped]


# Nobody answered for it


def miss_closed(board: Switchboard) -> None:
    """Marks the checks whose time is over: missed twice is somebody's walk, three times is urgent."""
    while True:
        with board.work() as work:
            missed = observations.miss(work.tx, work.now, BATCH)
            for phone in silent_phones(missed):
                _follows(board, work, phone)
        if len(missed) < BATCH:
            return


def _follows(board: Switchboard, work: Work, phone: Silent) -> None:
    in_a_row = {_missed_until(work.tx, check) for check in phone.checks}
    observation = observations.load(work.tx, phone.checks[0].arrival_id)
    if observation is None:
        return
    if rules.VISIT_AT in in_a_row:
        _ask_for_visit(board, work, phone, observation)
    if rules.ALERT_AT in in_a_row:
        about = f"missed:{phone.number}:{phone.day}:{phone.half}"
        alerts.raise_about(board, work, about, observation, Concern.MISSED_CHECKS)


def _missed_until(tx: Connection, check: Check) -> int:
    latest = observations.latest(tx, check.arrival_id, check.due_at, rules.ALERT_AT + 1)
    return rules.missed_in_a_row(map(journey.is_missed, latest))


def _ask_for_visit(board: Switchboard, work: Work, phone: Silent, observation: Observation) -> None:
    """On the list of the grid worker, or of the cadre where there is none, with a text."""
    about = f"missed:{phone.number}:{phone.day}:{phone.half}"
    if not tasks.visit(work, about, observation, observation.arrival_id):
        return
    person = duty.on_duty(work.tx, FIRST_ROLE, observation.unit_code, work.now)
    person = person or duty.on_duty(work.tx, BACKUP_ROLE, observation.unit_code, work.now)
    if person is None:
        return
    household = roster.household(work.tx, observation.household_id) if observation.household_id else None
    body = board.catalogue.sms(
        "observation.visit",
        person.language or board.settings.default_language,
        household=household.door if household else "-",
        phone=phone.number,
        day_n=observation.period.day_n(phone.day) or 1,
        days=observation.period.days,
    )
    texts.put(work.tx, f"visit:{about}:{person.id}", person.number, body, work.now)
    work.hint_texts()


# The days are over


def end_over(board: Switchboard) -> None:
    """Ends the observations whose days are over; in waking hours, since it is told by text."""
    with board.work() as work:
        for observation in _over(board, work.tx, work.now):
            journey.end_if_over(board, work, observation)


def _over(board: Switchboard, tx: Connection, now: datetime) -> list[Observation]:
    if limits.next_hour(now, board.settings.hours) != now:
        return []
    today = board.local_day(now)
    return [one for one in observations.over_by(tx, today, BATCH) if _last_closed(tx, one, today)]


def _last_closed(tx: Connection, observation: Observation, today: date) -> bool:
    last_day = observations.checks_of(tx, [observation.arrival_id], observation.ends_on)
    return rules.is_over(observation.period, today, bool(last_day))

"""Why was this person called, or not: everything the ledger knows about one phone, and the next call planned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from gateway.domain import alerts as rules
from gateway.domain import limits
from gateway.domain.calls import ENDED, CallState
from gateway.domain.limits import Hours
from gateway.domain.observations import Outcome
from gateway.domain.speaking.retries import Cause, cause_of
from gateway.journeys import naming
from gateway.journeys.connecting import promises
from gateway.journeys.observing import follow_ups, rhythm, why_rounds
from gateway.journeys.observing.rhythm import InForce
from gateway.journeys.observing.why_rounds import AskedHome
from gateway.journeys.speaking import running
from gateway.store import alerts, arrivals, attempts, budget, observations, roster, staff, tasks
from gateway.store.budget import Placed, Waiting
from gateway.store.observations import Check, Observation
from gateway.switchboard import Switchboard, Work

LOOK_BACK = timedelta(days=7)


class Reason(StrEnum):
    """Why the next call comes when it does, or why none is planned."""

    ON_THE_LINE = "on_the_line"
    FOLLOW_UP = "follow_up"  # nobody has reported: that is when it rings
    UNLESS_REPORTED = "unless_reported"  # it rings then if nobody reports before
    ROUND = "round"  # the village's class asks every household, and this one has not told
    UNLESS_TOLD = "unless_told"  # the same, if nobody of it tells before
    MESSAGE = "message"
    ALERT = "alert"
    PROMISE = "promise"  # a member of the staff: a household waits for a call
    CALLED_ENOUGH = "called_enough"
    NOT_DIALABLE = "not_dialable"
    ENDED = "ended"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Behind:
    """Somebody who answers on this phone: a household, or a member of the staff by role."""

    name: str
    unit_code: str
    unit: str
    door: str | None = None
    role: str | None = None


@dataclass(frozen=True)
class Observed:
    """One person's days at home.

    category    letter of the policy table
    day_n       which day it is, None outside of the days
    next_check  the first check nobody has answered for, None when none is left
    asked       how often a day, and by what; None when it has ended
    """

    arrival_id: str
    category: str
    starts_on: date
    ends_on: date
    day_n: int | None
    days: int
    next_check: Check | None
    outcome: Outcome | None
    asked: InForce | None = None


@dataclass(frozen=True)
class Called:
    """A call we placed, or were about to. `cause` why it reached nobody; None: it did, or is not over."""

    call: Placed
    cause: Cause | None


@dataclass(frozen=True)
class Planned:
    """The next call. `at` None: none is planned, and `reason` says why."""

    at: datetime | None
    reason: Reason


@dataclass(frozen=True)
class Explanation:
    """Everything about one phone.

    opted_out_at  None: takes routine texts
    asked         homes behind it that a class asks every day
    today         the checks of this local day
    calls         of the last seven days, newest first
    free_at       when the callee's budget allows one more call; `now` when at once
    awake_at      when a routine call may ring; `now` when at once
    """

    number: str
    now: datetime
    behind: Sequence[Behind]
    opted_out_at: datetime | None
    observed: Sequence[Observed]
    asked: Sequence[AskedHome]
    today: Sequence[Check]
    calls: Sequence[Called]
    waiting: Sequence[Waiting]
    counted: int
    free_at: datetime
    awake_at: datetime
    next_call: Planned


def explain(board: Switchboard, number: str) -> Explanation:
    """Why this phone is rung, and when next. An unknown phone is explained too: nobody stands behind it."""
    now, hours = board.clock.now(), board.settings.hours
    with board.ledger.read() as tx:
        household = roster.household_of(tx, number)
        seen = observations.of_phone(tx, number, household.id if household else None, ended=True)
        calls = budget.asked(tx, number, now)
        return Explanation(
            number=number,
            now=now,
            behind=list(_behind(tx, number)),
            opted_out_at=roster.caller(tx, number).opted_out_at,
            observed=[_observed(board, tx, one, board.local_day(now)) for one in seen],
            asked=why_rounds.asked_homes(board, tx, number, now),
            today=observations.checks_of(tx, [one.arrival_id for one in seen], board.local_day(now)),
            calls=[_called(call) for call in budget.placed(tx, number, now - LOOK_BACK)],
            waiting=budget.waiting(tx, number),
            counted=len(calls),
            free_at=limits.allowed_at(calls, now),
            awake_at=limits.next_hour(now, hours),
            next_call=_next(board, tx, number, seen, calls, now, hours),
        )


def _behind(tx: Connection, number: str) -> Iterator[Behind]:
    for home in roster.households_of(tx, number):
        yield Behind(home.name, home.unit_code, naming.unit_name(tx, home.unit_code), door=home.door)
    for person in staff.by_number(tx, number):
        yield Behind(person.name, person.unit_code, naming.unit_name(tx, person.unit_code), role=person.role)


def _observed(board: Switchboard, tx: Connection, one: Observation, today: date) -> Observed:
    arrival, span = arrivals.load(tx, one.arrival_id), one.period
    left = observations.next_check(tx, one.arrival_id) if one.outcome is None else None
    category = arrival.category if arrival else "?"
    day_n = span.day_n(today) if one.outcome is None else None
    asked = rhythm.in_force(board, tx, one, today) if one.outcome is None else None
    days = span.starts_on, span.ends_on, day_n, span.days
    return Observed(one.arrival_id, category, *days, left, one.outcome, asked)


def _called(call: Placed) -> Called:
    reached = call.state is CallState.COMPLETED and bool(call.duration_s)
    return Called(call, None if reached or call.state not in ENDED else cause_of(call.state))


# The next call


def _next(
    board: Switchboard,
    tx: Connection,
    number: str,
    seen: Sequence[Observation],
    calls: Sequence[datetime],
    now: datetime,
    hours: Hours,
) -> Planned:
    """The earliest of what is planned; of nothing, the reason that says most."""
    planned = [
        *_promises(Work(tx, now), number, hours),
        *_live(tx, number, now),
        *_alerts(tx, number, now),
        *_messages(board, tx, number, calls, now),
        *_follow_ups(tx, number, seen, calls, now, hours),
        *_rounds(board, tx, number, calls, now),
    ]
    coming = [one for one in planned if one.at is not None]
    if coming:
        return min(coming, key=lambda one: one.at or now)
    return planned[0] if planned else Planned(None, Reason.ENDED if seen else Reason.NOTHING)


def _live(tx: Connection, number: str, now: datetime) -> Iterator[Planned]:
    if any(call.state not in ENDED for call in budget.placed(tx, number, now - LOOK_BACK)):
        yield Planned(now, Reason.ON_THE_LINE)


def _messages(
    board: Switchboard, tx: Connection, number: str, calls: Sequence[datetime], now: datetime
) -> Iterator[Planned]:
    """A broadcast keeps the hours of its level, and the callee's limits."""
    for waiting in budget.waiting(tx, number)[:1]:
        allowed = limits.allowed_at(calls, max(now, waiting.next_try_at))
        yield Planned(running.first_ring(board, waiting.level, allowed), Reason.MESSAGE)


def _alerts(tx: Connection, number: str, now: datetime) -> Iterator[Planned]:
    """A member of the staff who was told of something nobody has taken."""
    offices = {person.id for person in staff.by_number(tx, number)}
    for alert in alerts.open_ones(tx) if offices else ():
        told = [one for one in alerts.waited_for(tx, alert) if one.staff_id in offices and one.rung]
        if not told:
            continue
        since = min(one.told_at for one in told)
        calls = attempts.of_alert(tx, alert.id)
        mine = [call for call in calls if call.staff_id in offices and call.reserved_at >= since]
        ends = [call.attempt.ended_at for call in mine if call.attempt.ended_at is not None]
        if len(mine) < rules.MAX_RINGS:
            yield Planned(max([now, *(end + rules.RING_AGAIN for end in ends)]), Reason.ALERT)


def _promises(work: Work, number: str, hours: Hours) -> Iterator[Planned]:
    """Whoever answers for a household that was promised a call."""
    for owed in tasks.promised(work.tx):
        waiting = promises.look_at(work, owed)
        for person in waiting.rung:
            if person.number == number:
                yield Planned(waiting.ring_at(person, work.now, hours), Reason.PROMISE)


def _rounds(
    board: Switchboard, tx: Connection, number: str, calls: Sequence[datetime], now: datetime
) -> Iterator[Planned]:
    """Every household is asked, where a class says so; a wrong number is rung about none."""
    if not tasks.is_wrong(tx, number):
        for at, unless in why_rounds.next_calls(board, tx, number, calls, now):
            yield Planned(at, Reason.UNLESS_TOLD if unless else Reason.ROUND)


def _follow_ups(
    tx: Connection, number: str, seen: Sequence[Observation], calls: Sequence[datetime], now: datetime, hours: Hours
) -> Iterator[Planned]:
    """Asks the same rule that rings them; checks to come ring only if nobody reports before."""
    left = [observations.waiting_checks(tx, one.arrival_id, now) for one in seen if one.outcome is None]
    mine = [check for checks in left for check in checks if check.number == number]
    if mine and tasks.is_wrong(tx, number):
        yield Planned(None, Reason.NOT_DIALABLE)
        return
    for phone in follow_ups.silent_phones(mine):
        tried = budget.tried(tx, phone.abouts)
        so_far = [tried[about] for about in phone.abouts if about in tried]
        at = follow_ups.next_call(phone, so_far, calls, now, hours)
        if at is not None:
            yield Planned(at, Reason.FOLLOW_UP if phone.checks[0].ring_at <= now else Reason.UNLESS_REPORTED)
            return
        yield Planned(None, Reason.CALLED_ENOUGH if limits.is_dialable(number) else Reason.NOT_DIALABLE)

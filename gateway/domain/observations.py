"""Fourteen days at home: which days, when a temperature is due, whom to call about it, when it is over.

Source: fourteen days with a temperature twice a day, close-contact management plan (2nd ed.), early 2020. Only who did
not report is called, since carriers limit the calls to one phone; three missed in a row is urgent by our own rule.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from gateway.domain import limits, policy
from gateway.domain.calls import ENDED, CallState
from gateway.domain.limits import Hours
from gateway.domain.policy import Basis, Half, Rule
from gateway.domain.screening import FEVER
from gateway.domain.speaking.retries import Cause, cause_of

NOON = time(12, 0)  # what is reported before it answers the morning's check
MOST_CALLS = 2  # about one check: one and a retry
AGAIN_MIN = {  # minutes before the retry, by how the first call ended
    Cause.BUSY: 7,
    Cause.NO_ANSWER: 15,
    Cause.NOT_CONFIRMED: 30,
    Cause.SWITCHED_OFF: 60,
    Cause.FAILED: 15,
    Cause.CARRIER: 5,
}
VISIT_AT, ALERT_AT = 2, 3  # checks missed in a row


class Outcome(StrEnum):
    """How an observation ended. TO_DOCTOR: ill at the end, or a case. LOST: nobody has heard of them."""

    RELEASED = "released"
    TO_DOCTOR = "to_doctor"
    LOST = "lost"
    NOT_NEEDED = "not_needed"


class Channel(StrEnum):
    """How a check was reported."""

    CALL = "call"
    SMS = "sms"
    MISSED_CALL = "missed_call"
    CADRE = "cadre"


@dataclass(frozen=True)
class Period:
    """The days of an observation, first and last included."""

    basis: Basis
    starts_on: date
    ends_on: date

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.ends_on - self.starts_on).days + 1

    def day_n(self, day: date) -> int | None:
        """Which day of it this is, from 1; None before the first and after the last."""
        return (day - self.starts_on).days + 1 if self.starts_on <= day <= self.ends_on else None


@dataclass(frozen=True)
class Due:
    """A temperature that is due.

    half       name of the time of day: am, pm
    due_at     from here on it is asked for
    ring_at    not reported by then, the phone is called
    closes_at  not reported by then, it is missed
    """

    day: date
    half: str
    due_at: datetime
    ring_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class Tried:
    """A call about a check; `ended_at` None while it may still ring or talk."""

    state: CallState
    ended_at: datetime | None


def period(rule: Rule, answers: Mapping[str, str], arrived_on: date | None, first_heard: date) -> Period | None:
    """The days somebody is to be observed under a rule, None when not at all.

    Day one is the day after the arrival, or after the last exposure where the rule counts from it. Where the
    exposure's day is not known the arrival's counts, and where that is not known the day they were first heard of.

    first_heard  local day of the first report about this person
    """
    if not rule.observe:
        return None
    exposed = policy.exposed_on(answers) if rule.basis is Basis.LAST_EXPOSURE else None
    eve = exposed or arrived_on or first_heard
    return Period(rule.basis if exposed else Basis.ARRIVAL, eve + timedelta(days=1), eve + timedelta(days=rule.observe))


def checks_of(span: Period, halves: Sequence[Half], zone: tzinfo) -> list[Due]:
    """Every check of an observation, in order; times of day are local."""
    days = [span.starts_on + timedelta(days=n) for n in range(span.days)]
    return [_due(day, half, zone) for day in days for half in halves]


def _due(day: date, half: Half, zone: tzinfo) -> Due:
    due, ring, until = (datetime.combine(day, at, tzinfo=zone) for at in (half.due, half.ring, half.until))
    return Due(day, half.name, due, ring, until)


def half_at(local: datetime) -> str:
    """Which check a report at this local time answers."""
    return "am" if local.time() < NOON else "pm"


def is_ill(ill: bool, temperature: float | None) -> bool:
    """Symptoms, or a measured fever."""
    return ill or (temperature is not None and temperature >= FEVER)


def replaces(kept: tuple[bool, float | None] | None, said: tuple[bool, float | None]) -> bool:
    """Whether a report changes what a check says: the first does, then only news that is worse or measured.

    kept, said  ill, and degrees Celsius or None; kept is None while nothing was reported
    """
    return kept is None or (said[0], said[1] or 0.0) > (kept[0], kept[1] or 0.0)


def call_at(
    check: Due, tried: Sequence[Tried], calls: Sequence[datetime], now: datetime, hours: Hours
) -> datetime | None:
    """When a phone is rung about a check nobody has reported: an instant from now on, None when not (any more).

    tried  the calls about this check so far, oldest first
    calls  instants of all calls to this phone, whatever they were for
    """
    earliest = max(now, check.ring_at)
    if tried:
        again = _again_at(tried)
        if again is None:
            return None
        earliest = max(earliest, again)
    at = limits.rings_at(calls, earliest, hours)
    return at if at < check.closes_at else None


def _again_at(tried: Sequence[Tried]) -> datetime | None:
    """When the retry may come: never while a call is under way, nor after the last one allowed."""
    last = tried[-1]
    placed = [call for call in tried if call.state is not CallState.NEVER_PLACED]
    if len(placed) >= MOST_CALLS or last.state not in ENDED or last.ended_at is None:
        return None
    return last.ended_at + timedelta(minutes=AGAIN_MIN[cause_of(last.state)])


def missed_in_a_row(missed: Iterable[bool]) -> int:
    """How many of the latest checks were missed without a report between them; newest first."""
    count = 0
    for one in missed:
        if not one:
            break
        count += 1
    return count


def outcome_of(last_ill: bool | None, missed: int) -> Outcome:
    """How an observation whose days are over ends.

    last_ill  what the last check reported said, None when none was ever reported
    missed    checks missed in a row at its end
    """
    if last_ill:
        return Outcome.TO_DOCTOR
    return Outcome.LOST if missed >= ALERT_AT else Outcome.RELEASED


def is_over(span: Period, today: date, last_closed: bool) -> bool:
    """Whether the days are over: the last check is reported or missed, or its day has passed."""
    return today > span.ends_on or (today == span.ends_on and last_closed)

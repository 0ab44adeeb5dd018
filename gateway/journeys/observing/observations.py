"""Fourteen days at home: begun by the rule, answered for morning and evening, ended with a message."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from gateway.domain import limits, screening
from gateway.domain import observations as rules
from gateway.domain import policy as policies
from gateway.domain.observations import Channel, Outcome, Period
from gateway.domain.policy import Policy
from gateway.domain.screening import Case, Concern
from gateway.journeys import alerts, naming
from gateway.journeys.observing import rhythm, standings
from gateway.journeys.observing.standings import Standing
from gateway.store import observations, roster, texts
from gateway.store.arrivals import Arrival
from gateway.store.observations import Check, Observation
from gateway.switchboard import Switchboard, Work


@dataclass(frozen=True)
class ObservationNews:
    """What a report meant for those under observation behind a phone.

    people  for how many it answered a check; 0: somebody is ill, and which of several was not said
    urgent  the person responsible was told
    ended   observations that ended with it
    only    the one person under observation there, None when there are several
    """

    standing: Standing
    people: int
    urgent: bool
    ended: int
    only: str | None = None


def policy_for(board: Switchboard, unit_code: str, at: datetime) -> Policy:
    """The policy table in force for a unit."""
    return policies.in_force(board.catalogue.policies, unit_code, board.local_day(at))


def begin_for(board: Switchboard, work: Work, arrival: Arrival, answers: Mapping[str, str]) -> None:
    """Begins the one observation of an arrival, moves it when its first day has moved, or ends it when none is due.

    A case is the hospital's to observe; who is found to be none goes on with the days that are left.

    answers  everything known of the arrival
    """
    today = board.local_day(work.now)
    table = policy_for(board, arrival.unit_code, work.now)
    rule = policies.observing(table, answers)
    span = rules.period(rule, answers, arrival.arrived_on, board.local_day(arrival.first_at))
    kept = observations.load(work.tx, arrival.id)
    if span is None:
        _end_early(work, kept, Outcome.TO_DOCTOR if screening.is_case(answers) else Outcome.NOT_NEEDED)
    elif _moves(kept, span, arrival, today, given_back=answers.get("case") == Case.EXCLUDED):
        begun_at = work.now if kept is None or kept.outcome is Outcome.NOT_NEEDED else kept.begun_at
        observation = replace(_new(arrival, span), place=rule.place, begun_at=begun_at)
        _hold(board, work, arrival, observation, rhythm.halves_for(board, work.tx, arrival.unit_code, answers, today))


def _moves(kept: Observation | None, span: Period, arrival: Arrival, today: date, *, given_back: bool) -> bool:
    """Whether these days are news: of an observation already over only later days are.

    given_back  the health side had taken the person over, and has found that it was no case
    """
    if kept is None or kept.outcome is Outcome.NOT_NEEDED or (given_back and kept.outcome is Outcome.TO_DOCTOR):
        return span.ends_on >= today
    if kept.outcome is not None:
        return span.ends_on >= today and span.ends_on > kept.ends_on
    return (kept.period, kept.number) != (span, arrival.contact)


def _new(arrival: Arrival, span: Period) -> Observation:
    whose = (arrival.id, arrival.unit_code, arrival.household_id, arrival.contact)
    return Observation(*whose, span.basis, span.starts_on, span.ends_on)


def _hold(
    board: Switchboard, work: Work, arrival: Arrival, observation: Observation, halves: Sequence[policies.Half]
) -> None:
    span = observation.period
    observations.put_one(work.tx, observation, work.now)
    observations.drop_waiting(work.tx, arrival.id, span, work.now)
    due = rules.checks_of(span, halves, board.settings.timezone)
    observations.add_checks(work.tx, arrival.id, [check for check in due if check.due_at > work.now])


def _end_early(work: Work, kept: Observation | None, outcome: Outcome) -> None:
    if kept is not None and observations.end(work.tx, kept.arrival_id, outcome, work.now):
        observations.drop_waiting(work.tx, kept.arrival_id, None, work.now)


def report(
    board: Switchboard,
    work: Work,
    number: str,
    household_id: int | None,
    temperature: float | None,
    ill: bool,
    channel: Channel,
    *,
    arrival_id: str | None = None,
) -> ObservationNews | None:
    """Somebody reports: answers this half-day's checks, tells the doctor when it is bad news. Twice changes nothing.

    temperature  degrees Celsius, None when not measured
    ill          symptoms were named
    arrival_id   of whom it was said; None: of the household. "All well" then answers for everybody, "somebody is
                 ill" for the one under observation, and for none where there are several

    None when nobody behind this phone is under observation today.
    """
    day = board.local_day(work.now)
    seen = standings.observed_on(work.tx, number, household_id, day)
    if not seen:
        return None
    bad = rules.is_ill(ill, temperature)
    named = [one for one in seen if one.arrival_id == arrival_id]
    answered = named or ([] if bad and len(seen) > 1 else seen)
    _mark(board, work, answered, day, (bad, temperature if len(answered) == 1 else None), channel)
    if bad:
        _alarm(board, work, replace(seen[0], number=number))
    ended = sum(end_if_over(board, work, one) for one in answered)
    only = seen[0].arrival_id if len(seen) == 1 else None
    return ObservationNews(standings.of_observation(seen[0], day), len(answered), bad, ended, only)


def _mark(
    board: Switchboard,
    work: Work,
    whose: Sequence[Observation],
    day: date,
    said: tuple[bool, float | None],
    channel: Channel,
) -> None:
    half = rules.half_at(board.settings.local(work.now))
    for check in observations.checks_of(work.tx, [one.arrival_id for one in whose], day):
        kept = None if check.ill is None else (check.ill, check.temperature)
        if check.half == half and rules.replaces(kept, said):
            observations.report(work.tx, check.id, work.now, channel, *said)


def _alarm(board: Switchboard, work: Work, whose: Observation) -> None:
    """Once a household and half-day: the doctor is not rung again for each call of the same morning."""
    local = board.settings.local(work.now)
    about = f"observed:{whose.household_id or whose.number}:{local.date()}:{rules.half_at(local)}"
    alerts.raise_about(board, work, about, whose, Concern.OBSERVED_ILL)


def end_if_over(board: Switchboard, work: Work, observation: Observation) -> bool:
    """Ends an observation whose days are over and tells the household; once. False when it goes on."""
    today, span = board.local_day(work.now), observation.period
    left = observations.next_check(work.tx, observation.arrival_id)
    last_day = observations.checks_of(work.tx, [observation.arrival_id], span.ends_on)
    if left is not None or not rules.is_over(span, today, bool(last_day)):
        return False
    latest = observations.latest(work.tx, observation.arrival_id, work.now, rules.ALERT_AT)
    missed = rules.missed_in_a_row(map(is_missed, latest))
    outcome = rules.outcome_of(observations.last_ill(work.tx, observation.arrival_id), missed)
    ended = observations.end(work.tx, observation.arrival_id, outcome, work.now)
    if ended:
        _tell_the_end(board, work, observation, outcome)
    return ended


def is_missed(check: Check) -> bool:
    """Whether nobody answered for a check, not even late."""
    return check.missed_at is not None and check.reported_at is None


def _tell_the_end(board: Switchboard, work: Work, observation: Observation, outcome: Outcome) -> None:
    """One text a phone and day, though three came home together; whoever is lost is visited, not texted."""
    if outcome is Outcome.LOST or not limits.is_dialable(observation.number):
        return
    household = roster.household(work.tx, observation.household_id) if observation.household_id else None
    language = naming.language_of(board, work.tx, observation.number, household)
    body = board.catalogue.sms(f"observation.{outcome}", language, days=observation.period.days)
    about = f"{outcome}:{observation.number}:{observation.ends_on}"
    if texts.put(work.tx, about, observation.number, body, work.now, asked=True):  # their own release is no routine
        work.hint_texts()

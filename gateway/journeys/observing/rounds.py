"""Rounds: from the day a class holds that asks every household, each is asked so often a day, if it has not told.

A round begins when its first call may ring, follows the class in force, and ends when nobody in it is due any more:
whom no call reached is a door then, on one list a person who walks there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from gateway.domain.calls import Progress
from gateway.domain.hours import next_open
from gateway.domain.situations import rounds as rules
from gateway.domain.situations.classes import Class
from gateway.domain.situations.response import Round
from gateway.domain.situations.rounds import HomeState, Times
from gateway.domain.speaking.retries import Cause, cause_of, has_rung
from gateway.journeys.situations import standing
from gateway.journeys.speaking import door_lists
from gateway.store import doors, round_homes, rounds, situations
from gateway.store.attempts import Try
from gateway.store.round_homes import Home
from gateway.store.rounds import Held
from gateway.store.situations import Situation
from gateway.switchboard import Switchboard, Work

SAME_PHONE = (Cause.BUSY, Cause.CARRIER)  # somebody is at home and talking; nobody was rung


@dataclass(frozen=True)
class Planned:
    """A round a class brings to a village today."""

    kept: Situation
    one: Round
    times: Times

    @property
    def which(self) -> tuple[str, int, int]:
        """What tells the rounds of a day apart: the village, and the second of two. Once begun, it keeps its times."""
        return self.kept.unit_code, self.one.of, self.one.nth


def planned(board: Switchboard, tx: Connection, now: datetime, within: str = "") -> Iterator[Planned]:
    """Today's rounds of the villages of a subtree, by the classes in force now; begun, to come or over."""
    asking = {one for table in board.catalogue.responses for one in Class if table.rounds_of(one)}
    day, settings = board.local_day(now), board.settings
    for kept in situations.all_of(tx, sorted(asking), within):
        for one in standing.table_of(board, kept).rounds_of(Class(kept.value)):
            times = rules.times_on(one, day, settings.timezone, settings.waking)
            if times is not None:
                yield Planned(kept, one, times)


def is_due(board: Switchboard) -> bool:
    """Whether a round begins, ends or has lost its class, or a household is to be rung."""
    now = board.clock.now()
    with board.ledger.read() as tx:
        going = rounds.still_open(tx)
        return bool(
            _to_begin(board, tx, now)
            or any(_follows(board, tx, now, "", going))
            or round_homes.any_due(tx, now)
            or rounds.all_settled(tx, [held.id for held in going])
        )


def follow(board: Switchboard, work: Work, village: str = "") -> None:
    """Rounds go on under the class in force when it asks at the same times, and end otherwise; a call may finish."""
    going = [held for held in rounds.still_open(work.tx) if held.unit_code.startswith(village)]
    for held, kept in _follows(board, work.tx, work.now, village, going):
        if kept is not None:
            rounds.move_to(work.tx, held.id, kept.id)
        else:
            rounds.drop(work.tx, held.id)
            rounds.end(work.tx, held.id, work.now)


def _follows(
    board: Switchboard, tx: Connection, now: datetime, within: str, going: list[Held]
) -> Iterator[tuple[Held, Situation | None]]:
    """Rounds under way whose class is not in force any more, each with the one that takes it over."""
    asked = {one.which: one.kept for one in planned(board, tx, now, within)} if going else {}
    for held in going:
        kept = asked.get(held.which)
        if held.closes_at > now and (kept is None or kept.id != held.situation_id):
            yield held, kept


def begin_due(board: Switchboard) -> None:
    """Begins the rounds whose time has come, a village a transaction; run again, it begins none."""
    with board.ledger.read() as tx:
        due = _to_begin(board, tx, board.clock.now())
    for one in due:
        with board.work() as work:
            now = planned(board, work.tx, work.now, one.kept.unit_code)  # somebody may have confirmed another class
            for again in now:
                if again.which == one.which:
                    _begin(board, work, again)


def _to_begin(board: Switchboard, tx: Connection, now: datetime) -> list[Planned]:
    due = [one for one in planned(board, tx, now) if one.times.ring_at <= now < one.times.closes_at]
    begun = {held.which for held in rounds.of_day(tx, board.local_day(now))} if due else set()
    return [one for one in due if one.which not in begun]


def _begin(board: Switchboard, work: Work, one: Planned) -> None:
    held = Held(
        unit_code=one.kept.unit_code,
        situation_id=one.kept.id,
        day=board.local_day(work.now),
        nth=one.one.nth,
        of=one.one.of,
        **vars(one.times),
        retries=list(one.one.retries),
        begun_at=work.now,
    )
    doors.close_told(work.tx, work.now, held.unit_code)
    rounds.begin(work.tx, held, first_ring(board, one.one, work.now))


def first_ring(board: Switchboard, one: Round, now: datetime) -> datetime:
    """The first instant from now on at which a round rings."""
    windows = rules.windows_of(one.ring, one.until, board.settings.waking)
    return next_open(now, board.settings.timezone, windows) if windows else now


# What a call asks, and what became of it


def homes_of(work: Work, tried: Try) -> list[Home]:
    """The homes that a call asks: all behind the phone that had not told, and have not meanwhile."""
    home = round_homes.load(work.tx, tried.home_and_nth[0])
    if home is None:
        return []
    asked = round_homes.behind(work.tx, home.round_id, tried.attempt.to)
    told = round_homes.hear(work.tx, [one.id for one in asked])
    return [one for one in asked if one.id not in told]


def settle(board: Switchboard, work: Work, tried: Try, seen: Progress) -> None:
    """A call of a round is over: whoever has not told is rung again, on their next phone, or was not reached."""
    home_id, nth = tried.home_and_nth
    home = round_homes.load(work.tx, home_id)
    if home is None or home.calls != nth:  # late news: they have been rung again since
        return
    held = rounds.by_ids(work.tx, [home.round_id])[home.round_id]
    asked = round_homes.behind(work.tx, held.id, tried.attempt.to)
    told = round_homes.hear(work.tx, [one.id for one in asked])
    for one in asked:
        if one.id not in told:
            _not_heard(board, work, held, one, seen)


def _not_heard(board: Switchboard, work: Work, held: Held, home: Home, seen: Progress) -> None:
    why, number = cause_of(seen.state, seen.cause), home.number
    tries = home.tries + int(has_rung(seen.state, refused=not seen.sid))
    if number is not None and why not in SAME_PHONE:
        number = round_homes.next_phone(work.tx, home.household_id, number)
    again = None
    if number is not None and held.ended_at is None:
        rule, zone, waking = held.as_rule(board.settings.local), board.settings.timezone, board.settings.waking
        again = rules.next_call(rule, why, tries, work.now, zone, waking, other=number != home.number)
    over = HomeState.UNREACHED if held.ended_at is None else HomeState.DROPPED
    state = over if again is None else HomeState.DUE
    round_homes.settle(work.tx, home, state, tries, why, number, again)


# The end


def end_over(board: Switchboard) -> None:
    """Nobody is rung after a round's time; when nobody in it is due or on the phone it ends, and its doors are told."""
    with board.work() as work:
        for round_id in rounds.past_their_time(work.tx, work.now):
            rounds.close(work.tx, round_id)
        going = {held.id: held for held in rounds.still_open(work.tx)}
        over = [going[round_id] for round_id in rounds.all_settled(work.tx, list(going))]
    for held in over:
        with board.work() as work:
            if rounds.end(work.tx, held.id, work.now):
                rounds.hear_late(work.tx, held)
                door_lists.list_round(board, work, held.id, held.unit_code)

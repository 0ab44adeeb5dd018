"""Rounds: begun in one statement a village, ended when nobody in them is due any more; how many phones they ring."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, case, exists, func, insert, literal, select, update

from gateway.domain.situations.response import Round
from gateway.domain.situations.rounds import HomeState
from gateway.domain.speaking.retries import Cause
from gateway.store.round_tables import round_homes, rounds
from gateway.store.screening_tables import arrivals, observations
from gateway.store.sql import changed, subtree, upsert
from gateway.store.tables import households, phones, reports
from gateway.store.tasks import wrong_numbers

OPEN = (HomeState.DUE, HomeState.RINGING)


@dataclass(frozen=True)
class Held:
    """A round of one village on one day; None as in the table. `id` 0: not in the ledger yet."""

    unit_code: str
    situation_id: int
    day: date
    nth: int
    of: int
    since_at: datetime
    ring_at: datetime
    closes_at: datetime
    retries: Sequence[Any]
    begun_at: datetime
    ended_at: datetime | None = None
    id: int = 0

    @property
    def which(self) -> tuple[str, int, int]:
        """What tells the rounds of a day apart: the village, and the second of two."""
        return self.unit_code, self.of, self.nth

    def as_rule(self, local: Callable[[datetime], datetime]) -> Round:
        """Its hours and retries. `local`: an instant in the village's own time."""
        since, ring, closes = (local(at).time() for at in (self.since_at, self.ring_at, self.closes_at))
        return Round(self.nth, self.of, since, ring, closes, tuple(self.retries))


# Planning


def begin(tx: Connection, held: Held, waits_for: datetime) -> int | None:
    """Begins a round: every household of the village in one statement. Returns its number, None when it had begun.

    Whoever told since it counts has told; whoever has no phone that rings is not reached by one. One phone a home, the
    first on the roll; a phone that several share is rung once for all of them.

    waits_for  when the first call is due
    """
    facts = {name: value for name, value in vars(held).items() if name != "id"}
    once = upsert(tx, rounds).values(**facts).on_conflict_do_nothing(index_elements=["unit_code", "day", "of", "nth"])
    round_id = tx.execute(once.returning(rounds.c.id)).scalar_one_or_none()
    if round_id is None:
        return None
    told = exists().where(
        reports.c.household_id == households.c.id, reports.c.day == held.day, reports.c.at >= held.since_at
    )
    has_phone = exists().where(phones.c.household_id == households.c.id)
    first = phones.alias("first")
    homes = select(
        literal(round_id),
        households.c.id,
        households.c.unit_code,
        first.c.number,
        case(
            (told, HomeState.TOLD.value),
            (first.c.number.is_(None), HomeState.UNREACHED.value),
            else_=HomeState.DUE.value,
        ),
        literal(0),
        literal(0),
        case((first.c.number.is_(None) & has_phone, Cause.WRONG_NUMBER.value)),
        literal(waits_for, round_homes.c.next_try_at.type),
    )
    ringing = _first_phones(held.unit_code).subquery()
    found = (
        homes.select_from(households)
        .outerjoin(ringing, ringing.c.household_id == households.c.id)
        .outerjoin(first, first.c.id == ringing.c.phone_id)
        .where(subtree(households.c.unit_code, held.unit_code))
        .order_by(households.c.unit_code, households.c.door)
    )
    columns = ["round_id", "household_id", "unit_code", "number", "state", "tries", "calls", "cause", "next_try_at"]
    tx.execute(insert(round_homes).from_select(columns, found))
    return int(round_id)


def _first_phones(unit_code: str) -> Select[Any]:
    """Of each home of a subtree the first phone on the roll that rings."""
    rings = phones.c.number.not_in(wrong_numbers())
    return (
        select(phones.c.household_id, func.min(phones.c.id).label("phone_id"))
        .join(households, households.c.id == phones.c.household_id)
        .where(subtree(households.c.unit_code, unit_code), rings)
        .group_by(phones.c.household_id)
    )


def count(tx: Connection, unit_code: str, beside: Collection[str] | None = None, *, whole_phones: bool = False) -> int:
    """How many phones a round of a subtree rings when nobody has told.

    beside        but for homes a check call answers for: of somebody at home of these categories; empty: of any;
                  None: none is left out
    whole_phones  and for the other homes that share the phone of that call
    """
    ringing = _first_phones(unit_code).subquery()
    found = select(func.count(phones.c.number.distinct())).join(ringing, ringing.c.phone_id == phones.c.id)
    if beside is not None:
        checked = _checked(beside)
        first = select(func.min(phones.c.household_id)).where(phones.c.number.in_(checked)).group_by(phones.c.number)
        found = found.where(ringing.c.household_id.not_in(first))
        if whole_phones:
            found = found.where(phones.c.number.not_in(checked))
    return int(tx.execute(found).scalar_one())


def _checked(categories: Collection[str]) -> Select[Any]:
    """The phones check calls ring: about anybody at home, or about these categories."""
    rings = observations.c.number.startswith("+"), observations.c.number.not_in(wrong_numbers())
    found = select(observations.c.number).join(arrivals).where(observations.c.released_at.is_(None), *rings)
    return found.where(arrivals.c.category.in_(categories)) if categories else found


def count_checked(tx: Connection, unit_code: str, categories: Collection[str] = ()) -> int:
    """How many phones check calls ring in a subtree: about anybody at home, or about these categories."""
    here = _checked(categories).where(subtree(observations.c.unit_code, unit_code)).distinct().subquery()
    return int(tx.execute(select(func.count()).select_from(here)).scalar_one())


# Rounds as they stand


def of_day(tx: Connection, day: date, unit_code: str = "") -> list[Held]:
    """The rounds of a subtree on a local day, begun and ended, in order."""
    found = select(rounds).where(rounds.c.day == day, subtree(rounds.c.unit_code, unit_code))
    return [_held(row) for row in tx.execute(found.order_by(rounds.c.unit_code, rounds.c.ring_at, rounds.c.id))]


def still_open(tx: Connection) -> list[Held]:
    """The rounds that go on, whatever their day."""
    found = select(rounds).where(rounds.c.ended_at.is_(None)).order_by(rounds.c.id)
    return [_held(row) for row in tx.execute(found)]


def by_ids(tx: Connection, ids: Iterable[int]) -> Mapping[int, Held]:
    """Rounds by their numbers."""
    found = select(rounds).where(rounds.c.id.in_(set(ids)))
    return {row.id: _held(row) for row in tx.execute(found)}


def move_to(tx: Connection, round_id: int, situation_id: int) -> None:
    """The class that follows asks at the same times: the round goes on under it."""
    tx.execute(update(rounds).where(rounds.c.id == round_id).values(situation_id=situation_id))


def end(tx: Connection, round_id: int, now: datetime) -> bool:
    """Ends a round, once."""
    going_on = update(rounds).where(rounds.c.id == round_id, rounds.c.ended_at.is_(None))
    return changed(tx, going_on.values(ended_at=now)) == 1


_RINGING = round_homes.alias("ringing")
_ON_THE_PHONE = exists().where(  # this home, or another behind the same phone
    _RINGING.c.round_id == round_homes.c.round_id,
    _RINGING.c.number == round_homes.c.number,
    _RINGING.c.state == HomeState.RINGING,
)


def drop(tx: Connection, round_id: int) -> None:
    """Nobody else is rung in this round, nor is a door: its class is not in force any more. A call may finish."""
    left = round_homes.c.round_id == round_id, round_homes.c.state.in_((HomeState.DUE, HomeState.UNREACHED))
    tx.execute(update(round_homes).where(*left, ~_ON_THE_PHONE).values(state=HomeState.DROPPED))


def figures(tx: Connection, round_id: int) -> Mapping[HomeState, int]:
    """How many households of a round stand where."""
    counted = select(round_homes.c.state, func.count()).where(round_homes.c.round_id == round_id)
    return {HomeState(row[0]): int(row[1]) for row in tx.execute(counted.group_by(round_homes.c.state))}


def all_settled(tx: Connection, round_ids: Sequence[int]) -> list[int]:
    """Of these rounds those in which no household is due or being rung."""
    going = exists().where(round_homes.c.round_id == rounds.c.id, round_homes.c.state.in_(OPEN))
    return list(tx.execute(select(rounds.c.id).where(rounds.c.id.in_(list(round_ids)), ~going)).scalars())


def past_their_time(tx: Connection, now: datetime) -> list[int]:
    """Rounds whose time is over though households are due in them still."""
    left = exists().where(round_homes.c.round_id == rounds.c.id, round_homes.c.state == HomeState.DUE)
    found = select(rounds.c.id).where(rounds.c.ended_at.is_(None), rounds.c.closes_at <= now, left)
    return list(tx.execute(found).scalars())


def close(tx: Connection, round_id: int) -> None:
    """No further call begins in a round: whoever is due was not reached. A call may finish."""
    due = round_homes.c.round_id == round_id, round_homes.c.state == HomeState.DUE
    tx.execute(update(round_homes).where(*due, ~_ON_THE_PHONE).values(state=HomeState.UNREACHED))


def hear_late(tx: Connection, held: Held) -> int:
    """Whoever was not reached in a round but has told since has told. Returns how many."""
    late = round_homes.c.round_id == held.id, round_homes.c.state == HomeState.UNREACHED
    told = exists().where(
        reports.c.household_id == round_homes.c.household_id,
        reports.c.day == held.day,
        reports.c.at >= held.since_at,
    )
    return changed(tx, update(round_homes).where(*late, told).values(state=HomeState.TOLD))


def _held(row: Any) -> Held:
    return Held(**{name: row._mapping[name] for name in Held.__dataclass_fields__})

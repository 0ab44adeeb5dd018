"""Who signed for their unit, what they keyed, which units rest, and which step of a day was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from gateway.domain.daily.content import What
from gateway.domain.daily.window import Step
from gateway.domain.places import Level
from gateway.store.daily_tables import day_acts, day_steps, keyed_figures, unit_rests
from gateway.store.sql import changed, covering, subtree, upsert
from gateway.store.tables import reports, units


@dataclass(frozen=True)
class Signed:
    """Somebody signed for their unit: by call, text or at the keyboard."""

    source: str
    unit_code: str
    day: date
    what: What
    by: str
    channel: str
    at: datetime


def sign(tx: Connection, signed: Signed, values: Mapping[str, int]) -> bool:
    """Keeps it with the figures keyed; False when the same source said so before."""
    put = upsert(tx, day_acts).values(**vars(signed))
    kept = put.on_conflict_do_nothing(index_elements=["source"]).returning(day_acts.c.id)
    act_id = tx.execute(kept).scalar_one_or_none()
    if act_id is None:
        return False
    whose = {"act_id": act_id, "unit_code": signed.unit_code, "day": signed.day}
    if values:
        tx.execute(insert(keyed_figures), [whose | {"name": name, "value": value} for name, value in values.items()])
    return True


def signed(tx: Connection, within: str, day: date) -> dict[str, Signed]:
    """Who signed last in each unit of a subtree, by unit."""
    found = select(day_acts).where(day_acts.c.day == day, subtree(day_acts.c.unit_code, within)).order_by(day_acts.c.id)
    rows = (row._mapping for row in tx.execute(found))
    return {
        row["unit_code"]: Signed(
            **{name: row[name] for name in Signed.__dataclass_fields__} | {"what": What(row["what"])}
        )
        for row in rows
    }


def keyed(tx: Connection, within: str, day: date) -> dict[str, dict[str, int]]:
    """What was keyed last of each figure, by unit."""
    found = select(keyed_figures).where(keyed_figures.c.day == day, subtree(keyed_figures.c.unit_code, within))
    said: dict[str, dict[str, int]] = {}
    for row in tx.execute(found.order_by(keyed_figures.c.id)):
        said.setdefault(row.unit_code, {})[row.name] = row.value
    return said


# Units that rest


@dataclass(frozen=True)
class Rest:
    """A unit is not on duty. `last_day` None: until it is said to be over."""

    unit_code: str
    first_day: date
    last_day: date | None
    reason: str
    by: str
    at: datetime


def rest(tx: Connection, rest: Rest) -> None:
    """A unit is not on duty on these days."""
    tx.execute(insert(unit_rests).values(**vars(rest)))


def back(tx: Connection, unit_code: str, day: date) -> bool:
    """It is on duty again from a day on; False when it was."""
    resting = update(unit_rests).where(unit_rests.c.unit_code == unit_code, _holds_on(day))
    return changed(tx, resting.values(last_day=date.fromordinal(day.toordinal() - 1))) > 0


def resting(tx: Connection, within: str, day: date) -> dict[str, str]:
    """Units of a subtree, and those above it, that are not on duty on a day, with the reason."""
    found = select(unit_rests.c.unit_code, unit_rests.c.reason)
    here = subtree(unit_rests.c.unit_code, within) | covering(unit_rests.c.unit_code, within)
    rows = tx.execute(found.where(here, _holds_on(day)).order_by(unit_rests.c.id))
    return {row.unit_code: row.reason for row in rows}


def _holds_on(day: date) -> Any:
    return (unit_rests.c.first_day <= day) & or_(unit_rests.c.last_day.is_(None), unit_rests.c.last_day >= day)


# Steps


def note_step(tx: Connection, day: date, level: Level, step: Step, at: datetime) -> bool:
    """A step of a day is done by whoever notes it; False when somebody has."""
    noted = upsert(tx, day_steps).values(day=day, level=level, step=step, at=at)
    return changed(tx, noted.on_conflict_do_nothing(index_elements=["day", "level", "step"])) == 1


def steps_done(tx: Connection, since: date) -> set[tuple[date, Step, Level]]:
    """Steps noted of these days."""
    rows = tx.execute(select(day_steps).where(day_steps.c.day >= since))
    return {(row.day, Step(row.step), Level(row.level)) for row in rows}


def is_done(tx: Connection, day: date, level: Level, step: Step) -> bool:
    """Whether a step of a day was noted."""
    found = select(day_steps.c.at).where(day_steps.c.day == day, day_steps.c.level == level, day_steps.c.step == step)
    return tx.execute(found).one_or_none() is not None


def levels_there(tx: Connection) -> set[Level]:
    """The rungs that have a unit in the ledger."""
    return {Level(level) for level in tx.execute(select(units.c.level).distinct()).scalars()}


def was_in_use(tx: Connection, until: datetime, day: date) -> bool:
    """Whether the house worked by an instant of a day: before that there was no day to seal."""
    reported = select(reports.c.id).where(reports.c.day <= day, reports.c.at <= until).limit(1)
    stepped = select(day_steps.c.day).where(day_steps.c.day <= day).limit(1)
    return any(tx.execute(found).one_or_none() is not None for found in (reported, stepped))

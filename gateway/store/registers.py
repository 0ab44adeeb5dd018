"""What the registers are written from, read for many broadcasts at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, case, func, select

from gateway.store.broadcasts import Act, Info, Through, What
from gateway.store.speaking_tables import (
    broadcast_acts,
    broadcast_areas,
    broadcast_infos,
    broadcasts,
    deliveries,
    doors,
)
from gateway.store.tables import staff, units


@dataclass(frozen=True)
class Phones:
    """How far a broadcast got, in phones of homes and poles."""

    rung: int = 0
    heard: int = 0
    understood: int = 0


def phones(tx: Connection, ids: Sequence[str]) -> dict[str, Phones]:
    """Broadcast -> its phones."""
    heard = func.sum(case((deliveries.c.heard_at.is_not(None), 1), else_=0))
    understood = func.sum(case((deliveries.c.understood.is_(True), 1), else_=0))
    found = select(deliveries.c.broadcast_id, func.count(), heard, understood)
    rows = tx.execute(found.where(deliveries.c.broadcast_id.in_(ids)).group_by(deliveries.c.broadcast_id))
    return {row[0]: Phones(row[1], int(row[2]), int(row[3])) for row in rows}


def doors_of(tx: Connection, ids: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Broadcast -> doors on its list, and those nobody has closed."""
    open_ = func.sum(case((doors.c.closed_at.is_(None), 1), else_=0))
    found = select(doors.c.broadcast_id, func.count(), open_).where(doors.c.broadcast_id.in_(ids))
    return {row[0]: (row[1], int(row[2])) for row in tx.execute(found.group_by(doors.c.broadcast_id))}


def areas(tx: Connection, ids: Sequence[str]) -> dict[str, list[str]]:
    """Broadcast -> what its areas are called."""
    named: dict[str, list[str]] = {}
    found = select(broadcast_areas.c.broadcast_id, func.coalesce(units.c.name, broadcast_areas.c.unit_code))
    found = found.outerjoin(units, units.c.code == broadcast_areas.c.unit_code)
    in_order = found.where(broadcast_areas.c.broadcast_id.in_(ids)).order_by(broadcast_areas.c.unit_code)
    for broadcast_id, name in tx.execute(in_order):
        named.setdefault(broadcast_id, []).append(name)
    return named


def infos(tx: Connection, ids: Sequence[str]) -> dict[str, list[Info]]:
    """Broadcast -> what it says, by language."""
    said: dict[str, list[Info]] = {}
    found = select(broadcast_infos).where(broadcast_infos.c.broadcast_id.in_(ids)).order_by(broadcast_infos.c.language)
    for row in tx.execute(found):
        info = Info(**{name: row._mapping[name] for name in Info.__dataclass_fields__})
        said.setdefault(row.broadcast_id, []).append(info)
    return said


def acts(tx: Connection, ids: Sequence[str]) -> dict[str, list[Act]]:
    """Broadcast -> what was done to it, in order."""
    done: dict[str, list[Act]] = {}
    found = select(broadcast_acts).where(broadcast_acts.c.broadcast_id.in_(ids)).order_by(broadcast_acts.c.id)
    for row in tx.execute(found):
        act = Act(row.broadcast_id, What(row.what), row.staff_id, Through(row.through), row.note, row.at)
        done.setdefault(row.broadcast_id, []).append(act)
    return done


def names(tx: Connection, staff_ids: Sequence[int]) -> dict[int, str]:
    """What members of the staff are called."""
    return {row.id: row.name for row in tx.execute(select(staff.c.id, staff.c.name).where(staff.c.id.in_(staff_ids)))}


def submitted_between(tx: Connection, since: datetime, until: datetime) -> list[str]:
    """The broadcasts that somebody had to agree to, submitted in [since, until), oldest first."""
    sent_off = select(broadcast_acts.c.broadcast_id).where(
        broadcast_acts.c.what == What.SUBMITTED, broadcast_acts.c.at >= since, broadcast_acts.c.at < until
    )
    found = select(broadcasts.c.id).where(broadcasts.c.approve_by.is_not(None), broadcasts.c.id.in_(sent_off))
    return list(tx.execute(found.order_by(broadcasts.c.number)).scalars())

"""How far broadcasts got, in households and people: each group in one statement, over one broadcast or many.

A household is heard when any of its phones is, and a shared phone counts for every home behind it. Over several
broadcasts a household counts once for each. Homes are those on the roll today.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, case, func, literal, select

from gateway.domain.speaking.states import DeliveryState
from gateway.store.screening_tables import members
from gateway.store.speaking_tables import broadcast_areas, broadcasts, deliveries, doors
from gateway.store.tables import households, phones


class By(StrEnum):
    """What households are grouped by. OUTCOME: heard, or why not."""

    LANGUAGE = "language"
    LEVEL = "level"
    GRID = "grid"
    OUTCOME = "outcome"


class Unheard(StrEnum):
    """Why a household has not heard it, beside the causes of calls that failed.

    NOT_RUNG  its phones were spared, or came onto the roll later
    """

    OPEN = "open"
    STOPPED = "stopped"
    NO_PHONE = "no_phone"
    NOT_RUNG = "not_rung"


HEARD = "heard"  # an outcome as well


@dataclass(frozen=True)
class Group:
    """One group, in households; `people` are those on the rolls of homes that have one.

    asked       answered the question at the end; understood: rightly
    """

    name: str
    households: int
    heard: int
    asked: int
    understood: int
    people: int
    people_heard: int


def by(tx: Connection, broadcast_ids: Sequence[str], what: By, language: str) -> list[Group]:
    """How far these broadcasts got, group by group, by name.

    language  of homes that have chosen none
    """
    homes = _homes(broadcast_ids, language).subquery()
    return _counted(tx, homes, homes.c[what.value])


def whole(tx: Connection, broadcast_id: str) -> Group:
    """How far one broadcast got."""
    found = _counted(tx, _homes([broadcast_id], "").subquery(), literal(""))
    return found[0] if found else Group("", 0, 0, 0, 0, 0, 0)


def _counted(tx: Connection, homes: Any, name: Any) -> list[Group]:
    grouped = name.label("name")
    counted = select(
        grouped,
        func.count(),
        *(func.sum(homes.c[column]) for column in ("heard", "asked", "understood", "people")),
        func.sum(homes.c.people * homes.c.heard),
    ).select_from(homes)
    rows = tx.execute(counted.group_by(grouped).order_by(grouped))
    return [Group(row[0], *(int(figure or 0) for figure in row[1:])) for row in rows]


def _any(condition: Any) -> Any:
    return func.max(case((condition, 1), else_=0))


def _homes(broadcast_ids: Sequence[str], language: str) -> Any:
    """One row a broadcast and household meant by it: what it is grouped by, and 0 or 1 for each figure."""
    here = (households.c.unit_code >= broadcast_areas.c.unit_code) & (
        households.c.unit_code < broadcast_areas.c.unit_code.concat("~")
    )
    sent = (deliveries.c.broadcast_id == broadcast_areas.c.broadcast_id) & (deliveries.c.number == phones.c.number)
    listed = (doors.c.broadcast_id == broadcast_areas.c.broadcast_id) & (doors.c.household_id == households.c.id)
    living = select(members.c.household_id, func.count().label("people")).group_by(members.c.household_id).subquery()
    meant = broadcasts.c.audience.is_(None) | deliveries.c.id.is_not(None) | doors.c.id.is_not(None)
    return (
        select(
            *(column.label(name) for name, column in _groups(language).items()),
            _any(_HEARD).label("heard"),
            _any(deliveries.c.understood.is_not(None)).label("asked"),
            _any(deliveries.c.understood.is_(True)).label("understood"),
            func.coalesce(func.max(living.c.people), 0).label("people"),
        )
        .select_from(broadcast_areas)
        .join(broadcasts, broadcasts.c.id == broadcast_areas.c.broadcast_id)
        .join(households, here)
        .outerjoin(phones, phones.c.household_id == households.c.id)
        .outerjoin(deliveries, sent)
        .outerjoin(doors, listed)
        .outerjoin(living, living.c.household_id == households.c.id)
        .where(broadcast_areas.c.broadcast_id.in_(broadcast_ids), meant)
        .group_by(broadcast_areas.c.broadcast_id, households.c.id)
    )


_HEARD = deliveries.c.heard_at.is_not(None)
_OPEN = deliveries.c.state.in_((DeliveryState.DUE, DeliveryState.RINGING))


def _groups(language: str) -> Mapping[By, Any]:
    own = func.coalesce(func.min(deliveries.c.language), func.min(households.c.language), language)
    cause = func.coalesce(func.max(deliveries.c.cause), func.max(doors.c.cause))
    outcome = case(
        (_any(_HEARD) == 1, HEARD),
        (_any(_OPEN) == 1, Unheard.OPEN.value),
        (_any(deliveries.c.state == DeliveryState.STOPPED) == 1, Unheard.STOPPED.value),
        (cause.is_not(None), cause),
        (func.count(phones.c.id) == 0, Unheard.NO_PHONE.value),
        else_=Unheard.NOT_RUNG.value,
    )
    return {
        By.LANGUAGE: own,
        By.LEVEL: func.min(broadcasts.c.level),
        By.GRID: func.min(households.c.unit_code),
        By.OUTCOME: outcome,
    }

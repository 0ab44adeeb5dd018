"""Who is on duty: whatever must reach "the unit" reaches this one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """Why somebody is the one to be reached in a unit, first reason first."""

    SHIFT = "shift"
    MARKED = "marked"  # the named person responsible
    BACKUP = "backup"


RANK = {standing: rank for rank, standing in enumerate(Standing)}


@dataclass(frozen=True)
class Candidate:
    """Somebody who might be reached for a unit and role.

    began_at  aware instant a shift began, None when it is no shift
    until_at  when it ends, None: when somebody takes over, or it is no shift
    """

    staff_id: int
    unit_code: str
    role: str
    standing: Standing
    began_at: datetime | None = None
    until_at: datetime | None = None
    shift_id: int = 0


def choose(candidates: Iterable[Candidate]) -> Candidate | None:
    """The one on duty: nearest unit first, there whoever has the shift, is marked, or stands in.

    Of several shifts the one that began last is in force: a hand-over leaves the plan as it was.
    """

    def order(one: Candidate) -> tuple[float, ...]:
        began = one.began_at.timestamp() if one.began_at else 0.0
        return -len(one.unit_code), RANK[one.standing], -began, -one.shift_id, one.staff_id

    return min(candidates, key=order, default=None)


def moment_words(local: datetime, language: str) -> str:
    """A local time as it is said and texted: 8号20点30分; or 20:30 on 8 February."""
    if language != "zh":
        return f"{local:%H:%M} on {local.day} {local:%B}"
    minutes = f"{local.minute}分" if local.minute else ""
    return f"{local.day}号{local.hour}点{minutes}"

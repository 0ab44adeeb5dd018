"""Who wants which digests, and at what hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import Connection, select

from gateway.domain.places import Level
from gateway.store.digest_tables import digest_subscriptions
from gateway.store.sql import put
from gateway.store.staff import Person, of_row
from gateway.store.tables import staff


@dataclass(frozen=True)
class Subscription:
    """What somebody wants of the digests of a level within their unit. `at`: local, None: when it is sealed."""

    person: Person
    level: Level
    wanted: bool
    at: time | None


def keep(tx: Connection, staff_id: int, level: Level, at: time | None, now: datetime, *, wanted: bool) -> None:
    """The last word on a level counts."""
    row = {
        "staff_id": staff_id,
        "level": level,
        "wanted": wanted,
        "at": f"{at:%H:%M}" if at else None,
        "changed_at": now,
    }
    put(tx, digest_subscriptions, [row], keys=("staff_id", "level"), changed=("wanted", "at", "changed_at"))


def of_level(tx: Connection, level: Level) -> list[Subscription]:
    """What anybody has said about the digests of a level."""
    kept = digest_subscriptions.c
    found = select(staff, kept.wanted, kept.at).join_from(staff, digest_subscriptions).where(kept.level == level)
    rows = tx.execute(found.order_by(staff.c.id))
    return [Subscription(of_row(row), level, row.wanted, _time(row.at)) for row in rows]


def of_people(tx: Connection, staff_ids: Sequence[int]) -> list[Subscription]:
    """What these have said about any level."""
    kept = digest_subscriptions.c
    found = select(staff, kept.level, kept.wanted, kept.at).join_from(staff, digest_subscriptions)
    rows = tx.execute(found.where(kept.staff_id.in_(staff_ids)).order_by(kept.id))
    return [Subscription(of_row(row), Level(row.level), row.wanted, _time(row.at)) for row in rows]


def _time(written: str | None) -> time | None:
    return time.fromisoformat(written) if written else None

"""Households the day's broadcasts were for, and which of them heard."""

from typing import Any

from sqlalchemy import case, func, select

from gateway.store.daily.scope import Scope
from gateway.store.speaking_tables import broadcasts, deliveries


def homes_spoken_to(scope: Scope) -> Any:
    """One row a household: unit, household_id, heard, and of its first delivery id and unit_code.

    heard  1 when it heard all that was said to it, each on any of its phones, else 0
    """
    sent, unit = deliveries.c, scope.unit(deliveries.c.unit_code)
    each = (
        select(
            unit,
            sent.household_id,
            func.min(sent.id).label("id"),
            func.min(sent.unit_code).label("unit_code"),
            func.max(case((sent.heard_at <= scope.until, 1), else_=0)).label("heard"),
        )
        .join_from(deliveries, broadcasts)
        .where(scope.here(sent.unit_code), scope.new(broadcasts.c.started_at), sent.household_id.is_not(None))
        .group_by(unit, sent.household_id, sent.broadcast_id)
        .subquery()
    )
    homes = select(
        each.c.unit,
        each.c.household_id,
        func.min(each.c.id).label("id"),
        func.min(each.c.unit_code).label("unit_code"),
        func.min(each.c.heard).label("heard"),
    )
    return homes.group_by(each.c.unit, each.c.household_id).subquery().c

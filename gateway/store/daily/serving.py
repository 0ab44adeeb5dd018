"""Who should serve on a day, and who of them is unwell: a person once, in the lowest unit they serve in."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import FromClause, and_, func, or_, select, true

from gateway.store.daily.scope import Scope
from gateway.store.reports import Kind
from gateway.store.tables import reports, shifts, staff


def due(scope: Scope) -> Any:
    """That somebody of the staff should serve in this office: they answer for it, or have a shift."""
    return and_(_is_due(staff, scope), ~_serves_below(lambda office: _is_due(office, scope)))


def unwell(scope: Scope) -> Any:
    """That somebody of the staff told of themselves; what they tell of somebody in their home names the person."""
    ill = or_(reports.c.fever, reports.c.kind == Kind.ILL)
    told = (scope.days, scope.new(reports.c.at), ill, reports.c.person.is_(None))
    own = select(reports.c.id).where(reports.c.number == staff.c.number, *told)
    return and_(own.exists(), ~_serves_below(lambda _: true()))


def _is_due(office: FromClause, scope: Scope) -> Any:
    on_shift = select(shifts.c.id).where(
        shifts.c.staff_id == office.c.id,
        shifts.c.from_at <= scope.until,
        or_(shifts.c.until_at.is_(None), shifts.c.until_at > scope.since),
    )
    return or_(office.c.on_duty, on_shift.exists())


def _serves_below(also: Callable[[FromClause], Any]) -> Any:
    """That the same person has another such office, in a lower unit, or in one as low that comes first by its code."""
    other = staff.alias("other")
    lower = func.length(other.c.unit_code) > func.length(staff.c.unit_code)
    as_low = func.length(other.c.unit_code) == func.length(staff.c.unit_code)
    before = or_(lower, and_(as_low, other.c.unit_code < staff.c.unit_code))
    return select(other.c.id).where(other.c.number == staff.c.number, before, also(other)).exists()

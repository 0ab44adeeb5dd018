"""The state has numbered a unit anew: looked at first, then moved in one transaction, with all that lies below it."""

from collections.abc import Mapping
from datetime import date

from gateway.domain.errors import BadInput, NotFound
from gateway.domain.places import level_of, parent_of
from gateway.store import recoding, roster
from gateway.switchboard import Switchboard, Work


def look(board: Switchboard, work: Work, old: str, new: str, from_day: date) -> Mapping[str, int]:
    """How many rows of which tables would move. Raises NotFound for no such unit, else BadInput."""
    if roster.unit(work.tx, old) is None:
        raise NotFound(f"there is no unit {old!r}; `dalaba roster list` shows those there are")
    reason = _refusal(board, work, old, new, from_day)
    if reason is not None:
        raise BadInput(reason)
    return recoding.count(work.tx, old)


def move(board: Switchboard, work: Work, old: str, new: str, from_day: date, by: str) -> Mapping[str, int]:
    """Moves the unit with everything below it, and keeps that it was done. Raises as `look`."""
    look(board, work, old, new, from_day)
    moved = recoding.move(work.tx, old, new)
    shipped = board.catalogue.divisions.by_code.get(new)
    if shipped is not None:
        recoding.rename(work.tx, new, shipped.name)
    recoding.note(work.tx, old, new, from_day, work.now, by, sum(moved.values()))
    return moved


def _refusal(board: Switchboard, work: Work, old: str, new: str, from_day: date) -> str | None:
    if level_of(new) is not level_of(old) or old == new:
        return f"{new!r} is no code of a {level_of(old)} other than {old}; a unit keeps its level"
    if from_day > board.local_day(work.now):
        return f"{new} is in force from {from_day} on: move it on that day, until then reports come in under {old}"
    shipped = board.catalogue.divisions.refusal(new, from_day)
    if shipped is not None:
        return shipped
    above = parent_of(new)
    if above is not None and roster.unit(work.tx, above) is None:
        return f"the unit above, {above}, is not here yet; bring it in with `dalaba roster import` first"
    if recoding.has_people(work.tx, new):
        return f"people are on the roster under {new} already; two units cannot become one"
    return None

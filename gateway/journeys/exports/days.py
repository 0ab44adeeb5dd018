"""Days as they are handed out: one unit's, all its versions, those below it; and whether seals still fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from gateway.domain.daily.content import DayReport
from gateway.domain.daily.window import REPORTING, Window
from gateway.domain.errors import BadInput, NotFound
from gateway.domain.exports.filed import Filed, Seal
from gateway.domain.places import LENGTH_OF, Level
from gateway.journeys.daily import compiling
from gateway.journeys.daily.changed import Reach
from gateway.store import roster, staff
from gateway.store.daily import versions
from gateway.store.daily.versions import Version
from gateway.store.roster import Unit
from gateway.switchboard import Switchboard

MOST_UNITS = 20_000  # in one export: more villages than a province has


@dataclass(frozen=True)
class Handed:
    """What is handed out: a unit's day, and when asked for those of a level below it, by code."""

    total: Filed
    parts: Sequence[Filed] = ()
    level: Level | None = None


def unit(tx: Connection, code: str) -> Unit:
    """A unit of the ledger. Raises NotFound."""
    found = roster.unit(tx, code)
    if found is None:
        raise NotFound(f"there is no unit {code!r}; `dalaba roster list` shows those there are. 没有这个单位。")
    return found


def one(board: Switchboard, code: str, day: date, version: int | None = None) -> Handed:
    """A unit's day: the version asked for, else the newest, else as it stands now.

    Raises NotFound for no such unit or version, BadInput for a day to come.
    """
    _has_come(board, day)
    with board.ledger.read() as tx:
        known, of = unit(tx, code), _window(board, tx, day)
        kept = versions.load(tx, code, day, version)
        if kept is not None:
            return Handed(_sealed(board, known.name, kept, of))
        if version is not None:
            raise NotFound(_no_version(tx, code, day, version))
        compiled = compiling.compile_day(board, tx, day, code, Reach.NEAR)
    return Handed(Filed(known.name, compiled.reports[code], of))


def _no_version(tx: Connection, code: str, day: date, version: int) -> str:
    there = len(versions.all_of(tx, code, day))
    known = f"there are 1 to {there}" if there else "it is not sealed yet"
    return f"{day} of {code} has no version {version}; {known}. 没有这个版本。"


def all_versions(board: Switchboard, code: str, day: date) -> list[Filed]:
    """Every sealed version of a unit's day, the first one first. Raises NotFound when there is none."""
    _has_come(board, day)
    with board.ledger.read() as tx:
        known, of = unit(tx, code), _window(board, tx, day)
        kept = versions.all_of(tx, code, day)
    if not kept:
        raise NotFound(
            f"{day} of {code} is not sealed yet; without a version it is shown as it stands now. 还没有封存。"
        )
    return [_sealed(board, known.name, version, of) for version in kept]


def below(board: Switchboard, code: str, day: date, level: Level | None = None, most: int = MOST_UNITS) -> Handed:
    """A unit's day and those of a level below it, sealed or as they stand now.

    level  None: the nearest below that has units
    most   units handed out at once

    Raises as `one`, and BadInput when nothing of that level lies below, or too much.
    """
    _has_come(board, day)
    with board.ledger.read() as tx:
        names, level = _names_below(tx, unit(tx, code), level, most)
        kept = versions.newest(tx, day, code, LENGTH_OF[level])
        whole = versions.load(tx, code, day)
        missing = whole is None or names.keys() - kept.keys()
        now = compiling.compile_day(board, tx, day, code).reports if missing else {}
        name, of = unit(tx, code).name, _window(board, tx, day)
    total = _sealed(board, name, whole, of) if whole else Filed(name, now[code], of)
    parts = [
        _sealed(board, called, kept[at], of) if at in kept else Filed(called, now[at], of)
        for at, called in names.items()
    ]
    return Handed(total, parts, level)


def _names_below(tx: Connection, around: Unit, level: Level | None, most: int) -> tuple[Mapping[str, str], Level]:
    lower = REPORTING[: REPORTING.index(around.level)] if around.level in REPORTING else ()
    if not lower or (level is not None and level not in lower):
        there = (
            f"below it are: {' '.join(reversed(lower))}" if lower else "nothing below it reports; ask for a unit above"
        )
        raise BadInput(f"{around.code} is a {around.level}; {there}. 它下面没有要报的单位。")
    units = [one for one in roster.all_units(tx, around.code) if one.level in lower]
    nearest = next((rung for rung in reversed(lower) if any(one.level is rung for one in units)), lower[-1])
    wanted = level or nearest
    names = {one.code: one.name for one in units if one.level is wanted}
    if len(names) > most:
        raise BadInput(
            f"{len(names)} units of the level {wanted} lie below {around.code}; ask for one unit lower at a time"
        )
    return names, wanted


def _has_come(board: Switchboard, day: date) -> None:
    today = board.local_day(board.clock.now())
    if day > today:
        raise BadInput(f"{day} has not come yet; today is {today}. 还没到这一天。")


def _sealed(board: Switchboard, name: str, kept: Version, of: Window) -> Filed:
    return Filed(
        name, kept.report, of, Seal(kept.version, kept.seal, board.settings.local(kept.sealed_at), kept.is_whole)
    )


def _window(board: Switchboard, tx: Connection, day: date) -> Window:
    of, local = compiling.window(board, tx, day), board.settings.local
    return Window(day, local(of.since), local(of.until))


def signer(board: Switchboard, report: DayReport) -> str:
    """The name of whoever signed for a unit, "" when nobody did: for paper in the house, never for what leaves it."""
    by = report.act.by if report.act else ""
    if not by.startswith("staff:"):
        return ""
    with board.ledger.read() as tx:
        return staff.load(tx, int(by.removeprefix("staff:"))).name


# Seals


@dataclass(frozen=True)
class Checked:
    """A sealed version, and whether its content still is what was sealed."""

    unit_code: str
    name: str
    version: int
    whole: bool


def check_seals(board: Switchboard, code: str, day: date) -> Iterator[Checked]:
    """Recomputes the seal of every version of a day in a subtree, by code. Raises NotFound for no such unit."""
    with board.ledger.read() as tx:
        unit(tx, code)
        names = {one.code: one.name for one in roster.all_units(tx, code)}
        for kept in versions.each(tx, day, code):
            at = kept.report.unit_code
            yield Checked(at, names.get(at, at), kept.version, kept.is_whole)

"""The evening digest: compiled from the ledger at the cut-off, sealed once, texted to whoever is on duty."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from gateway.domain import digests as rules
from gateway.domain.digests import Figures
from gateway.domain.places import covers, parent_of
from gateway.domain.roles import Role
from gateway.store import broadcasts, deliveries, digests, duty, reports, roster, texts
from gateway.store.digests import Digest
from gateway.store.roster import Unit
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

FILED = ("reported", "zeros", "returnees", "hubei", "fever")  # figures read from the day's reports
VERSION = 1  # of a day sealed at its cut-off; late facts will make the next one


@dataclass(frozen=True)
class Compiled:
    """Figures of every unit of a day, and the units below each."""

    units: Mapping[str, Unit]
    figures: Mapping[str, Figures]
    below: Mapping[str, Sequence[str]]

    def parts(self, code: str) -> list[tuple[str, Figures]]:
        """Name and figures of the units right below one."""
        return [(self.units[child].name, self.figures[child]) for child in self.below.get(code, ())]


def due_day(board: Switchboard) -> date | None:
    """The day to be sealed now: today's after the cut-off, unless it is sealed."""
    local = board.settings.local(board.clock.now())
    if local.time() < board.settings.cut_off:
        return None
    with board.ledger.read() as tx:
        return None if digests.is_sealed(tx, local.date()) else local.date()


def seal(board: Switchboard, day: date) -> int:
    """Seals a day of every unit and texts it to the supervisors on duty. Run twice it is sent once.

    Returns how many units were sealed by this run.
    """
    with board.work() as work:
        compiled = compile_day(board, work, day)
        readers: dict[str, list[Person]] = defaultdict(list)
        for person in duty.everywhere(work.tx, Role.SUPERVISOR, work.now):
            readers[person.unit_code].append(person)
        return sum(_seal_unit(board, work, compiled, code, day, readers[code]) for code in compiled.units)


def _seal_unit(
    board: Switchboard, work: Work, compiled: Compiled, code: str, day: date, readers: Sequence[Person]
) -> bool:
    words = _words(compiled, code, day, board.settings.default_language)
    digest = Digest(code, day, VERSION, compiled.figures[code], words, work.now)
    if not digests.seal(work.tx, digest):
        return False
    for person in readers:
        body = _words(compiled, code, day, person.language or board.settings.default_language)
        texts.put(work.tx, f"digest:{code}:{day}:{VERSION}:{person.number}", person.number, body, work.now)
        work.hint_texts()
    return True


def _words(compiled: Compiled, code: str, day: date, language: str) -> str:
    return rules.words(compiled.units[code].name, day, compiled.figures[code], compiled.parts(code), language)


def compile_day(board: Switchboard, work: Work, day: date) -> Compiled:
    """The figures of a day for every unit: one pass over the day's rows, then sums up the ladder."""
    units = {unit.code: unit for unit in roster.all_units(work.tx)}
    below: dict[str, list[str]] = defaultdict(list)
    for code in units:
        below[_above(units, code)].append(code)
    own = _own_figures(board, work, day)
    spoken = _spoken(board, work, day)
    figures: dict[str, Figures] = {}
    for code in sorted(units, key=lambda unit_code: (-len(unit_code), unit_code)):
        parts = [(units[child].name, figures[child]) for child in below.get(code, ())]
        touched = len({sent for sent, area in spoken if covers(area, code) or covers(code, area)})
        figures[code] = rules.add_up(parts, touched, own.get(code))
    return Compiled(units, figures, below)


def _above(units: Mapping[str, Unit], code: str) -> str:
    """The nearest unit above that is in the ledger, "" at the top."""
    parent = parent_of(code)
    while parent is not None and parent not in units:
        parent = parent_of(parent)
    return parent or ""


def _own_figures(board: Switchboard, work: Work, day: date) -> dict[str, Figures]:
    """What was filed at exactly each code, with its households and the reach of the day's broadcasts."""
    own: dict[str, dict[str, Any]] = defaultdict(dict)
    for code, count in roster.count_households(work.tx).items():
        own[code]["households"] = count
    for row in reports.of_day(work.tx, day):
        own[row.unit_code].update({name: getattr(row, name) for name in FILED})
    for code, count in reports.observed(work.tx, day).items():
        own[code]["observed"] = count
    sent = [broadcast.id for broadcast in broadcasts.started_between(work.tx, *_bounds(board, day))]
    for code, (to_hear, heard) in deliveries.reach_by_unit(work.tx, sent).items():
        own[code].update(to_hear=to_hear, heard=heard)
    return {code: Figures(**facts) for code, facts in own.items()}


def _spoken(board: Switchboard, work: Work, day: date) -> list[tuple[str, str]]:
    """The day's broadcasts, each with every area it spoke to."""
    sent = [broadcast.id for broadcast in broadcasts.started_between(work.tx, *_bounds(board, day))]
    return broadcasts.areas_of(work.tx, sent)


def _bounds(board: Switchboard, day: date) -> tuple[datetime, datetime]:
    midnight = datetime.combine(day, datetime.min.time(), tzinfo=board.settings.timezone)
    return midnight, midnight + timedelta(days=1)


def latest(board: Switchboard, unit_code: str, day: date) -> Digest | None:
    """A unit's sealed day, None when it is not sealed."""
    with board.ledger.read() as tx:
        return digests.load(tx, unit_code, day)


def preview(board: Switchboard, unit_code: str, day: date) -> tuple[str, Figures]:
    """A unit's day as it stands now, unsealed: its words and figures. Raises KeyError for no such unit."""
    with board.ledger.read() as tx:  # whoever only looks keeps nobody from reporting
        compiled = compile_day(board, Work(tx, board.clock.now()), day)
    return _words(compiled, unit_code, day, board.settings.default_language), compiled.figures[unit_code]

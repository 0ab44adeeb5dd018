"""A roster's rows read and checked one against another: every fault is found before anything is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias, TypeVar

from gateway.domain import roles
from gateway.domain.divisions import Divisions
from gateway.domain.errors import BadInput
from gateway.domain.places import Level, covers, level_of, parent_of
from gateway.journeys.sheets import cells
from gateway.journeys.sheets.cells import Levels, Odd
from gateway.journeys.sheets.table import Row
from gateway.store.roll import HouseholdRow, StaffRow, UnitRow

Value = TypeVar("Value")
LIVED_IN = (Level.BUILDING, Level.GRID, Level.VILLAGE)  # where a household is written: as low as there are units


@dataclass(frozen=True)
class Ground:
    """What a roster is set upon.

    known      codes of the units in the ledger
    divisions  what ships with the house, so that no roster need name it
    day        the local day on which codes must be in force
    """

    known: Set[str]
    divisions: Divisions
    day: date


@dataclass(frozen=True)
class Fault:
    """Why a row cannot be used. `row` is its number as the spreadsheet shows it."""

    row: int
    reason: str


class BadRoster(BadInput):
    """Nothing was imported: these rows are to be corrected."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        rows = len({fault.row for fault in faults})
        super().__init__(f"{rows} row{'s' * (rows > 1)} cannot be used; nothing was imported")
        self.faults = faults


@dataclass(frozen=True)
class Member:
    """Somebody responsible, with the PIN as it was written; None when none was."""

    row: StaffRow
    pin: str | None = field(default=None, repr=False)

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells one office from another."""
        return self.row.key


@dataclass(frozen=True)
class Roll:
    """Everything a roster says."""

    units: Sequence[UnitRow] = ()
    households: Sequence[HouseholdRow] = ()
    staff: Sequence[Member] = ()


Entry: TypeAlias = UnitRow | HouseholdRow | Member


def read_roll(
    rows: Sequence[Row], languages: Mapping[str, str], ground: Ground, progress: Callable[[int, int], None]
) -> Roll:
    """What the rows say, and the shipped units above those they name.

    languages  code of a language -> what its speakers call it
    progress   called with (rows read, rows)

    Raises BadRoster naming every row that cannot be used.
    """
    read = []
    for done, row in enumerate(rows, start=1):
        read.append(_read(row, languages))
        progress(done, len(rows))
    faults = [Fault(one.number, reason) for one in read for reason in one.odd]
    faults += _clashes(read, ground)
    if faults:
        raise BadRoster(sorted(faults, key=lambda fault: fault.row))
    entries = [one.entry for one in read]
    units = [entry for entry in entries if isinstance(entry, UnitRow)]
    return Roll(
        [*units, *_shipped_above(entries, {unit.code for unit in units}, ground)],
        [entry for entry in entries if isinstance(entry, HouseholdRow)],
        [entry for entry in entries if isinstance(entry, Member)],
    )


def _shipped_above(entries: Sequence[Entry | None], named: Set[str], ground: Ground) -> list[UnitRow]:
    """The counties, prefectures and province over units and offices, where neither file nor ledger has them yet."""
    codes = {code for entry in entries if (code := _own_code(entry)) is not None}
    wanted = {division.code: division for code in codes for division in ground.divisions.above(code)}
    missing = (wanted[code] for code in sorted(wanted) if code not in named | ground.known)
    return [UnitRow(one.code, level_of(one.code) or Level.COUNTY, one.name) for one in missing]


def _own_code(entry: Entry | None) -> str | None:
    """The code of a unit, or of the unit somebody answers for; a household's unit has a row of its own."""
    if isinstance(entry, Member):
        return entry.row.unit_code
    return entry.code if isinstance(entry, UnitRow) else None


@dataclass
class Reading:
    """One row being read: what is odd about it is collected, so that all of it can be told at once."""

    row: Row
    odd: list[str] = field(default_factory=list)
    entry: Entry | None = None

    @classmethod
    def of(cls, row: Row) -> "Reading":
        """A row nothing has been read of."""
        over = f"has {row.beyond} cells too many; put a cell with a comma in it between quotation marks"
        return cls(row, [over] if row.beyond else [])

    @property
    def number(self) -> int:
        """The row's number as the spreadsheet shows it."""
        return self.row.number

    def take(self, column: str, reader: Callable[[str], Value], otherwise: Value) -> Value:
        """What a cell means, or something to go on with when it is odd."""
        try:
            return reader(self.row.cells[column])
        except Odd as e:
            self.odd.append(f"{column}: {e}")
            return otherwise


def _read(row: Row, languages: Mapping[str, str]) -> Reading:
    reading = Reading.of(row)
    kind = reading.take("kind", lambda written: cells.one_of(written, cells.KINDS), "")
    if kind:
        language = reading.take("language", lambda written: cells.language(written, languages), None)
        reading.entry = READERS[kind](reading, language)
    return reading


def _unit(reading: Reading, language: str | None) -> UnitRow:
    levels = reading.take("level", _levels, NO_LEVELS)
    code = reading.take("code", lambda written: cells.unit_code(written, levels), "")
    return UnitRow(code, level_of(code) or Level.VILLAGE, reading.take("name", cells.something, ""), language)


NO_LEVELS: Levels = ()  # nothing written: the code tells


def _levels(written: str) -> Levels:
    return cells.one_of(written, cells.LEVELS) if written else NO_LEVELS


def _household(reading: Reading, language: str | None) -> HouseholdRow:
    return HouseholdRow(
        reading.take("code", _lived_in, ""),
        reading.take("door", cells.something, ""),
        reading.take("name", cells.something, ""),
        reading.take("phones", cells.numbers, frozenset()),
        language,
        reading.take("members", cells.members, None),
    )


def _lived_in(written: str) -> str:
    code = cells.unit_code(written)
    if level_of(code) not in LIVED_IN:
        raise Odd(f"{written!r} is a {level_of(code)}; a household is written under its grid, or its village")
    return code


def _member(reading: Reading, language: str | None) -> Member:
    duty = reading.take("duty", lambda written: cells.one_of(written, cells.DUTY), "yes")
    row = StaffRow(
        reading.take("phones", cells.one_number, ""),
        reading.take("name", cells.something, ""),
        reading.take("role", role, ""),
        reading.take("code", cells.unit_code, ""),
        language,
        on_duty=duty == "yes",
        backup=duty == "backup",
    )
    return Member(row, reading.take("pin", cells.pin, None))


def role(written: str) -> str:
    """A post by any of its names."""
    return cells.one_of(written, roles.WORDS).value


READERS: Mapping[str, Callable[[Reading, str | None], Entry]] = {
    "unit": _unit,
    "household": _household,
    "staff": _member,
}


def _clashes(read: Sequence[Reading], ground: Ground) -> Iterator[Fault]:
    """What is wrong between rows that are well written each for itself.

    A unit on a faulty row counts as being there, so that one fault is not told of every household in it.
    """
    there = ({one.entry.code for one in read if isinstance(one.entry, UnitRow)} - {""}) | ground.known
    sound = [(one.number, one.entry) for one in read if one.entry is not None and not one.odd]
    yield from _twice(sound)
    for number, entry in sound:
        code = _own_code(entry)
        refusal = ground.divisions.refusal(code, ground.day) if code else None
        if refusal is not None:
            yield Fault(number, f"code: {refusal}")
        elif isinstance(entry, UnitRow):
            yield from _orphan(number, entry.code, there, ground)
        else:
            yield from _homeless(number, entry, there, ground)


def _homeless(number: int, entry: HouseholdRow | Member, there: Set[str], ground: Ground) -> Iterator[Fault]:
    code = entry.row.unit_code if isinstance(entry, Member) else entry.unit_code
    if code not in there and code not in ground.divisions.by_code:
        yield Fault(number, f"code: there is no unit {code!r}; give it a row of its own, or correct the code")


def _twice(sound: Sequence[tuple[int, Entry]]) -> Iterator[Fault]:
    first: dict[object, int] = {}
    for number, entry in sound:
        key = (type(entry), entry.code if isinstance(entry, UnitRow) else entry.key)
        if first.setdefault(key, number) != number:
            yield Fault(number, f"names the same {SAME[type(entry)]} as row {first[key]}; keep one of the two")


SAME: Mapping[type[Entry], str] = {
    UnitRow: "unit (code)",
    HouseholdRow: "household (code and door), whose phones all go into one row,",
    Member: "office (phone, role and code)",
}


def _orphan(number: int, code: str, there: Set[str], ground: Ground) -> Iterator[Fault]:
    """A unit nobody stands above; only the topmost of all may be one, or a province."""
    parent = parent_of(code)
    if parent is None or code in ground.known or parent in there or parent in ground.divisions.by_code:
        return
    if not (covers(code, min(there)) and covers(code, max(there))):  # codes in order: what lies between is covered too
        yield Fault(number, f"code: {code!r} lies in {parent!r}, which has no row; add one above it")

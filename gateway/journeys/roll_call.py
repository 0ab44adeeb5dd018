"""A roster's rows read and checked one against another: every fault is found before anything is written."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from gateway.domain import phones
from gateway.domain.errors import BadInput
from gateway.domain.places import LENGTH_OF, LENGTHS, Level, covers, level_of, parent_of
from gateway.journeys.sheet import Row, listed
from gateway.store.roll import HouseholdRow, StaffRow, UnitRow

Value = TypeVar("Value")

KINDS = {"unit": "unit", "household": "household", "staff": "staff"} | {
    **dict.fromkeys(("单位", "区划"), "unit"),
    **dict.fromkeys(("住户", "农户", "户"), "household"),
    **dict.fromkeys(("人员", "工作人员"), "staff"),
}
LEVELS = {level.value: level for level in Level} | {
    **dict.fromkeys(("省", "自治区", "直辖市"), Level.PROVINCE),
    **dict.fromkeys(("州", "市", "州市", "地区", "自治州"), Level.PREFECTURE),
    **dict.fromkeys(("县", "区", "县区", "县级市"), Level.COUNTY),
    **dict.fromkeys(("乡", "镇", "乡镇", "街道"), Level.TOWNSHIP),
    **dict.fromkeys(("村", "社区", "行政村"), Level.VILLAGE),
    **dict.fromkeys(("组", "小组", "村民小组", "网格"), Level.GRID),
}
ROLES = {role: role for role in ("cadre", "doctor", "supervisor", "grid_worker")} | {
    **dict.fromkeys(("干部", "村干部"), "cadre"),
    **dict.fromkeys(("医生", "村医"), "doctor"),
    **dict.fromkeys(("督导", "督导员"), "supervisor"),
    **dict.fromkeys(("网格员",), "grid_worker"),
}
DUTY = {"": True, "yes": True, "是": True, "no": False, "否": False}  # nothing written: on duty
LANGUAGES = {"中文": "zh", "汉语": "zh", "英语": "en", "英文": "en"}  # beside each language's code and own name
LIVED_IN = (Level.GRID, Level.VILLAGE)  # where a household may be written; a village without grids has its own

GROUPS = ((12, 9), (9, 6), (6, 4), (4, 2))  # a code this long, and the part above its last group
PIN = re.compile(r"[0-9]{4,8}")
ROUNDED = re.compile(r"[0-9.]+E\+[0-9]+", re.IGNORECASE)
AS_TEXT = "a spreadsheet has rounded it: format the column as text and type it again"
BETWEEN_PHONES = re.compile(r"[;,/|、]+")


class Odd(Exception):
    """A cell that cannot be used; the reason names the remedy."""


@dataclass(frozen=True)
class Fault:
    """Why a row cannot be used. `row` is its number as the spreadsheet shows it."""

    row: int
    reason: str


class BadRoster(BadInput):
    """Nothing was imported: these rows are to be corrected."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(f"{len({fault.row for fault in faults})} rows cannot be used; nothing was imported")
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
    """Everything a roster file says."""

    units: Sequence[UnitRow] = ()
    households: Sequence[HouseholdRow] = ()
    staff: Sequence[Member] = ()


Entry: TypeAlias = UnitRow | HouseholdRow | Member


def read_roll(
    rows: Sequence[Row], languages: Mapping[str, str], known: Iterable[str], progress: Callable[[int, int], None]
) -> Roll:
    """What the rows say.

    languages  code of a language -> what its speakers call it
    known      codes of the units in the ledger
    progress   called with (rows read, rows)

    Raises BadRoster naming every row that cannot be used.
    """
    faults: list[Fault] = []
    entries: list[tuple[int, Entry]] = []
    claimed: set[str] = set()  # unit codes of the file, those of faulty rows too: one fault is told once
    reading = Reading(_spelt(languages))
    for done, row in enumerate(rows, start=1):
        entry, odd = reading.entry(row)
        faults += [Fault(row.number, reason) for reason in odd]
        if entry is not None:
            entries.append((row.number, entry))
        if reading.claims:
            claimed.add(reading.claims)
        progress(done, len(rows))
    faults += _clashes(entries, claimed, set(known))
    if faults:
        raise BadRoster(sorted(faults, key=lambda fault: fault.row))
    return Roll(*(tuple(entry for _, entry in entries if isinstance(entry, kind)) for kind in (UnitRow, HouseholdRow, Member)))


def _spelt(languages: Mapping[str, str]) -> Mapping[str, str]:
    """Every spelling of our languages -> code."""
    names = {name.casefold(): code for code, name in languages.items()}
    return {code: code for code in languages} | names | {word: code for word, code in LANGUAGES.items() if code in languages}

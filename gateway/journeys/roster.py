"""The roster: a whole file of units, households and staff brought into the ledger at once, or not at all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Generic, TypeVar

from gateway.journeys.sheets import table
from gateway.journeys.sheets.rows import BadRoster, Fault, Ground, Member, Roll, read_roll
from gateway.journeys.telephone import pins
from gateway.store import roll, roster, staff, tasks
from gateway.store.roll import HouseholdRow, StaffRow, UnitRow
from gateway.switchboard import Switchboard

__all__ = ["BadRoster", "Fault", "Member", "Roll", "Settled", "bring", "settle"]

Progress = Callable[[str, int, int], None]  # what is being done (ROWS or PINS), done, of how many
ROWS, PINS = "rows", "pins"
Row = TypeVar("Row")


def no_progress(what: str, done: int, total: int) -> None:
    """For those who need not be told."""


@dataclass(frozen=True)
class Sorted(Generic[Row]):
    """Rows by what they mean for the ledger."""

    added: Sequence[Row]
    changed: Sequence[Row]
    same: int

    @property
    def to_write(self) -> list[Row]:
        """What the ledger does not know yet."""
        return [*self.added, *self.changed]


@dataclass(frozen=True)
class Settled:
    """What a roster adds to the ledger and changes in it; `silent` households have no phone at all."""

    units: Sorted[UnitRow]
    households: Sorted[HouseholdRow]
    staff: Sorted[StaffRow]
    silent: int


def bring(board: Switchboard, content: bytes, *, dry_run: bool = False, progress: Progress = no_progress) -> Settled:
    """Imports a roster as a spreadsheet saves it, whole or not at all, with the shipped units above its own.

    Raises BadInput for a file that is no such table, and BadRoster naming every row that cannot be used.
    """
    languages = {code: language.name for code, language in board.catalogue.languages.items()}
    with board.ledger.read() as tx:
        known = roll.units_now(tx).keys()
    ground = Ground(known, board.catalogue.divisions, board.local_day(board.clock.now()))
    rows = table.read(content)
    wanted = read_roll(rows, languages, ground, lambda done, total: progress(ROWS, done, total))
    return settle(board, wanted, dry_run=dry_run, progress=progress)


def settle(board: Switchboard, wanted: Roll, *, dry_run: bool = False, progress: Progress = no_progress) -> Settled:
    """Brings a roll into the ledger, in one transaction. Run again it changes nothing; what it does not name stays.

    dry_run   only says what would be added and changed
    progress  told of every member of staff: a PIN takes time on purpose
    """
    with board.ledger.read() as tx:
        units, households, offices = roll.units_now(tx), roll.households_now(tx), roll.staff_now(tx)
    settled = Settled(
        sort_rows(wanted.units, {row.code: units.get(row.code) for row in wanted.units}, lambda row: row.code),
        sort_rows(list(_with_rolls(wanted.households, households)), households, lambda row: row.key),
        sort_rows(list(_hashed(wanted.staff, offices, progress)), offices, lambda row: row.key),
        sum(1 for row in wanted.households if not row.numbers),
    )
    if not dry_run:
        _write(board, settled, households)
    return settled


Key = TypeVar("Key")


def sort_rows(wanted: Sequence[Row], known: Mapping[Key, Row | None], key: Callable[[Row], Key]) -> Sorted[Row]:
    """Rows of a sheet by what they mean for the rows the ledger has under the same keys."""
    before = [(row, known.get(key(row))) for row in wanted]
    added = [row for row, old in before if old is None]
    changed = [row for row, old in before if old not in (None, row)]
    return Sorted(added, changed, len(wanted) - len(added) - len(changed))


def _with_rolls(homes: Sequence[HouseholdRow], known: Mapping[tuple[str, str], HouseholdRow]) -> Iterable[HouseholdRow]:
    """Households with the roll the ledger knows, where none was written."""
    for home in homes:
        old = known.get(home.key)
        yield replace(home, members=old.members) if old and home.members is None else home


def _hashed(
    members: Sequence[Member], known: Mapping[tuple[str, str, str], StaffRow], progress: Progress
) -> Iterable[StaffRow]:
    """Offices with what is kept of their PINs: the old hash where the PIN is the old one, or none was written."""
    for done, member in enumerate(members, start=1):
        old = known.get(member.row.key)
        kept = old.pin_hash if old else None
        if member.pin is not None and not pins.matches(kept, member.pin):
            kept = pins.hash_of(member.pin)
        progress(PINS, done, len(members))
        yield replace(member.row, pin_hash=kept)


def _write(board: Switchboard, settled: Settled, before: Mapping[tuple[str, str], HouseholdRow]) -> None:
    moved = [(before[row.key], row) for row in settled.households.changed]
    gone = [(*old.key, number) for old, new in moved for number in sorted(old.numbers - new.numbers)]
    with board.work() as work:
        roster.put_units(work.tx, [asdict(row) for row in settled.units.to_write])
        roll.take_off(work.tx, gone)
        homes = settled.households.to_write
        if homes:
            roster.put_households(work.tx, [_doors_and_phones(row) for row in homes])
        roll.put_members(work.tx, {row.key: row.members for row in homes if row.members is not None})
        staff.put_all(work.tx, [asdict(row) for row in settled.staff.to_write])
        tasks.settle_numbers(work.tx, "roster", work.now)


def _doors_and_phones(row: HouseholdRow) -> Mapping[str, object]:
    return {**{name: value for name, value in asdict(row).items() if name != "members"}, "numbers": sorted(row.numbers)}

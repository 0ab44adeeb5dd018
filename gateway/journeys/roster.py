"""The roster: a whole file of units, households and staff brought into the ledger at once, or not at all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Generic, TypeVar

from gateway.journeys import pins
from gateway.store import roll, roster, staff
from gateway.store.roll import HouseholdRow, StaffRow, UnitRow
from gateway.switchboard import Switchboard

Progress = Callable[[int, int], None]  # done, of how many
Row = TypeVar("Row")


@dataclass(frozen=True)
class Member:
    """Somebody responsible, with the PIN as it was written; None when none was."""

    row: StaffRow
    pin: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Roll:
    """Everything a roster file says."""

    units: Sequence[UnitRow] = ()
    households: Sequence[HouseholdRow] = ()
    staff: Sequence[Member] = ()


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


def settle(board: Switchboard, wanted: Roll, *, dry_run: bool = False, progress: Progress | None = None) -> Settled:
    """Brings a roll into the ledger, in one transaction. Run again it changes nothing; what it does not name stays.

    dry_run   only says what would be added and changed
    progress  called for every member of staff: their PINs take time on purpose
    """
    with board.ledger.read() as tx:
        units, households, offices = roll.units_now(tx), roll.households_now(tx), roll.staff_now(tx)
    settled = Settled(
        _sort(wanted.units, {row.code: units.get(row.code) for row in wanted.units}, lambda row: row.code),
        _sort(wanted.households, households, lambda row: row.key),
        _sort(list(_hashed(wanted.staff, offices, progress)), offices, lambda row: row.key),
        sum(1 for row in wanted.households if not row.numbers),
    )
    if not dry_run:
        _write(board, settled, households)
    return settled


Key = TypeVar("Key")


def _sort(wanted: Sequence[Row], known: Mapping[Key, Row | None], key: Callable[[Row], Key]) -> Sorted[Row]:
    before = [(row, known.get(key(row))) for row in wanted]
    added = [row for row, old in before if old is None]
    changed = [row for row, old in before if old not in (None, row)]
    return Sorted(added, changed, len(wanted) - len(added) - len(changed))


def _hashed(
    members: Sequence[Member], known: Mapping[tuple[str, str, str], StaffRow], progress: Progress | None
) -> Iterable[StaffRow]:
    """Offices with what is kept of their PINs: the old hash where the PIN is the old one, or none was written."""
    for done, member in enumerate(members, start=1):
        old = known.get(member.row.key)
        kept = old.pin_hash if old else None
        if member.pin is not None and not pins.matches(kept, member.pin):
            kept = pins.hash_of(member.pin)
        if progress:
            progress(done, len(members))
        yield replace(member.row, pin_hash=kept)


def _write(board: Switchboard, settled: Settled, before: Mapping[tuple[str, str], HouseholdRow]) -> None:
    moved = [(before[row.key], row) for row in settled.households.changed]
    gone = [(*old.key, number) for old, new in moved for number in sorted(old.numbers - new.numbers)]
    with board.work() as work:
        roster.put_units(work.tx, [asdict(row) for row in settled.units.to_write])
        roll.take_off(work.tx, gone)
        households = [{**asdict(row), "numbers": sorted(row.numbers)} for row in settled.households.to_write]
        if households:
            roster.put_households(work.tx, households)
        staff.put_all(work.tx, [asdict(row) for row in settled.staff.to_write])

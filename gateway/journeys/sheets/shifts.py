"""A plan of shifts read and checked: whose turn it is in a unit and role, from when until when."""

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise
from zoneinfo import ZoneInfo

from gateway.journeys.sheets import cells
from gateway.journeys.sheets.rows import BadRoster, Fault, Reading, role
from gateway.journeys.sheets.table import Row, Sheet
from gateway.store.duty import Shift

PLAN = Sheet(
    columns={
        "code": ("代码", "编码", "单位代码", "区划代码"),
        "role": ("职务", "职责"),
        "phone": ("phones", "电话", "手机", "手机号", "电话号码"),
        "from": ("开始", "起", "上班"),
        "until": ("结束", "止", "下班", "to"),
        "name": ("姓名",),
        "note": ("notes", "remarks", "备注", "说明"),
    },
    needed=("code", "role", "phone", "from", "until"),
    as_written=("name", "note"),
    sample="dalaba duty template",
)
Offices = Mapping[tuple[str, str, str], int]


def read_plan(rows: Sequence[Row], offices: Offices, units: Set[str], zone: ZoneInfo) -> list[Shift]:
    """What the rows say.

    offices  phone, role and unit code -> id of a member of the staff
    zone     the village's: times in the sheet are local

    Raises BadRoster naming every row that cannot be used.
    """
    read = [_read(row, offices, units, zone) for row in rows]
    faults = [Fault(one.number, reason) for one, _ in read for reason in one.odd]
    faults += _overlaps([(one.number, shift) for one, shift in read if shift and not one.odd])
    if faults:
        raise BadRoster(sorted(faults, key=lambda fault: fault.row))
    return [shift for _, shift in read if shift is not None]


def _read(row: Row, offices: Offices, units: Set[str], zone: ZoneInfo) -> tuple[Reading, Shift | None]:
    reading = Reading.of(row)
    code = reading.take("code", cells.unit_code, "")
    post = reading.take("role", role, "")
    number = reading.take("phone", cells.one_number, "")
    begins = reading.take("from", lambda written: cells.moment(written, zone), None)
    ends = reading.take("until", lambda written: cells.moment(written, zone) if written else None, None)
    if reading.odd or begins is None:
        return reading, None
    staff_id = offices.get((number, post, code))
    if code not in units:
        reading.odd.append(f"code: there is no unit {code!r}; `dalaba roster list` shows those there are")
    elif staff_id is None:
        reading.odd.append(f"phone: no {post} of {code} has this phone; give them a row in the roster first")
    elif ends is not None and ends <= begins:
        reading.odd.append("until: does not come after from")
    return reading, Shift(code, post, staff_id or 0, begins, ends)


def _overlaps(sound: Sequence[tuple[int, Shift]]) -> Iterator[Fault]:
    """Two shifts of one unit and role at the same time: nobody could tell who is meant."""
    ordered = sorted(sound, key=lambda one: (*one[1].key, one[0]))
    for (first, before), (number, shift) in pairwise(ordered):
        same_post = (before.unit_code, before.role) == (shift.unit_code, shift.role)
        if same_post and (before.until_at is None or shift.from_at < before.until_at):
            yield Fault(number, f"begins before the shift of row {first} is over; correct one of the two")

"""A calendar of markets read and checked: which market, in which unit, on which days."""

from collections.abc import Sequence, Set

from gateway.domain.errors import BadInput
from gateway.domain.movement.market_rules import rule_in
from gateway.journeys.sheets import cells
from gateway.journeys.sheets.cells import Odd
from gateway.journeys.sheets.rows import BadRoster, Fault, Reading
from gateway.journeys.sheets.table import Row, Sheet
from gateway.store.markets import MarketRow

MARKETS = Sheet(
    columns={
        "code": ("代码", "编码", "单位代码", "区划代码"),
        "name": ("market", "集市", "名称", "街名"),
        "days": ("day", "街天", "街子天", "赶集日", "日子"),
        "note": ("notes", "remarks", "备注", "说明"),
    },
    needed=("code", "name", "days"),
    as_written=("name", "note"),
    sample="dalaba market template",
)
LONGEST_NAME = 12  # characters: it stands in a text


def read_markets(rows: Sequence[Row], units: Set[str]) -> list[MarketRow]:
    """What the rows say. Raises BadRoster naming every row that cannot be used."""
    read = [_read(row, units) for row in rows]
    faults = [Fault(one.number, reason) for one, _ in read for reason in one.odd]
    first: dict[tuple[str, str], int] = {}
    for one, market in read:
        if not one.odd and first.setdefault(market.key, one.number) != one.number:
            faults.append(Fault(one.number, f"names the same market as row {first[market.key]}; keep one of the two"))
    if faults:
        raise BadRoster(sorted(faults, key=lambda fault: fault.row))
    return [market for _, market in read]


def _read(row: Row, units: Set[str]) -> tuple[Reading, MarketRow]:
    reading = Reading.of(row)
    code = reading.take("code", cells.unit_code, "")
    if code and code not in units:
        reading.odd.append(f"code: there is no unit {code!r}; `dalaba roster list` shows those there are")
    return reading, MarketRow(code, reading.take("name", _name, ""), reading.take("days", _days, ""))


def _name(written: str) -> str:
    if len(cells.something(written)) > LONGEST_NAME:
        raise Odd(f"{written!r} is too long for a text; use at most {LONGEST_NAME} characters")
    return written


def _days(written: str) -> str:
    try:
        rule_in(cells.something(written))
    except BadInput as e:
        raise Odd(str(e)) from e
    return written

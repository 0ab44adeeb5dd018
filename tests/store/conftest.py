"""A small village in a ledger on each database."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime

import pytest

from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import State
from gateway.store import broadcasts, roster
from gateway.store.broadcasts import Broadcast, Info
from gateway.store.ledger import Ledger

NOON = datetime(2020, 2, 8, 4, 0, tzinfo=UTC)
VILLAGE = "532901105201"
GRIDS = [f"{VILLAGE}0{n}" for n in (1, 2)]


@pytest.fixture
def ledger(ledger_url: str) -> Iterator[Ledger]:
    with closing(Ledger(ledger_url)) as opened:
        yield opened


@pytest.fixture
def village(ledger: Ledger) -> Ledger:
    """Four households at two grids; one phone stands in two of them, one household has two phones."""
    with ledger.write() as tx:
        units = [("532901105", "township", "银桥镇"), (VILLAGE, "village", "鹤阳村")]
        units += [(code, "grid", f"{n}组") for n, code in enumerate(GRIDS, 1)]
        roster.put_units(tx, [{"code": c, "level": lv, "name": n, "language": None} for c, lv, n in units])
        doors = [
            (GRIDS[0], "001", ["+8619900000001"]),
            (GRIDS[0], "002", ["+8619900000002", "+8619900000003"]),
            (GRIDS[1], "003", ["+8619900000001"]),
            (GRIDS[1], "004", ["+8619900000004"]),
        ]
        roster.put_households(
            tx, [{"unit_code": g, "door": d, "name": f"{d}家", "language": None, "numbers": n} for g, d, n in doors]
        )
    return ledger


@pytest.fixture
def sending(village: Ledger) -> Ledger:
    """The village, with a broadcast to it under way."""
    with village.write() as tx:
        kept = Broadcast("b1", 1, VILLAGE, None, State.DRAFT, Level.YELLOW, "zh", NOON)
        broadcasts.add(tx, kept, [VILLAGE], [Info("zh", "开会", seconds=10.0)])
        assert broadcasts.move(tx, "b1", State.QUEUED)
        assert broadcasts.move(tx, "b1", State.SENDING, started_at=NOON)
    return village

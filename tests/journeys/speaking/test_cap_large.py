"""An alert for a whole prefecture, village by village: drafted, counted and frozen as any other, told in few words."""

import pytest

from gateway.domain.cap import Area, Named
from gateway.domain.errors import BadInput
from gateway.journeys.speaking import drafts, telling
from gateway.store import deliveries, roster, speaking_tables
from gateway.switchboard import Switchboard
from tests.journeys.speaking.alerting import areas, take, taken, with_areas
from tests.journeys.talk import rows
from tests.support import cast


def named(*codes: str) -> list[Area]:
    return [Area(f"村{code}", geocodes=(Named("CN-NBS-12", code),)) for code in codes]


def test_an_alert_for_thousands_of_villages_rings_ours(board: Switchboard) -> None:
    others = [f"53290111{n:04d}" for n in range(1, 2000)]
    with board.work() as work:
        units = [{"code": code, "name": f"村{code}", "level": "village", "language": None} for code in others]
        roster.put_units(work.tx, units)
    broadcast = taken(board, with_areas(*named(*others, cast.VILLAGE)))
    assert len(areas(board, broadcast)) == 2000
    with board.work() as work:
        assert drafts.estimate(board, work, broadcast).phones == len(cast.PHONES)
        assert telling.areas_in_words(board, work, broadcast, "zh") == "鹤阳村、村532901110001等2000处"
        deliveries.freeze(work.tx, broadcast.id, drafts.wanted(board, work, broadcast), work.now)
    assert sorted(row.number for row in rows(board, speaking_tables.deliveries)) == cast.PHONES


def test_of_thousands_of_areas_elsewhere_a_few_are_named(board: Switchboard) -> None:
    elsewhere = [f"4403{n:02d}" for n in range(1, 99)]
    with pytest.raises(BadInput, match=r"\(440320\) and 78 more; `dalaba roster list`"):
        take(board, with_areas(*named(*elsewhere)))

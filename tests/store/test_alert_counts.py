"""What the daily report counts of alerts, by unit, on each database."""

from datetime import datetime, timedelta

from sqlalchemy import insert

from gateway.store import alerts
from gateway.store.alerts import Alert, Turn, What
from gateway.store.incident_tables import alert_clocks
from gateway.store.ledger import Ledger
from tests.store.conftest import GRIDS, NOON, VILLAGE

MINUTE = timedelta(minutes=1)
ELSEWHERE = "532901106201"


def raised(ledger: Ledger, n: int, unit: str, at: datetime, taken: timedelta | None = None) -> None:
    """An alert; `taken`: how long after it somebody answered for it, if anybody did."""
    with ledger.write() as tx:
        alerts.add(tx, Alert(f"a{n}", f"call:{n}", f"A0208-{n:02}", "help", unit, None, "+8619900000001", at))
        if taken is not None:
            alerts.note_turn(tx, Turn(f"a{n}", What.TAKEN, at + taken, "staff:1", note="call"))


def counted(ledger: Ledger, unit: str = "53") -> dict[tuple[str, str], int]:
    with ledger.read() as tx:
        found = list(alerts.counts(tx, unit, NOON, NOON + 60 * MINUTE))
    assert len(found) == len({(code, name) for code, name, _ in found}), "one figure a unit and name"
    return {(code, name): value for code, name, value in found}


def test_alerts_are_counted_by_unit_in_a_window_open_at_its_beginning(village: Ledger) -> None:
    raised(village, 1, GRIDS[0], NOON)
    raised(village, 2, GRIDS[0], NOON + timedelta(microseconds=1))
    raised(village, 3, GRIDS[0], NOON + 60 * MINUTE)
    raised(village, 4, GRIDS[0], NOON + 60 * MINUTE + timedelta(microseconds=1))
    raised(village, 5, GRIDS[1], NOON + MINUTE)
    raised(village, 6, ELSEWHERE, NOON + MINUTE)
    assert counted(village) == {(GRIDS[0], "alerts"): 2, (GRIDS[1], "alerts"): 1, (ELSEWHERE, "alerts"): 1}
    assert counted(village, VILLAGE) == {(GRIDS[0], "alerts"): 2, (GRIDS[1], "alerts"): 1}
    assert counted(village, "54") == {}


def test_taken_within_ten_minutes_is_counted_once_though_it_was_handed_on(village: Ledger) -> None:
    at = NOON + MINUTE + timedelta(microseconds=123456)
    raised(village, 1, GRIDS[0], at, 10 * MINUTE)
    raised(village, 2, GRIDS[0], at, 10 * MINUTE + timedelta(seconds=1))
    raised(village, 3, GRIDS[0], at, 2 * MINUTE)
    with village.write() as tx:
        alerts.note_turn(tx, Turn("a3", What.TAKEN, at + 5 * MINUTE, "staff:2", note="text"))
        alerts.note_turn(tx, Turn("a2", What.CLOSED, at + MINUTE, "staff:2", note="well"))
    assert counted(village)[GRIDS[0], "alerts_taken_10min"] == 2


def test_breaches_and_missed_deadlines_are_counted_in_the_window_in_which_they_happen(village: Ledger) -> None:
    for n, unit in enumerate((GRIDS[0], GRIDS[0], GRIDS[1]), 1):
        raised(village, n, unit, NOON - 119 * MINUTE + n * MINUTE)
    with village.write() as tx:
        assert alerts.breach(tx, "a1", NOON + MINUTE)
        for position, missed_at in ((1, NOON + MINUTE), (2, NOON + 60 * MINUTE), (3, NOON + 241 * MINUTE), (4, None)):
            facts = {"alert_id": "a1", "position": position, "name": "county", "due_at": NOON, "missed_at": missed_at}
            tx.execute(insert(alert_clocks).values(**facts))
    found = counted(village)
    assert found[GRIDS[0], "alerts_breached"] == 1
    assert found[GRIDS[0], "clocks_missed"] == 2
    assert (GRIDS[1], "clocks_missed") not in found

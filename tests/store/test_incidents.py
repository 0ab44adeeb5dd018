"""Reports of one cluster in the same instant are one incident, on each database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from sqlalchemy import select

from gateway.store import alerts, incidents
from gateway.store.alerts import Alert
from gateway.store.incident_tables import alert_reports
from gateway.store.incidents import Report
from gateway.store.ledger import Ledger
from gateway.store.outgoing_tables import alerts as table
from tests.store.conftest import GRIDS, NOON

HOUR = timedelta(hours=1)
KEYS = {"home::1": 48 * HOUR, f"group:{GRIDS[0]}": 3 * HOUR}


def report(source: str, minutes: float = 0) -> Report:
    return Report(source, "fever_history", GRIDS[0], None, "+8619900000001", NOON + timedelta(minutes=minutes))


def reports_it(ledger: Ledger, n: int, together: Barrier) -> None:
    """As a journey does: take turns, look for an open one, join it or raise one."""
    one = report(f"call:{n}")
    with ledger.write() as tx:
        if tx.dialect.name == "postgresql":  # SQLite's writers take turns from the first word on
            together.wait(timeout=20)
        incidents.hold(tx)
        known = incidents.open_under(tx, KEYS, NOON)
        alert_id = known.id if known else f"a{n}"
        if known is None:
            alerts.add(tx, Alert(alert_id, one.source, f"A{n}", one.kind, one.unit_code, None, one.number, NOON))
        incidents.add(tx, alert_id, one, KEYS)


def test_reports_of_a_cluster_in_the_same_instant_are_one_incident(village: Ledger) -> None:
    together = Barrier(4)
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(reports_it, village, n, together) for n in range(4)]:
            done.result(timeout=60)
    with village.read() as tx:
        assert len(tx.execute(select(table)).all()) == 1
        assert len(tx.execute(select(alert_reports)).all()) == 4


def test_a_cluster_gathers_for_so_long_and_a_closed_incident_not_any_more(village: Ledger) -> None:
    with village.write() as tx:
        alerts.add(tx, Alert("a1", "call:1", "A1", "fever_history", GRIDS[0], None, "+8619900000001", NOON))
        number = incidents.add(tx, "a1", report("call:1"), KEYS)
        group = {f"group:{GRIDS[0]}": 3 * HOUR}
        assert incidents.open_under(tx, group, NOON + 3 * HOUR - timedelta(seconds=1)) is not None
        assert incidents.open_under(tx, group, NOON + 3 * HOUR) is None
        found = incidents.open_under(tx, KEYS, NOON + 3 * HOUR)
        assert found is not None
        assert found.id == "a1"
        assert incidents.open_under(tx, {"home::2": HOUR}, NOON) is incidents.open_under(tx, {}, NOON) is None
        incidents.set_kind(tx, number, "case")
        known = incidents.of_source(tx, "call:1")
        assert known is not None
        assert (known[0].id, known[1].kind) == ("a1", "case")
        assert incidents.of_source(tx, "call:2") is None
        assert alerts.close(tx, "a1", "command line", "好了", NOON)
        assert incidents.open_under(tx, KEYS, NOON) is None

"""Every figure of the registry opens: to as many rows as it counts, or to whoever keyed it."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, insert, select

from gateway.domain.daily.columns import BY_NAME, FIGURES, Origin
from gateway.domain.daily.content import What
from gateway.store import roll
from gateway.store.alerts import What as Turn
from gateway.store.daily import acts
from gateway.store.daily.acts import Signed
from gateway.store.daily.behind import ROWS, behind, said_of
from gateway.store.daily.counting import spoken
from gateway.store.daily.facts import read
from gateway.store.daily.scope import Scope
from gateway.store.incident_tables import alert_clocks, alert_reports
from gateway.store.ledger import Ledger
from gateway.store.movement_tables import events, rumours
from gateway.store.outgoing_tables import alert_turns, alerts
from gateway.store.screening_tables import arrivals, checks, observations, sought_vehicles, vehicles
from gateway.store.situation_tables import case_lines, case_turns, situations
from gateway.store.speaking_tables import broadcast_areas, broadcast_infos, broadcasts, deliveries
from gateway.store.tables import households, reports, staff
from tests.store.conftest import GRIDS, NOON, VILLAGE

DAY = NOON.date()
BEFORE, EARLY, LATE = NOON - timedelta(days=1), NOON - timedelta(hours=3), NOON - timedelta(hours=1)
OF_UNITS = {one.name for one in FIGURES if one.column == 18}  # opened by the reports of the units themselves
ORIGINS = ("hubei", "abroad", "listed", "province", "yunnan")
MINE = "+8619900000001"


def test_each_figure_has_rows_or_somebody_who_keyed_it() -> None:
    counted = {one.name for one in FIGURES if one.origin is not Origin.KEYED}
    assert counted - OF_UNITS == ROWS - {"households_silent"}


def add(tx: Connection, table: Table, **values: Any) -> Any:
    return tx.execute(insert(table).values(**values).returning(*table.primary_key)).one()[0]


def homes(tx: Connection) -> list[int]:
    return list(tx.execute(select(households.c.id).order_by(households.c.door)).scalars())


def come_home(tx: Connection, home: int) -> None:
    """Somebody from each origin, the first a close contact by a sought train; at home and in central quarantine."""
    who: dict[str, Any] = {"unit_code": GRIDS[0], "household_id": home, "number": MINE, "changed_at": LATE}
    add(tx, sought_vehicles, vehicle="G1", day=DAY, source="notice", note="-", entered_by="command line", at=LATE)
    for n, origin in enumerate(ORIGINS):
        category, clear = ("C" if n == 0 else "D"), 10 if n < 2 else 7
        own = {"contact": f"+861990001000{n}", "category": category, "origin": origin, "clear": clear}
        add(tx, arrivals, id=f"a{n}", **who, **own, first_at=EARLY)
        begins = DAY - timedelta(days=(0, 4, 9, 2, 1)[n])
        kept = {"unit_code": GRIDS[0], "household_id": home, "number": MINE, "basis": "arrival", "starts_on": begins}
        kept |= {"arrival_id": f"a{n}", "ends_on": begins + timedelta(days=14), "place": "home" if n < 4 else "central"}
        over = {3: {"released_at": LATE, "outcome": "lost"}}.get(n, {})
        add(tx, observations, **kept, **over)
    add(tx, vehicles, arrival_id="a0", vehicle="G1", day=DAY)
    for n, (place, outcome) in enumerate([("home", "released"), ("central", "released"), ("home", "to_doctor")], 5):
        own = {"contact": f"+861990001000{n}", "category": "G", "origin": "province", "clear": 10}
        add(tx, arrivals, id=f"a{n}", **who, **own, first_at=BEFORE - timedelta(days=9))
        kept = {"unit_code": GRIDS[1], "household_id": home, "number": MINE, "basis": "arrival", "place": place}
        kept |= {"starts_on": DAY - timedelta(days=14), "ends_on": DAY, "released_at": LATE, "outcome": outcome}
        add(tx, observations, arrival_id=f"a{n}", **kept)
    for half, at in (("am", EARLY), ("pm", None)):
        add(tx, checks, arrival_id="a1", day=DAY, half=half, due_at=EARLY, ring_at=LATE, closes_at=LATE, reported_at=at)
    twice = {**who, "household_id": homes(tx)[1], "contact": "+8619900010000", "category": "C", "clear": 10}
    add(tx, arrivals, id="twice", **twice, origin="hubei", first_at=LATE)  # another home tells of the first one again


def report(tx: Connection, home: int | None, source: str, **said: Any) -> None:
    where = {"unit_code": GRIDS[0], "household_id": home, "number": MINE, "day": DAY, "at": EARLY}
    add(tx, reports, **{**where, "kind": "well", "source": source, "from_hubei": False, "fever": False, **said})


def told(tx: Connection) -> None:
    """Households report, some ill, one of them twice; staff too."""
    first, second, third, _ = homes(tx)
    report(tx, first, "text:1")
    report(tx, first, "text:2", kind="ill", fever=True, category="B", person="p1")
    report(tx, first, "text:3", kind="ill", fever=True, category="B", person="p1", at=LATE)
    report(tx, second, "text:4", kind="ill")
    report(tx, None, "text:5", kind="ill", fever=True, number="+8619900000077")
    report(tx, third, "text:6", unit_code=GRIDS[1], at=BEFORE)  # of the day before
    roll.put_members(tx, {(GRIDS[0], "001"): ["爷爷", "妈妈"], (GRIDS[1], "004"): ["爸爸"]})
    for role in ("cadre", "secretary"):  # one person in two offices
        add(
            tx,
            staff,
            number=MINE,
            name="张敏",
            role=role,
            unit_code=VILLAGE,
            on_duty=True,
            backup=False,
            pin_failures=0,
        )


def matters(tx: Connection) -> None:
    """One event of each kind that counts, rumours, alerts, cases and a class."""
    home = homes(tx)[0]
    settled = (
        *(("wedding", "postponed", None), ("funeral", "kept_small", 30), ("gathering", "stopped", None)),
        *(("market", "stopped", None), ("visiting", "stopped", 3), ("gathering", "held_anyway", 80)),
    )
    for kind, state, people in settled:
        kept = {"unit_code": GRIDS[0], "household_id": home, "day": DAY, "created_at": EARLY, "told_at": EARLY}
        add(tx, events, kind=kind, state=state, people=people, settled_at=LATE, **kept)
    found = add(tx, rumours, unit_code=VILLAGE, words="-", created_at=EARLY, verified_at=LATE, answered_at=LATE)
    add(tx, rumours, unit_code=VILLAGE, words="-", created_at=EARLY, same_as=found)
    for n, taken_at in enumerate((EARLY + timedelta(minutes=9), EARLY + timedelta(minutes=20))):
        kept = {"unit_code": GRIDS[0], "household_id": home, "number": MINE, "raised_at": EARLY, "kind": "help"}
        closed = {"closed_at": LATE} if n else {}
        add(tx, alerts, id=f"al{n}", about=f"x{n}", code=f"A0208-0{n}", breached_at=LATE, handed=0, **kept, **closed)
        add(tx, alert_turns, alert_id=f"al{n}", what=Turn.TAKEN, at=taken_at)
        where = {"unit_code": GRIDS[0], "household_id": home, "number": MINE, "at": EARLY}
        add(tx, alert_reports, alert_id=f"al{n}", source=f"s{n}", kind="help", **where)
    add(tx, alert_clocks, alert_id="al1", position=1, name="county", due_at=EARLY, missed_at=LATE)
    for state in ("suspected", "confirmed", "recovered", "died"):
        line = {"unit_code": GRIDS[0], "household_id": home, "source_known": True, "entered_at": EARLY}
        case = add(tx, case_lines, state=state, **line)
        for _ in range(2):  # said twice, it is one
            add(tx, case_turns, case_id=case, state=state, day=DAY, document="1号", by="staff:1", at=LATE)


def situation(tx: Connection, unit: str, value: str) -> None:
    kept = {"unit_code": unit, "axis": "class", "value": value, "proposed": value, "because": {}, "document": "2号"}
    add(tx, situations, **kept, confirmed_by=1, responses="yunnan_2020", from_at=LATE)


def spoken_to(tx: Connection) -> None:
    """Two broadcasts; one household heard both, one heard one of them."""
    for n, heard in enumerate(((1, 1), (1, 0)), 1):
        kept = {"id": f"b{n}", "number": n, "unit_code": VILLAGE, "state": "done", "level": "yellow", "language": "zh"}
        add(tx, broadcasts, **kept, created_at=EARLY, started_at=EARLY)
        add(tx, broadcast_areas, broadcast_id=f"b{n}", unit_code=VILLAGE[: 9 if n == 1 else 14])
        add(tx, broadcast_infos, broadcast_id=f"b{n}", language="zh" if n == 1 else "en", words="-", seconds=5.0)
        for home, was_heard in zip(homes(tx), heard, strict=False):
            each = {"broadcast_id": f"b{n}", "number": f"+861990000000{home}", "kind": "household", "language": "zh"}
            each |= {"household_id": home, "unit_code": GRIDS[0], "state": "done", "tries": 1, "explained": 0}
            add(tx, deliveries, **each, next_try_at=EARLY, heard_at=LATE if was_heard else None)


@pytest.fixture
def rich(village: Ledger) -> Ledger:
    """A village in which every figure counts something, the second grid's hamlet too."""
    with village.write() as tx:
        told(tx)
        come_home(tx, homes(tx)[0])
        matters(tx)
        spoken_to(tx)
        situation(tx, VILLAGE, "2a")
    return village


def counted(tx: Connection, scope: Scope) -> Mapping[str, int]:
    facts = read(tx, scope)[VILLAGE]
    found = {name: value for said in facts.values() for name, value in said.items() if name in BY_NAME}
    said = spoken(tx, scope)
    tongues = frozenset[str]().union(*(languages for _, _, languages in said))
    return {**found, "broadcasts": len({one for one, _, _ in said}), "broadcast_languages": len(tongues)}


def test_a_figure_opens_to_as_many_rows_as_it_counts(rich: Ledger) -> None:
    scope = Scope(VILLAGE, DAY, BEFORE, NOON, len(VILLAGE))
    with rich.read() as tx:
        figures = counted(tx, scope)
        opened = {name: sum(row.times for row in behind(tx, scope, name)) for name in ROWS}
    silent = opened.pop("households_silent")
    assert silent == figures["households_due"] - figures["households_heard"]
    by_class = {name: opened.pop(name) for name in ("class_1", "class_3")}
    assert by_class == {"class_1": 0, "class_3": 0}, "the village is in the second class"
    assert opened == {name: figures[name] for name in opened}
    assert min(opened.values()) >= 1, "each was put to the test"


def test_villages_are_opened_by_their_class(rich: Ledger) -> None:
    with rich.write() as tx:
        tx.execute(situations.update().values(value="3"))
        scope = Scope(VILLAGE[:6], DAY, BEFORE, NOON, 6)
        (row,) = behind(tx, scope, "class_3")
        assert (row.kind, row.code, row.note, row.unit) == ("situation", VILLAGE, "2号", "鹤阳村")
        tx.execute(situations.delete())
        (village,) = behind(tx, scope, "class_1")
    assert (village.kind, village.ref, village.name) == ("unit", VILLAGE, "鹤阳村")


def test_rows_say_where_they_are_and_which_urgent_thing_is_open(rich: Ledger) -> None:
    scope = Scope(VILLAGE, DAY, BEFORE, NOON, len(VILLAGE))
    with rich.read() as tx:
        fever = behind(tx, scope, "fever")
        assert [(row.unit, row.door, row.category, row.alert) for row in fever] == [
            ("1组", "001", "B", "A0208-00"),
            ("1组", None, None, None),
        ]
        assert [row.alert for row in behind(tx, scope, "alerts")] == ["A0208-00", None], "the second is closed"
        assert {row.alert for row in behind(tx, scope, "households_due")} == {None}
        assert len(behind(tx, scope, "households_due", most=2)) == 2
        (wedding,) = behind(tx, scope, "weddings_postponed")
        assert (wedding.note, wedding.door) == ("T1", "001")
        assert {row.number for row in behind(tx, scope, "rumours_received")} == {None}, "who asked stands nowhere"


def test_what_a_person_keyed_is_opened_to_who_and_when(village: Ledger) -> None:
    with village.write() as tx:
        for n, (at, staff_days) in enumerate(((EARLY, 5), (LATE, 6))):
            signed = Signed(f"text:{n}", VILLAGE, DAY, What.FIGURES, "staff:1", "sms", at)
            acts.sign(tx, signed, {"staff_present": staff_days})
        (last,) = said_of(tx, VILLAGE[:6], DAY, "staff_present")
        assert (last.unit_code, last.value, last.by, last.channel, last.at) == (VILLAGE, 6, "staff:1", "sms", LATE)
        assert said_of(tx, VILLAGE, date(2020, 2, 7), "staff_present") == []
        assert said_of(tx, VILLAGE, DAY, "mask_days") == []

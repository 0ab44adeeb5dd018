"""A day of an invented township, fact by fact: three villages, every column of the report with something in it.

And a fourth village, which the roster knows but for the people in it.

The window is 7 February 16:00 to 8 February 16:00. Traps lie beside it: a second too early, a second too late, a person
told of by two villages, a case entered by mistake, a tenth clear and a contact told on the next day.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table

from gateway.domain.daily.content import What
from gateway.store import roster
from gateway.store.arrivals import FACTS
from gateway.store.daily import acts
from gateway.store.history_tables import arrival_history
from gateway.store.incident_tables import alert_clocks
from gateway.store.movement_tables import events, rumours
from gateway.store.outgoing_tables import alert_turns, alerts
from gateway.store.screening_tables import arrivals, checks, members, observations, sought_vehicles, vehicles
from gateway.store.situation_tables import case_lines, case_turns, situations
from gateway.store.speaking_tables import broadcast_areas, broadcast_infos, broadcasts, deliveries
from gateway.store.tables import households, reports, staff
from tests.support.board import SHANGHAI

DAY = date(2020, 2, 8)
TOWNSHIP = "532901106"
A, B, C, EMPTY = (f"{TOWNSHIP}20{n}" for n in (1, 2, 3, 4))
NAMES = {
    TOWNSHIP: "上溪镇",
    A: "甲村",
    B: "乙村",
    C: "丙村",
    EMPTY: "丁村",
    f"{A}01": "甲一组",
    f"{A}02": "甲二组",
    f"{B}01": "乙一组",
    f"{C}01": "丙一组",
}
LEVELS = {9: "township", 12: "village", 14: "grid"}
HOMES = [(1, f"{A}01"), (2, f"{A}01"), (3, f"{A}02"), (4, f"{B}01"), (5, f"{B}01"), (6, f"{C}01")]
MEMBERS = {1: 4, 2: 2, 4: 3}


def local(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """An instant of February 2020."""
    return datetime(2020, 2, day, hour, minute, second, tzinfo=SHANGHAI)


NOON = local(8, 12)
JUST, LAST, TOO_EARLY, TOO_LATE = local(7, 16, 0, 1), local(8, 16), local(7, 16), local(8, 16, 0, 1)


def put(tx: Connection, table: Table, *rows: Mapping[str, Any]) -> None:
    """Adds rows, each with its own columns."""
    for row in rows:
        tx.execute(table.insert().values(**row))


def settle(tx: Connection) -> None:
    """Units, homes, people, staff."""
    roster.put_units(tx, [{"code": c, "level": LEVELS[len(c)], "name": n, "language": None} for c, n in NAMES.items()])
    put(tx, households, *({"id": n, "unit_code": code, "door": f"{n:03}", "name": "户"} for n, code in HOMES))
    roll = [(home, place) for home, people in MEMBERS.items() for place in range(1, people + 1)]
    put(tx, members, *({"household_id": home, "position": place, "label": "人"} for home, place in roll))
    offices = [("+8619900300001", "cadre", A), ("+8619900300002", "cadre", B), ("+8619900300003", "officer", TOWNSHIP)]
    offices.append(("+8619900300002", "officer", TOWNSHIP))  # the second village's cadre once more
    for n, (number, role, unit) in enumerate(offices, 1):
        put(tx, staff, {"id": n, "number": number, "name": "干部", "role": role, "unit_code": unit, "on_duty": True})


def report(n: int, at: datetime, unit: str, home: int | None, kind: str = "well", **more: Any) -> dict[str, Any]:
    """One report of a household, or of a phone that stands at no door."""
    number = more.pop("number", f"+86199003100{n:02}")
    own = {"source": f"text:{n}", "kind": kind, "day": at.date(), "at": at, "unit_code": unit, "household_id": home}
    return own | {"number": number, "from_hubei": False, "fever": False} | more


def come_home(tx: Connection) -> None:
    """Who came home: name, unit, when it was told, origin, category, clear; where and since when they are observed."""
    told = [
        ("a1", f"{A}01", local(8, 9), "hubei", "D", 10, "home", (9, None, None)),
        ("a2", f"{A}01", LAST, "abroad", "E", 8, "central", (9, None, None)),
        ("a3", f"{B}01", JUST, "listed", "F", 10, "home", (9, None, None)),
        ("a4", f"{B}01", NOON, "province", "G", 9, None, None),
        ("a5", f"{B}01", NOON, "yunnan", "H", 10, None, None),
        ("a6", f"{C}01", NOON, "hubei", "C", 7, "home", (9, None, None)),
        ("a7", f"{A}02", local(3, 12), "province", "G", 10, "home", (4, None, None)),
        ("a8", f"{B}01", local(1, 12) - timedelta(days=4), "province", "G", 10, "home", (-2, None, None)),
        ("a9", f"{C}01", local(1, 12) - timedelta(days=8), "province", "G", 10, "home", (-6, NOON, "released")),
        ("a10", f"{B}01", local(1, 12) - timedelta(days=5), "abroad", "E", 10, "central", (-3, NOON, "released")),
        ("a11", f"{A}02", local(1, 12), "province", "G", 10, "home", (2, NOON, "lost")),
        ("a12", f"{A}02", local(2, 12), "province", "G", 10, "home", (3, NOON, "to_doctor")),
        ("a13", f"{B}01", local(8, 10), "hubei", "D", 3, "home", (9, None, None)),  # a1, told of by the other parents
        ("late", f"{C}01", TOO_LATE, "hubei", "D", 3, "home", (10, None, None)),
    ]
    for name, unit, at, origin, category, clear, place, seen in told:
        contact = "+8619900320001" if name == "a13" else f"+86199003200{len(name)}{name[-1]}"
        contact = "+8619900320001" if name == "a1" else contact
        person = {"id": name, "unit_code": unit, "number": contact, "contact": contact, "arrived_on": date(2020, 2, 8)}
        facts = {"age": 30, "sex": "male", "category": category, "origin": origin, "clear": clear}
        put(tx, arrivals, person | facts | {"first_at": at, "changed_at": at})
        if place and seen:
            first, ended_at, outcome = seen
            starts_on = date(2020, 2, 1) + timedelta(days=first - 1)
            days = {"starts_on": starts_on, "ends_on": starts_on + timedelta(days=13), "basis": "arrival"}
            ended = {"released_at": ended_at, "outcome": outcome}
            put(
                tx,
                observations,
                {"arrival_id": name, "unit_code": unit, "number": contact, "place": place} | days | ended,
            )


def turned_out(tx: Connection) -> None:
    """One of them is found to be a contact at noon; of another everything turns out otherwise on the next day."""
    contact = {"category": "C", "contact_since": NOON, "stands_at": NOON}
    tx.execute(arrivals.update().where(arrivals.c.id == "a7").values(**contact))
    of = tx.execute(arrivals.select().where(arrivals.c.id == "a4")).one()._mapping
    kept = {name: of[name] for name in (*FACTS, "first_at")}
    next_day = local(9, 9)
    put(tx, arrival_history, kept | {"arrival_id": "a4", "since": of["first_at"], "replaced_at": next_day})
    now = {"category": "C", "origin": "hubei", "clear": 10, "contact_since": next_day, "origin_since": next_day}
    tx.execute(arrivals.update().where(arrivals.c.id == "a4").values(**now, age=31, stands_at=next_day))


def health(tx: Connection) -> None:
    """Reports, temperatures, vehicles."""
    put(
        tx,
        reports,
        report(1, local(7, 18), f"{A}01", 1, "zero"),
        report(2, NOON, f"{A}01", 2, "ill", fever=True, temperature=38.2),
        report(3, NOON, f"{A}01", 2, "ill", fever=True),  # the same home once more
        report(4, LAST, f"{B}01", 4),
        report(5, NOON, f"{B}01", 5, "ill"),
        report(6, NOON, f"{B}01", 5, "ill", fever=True, person="a13"),
        report(7, TOO_EARLY, f"{C}01", 6, "ill", fever=True),
        report(8, TOO_LATE, f"{C}01", 6, "ill", fever=True),
        report(9, NOON, A, None, "ill", fever=True, number="+8619900300001"),  # the cadre
    )
    due = [("a7", 7, "pm", local(7, 18), local(7, 19)), ("a7", 8, "am", local(8, 8), None)]
    due += [("a8", 8, "am", local(8, 8), local(8, 9)), ("a8", 8, "pm", local(8, 18), None)]
    for name, day, half, at, reported_at in due:
        times = {"due_at": at, "ring_at": at, "closes_at": at + timedelta(hours=3), "reported_at": reported_at}
        put(tx, checks, {"arrival_id": name, "day": date(2020, 2, day), "half": half} | times)
    train = {"vehicle": "G1234", "day": DAY}
    put(tx, vehicles, *({"arrival_id": name} | train for name in ("a1", "a13")))
    put(tx, sought_vehicles, train | {"source": "notice", "note": "通告", "entered_by": "staff:3", "at": NOON})
    coach = {"vehicle": "K80", "day": date(2020, 2, 3)}  # found on the fourth, and told of then
    put(tx, vehicles, {"arrival_id": "a7"} | coach)
    put(tx, sought_vehicles, coach | {"source": "case", "note": "病例", "entered_by": "staff:3", "at": local(4, 9)})


def cases(tx: Connection) -> None:
    """Case lines and what was said of them; the classes of two villages."""
    lines = [
        (1, A, "suspected", None),
        (2, A, "died", None),
        (3, f"{B}01", "recovered", None),
        (4, C, "confirmed", NOON),
    ]
    for n, unit, state, withdrawn_at in lines:
        known = {"source_known": True, "confirmed_on": DAY, "state": state, "entered_at": NOON}
        put(tx, case_lines, {"id": n, "unit_code": unit, "withdrawn_at": withdrawn_at} | known)
    said = [(1, "suspected"), (2, "confirmed"), (2, "died"), (3, "confirmed"), (3, "recovered"), (4, "confirmed")]
    for n, state in said:
        put(tx, case_turns, {"case_id": n, "state": state, "day": DAY, "document": "1号", "by": "staff:3", "at": NOON})
    for unit, value, at in ((A, "2a", local(8, 10)), (B, "3", local(1, 10))):
        why = {"proposed": value, "because": {}, "document": "2号", "confirmed_by": 3, "responses": "yunnan_2020"}
        put(tx, situations, {"unit_code": unit, "axis": "class", "value": value, "from_at": at} | why)


def gathered(tx: Connection) -> None:
    """Weddings, funerals, gatherings, markets, visits and rumours."""
    came = [
        (A, "wedding", "postponed", None),
        (A, "funeral", "kept_small", 20),
        (B, "gathering", "stopped", None),
        (B, "market", "stopped", None),
        (C, "visiting", "stopped", None),
    ]
    for unit, kind, state, people in came:
        when = {"day": DAY, "created_at": NOON, "told_at": NOON, "settled_at": NOON}
        put(tx, events, {"unit_code": unit, "kind": kind, "state": state, "people": people} | when)
    heard = {"unit_code": B, "words": "要封路", "created_at": NOON, "verified_at": NOON, "answered_at": NOON}
    put(tx, rumours, heard, {"unit_code": C, "words": "盐没了", "created_at": NOON})


def spoken(tx: Connection) -> None:
    """One broadcast to the township in two languages, one to the first village alone."""
    for n, (area, languages) in enumerate(((TOWNSHIP, ("zh", "en")), (A, ("zh",))), 1):
        told = {"id": f"b{n}", "number": n, "unit_code": area, "state": "finished", "level": "red", "language": "zh"}
        kind = {"msg_type": "Alert", "status": "Actual", "created_at": NOON, "started_at": NOON}
        put(tx, broadcasts, told | kind)
        put(tx, broadcast_areas, {"broadcast_id": f"b{n}", "unit_code": area})
        put(tx, broadcast_infos, *({"broadcast_id": f"b{n}", "language": one, "seconds": 9.0} for one in languages))
    rung = [("b1", 1, f"{A}01", True), ("b2", 1, f"{A}01", True), ("b1", 2, f"{A}01", True), ("b2", 2, f"{A}01", False)]
    for n, (broadcast, home, unit, heard) in enumerate([*rung, ("b1", 4, f"{B}01", True)]):
        state = {"state": "heard" if heard else "door", "tries": 1, "heard_at": NOON if heard else None, "explained": 0}
        whose = {"broadcast_id": broadcast, "household_id": home, "unit_code": unit, "number": f"+8619900330{n:03}"}
        put(tx, deliveries, whose | state | {"kind": "household", "language": "zh", "next_try_at": NOON})


def urgent(tx: Connection) -> None:
    """One alert taken in time, one that nobody answered for, and a deadline of the law missed about it."""
    for name, unit, taken_at, breached_at in (("x", A, NOON + timedelta(minutes=10), None), ("y", B, None, LAST)):
        about = {"id": name, "about": name, "code": f"A0208-{name}", "kind": "help", "unit_code": unit, "number": "+86"}
        put(tx, alerts, about | {"raised_at": NOON, "taken_at": taken_at, "breached_at": breached_at})
    put(tx, alert_turns, {"alert_id": "x", "what": "taken", "at": NOON + timedelta(minutes=10)})
    put(tx, alert_clocks, {"alert_id": "y", "position": 1, "name": "县", "due_at": LAST, "missed_at": LAST})


def signed(tx: Connection) -> None:
    """The first village's cadre and the township's officer have signed; of the second nobody has."""
    keyed = {
        "staff_present": 4,
        "mask_days": 9,
        "thermometer_days": 30,
        "disinfectant_days": 5,
        "gatherings_stopped": 3,
    }
    acts.sign(tx, acts.Signed("text:90", A, DAY, What.FIGURES, "staff:1", "sms", NOON), keyed)
    officer = {"staff_present": 3, "mask_days": 2, "gatherings_stopped": 9}
    acts.sign(tx, acts.Signed("text:91", TOWNSHIP, DAY, What.FIGURES, "staff:3", "sms", NOON), officer)


def a_day(tx: Connection) -> None:
    """Everything."""
    for told in (settle, come_home, turned_out, health, cases, gathered, spoken, urgent, signed):
        told(tx)

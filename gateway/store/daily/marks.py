"""Whose day a change concerns: triggers on every table a figure is counted from, so that no writer can forget to say.

Each adds a mark (day, unit, table) for every day that is kept; who brings the day up to date takes it away. A mark and
what it is about are committed together, so that whoever sees no mark has counted everything. One thing a trigger cannot
see is what another transaction has not committed: when two homes tell of one person in the same instant, the other
home's village may stay as it was until its next change, or until the cut-off finds it.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, delete, text

from gateway.domain.daily.rolling import VILLAGE
from gateway.store.keeping_tables import day_marks, kept_days, kept_units

PREFIX = "mark_"
EVENTS = ("insert", "update", "delete")
ROWS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
OWN = "SELECT {row}.unit_code AS unit_code"
ANY_DAY = "1 = 1"
THAT_DAY = "d.day = {row}.day"
DUE_IN_THE_WINDOW = "{row}.due_at > d.since AND {row}.due_at <= d.until"
IN_THE_WINDOW = "{row}.at > d.since AND {row}.at <= d.until"


@dataclass(frozen=True)
class Mark:
    """Which units and days a row of a table concerns. In the SQL `{row}` is the row, `d` the kept day.

    units    a SELECT of codes as unit_code; marked are those of their villages, or their own above the village
    days     a condition
    columns  the only ones of an UPDATE that matter; (): all
    events   of which there is a trigger
    """

    table: str
    units: str = OWN
    days: str = ANY_DAY
    columns: tuple[str, ...] = ()
    events: tuple[str, ...] = EVENTS
    of: str = ""  # what the mark says has changed; "": the table


# Somebody told of by two homes counts with the first: whichever comes or changes, the other's figures may.
_SAME_PERSON = """
SELECT {row}.unit_code AS unit_code UNION
SELECT unit_code FROM arrivals WHERE contact = {row}.contact AND arrived_on = {row}.arrived_on UNION
SELECT unit_code FROM arrival_history WHERE contact = {row}.contact AND arrived_on = {row}.arrived_on UNION
SELECT unit_code FROM observations WHERE arrival_id = {row}.{id} UNION
SELECT unit_code FROM reports WHERE person = {row}.{id} UNION
SELECT o.unit_code FROM observations o JOIN arrivals a ON a.id = o.arrival_id
WHERE a.contact = {row}.contact AND a.arrived_on = {row}.arrived_on
"""
_PASSENGERS = """
SELECT a.unit_code FROM arrivals a JOIN vehicles v ON v.arrival_id = a.id
WHERE v.vehicle = {row}.vehicle AND v.day = {row}.day
"""
_COLLEAGUES = "SELECT {row}.unit_code AS unit_code UNION SELECT unit_code FROM staff WHERE number = {row}.number"
_OF_THE_HOUSEHOLD = "SELECT unit_code FROM households WHERE id = {row}.household_id"
_OFFICES = "SELECT unit_code FROM staff WHERE number IN (SELECT number FROM staff WHERE id = {row}.staff_id)"
_OF_THE_OBSERVATION = "SELECT unit_code FROM observations WHERE arrival_id = {row}.arrival_id"
_OF_THE_ARRIVAL = "SELECT unit_code FROM arrivals WHERE id = {row}.arrival_id"
_OF_THE_CASE = "SELECT unit_code FROM case_lines WHERE id = {row}.case_id"
_OF_THE_ALERT = "SELECT unit_code FROM alerts WHERE id = {row}.alert_id"
_AREAS = "SELECT unit_code FROM broadcast_areas WHERE broadcast_id = {row}.id"
_AREAS_OF_ITS_BROADCAST = "SELECT unit_code FROM broadcast_areas WHERE broadcast_id = {row}.broadcast_id"

MARKS = (
    Mark("reports", _COLLEAGUES, IN_THE_WINDOW),
    Mark("households", columns=("unit_code",)),
    Mark("members", _OF_THE_HOUSEHOLD, columns=("household_id",)),
    Mark("staff", _COLLEAGUES, columns=("number", "role", "unit_code", "on_duty")),
    Mark("shifts", _OFFICES),
    Mark("arrivals", _SAME_PERSON.replace("{id}", "id")),
    Mark("arrival_history", _SAME_PERSON.replace("{id}", "arrival_id")),
    Mark("observations"),
    Mark("observation_history"),
    Mark("checks", _OF_THE_OBSERVATION, DUE_IN_THE_WINDOW, columns=("due_at", "reported_at")),
    Mark("vehicles", _OF_THE_ARRIVAL),
    Mark("sought_vehicles", _PASSENGERS),
    Mark("case_lines"),
    Mark("case_turns", _OF_THE_CASE),
    Mark("situations"),
    Mark("events"),
    Mark("rumours"),
    Mark("alerts", columns=("unit_code", "raised_at", "breached_at")),
    Mark("alert_turns", _OF_THE_ALERT),
    Mark("alert_clocks", _OF_THE_ALERT, columns=("missed_at",)),
    # Recipients are frozen with the start of a broadcast, which marks all of its areas: no trigger a row of a million.
    Mark("deliveries", columns=("heard_at",), events=("update",)),
    Mark("broadcasts", _AREAS, columns=("started_at",)),
    Mark("broadcast_areas", of="broadcasts"),
    Mark("broadcast_infos", _AREAS_OF_ITS_BROADCAST, events=("insert", "delete"), of="broadcasts"),
    Mark("day_acts", days=THAT_DAY),
    Mark("keyed_figures", days=THAT_DAY),
    Mark("disputes", days=THAT_DAY),
    Mark("unit_rests"),
    Mark("day_reports", days="{row}.version > 1 AND {row}.day < d.day", events=("insert",)),
    Mark("units", "SELECT {row}.code AS unit_code"),
)
WATCHED = frozenset(mark.table for mark in MARKS)


@dataclass(frozen=True)
class _Trigger:
    name: str  # with the hash of what it does, so that another one is another name
    sql: tuple[str, ...]


def install(tx: Connection) -> bool:
    """Makes the triggers of this database those declared here. False when they were.

    Marks from before may be missing: nothing that was kept is used any longer.
    """
    wanted = {trigger.name: trigger for mark in MARKS for trigger in _triggers(tx.dialect.name, mark)}
    there = installed(tx)
    if there == wanted.keys():
        return False
    _drop(tx, there - wanted.keys())
    for name in sorted(wanted.keys() - there):  # in one order, as two releases at once would
        for statement in wanted[name].sql:
            tx.exec_driver_sql(statement)
    _forget(tx)
    return True


def remove(tx: Connection) -> None:
    """Takes the triggers away. SQLite renames no table that another one's trigger speaks of."""
    _drop(tx, installed(tx))


def installed(tx: Connection) -> frozenset[str]:
    """The names of the triggers there are."""
    known = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)",
    }
    return frozenset(name for name in tx.execute(text(known[tx.dialect.name])).scalars() if name.startswith(PREFIX))


def _drop(tx: Connection, names: Iterable[str]) -> None:
    for name in sorted(names):
        of_postgresql = tx.dialect.name == "postgresql"
        tx.exec_driver_sql(f"DROP FUNCTION {name}() CASCADE" if of_postgresql else f"DROP TRIGGER {name}")


def _forget(tx: Connection) -> None:
    for table in (kept_days, kept_units, day_marks):
        tx.execute(delete(table))


def _triggers(dialect: str, mark: Mark) -> Iterator[_Trigger]:
    for event in mark.events:
        marking = " UNION ".join(_select(mark, row) for row in ROWS[event])
        of = f" OF {', '.join(mark.columns)}" if event == "update" and mark.columns else ""
        when = f"AFTER {event.upper()}{of} ON {mark.table} FOR EACH ROW"
        body = f"{INSERT} {marking};"
        name = f"{PREFIX}{mark.table}_{event}_{hashlib.sha256((when + body).encode()).hexdigest()[:8]}"
        yield _Trigger(name, _spelled(dialect, name, when, body))


INSERT = "INSERT INTO day_marks (day, unit_code, of)"
SELECT = "SELECT d.day, substr(u.unit_code, 1, {digits}), '{of}' FROM kept_days d, ({units}) u WHERE {days}"


def _select(mark: Mark, row: str) -> str:
    units, days = mark.units.strip().format(row=row), mark.days.format(row=row)
    return SELECT.format(digits=VILLAGE, of=mark.of or mark.table, units=units, days=days)


def _spelled(dialect: str, name: str, when: str, body: str) -> tuple[str, ...]:
    if dialect != "postgresql":
        return (f"CREATE TRIGGER {name} {when} BEGIN {body} END",)
    function = f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
    return function, f"CREATE TRIGGER {name} {when} EXECUTE FUNCTION {name}()"

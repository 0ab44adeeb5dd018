"""Who is on duty, and alerts that climb, in the ledger on each database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.store import alerts, duty, staff
from gateway.store.alerts import Alert, Turn, What
from gateway.store.duty import Origin, Shift
from gateway.store.ledger import Ledger
from tests.store.conftest import GRIDS, NOON, VILLAGE

TOWNSHIP = "532901105"
HOUR = timedelta(hours=1)
ALERT = Alert("a1", "call:1", "A0208-01", "help", GRIDS[0], None, "+8619900000001", NOON)
PEOPLE = [  # phone, name, unit, on duty, backup
    ("+8619900000101", "marked", VILLAGE, True, False),
    ("+8619900000102", "backup", VILLAGE, False, True),
    ("+8619900000103", "other", VILLAGE, False, False),
    ("+8619900000104", "above", TOWNSHIP, True, False),
]


@pytest.fixture
def staffed(village: Ledger) -> dict[str, int]:
    """The doctors of the village and the one of its township: name -> id."""
    with village.write() as tx:
        facts = {"role": "doctor", "language": None, "pin_hash": None}
        named = ("number", "name", "unit_code", "on_duty", "backup")
        staff.put_all(tx, [{**dict(zip(named, person, strict=True)), **facts} for person in PEOPLE])
        return {person[1]: staff.by_number(tx, person[0])[0].id for person in PEOPLE}


def reached(ledger: Ledger, unit: str = GRIDS[0], hours: float = 0) -> str | None:
    with ledger.read() as tx:
        found = duty.on_duty(tx, "doctor", unit, NOON + hours * HOUR)
    return found.name if found else None


def test_shift_then_named_person_then_backup_then_the_unit_above(village: Ledger, staffed: dict[str, int]) -> None:
    shift = Shift(VILLAGE, "doctor", staffed["other"], NOON, NOON + 8 * HOUR)
    with village.write() as tx:
        duty.put_planned(tx, [shift])
        duty.put_planned(tx, [shift])
        assert duty.planned(tx) == {shift.key: shift}
    assert [reached(village, hours=hours) for hours in (-0.1, 0, 7.9, 8)] == ["marked", "other", "other", "marked"]
    assert reached(village, TOWNSHIP) == "above"
    with village.write() as tx:
        staff.put_all(tx, [row_of("marked", on_duty=False)])
    assert reached(village, hours=9) == "backup"
    with village.write() as tx:
        staff.put_all(tx, [row_of("backup", backup=False)])
        assert duty.on_duty(tx, "cadre", GRIDS[0], NOON) is None
    assert reached(village, hours=9) == "above"


def row_of(name: str, *, on_duty: bool = False, backup: bool = False) -> dict[str, object]:
    number, _, unit, *_ = next(person for person in PEOPLE if person[1] == name)
    facts = {"role": "doctor", "language": None, "pin_hash": None, "on_duty": on_duty, "backup": backup}
    return {"number": number, "name": name, "unit_code": unit, **facts}


def test_a_shift_taken_over_leaves_the_plan_as_it_was(village: Ledger, staffed: dict[str, int]) -> None:
    planned = [
        Shift(VILLAGE, "doctor", staffed["other"], NOON, NOON + 8 * HOUR),
        Shift(VILLAGE, "doctor", staffed["marked"], NOON + 8 * HOUR, None),
    ]
    with village.write() as tx:
        duty.put_planned(tx, planned)
        duty.add_taken(tx, Shift(VILLAGE, "doctor", staffed["backup"], NOON + 2 * HOUR, NOON + 8 * HOUR))
        duty.put_planned(tx, planned)
        assert duty.next_start(tx, "doctor", VILLAGE, NOON) == NOON + 8 * HOUR
        assert duty.next_start(tx, "doctor", VILLAGE, NOON + 8 * HOUR) is None
        assert [origin for _, origin in duty.coming(tx, TOWNSHIP, NOON)] == [
            *(Origin.PLANNED, Origin.TAKEN_OVER, Origin.PLANNED),
        ]
        assert len(duty.coming(tx, TOWNSHIP, NOON + 9 * HOUR)) == 1
    assert [reached(village, hours=hours) for hours in (1, 2, 7, 8, 99)] == [
        *("other", "backup", "backup", "marked", "marked"),
    ]


def test_each_unit_is_listed_with_who_is_reached_there(village: Ledger, staffed: dict[str, int]) -> None:
    with village.write() as tx:
        duty.put_planned(tx, [Shift(VILLAGE, "doctor", staffed["other"], NOON, None)])
        assert {person.name for person in duty.everywhere(tx, "doctor", NOON)} == {"other", "above"}
        assert {person.name for person in duty.everywhere(tx, "doctor", NOON - HOUR)} == {"marked", "above"}
        below = duty.in_subtree(tx, VILLAGE, NOON)
        assert {post: one.staff_id for post, one in below.items()} == {(VILLAGE, "doctor"): staffed["other"]}
        assert set(duty.at_units(tx, [TOWNSHIP, VILLAGE], NOON)) == {(TOWNSHIP, "doctor"), (VILLAGE, "doctor")}
        held = duty.holding(tx, "doctor", TOWNSHIP, NOON)
        assert held is not None
        assert held.staff_id == staffed["above"]
        assert duty.holding(tx, "doctor", GRIDS[0], NOON) is None


def test_the_backup_is_somebody_else_than_the_one_on_duty(village: Ledger, staffed: dict[str, int]) -> None:
    with village.write() as tx:
        found = duty.stand_in(tx, "doctor", GRIDS[0], staffed["marked"])
        assert found is not None
        assert found.name == "backup"
        assert duty.stand_in(tx, "doctor", GRIDS[0], staffed["backup"]) is None
        assert duty.stand_in(tx, "cadre", GRIDS[0], None) is None


def test_somebody_is_found_around_a_unit_by_name_or_phone(village: Ledger, staffed: dict[str, int]) -> None:
    with village.read() as tx:
        for found in (staff.around(tx, VILLAGE, name="above"), staff.around(tx, VILLAGE, number="+8619900000104")):
            assert found is not None
            assert found.id == staffed["above"]
        assert staff.around(tx, "532901106", name="marked") is None


def test_an_alert_handed_on_waits_for_whoever_is_told_then(village: Ledger, staffed: dict[str, int]) -> None:
    first, second = staffed["marked"], staffed["backup"]
    with village.write() as tx:
        alerts.add(tx, ALERT)
        assert alerts.tell(tx, ALERT, first, NOON)
        assert not alerts.tell(tx, ALERT, first, NOON + HOUR)
        assert alerts.take(tx, "a1", first, "call", NOON)
        assert alerts.open_ones(tx) == []
        handed = alerts.hand_on(tx, "a1", NOON + HOUR)
        assert handed == replace(ALERT, handed=1, handed_at=NOON + HOUR)
        assert alerts.open_ones(tx) == [handed]
        assert alerts.waited_for(tx, handed) == []
        assert alerts.tell(tx, handed, second, NOON + HOUR, rung=False)
        assert [(one.staff_id, one.rung) for one in alerts.waited_for(tx, handed)] == [(second, False)]
        assert alerts.tell(tx, handed, first, NOON + 2 * HOUR)
        assert [one.staff_id for one in alerts.told(tx, "a1")] == [second, first]


def test_an_alert_is_closed_once_and_then_is_over(village: Ledger, staffed: dict[str, int]) -> None:
    with village.write() as tx:
        alerts.add(tx, ALERT)
        alerts.tell(tx, ALERT, staffed["marked"], NOON)
        assert alerts.breach(tx, "a1", NOON + 2 * HOUR)
        assert not alerts.breach(tx, "a1", NOON + 3 * HOUR)
        assert [alert.id for alert in alerts.not_closed(tx, VILLAGE)] == ["a1"]
        assert alerts.close(tx, "a1", "command line", "到了县医院", NOON + 3 * HOUR)
        assert not alerts.close(tx, "a1", "staff:1", "again", NOON + 4 * HOUR)
        assert alerts.open_ones(tx) == alerts.not_closed(tx) == []
        assert not alerts.take(tx, "a1", staffed["marked"], "text", NOON)
        assert alerts.hand_on(tx, "a1", NOON) is None
        kept = alerts.by_code(tx, "A0208-01")
        assert kept is not None
        assert (kept.closing, kept.breached_at) == ("到了县医院", NOON + 2 * HOUR)
        told = alerts.told_to(tx, [staffed["marked"]], None)
        assert told is not None
        assert told.id == "a1"


def test_what_became_of_an_alert_is_kept_in_order(village: Ledger, staffed: dict[str, int]) -> None:
    turns = [
        Turn("a1", What.TAKEN, NOON, f"staff:{staffed['marked']}", note="call"),
        Turn("a1", What.HANDED_ON, NOON, "command line", staffed["backup"]),
    ]
    with village.write() as tx:
        alerts.add(tx, ALERT)
        for turn in turns:
            alerts.note_turn(tx, turn)
        assert alerts.turns(tx, "a1") == turns

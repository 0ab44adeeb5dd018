"""Case lines, situations and checklists in the ledger, on each database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from gateway.domain.situations.cases import State
from gateway.store import cases, situations, staff
from gateway.store.cases import WITHDRAWN, Line, Turn
from gateway.store.ledger import Ledger
from gateway.store.situation_tables import situations as table
from gateway.store.situations import Axis, Situation, Task
from tests.store.conftest import GRIDS, NOON, VILLAGE

FEB_8 = date(2020, 2, 8)
LINE = Line(GRIDS[0], None, "工地", None, False, FEB_8, State.CONFIRMED, NOON)
HOUR = timedelta(hours=1)
HEALTH = {"number": "+8619900000125", "name": "周卫健", "role": "health", "unit_code": "532901105", "language": None}


@pytest.fixture
def officer(village: Ledger) -> int:
    with village.write() as tx:
        staff.put_all(tx, [{**HEALTH, "on_duty": True, "backup": False, "pin_hash": None}])
        return staff.by_number(tx, "+8619900000125")[0].id


def test_a_case_is_changed_once_and_withdrawn_but_never_lost(village: Ledger) -> None:
    with village.write() as tx:
        number = cases.add(tx, LINE)
        kept = cases.load(tx, number)
        assert kept == replace(LINE, id=number)
        assert kept.village == VILLAGE
        assert kept.counted.small_units == {"place:工地"}
        assert cases.change(tx, kept, State.RECOVERED, FEB_8)
        assert not cases.change(tx, kept, State.DIED, FEB_8), "it was changed meanwhile"
        assert [line.state for line in cases.within(tx, "5329")] == [State.RECOVERED]
        assert cases.withdraw(tx, number, NOON)
        assert not cases.withdraw(tx, number, NOON)
        assert cases.within(tx, VILLAGE) == []
        assert [line.id for line in cases.within(tx, VILLAGE, withdrawn=True)] == [number]
        assert cases.load(tx, 77) is None


def test_what_was_said_of_a_case_is_kept_in_order(village: Ledger) -> None:
    with village.write() as tx:
        number = cases.add(tx, LINE)
        said = [
            Turn(number, State.CONFIRMED, FEB_8, "大卫3号", "staff:1", NOON),
            Turn(number, WITHDRAWN, FEB_8, "大卫4号", "staff:1", NOON, "村子写错了"),
        ]
        for turn in said:
            cases.note_turn(tx, turn)
        assert cases.turns(tx, number) == said


def situation(officer: int, value: str, hours: int) -> Situation:
    return Situation(VILLAGE, Axis.CLASS, value, value, {}, "大卫3号", officer, "yunnan_2020", NOON + hours * HOUR)


def test_one_is_in_force_at_any_time_and_none_is_overwritten(village: Ledger, officer: int) -> None:
    with village.write() as tx:
        assert situations.in_force(tx, Axis.CLASS, VILLAGE) is None
        first = situations.succeed(tx, None, situation(officer, "2a", 0))
        assert first is not None
        assert situations.succeed(tx, None, situation(officer, "3", 1)) is None, "somebody else was first"
        before = situations.by_id(tx, first)
        second = situations.succeed(tx, before, situation(officer, "3", 2))
        assert second is not None
        assert situations.succeed(tx, before, situation(officer, "1", 3)) is None
        then = [situations.in_force(tx, Axis.CLASS, VILLAGE, NOON + hours * HOUR) for hours in (-1, 0, 1, 2, 9)]
        assert [one.value if one else None for one in then] == [None, "2a", "2a", "3", "3"]
        assert [(one.value, one.until_at) for one in situations.history(tx, VILLAGE)] == [
            ("2a", NOON + 2 * HOUR),
            ("3", None),
        ]
        assert {code: one.value for code, one in situations.all_in_force(tx, Axis.CLASS, "53").items()} == {
            VILLAGE: "3"
        }
        assert situations.all_in_force(tx, Axis.RISK, "53") == {}


def test_two_cannot_be_in_force_whoever_confirms_at_the_same_time(village: Ledger, officer: int) -> None:
    facts = {name: value for name, value in vars(situation(officer, "2a", 0)).items() if name != "id"}
    with village.write() as tx:
        tx.execute(insert(table).values(**facts))
    with pytest.raises(IntegrityError), village.write() as tx:
        tx.execute(insert(table).values(**{**facts, "from_at": NOON + HOUR}))


def test_a_checklist_keeps_its_order_names_and_ticks(village: Ledger, officer: int) -> None:
    with village.write() as tx:
        number = situations.succeed(tx, None, situation(officer, "2a", 0))
        assert number is not None
        situations.put_tasks(tx, [])
        tasks = [Task(number, 2, "disinfect", officer), Task(number, 1, "organise", None)]
        situations.put_tasks(tx, tasks)
        assert [task.name for task in situations.tasks_of(tx, number)] == ["organise", "disinfect"]
        done = replace(tasks[0], done_at=NOON, done_by="command line", note="全村")
        assert situations.change_task(tx, done)
        assert situations.tasks_of(tx, number)[1] == done
        assert not situations.change_task(tx, replace(done, name="dance"))

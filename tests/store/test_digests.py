"""Digests in the ledger, on both databases: who wants them, who read them, who is behind a figure, what is disputed."""

from datetime import date, time, timedelta

from gateway.domain.daily.abbreviations import HOUSEHOLDS_SILENT, OPENINGS
from gateway.domain.places import Level
from gateway.store import staff, tasks, texts
from gateway.store.daily import behind, disputes, readings, subscriptions
from gateway.store.daily.disputes import Dispute, Outcome
from gateway.store.daily.readings import How, Opening, Reading
from gateway.store.daily.scope import Scope
from gateway.store.ledger import Ledger
from gateway.store.tasks import Kind, Task
from tests.store.conftest import GRIDS, NOON, VILLAGE

DAY, READER = date(2020, 2, 8), "+8619900000009"
TOWNSHIP = "532901105"
HOUR = timedelta(hours=1)


def a_reader(ledger: Ledger) -> int:
    row = {"number": READER, "name": "王", "role": "supervisor", "unit_code": TOWNSHIP, "language": None}
    with ledger.write() as tx:
        staff.put_all(tx, [{**row, "on_duty": True, "backup": False, "pin_hash": None}])
        return staff.by_number(tx, READER)[0].id


def a_reading(staff_id: int, unit: str = TOWNSHIP) -> Reading:
    return Reading(f"digest:{unit}:{DAY}:{READER}", unit, DAY, 1, staff_id, READER, NOON)


def test_the_last_word_on_a_level_counts(village: Ledger) -> None:
    reader = a_reader(village)
    with village.write() as tx:
        subscriptions.keep(tx, reader, Level.VILLAGE, time(20), NOON, wanted=True)
        subscriptions.keep(tx, reader, Level.VILLAGE, None, NOON, wanted=False)
        (kept,) = subscriptions.of_level(tx, Level.VILLAGE)
        assert (kept.person.number, kept.wanted, kept.at) == (READER, False, None)
        subscriptions.keep(tx, reader, Level.VILLAGE, time(7, 30), NOON, wanted=True)
        assert subscriptions.of_people(tx, [reader])[0].at == time(7, 30)
        assert subscriptions.of_level(tx, Level.TOWNSHIP) == []


def test_a_digest_is_read_once_and_called_about_once(village: Ledger) -> None:
    reader = a_reader(village)
    with village.write() as tx:
        for unit in (VILLAGE, TOWNSHIP):
            assert readings.add(tx, a_reading(reader, unit))
            assert not readings.add(tx, a_reading(reader, unit))
            texts.put(tx, a_reading(reader, unit).about, READER, "日报", NOON)
        newest = readings.newest(tx, READER, NOON)
        assert newest is not None
        assert newest.unit_code == TOWNSHIP
        assert readings.newest(tx, READER, NOON - HOUR) is None
        assert readings.newest(tx, READER, NOON, DAY - timedelta(days=1)) is None
        assert readings.unread(tx, NOON - HOUR, NOON - HOUR, 9) == []
        waiting = readings.unread(tx, NOON, NOON - HOUR, 9)
        assert len(waiting) == 2
        assert readings.call(tx, waiting[0][0].id, NOON)
        assert not readings.call(tx, waiting[0][0].id, NOON)
        assert readings.mark_text(tx, waiting[0][1], NOON)
        assert not readings.mark_text(tx, waiting[0][1], NOON)
        assert readings.mark(tx, newest.id, How.TEXT, NOON)
        assert readings.unread(tx, NOON, NOON - HOUR, 9) == []


def test_what_was_opened_last_is_known(village: Ledger) -> None:
    reader = a_reader(village)
    with village.write() as tx:
        readings.add(tx, a_reading(reader))
        kept = readings.newest(tx, READER, NOON)
        assert kept is not None
        assert readings.last_opened(tx, READER) is None
        for n in (1, 2):
            assert readings.open_(tx, Opening(f"text:{n}", kept.id, 3, VILLAGE, n, 5, NOON))
            assert not readings.open_(tx, Opening(f"text:{n}", kept.id, 3, VILLAGE, 5, 5, NOON))
        last = readings.last_opened(tx, READER)
        assert last is not None
        assert (last[0].shown, last[0].rest, last[1].id) == (2, 3, kept.id)


def test_a_dispute_is_settled_once(village: Ledger) -> None:
    reader = a_reader(village)
    raised = Dispute("text:1", VILLAGE, DAY, 1, "fever", 1, 2, reader, NOON)
    with village.write() as tx:
        number = disputes.add(tx, raised)
        assert number is not None
        assert disputes.add(tx, raised) is None
        task = tasks.add(tx, Task("dispute:1", Kind.DISPUTE, VILLAGE, None, READER, NOON))
        assert task is not None
        disputes.give_task(tx, number, task)
        assert disputes.of_day(tx, TOWNSHIP, DAY) == {VILLAGE: {"fever": "open"}}
        found = disputes.of_task(tx, task)
        assert found is not None
        assert (found.id, found.claimed) == (number, 2)
        assert disputes.settle(tx, number, Outcome.RIGHT, "staff:1", NOON)
        assert not disputes.settle(tx, number, Outcome.CHANGED, "staff:1", NOON)
        assert disputes.of_day(tx, VILLAGE, DAY) == {VILLAGE: {"fever": "right"}}


def test_every_digit_names_who_is_behind_it(village: Ledger) -> None:
    scope = Scope(VILLAGE, DAY, NOON - timedelta(days=1), NOON + HOUR, len(VILLAGE))
    with village.write() as tx:
        for opening in OPENINGS.values():
            for name in opening.figures:
                assert bool(behind.behind(tx, scope, name)) is (name == HOUSEHOLDS_SILENT)
        silent = behind.behind(tx, scope, HOUSEHOLDS_SILENT)
    assert [one.door for one in silent] == ["001", "002", "003", "004"]
    second = silent[1]
    assert (second.kind, second.code, second.unit, second.name) == ("household", GRIDS[0], "1组", "002家")
    assert second.number == "+8619900000002"

"""The day is counted from the ledger, sealed level by level with a hash, sent once; silence is never a zero."""

from contextlib import closing
from dataclasses import replace
from datetime import timedelta

from gateway.domain.calls import CallState
from gateway.domain.daily.content import Nature, Standing, seal_of
from gateway.domain.daily.window import REPORTING
from gateway.domain.places import Level
from gateway.domain.texts import segments
from gateway.journeys import due
from gateway.journeys.daily import sealing
from gateway.journeys.telephone import dialling
from gateway.journeys.texting import outbox, texts
from gateway.store.daily import versions
from gateway.store.daily_tables import day_reports
from gateway.store.screening_tables import arrivals
from gateway.store.situation_tables import case_lines
from gateway.switchboard import Switchboard
from tests.journeys.daily import township
from tests.journeys.talk import FROM_WUHAN, ends, knows_language, pick_up, ring, rows
from tests.support import cast
from tests.support.board import LINE, MORNING, carrier_of, clock_of, new_board, settings
from tests.support.speaking import sent

DAY = MORNING.date()


def a_day(board: Switchboard) -> None:
    """A returnee from Wuhan told of twice, one zero, one well, one ill; the third grid says nothing."""
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, FROM_WUHAN, sid="CA-1")
    ring(board, cast.YANG, FROM_WUHAN, sid="CA-2")
    for n, (number, body) in enumerate(
        [("+8619900010002", "零报"), ("+8619900010005", "好"), ("+8619900010007", "病 38.2")]
    ):
        texts.receive(board, f"SM-day-{n}", number, LINE, body)


def evening(board: Switchboard, hour: int = 16) -> None:
    clock_of(board).set(MORNING.replace(hour=hour, minute=0))


def whole_evening(board: Switchboard) -> None:
    """Every level at its cut-off."""
    for hour, level in enumerate(REPORTING, 16):
        evening(board, hour)
        sealing.seal(board, DAY, level)


def test_the_day_is_counted_by_household_and_person_and_rolled_up(board: Switchboard) -> None:
    a_day(board)
    whole_evening(board)
    sealed = {row.unit_code: row.content["counted"] for row in rows(board, day_reports)}
    expected = {
        "households_due": 12,
        "households_heard": 4,
        "returnees_new": 1,
        "from_hubei": 1,
        "clears_asked": 1,
        "fever": 1,
        "home_under": 1,
        "villages_unsigned": 1,
    }
    assert {name: sealed[cast.VILLAGE][name] for name in expected} == expected
    for name in expected:
        assert sealed[cast.TOWNSHIP][name] == sealed[cast.PROVINCE][name] == sealed[cast.VILLAGE][name]
    village = sealing.latest(board, cast.VILLAGE, DAY)
    assert village is not None
    assert list(village.report.silent.values()) == ["三组"]
    assert village.report.standing is Standing.UNSIGNED


def test_each_level_is_due_at_its_cut_off_second_and_not_before(board: Switchboard) -> None:
    texts.receive(board, "SM-0", "+8619900010005", LINE, "好")
    for hour, level in enumerate(REPORTING, 16):
        clock_of(board).set(MORNING.replace(hour=hour - 1, minute=59, second=59))
        assert list(due.days_to_seal(board)) == []
        clock_of(board).forward(seconds=1)
        assert list(due.days_to_seal(board)) == [("2020-02-08", level.value)]
        sealing.seal(board, DAY, level)
        assert list(due.days_to_seal(board)) == []


def test_a_fact_of_the_cut_off_second_belongs_to_the_day_and_one_of_the_next_second_to_the_next(
    board: Switchboard,
) -> None:
    evening(board)
    texts.receive(board, "SM-just", "+8619900010005", LINE, "好")
    clock_of(board).forward(seconds=1)
    texts.receive(board, "SM-next", "+8619900010007", LINE, "好")
    today, tomorrow = (sealing.preview(board, cast.VILLAGE, DAY + timedelta(days=n))[1] for n in (0, 1))
    assert today.value("households_heard") == 1
    assert tomorrow.value("households_heard") == 1


def test_run_twice_it_is_sent_once_to_the_supervisor_on_duty_in_two_segments_at_most(board: Switchboard) -> None:
    a_day(board)
    outbox.send(board)
    carrier_of(board).texts.clear()
    whole_evening(board)
    whole_evening(board)
    outbox.send(board)
    outbox.send(board)
    told = carrier_of(board).texts
    assert [text.to for text in told] == [cast.SUPERVISOR, cast.SUPERVISOR], "one for the township, one for the village"
    assert all(segments(text.body) <= 2 for text in told)
    village, township = (text.body for text in told)
    assert village == "鹤阳村2/8日报：户4/12未签1，缺报:三组。新返1鄂1累返1，居家1新观1，发热1。"
    assert township == "银桥镇2/8日报：报0/1户4/12未签1。新返1鄂1累返1，居家1新观1，发热1。重:鹤阳村(发热1鄂1)。"


def test_a_version_is_sealed_with_the_hash_of_its_content(board: Switchboard) -> None:
    a_day(board)
    evening(board)
    sealing.seal(board, DAY, Level.VILLAGE)
    village = sealing.latest(board, cast.VILLAGE, DAY)
    assert village is not None
    assert village.is_whole
    assert village.seal != seal_of(village.content | {"counted": {"fever": 0}})


def test_late_facts_make_the_next_version_and_appear_next_day_with_both_numbers(board: Switchboard) -> None:
    evening(board)
    texts.receive(board, "SM-early", "+8619900010007", LINE, "好")
    whole_evening(board)
    with board.work() as work:  # a text that lay unread at the carrier's since noon
        work.tx.exec_driver_sql(
            "INSERT INTO reports (source, kind, day, at, unit_code, household_id, number, from_hubei, fever) "
            f"VALUES ('late', 'ill', '2020-02-08', '2020-02-08 04:00:00.000000', '{cast.GRID_1}', 1, 'x', 0, 1)"
        )
    clock_of(board).set(MORNING.replace(day=9, hour=16))
    sealing.seal(board, DAY + timedelta(days=1), Level.VILLAGE)
    with board.ledger.read() as tx:
        found = versions.all_of(tx, cast.VILLAGE, DAY)
        next_day = versions.load(tx, cast.VILLAGE, DAY + timedelta(days=1))
    assert [(one.version, one.report.value("fever")) for one in found] == [(1, 0), (2, 1)]
    assert next_day is not None
    assert next_day.report.late["fever"] == (0, 1)
    assert next_day.report.value("fever") == 0, "what is late is not counted twice"


def test_a_day_whose_cut_off_the_house_slept_through_is_sealed_when_it_wakes(board: Switchboard) -> None:
    a_day(board)
    clock_of(board).set(MORNING.replace(day=9, hour=1))
    assert [level for day, level in due.days_to_seal(board) if day == "2020-02-08"] == [one.value for one in REPORTING]


def test_an_explicit_zero_is_not_silence_and_silence_is_no_zero(board: Switchboard) -> None:
    texts.receive(board, "SM1", "+8619900010009", LINE, "零报")
    evening(board)
    words, report = sealing.preview(board, cast.VILLAGE, DAY)
    assert list(report.silent.values()) == ["一组", "二组"]
    assert report.value("households_heard") == 1
    assert report.nature is Nature.DAILY, "nobody has signed"
    assert words.startswith("鹤阳村2/8日报")


def test_broadcasts_heard_are_counted_in_households(board: Switchboard) -> None:
    door = {number: row[1] for row in reversed(cast.HOUSEHOLDS) for number in row[3]}  # a shared phone's first
    sent(board)
    dialling.dial(board, red=True)
    for call in carrier_of(board).calls[:6]:
        pick_up(board, call, "1")
        ends(board, call, CallState.COMPLETED, 20)
    _, report = sealing.preview(board, cast.TOWNSHIP, DAY)
    to_hear, heard = set(door.values()), {door[call.to] for call in carrier_of(board).calls[:6]}
    figures = ("broadcasts", "broadcast_languages", "homes_to_hear", "homes_heard", "homes_unheard")
    assert [report.value(name) for name in figures] == [1, 1, len(to_hear), len(heard), len(to_hear - heard)]


def test_a_fact_withdrawn_after_the_seal_makes_the_next_version_all_the_way_up(sqlite_url: str) -> None:
    board = new_board(sqlite_url)
    with closing(board.ledger):
        with board.work() as work:
            township.a_day(work.tx)
        whole_evening(board)
        with board.work() as work:
            work.tx.execute(case_lines.update().where(case_lines.c.id == 3).values(withdrawn_at=work.now))
        assert sealing.revise(board, DAY) == 2, "the village, and the township above it"
        assert sealing.revise(board, DAY) == 0
        with board.ledger.read() as tx:
            for unit, confirmed in ((township.B, [1, 0]), (township.TOWNSHIP, [2, 1]), (township.A, [1])):
                assert [one.report.value("cases_confirmed") for one in versions.all_of(tx, unit, DAY)] == confirmed


def test_days_the_house_slept_through_are_sealed_in_order_when_it_wakes(board: Switchboard) -> None:
    a_day(board)
    clock_of(board).set(MORNING.replace(day=11, hour=9))
    days = [day for day, _ in due.days_to_seal(board)]
    assert days == [f"2020-02-{day:02}" for day in (8, 9, 10) for _ in REPORTING]


def test_a_village_sealed_by_the_township_is_texted_all_the_same(board: Switchboard) -> None:
    a_day(board)
    evening(board, 17)
    sealing.seal(board, DAY, Level.TOWNSHIP)
    sealing.seal(board, DAY, Level.VILLAGE)
    outbox.send(board)
    assert [text.to for text in carrier_of(board).texts if "日报" in text.body] == [cast.SUPERVISOR] * 2


def test_one_ill_person_under_observation_counts_once_however_it_is_told(board: Switchboard) -> None:
    a_day(board)
    texts.receive(board, "SM-her", cast.YANG, LINE, "病 38.5")
    texts.receive(board, "SM-again", cast.YANG, LINE, "38.6")
    assert sealing.preview(board, cast.GRID_1, DAY)[1].value("fever") == 1


def test_two_of_one_home_with_one_phone_are_two_people(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    with board.work() as work:
        for name in ("elder", "younger"):
            facts = {"arrived_on": DAY, "age": 30, "sex": "male", "category": "G", "origin": "province", "clear": 10}
            whose = {"id": name, "unit_code": cast.GRID_1, "household_id": 1, "number": cast.YANG, "contact": cast.YANG}
            township.put(work.tx, arrivals, whose | facts | {"first_at": work.now, "changed_at": work.now})
    assert sealing.preview(board, cast.VILLAGE, DAY)[1].value("returnees_new") == 2


def test_a_cut_off_moved_later_and_back_leaves_no_report_out_and_counts_none_twice(board: Switchboard) -> None:
    moved = {9: "18:00", 10: "18:00"}  # the days on which CUT_OFF says something else
    door = iter(range(1, 99))
    for day in (8, 9, 10, 11):
        today = replace(board, settings=settings(cut_off=moved.get(day, "16:00")))
        for hour in (15, 16, 17, 18, 19):
            clock_of(board).set(MORNING.replace(day=day, hour=hour, minute=0))
            for one in due.days_to_seal(today):
                sealing.seal(today, DAY.fromisoformat(one[0]), Level(one[1]))
            clock_of(board).forward(minutes=30)
            texts.receive(today, f"SM-{day}-{hour}", f"+861990009{next(door):04}", LINE, "病 38.5")
    clock_of(board).set(MORNING.replace(day=12, hour=16, minute=0))
    for one in due.days_to_seal(board):
        sealing.seal(board, DAY.fromisoformat(one[0]), Level(one[1]))
    with board.ledger.read() as tx:
        days = [versions.load(tx, cast.VILLAGE, DAY + timedelta(days=n)) for n in range(5)]
    assert [day and day.version for day in days] == [1] * 5
    counted = [day.report.value("fever") if day else None for day in days]
    assert counted == [1, 4 + 3, 5, 2 + 1, 4]
    assert sum(one or 0 for one in counted) == 20

"""The household, not the phone: who is meant, what was left unfinished, who keyed it, one person told of twice."""

import pytest

from gateway.domain.conversation import Spoke
from gateway.journeys.observing import follow_ups
from gateway.journeys.reporting import tasks as reporting_tasks
from gateway.journeys.telephone import calls
from gateway.journeys.telephone.calls import Reply
from gateway.store import arrivals
from gateway.store.outgoing_tables import texts_out
from gateway.store.screening_tables import arrivals as arrival_table
from gateway.store.screening_tables import clear_history, clears, members, tasks
from gateway.store.tables import reports, sessions
from gateway.switchboard import Switchboard
from tests.journeys.talk import FROM_WUHAN, hangs_up, knows_language, pick_up, press, ring, rows, said
from tests.support import cast
from tests.support.board import LINE, MORNING, carrier_of, clock_of

REPORT = FROM_WUHAN[1:]  # from "how many came" on
TOGETHER = ["2", "1", *REPORT[1:]]  # two who came together: the first of them
ANOTHER = ["1", "2", "2", "1", "30", "2", "rec", "1"]  # go on; fever, symptoms, measures, age, sex, name, phone


@pytest.fixture(autouse=True)
def known(board: Switchboard) -> None:
    knows_language(board, cast.YANG, cast.SHARED, cast.STRANGER)


def test_those_who_came_together_answer_the_journey_once(board: Switchboard) -> None:
    reply = ring(board, cast.YANG, ["3", *TOGETHER, *ANOTHER])
    assert reply.turn.wants is None
    told = rows(board, arrival_table)
    assert [(row.arrived_on.isoformat(), row.sex, row.age, row.clear) for row in told] == [
        ("2020-02-06", "male", 35, 10),
        ("2020-02-06", "female", 30, 10),
    ]
    assert len(rows(board, reports)) == 2
    assert len(rows(board, clears)) == 20


def test_two_alike_told_of_in_one_call_are_two_people(board: Switchboard) -> None:
    twin = [*ANOTHER[:4], "35", "1", "rec", "1"]
    ring(board, cast.YANG, ["3", *TOGETHER, *twin])
    assert len(rows(board, arrival_table)) == 2


def test_the_same_person_told_of_twice_is_one_and_the_old_value_is_kept(board: Switchboard) -> None:
    ring(board, cast.YANG, ["3", *REPORT], sid="CA-1")
    other_train = [*REPORT]
    other_train[other_train.index("1234")] = "4321"
    ring(board, cast.YANG, ["3", *other_train], sid="CA-2")
    (arrival,) = rows(board, arrival_table)
    with board.ledger.read() as tx:
        assert arrivals.items(tx, arrival.id)[4].answers["train_number"] == "G4321"
        ((before, _),) = arrivals.history(tx, arrival.id)
    assert (before.item, before.answers["train_number"]) == (4, "G1234")


def test_i_do_not_know_does_not_wipe_out_what_was_clear(board: Switchboard) -> None:
    ring(board, cast.YANG, ["3", *REPORT], sid="CA-1")
    unsure = [*REPORT]
    unsure[unsure.index("1234") + 2] = "9"
    ring(board, cast.YANG, ["3", *unsure], sid="CA-2")
    (arrival,) = rows(board, arrival_table)
    assert arrival.clear == 10
    assert rows(board, clear_history) == []


def test_a_dropped_call_goes_on_at_the_same_question_within_a_day(board: Switchboard) -> None:
    ring(board, cast.YANG, ["3", *REPORT[:6]], sid="CA-1")
    hangs_up(board, "CA-1")
    clock_of(board).forward(hours=23)
    reply = ring(board, cast.YANG, [], sid="CA-2")
    assert "报了一半" in said(board, reply)
    reply = press(board, reply, "1")
    assert [phrase.key for phrase in reply.turn.say] == ["screening.train_number"] or reply.turn.say[-1].key
    for pressed in REPORT[6:]:
        reply = press(board, reply, pressed)
    assert reply.turn.wants is None
    (arrival,) = rows(board, arrival_table)
    assert arrival.clear == 10
    assert "报了一半" not in said(board, ring(board, cast.YANG, [], sid="CA-3")), "it is finished"


def test_after_a_day_it_begins_anew_but_only_what_is_missing_is_asked(board: Switchboard) -> None:
    ring(board, cast.YANG, ["3", *REPORT[:7]], sid="CA-1")
    hangs_up(board, "CA-1")
    clock_of(board).forward(hours=25)
    reply = ring(board, cast.YANG, ["3"], sid="CA-2")
    assert "还有" in said(board, reply)
    reply = press(board, reply, "1")
    asked = []
    answers = {"shared_vehicle": "2", "close_contact": "2", "fever": "2", "symptoms": "2", "stopped": "2"}
    answers |= {"vehicle": "4", "this_phone": "1", "measures": "1", "age": "35", "sex": "1", "name_spoken": "rec"}
    while reply.turn.wants is not None:
        question = str(reply.turn.say[-1].key).removeprefix("screening.")
        asked.append(question)
        reply = press(board, reply, answers[question])
    assert asked[:4] == ["shared_vehicle", "close_contact", "fever", "symptoms"], "the doctor's first"
    assert not {"origin", "days_ago"} & set(asked)
    (arrival,) = rows(board, arrival_table)
    assert arrival.clear == 10


def test_a_report_is_finished_from_another_phone_that_keys_the_door(board: Switchboard) -> None:
    ring(board, cast.YANG, ["3", *REPORT[:6]], sid="CA-1")
    hangs_up(board, "CA-1")
    reply = ring(board, cast.STRANGER, ["5", "1#"], sid="CA-2")
    assert "报了一半" in said(board, reply)
    for pressed in ["1", *REPORT[6:]]:
        reply = press(board, reply, pressed)
    (arrival,) = rows(board, arrival_table)
    assert (arrival.clear, arrival.unit_code) == (10, cast.GRID_1)


def test_two_households_on_one_phone_are_asked_which_they_are(board: Switchboard) -> None:
    reply = ring(board, cast.SHARED, [])
    assert "段玉兰，按1" in said(board, reply)
    ring(board, cast.SHARED, ["2", "3", "0"], sid="CA-2")
    report = rows(board, reports)[-1]
    assert rows(board, sessions)[-1].household_id == report.household_id
    with board.ledger.read() as tx:
        from_door = tx.exec_driver_sql(f"SELECT door FROM households WHERE id={report.household_id}").scalar_one()
    assert from_door == "004"


def test_who_is_ill_is_found_by_the_roll(board: Switchboard) -> None:
    with board.work() as work:
        home = work.tx.exec_driver_sql("SELECT id FROM households WHERE door='001'").scalar_one()
        for position, label in enumerate(["爷爷", "妈妈"], start=1):
            work.tx.execute(members.insert().values(household_id=home, position=position, label=label))
    reply = ring(board, cast.YANG, ["2", "2"])
    assert "妈妈，按2" in said(board, reply)
    ring(board, cast.YANG, ["2", "2", "2", "1"], sid="CA-2")
    (report,) = rows(board, reports)
    assert (report.kind, report.person) == ("ill", f"{home}:妈妈")


def test_a_cadre_keys_for_a_household_and_the_record_says_so(board: Switchboard) -> None:
    reply = ring(board, cast.CADRE, ["3", cast.CADRE_PIN, "12#", "1", *REPORT])
    assert reply.turn.wants is None
    (arrival,) = rows(board, arrival_table)
    assert arrival.unit_code == cast.GRID_3
    assert {(row.channel, row.said_by.partition(":")[0]) for row in rows(board, clears)} == {("cadre", "staff")}


def test_a_home_a_cadre_keys_for_is_reached_on_its_own_phone(board: Switchboard) -> None:
    reply = ring(board, cast.CADRE, ["3", cast.CADRE_PIN, "12#", "1", *REPORT[:-1]], sid="CA-1")
    assert [phrase.key for phrase in reply.turn.say] == ["screening.home_phone"]
    press(board, reply, "1")
    (arrival,) = rows(board, arrival_table)
    assert (arrival.number, arrival.contact) == ("+8619900010012", "+8619900010012")


def test_a_cadre_who_is_cut_off_hears_which_phone_to_ring(board: Switchboard) -> None:
    ring(board, cast.CADRE, ["3", cast.CADRE_PIN, "12#", "1", *REPORT[:7]], sid="CA-1")
    hangs_up(board, "CA-1")
    (text,) = rows(board, texts_out)
    assert "+8619900010012" in text.body
    (arrival,) = rows(board, arrival_table)
    assert arrival.contact == "+8619900010012"


def test_a_cadre_with_a_wrong_pin_keys_for_nobody(board: Switchboard) -> None:
    reply = ring(board, cast.CADRE, ["3", "1111"])
    assert "密码" in said(board, reply)
    reply = calls.answer(board, "CA-x", cast.YANG, LINE)
    assert "替一户人家" not in said(board, reply)


def test_stops_on_the_way_are_told_one_after_the_other(board: Switchboard) -> None:
    keys = [*REPORT]
    at = keys.index("1234") + 1
    keys[at : at + 1] = ["1", "2", "0731", "27"]
    ring(board, cast.YANG, ["3", *keys])
    (arrival,) = rows(board, arrival_table)
    with board.ledger.read() as tx:
        assert arrivals.items(tx, arrival.id)[5].answers["stop_places"] == "0731,027"
    assert arrival.clear == 10


def speak(board: Switchboard, reply: Reply, nth: int) -> Reply:
    """A recording of its own."""
    return calls.take(board, reply.session_id, reply.turn.step, Spoke(f"https://carrier.example/rec/{nth}", 3.0))


def to_key_in(board: Switchboard) -> list[tuple[str, str]]:
    """What the cadre is to listen to: question and recording."""
    return [(row.question, row.address.rpartition("/")[2]) for row in rows(board, tasks) if row.kind == "transcribe"]


def test_every_stop_that_is_spoken_is_kept_and_keyed_in_where_it_belongs(board: Switchboard) -> None:
    until_stops = REPORT[: REPORT.index("1234") + 1]
    reply = ring(board, cast.YANG, ["3", *until_stops, "1", "3", "#"])
    reply = press(board, speak(board, reply, 1), "0731")
    reply = speak(board, press(board, reply, "#"), 2)
    for pressed in REPORT[len(until_stops) + 1 :]:
        reply = press(board, reply, pressed)
    assert to_key_in(board)[:2] == [("stop_spoken_1", "1"), ("stop_spoken_3", "2")]
    (arrival,) = rows(board, arrival_table)
    assert arrival.clear == 9
    with board.work() as work:
        for task_id, said_there in ((2, "武汉"), (1, "岳阳")):
            assert reporting_tasks.finish(board, work, task_id, said_there, "staff:1")
        stops = arrivals.items(work.tx, arrival.id)[5].answers["stop_places"]
    assert stops == "0730,0731,027"
    (arrival,) = rows(board, arrival_table)
    assert (arrival.clear, arrival.category) == (10, "D")


def test_a_stop_nobody_could_be_heard_to_name_is_not_another_ones_recording(board: Switchboard) -> None:
    until_stops = REPORT[: REPORT.index("1234") + 1]
    reply = speak(board, ring(board, cast.YANG, ["3", *until_stops, "1", "2", "#"]), 1)
    for pressed in ["#", "", "", "", *REPORT[len(until_stops) + 1 :]]:
        reply = press(board, reply, pressed)
    assert [question for question, _ in to_key_in(board)] == ["stop_spoken_1", "name_spoken"]


def test_what_was_spoken_before_the_line_broke_is_keyed_in_once(board: Switchboard) -> None:
    spoken_place = ["3", "1", "2", "1", "9", "rec"]
    ring(board, cast.YANG, spoken_place, sid="CA-1")
    hangs_up(board, "CA-1")
    ring(board, cast.YANG, ["1", "3", "rec", *REPORT[REPORT.index("1234") + 1 :]], sid="CA-2")
    assert sorted(question for question, _ in to_key_in(board)) == ["name_spoken", "place_spoken", "vehicle_spoken"]


def test_what_was_spoken_stays_unclear(board: Switchboard) -> None:
    keys = ["1", "2", "1", "9", "rec", "3", "rec", *REPORT[REPORT.index("1234") + 1 :]]
    ring(board, cast.YANG, ["3", *keys])
    (report,) = rows(board, reports)
    assert report.unclear == [3, 4]


def test_a_home_we_ring_completes_the_report_while_it_is_on_the_line(board: Switchboard) -> None:
    ring(board, cast.YANG, ["3", *REPORT[:7]], sid="CA-1")
    hangs_up(board, "CA-1")
    clock_of(board).set(MORNING.replace(day=9, hour=11))
    follow_ups.ring(board)
    reply = pick_up(board, carrier_of(board).call_to(cast.YANG), "1")
    assert "还有" in said(board, reply)
    reply = press(board, reply, "1")
    assert [phrase.key for phrase in reply.turn.say] == ["screening.shared_vehicle"]

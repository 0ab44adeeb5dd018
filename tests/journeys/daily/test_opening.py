"""A reader opens a figure with a digit, disputes it with 差, and subscribes: as their role may, and no more."""

from typing import Any

import pytest

from gateway.domain.places import Level
from gateway.domain.texts import segments, units
from gateway.journeys.daily import sealing
from gateway.journeys.reporting import tasks as task_journey
from gateway.journeys.roster import Member, Roll, settle
from gateway.journeys.texting import texts
from gateway.store import alerts, staff
from gateway.store.daily.readings import How
from gateway.store.digest_tables import digest_openings, digest_readings, digest_subscriptions, disputes
from gateway.store.outgoing_tables import texts_out
from gateway.store.roll import HouseholdRow, StaffRow
from gateway.store.screening_tables import tasks
from gateway.store.tables import reports
from gateway.switchboard import Switchboard
from tests.journeys.talk import FROM_WUHAN, knows_language, press, ring, rows, said
from tests.support import cast
from tests.support.board import LINE, MORNING, clock_of

DAY = MORNING.date()
ILL = "+8619900010007"  # door 007 of the second grid


@pytest.fixture
def sealed(board: Switchboard) -> Switchboard:
    """One came from Wuhan, one has a fever, one is well; village and township are sealed."""
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, FROM_WUHAN, sid="CA-1")
    for n, (number, body) in enumerate([(ILL, "病 38.2"), ("+8619900010005", "好")]):
        texts.receive(board, f"SM-day-{n}", number, LINE, body)
    for hour, level in ((16, Level.VILLAGE), (17, Level.TOWNSHIP)):
        clock_of(board).set(MORNING.replace(hour=hour))
        sealing.seal(board, DAY, level)
    clock_of(board).forward(minutes=5)
    return board


def texted(board: Switchboard, body: str, number: str = cast.SUPERVISOR) -> str:
    """What is answered; the same text comes twice and is answered once."""
    before, sid = len(rows(board, texts_out)), f"SM-{len(rows(board, texts_out))}-{body}-{number}"
    for _ in range(2):
        texts.receive(board, sid, number, LINE, body)
    answers = [row for row in rows(board, texts_out)[before:] if row.number == number]
    assert len(answers) == 1
    assert segments(answers[0].body) <= 2
    return str(answers[0].body)


def test_a_digit_opens_the_newest_digest_unit_by_unit(sealed: Switchboard) -> None:
    assert texted(sealed, "3") == "银桥镇2/8发热1：鹤阳村1"
    (township,) = (row for row in rows(sealed, digest_readings) if row.unit_code == cast.TOWNSHIP)
    assert (township.how, township.read_at) == (How.TEXT, sealed.clock.now())
    assert len(rows(sealed, digest_openings)) == 1


def test_what_was_told_of_the_day_after_it_was_sealed_is_said_beside_the_figure(sealed: Switchboard) -> None:
    (ill,) = (row for row in rows(sealed, reports) if row.fever)
    late = {name: value for name, value in ill._mapping.items() if name != "id"} | {"source": "text:read late"}
    with sealed.work() as work:
        work.tx.execute(reports.insert().values(late | {"household_id": None, "number": "+8619900019999"}))
    assert texted(sealed, "3 鹤阳村") == "鹤阳村2/8发热1：二组2（封存后有变，现在2）"


OPENED = [
    ("1 鹤阳村", "鹤阳村2/8新返1：一组1"),
    ("2 鹤阳村", "鹤阳村2/8居家1：一组1"),
    ("3 2/8 鹤阳村", "鹤阳村2/8发热1：二组1"),
    ("4 鹤阳村", "鹤阳村2/8：密接同乘没有。"),
    ("5鹤阳村", "鹤阳村2/8：病例没有。"),
    ("6鹤阳村", "鹤阳村2/8：没听到没有。"),
    ("7鹤阳村", "鹤阳村2/8未报9：一组3、二组2、三组4"),
    ("9", "银桥镇2/8：聚红白集串没有。"),
]


@pytest.mark.parametrize(("body", "answer"), OPENED)
def test_in_a_village_a_supervisor_sees_groups_and_no_door(sealed: Switchboard, body: str, answer: str) -> None:
    told = texted(sealed, body)
    assert told == answer
    assert units(told) <= 134


def stopped(board: Switchboard) -> None:
    """A gathering is stopped at a door, a market somewhere in the village; the cadre keys two gatherings more."""
    for n, (number, body) in enumerate(
        [
            (cast.YANG, "举报 户012 今天 办酒"),
            (cast.YANG, "举报 赶集 明天"),
            (cast.CADRE, "T1停"),
            (cast.CADRE, "T2停"),
            (cast.CADRE, "日报 聚2"),
        ]
    ):
        texts.receive(board, f"SM-stopped-{n}", number, LINE, body)
    for hour, level in ((16, Level.VILLAGE), (17, Level.TOWNSHIP)):
        clock_of(board).set(MORNING.replace(hour=hour))
        sealing.seal(board, DAY, level)


def test_nine_opens_to_the_events_and_to_who_keyed_the_rest(board: Switchboard) -> None:
    stopped(board)
    assert texted(board, "9") == "银桥镇2/8聚红白集串2：鹤阳村聚1集1"
    told = texted(board, "9 鹤阳村")
    assert told == "鹤阳村2/8聚红白集串2：聚三组1、集鹤阳村1、张敏09:00报聚2"
    reader = "+8619900000153"
    as_health(board, "secretary", cast.VILLAGE, reader)
    texted(board, "订 村", reader)
    clock_of(board).set(MORNING.replace(day=9))
    texts.receive(board, "SM-next", cast.YANG, LINE, "举报 户012 今天 办酒")
    texts.receive(board, "SM-stop", cast.CADRE, LINE, "T3停")
    clock_of(board).set(MORNING.replace(day=9, hour=16))
    sealing.seal(board, DAY.replace(day=9), Level.VILLAGE)
    told = texted(board, "9", reader)
    assert told == "鹤阳村2/9聚红白集串1：聚T3三组012段小梅19900010012"
    assert cast.YANG[3:] not in told, "who gave the tip is behind nothing"


def test_an_urgent_thing_is_opened_by_its_code(sealed: Switchboard) -> None:
    texts.receive(sealed, "SM-help", cast.YANG, LINE, "病 39")
    assert "A0208" not in texted(sealed, "8 鹤阳村"), "what came after the cut-off is of the next day"


def as_health(board: Switchboard, role: str, unit: str, number: str) -> None:
    settle(
        board,
        Roll(units=[], households=[], staff=[Member(StaffRow(number, "李卫健", role, unit, None, on_duty=True), None)]),
    )


SEES = [  # role, its unit, digest, how it asks, what it is told of a fever with an open alert and one without
    ("cadre", cast.VILLAGE, "村", "3", "一组001杨秀英19900010001、二组007尹志明19900010007"),
    ("secretary", cast.VILLAGE, "村", "3", "一组001杨秀英19900010001、二组007尹志明19900010007"),
    ("doctor", cast.VILLAGE, "村", "3", "一组001杨秀英19900010001、二组1"),
    ("health", cast.TOWNSHIP, "镇", "3 鹤阳村", "一组001杨秀英19900010001、二组1"),
    ("officer", cast.TOWNSHIP, "镇", "3 鹤阳村", "A0208-01一组杨*199****0001、二组1"),
    ("supervisor", cast.TOWNSHIP, "镇", "3 鹤阳村", "A0208-01一组杨*199****0001、二组1"),
    ("cadre", cast.TOWNSHIP, "镇", "3 鹤阳村", "A0208-01一组杨*199****0001、二组1"),
]


def ill_days(board: Switchboard) -> None:
    """Somebody who came from Wuhan has a fever, which is urgent, and somebody who was nowhere; both are sealed."""
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, FROM_WUHAN, sid="CA-1")
    for n, number in enumerate((cast.YANG, ILL)):
        texts.receive(board, f"SM-ill-{n}", number, LINE, "病 38.2")
    for hour, level in ((16, Level.VILLAGE), (17, Level.TOWNSHIP)):
        clock_of(board).set(MORNING.replace(hour=hour))
        sealing.seal(board, DAY, level)


@pytest.mark.parametrize(("role", "unit", "digest", "body", "answer"), SEES)
def test_each_role_sees_of_the_feverish_what_it_works_with(
    board: Switchboard, role: str, unit: str, digest: str, body: str, answer: str
) -> None:
    reader = "+8619900000150"
    as_health(board, role, unit, reader)
    assert texted(board, f"订 {digest}", reader).startswith(f"好，{digest}日报一封存就发给您")
    ill_days(board)
    assert texted(board, body, reader) == f"鹤阳村2/8发热2：{answer}"


def test_once_the_urgent_thing_is_over_a_township_only_counts(board: Switchboard) -> None:
    ill_days(board)
    assert texted(board, "3 鹤阳村") == "鹤阳村2/8发热2：A0208-01一组杨*199****0001、二组1"
    assert texted(board, "8 鹤阳村") == "鹤阳村2/8急事1：A0208-01一组杨*199****0001"
    assert texted(board, "7 鹤阳村").startswith("鹤阳村2/8未报10：一组3、")
    with board.work() as work:
        (alert,) = alerts.open_ones(work.tx)
        assert alerts.close(work.tx, alert.id, "已送医", "staff:2", work.now)
    assert texted(board, "3 鹤阳村") == "鹤阳村2/8发热2：一组1、二组1"
    assert texted(board, "8 鹤阳村") == "鹤阳村2/8急事1：一组1"


def test_on_the_phone_no_name_and_no_number_is_said(board: Switchboard) -> None:
    reader = "+8619900000150"
    as_health(board, "secretary", cast.VILLAGE, reader)
    texted(board, "订 村", reader)
    ill_days(board)
    texts.receive(board, "SM-signed", reader, LINE, "日报 对")
    told = said(board, press(board, ring(board, reader, ["7"]), "3"))
    assert told.startswith("一组001，二组007。")


def test_from_the_county_up_a_supervisor_sees_counts_only(board: Switchboard) -> None:
    reader = "+8619900000151"
    as_health(board, "supervisor", cast.COUNTY, reader)
    texts.receive(board, "SM-ill", ILL, LINE, "病 38.2")
    for hour, level in ((16, Level.VILLAGE), (17, Level.TOWNSHIP), (18, Level.COUNTY)):
        clock_of(board).set(MORNING.replace(hour=hour))
        sealing.seal(board, DAY, level)
    assert texted(board, "3", reader) == "大理市2/8发热1：银桥镇1"
    assert texted(board, "3 鹤阳村", reader) == "鹤阳村2/8发热1：二组1"


def test_a_long_list_goes_on_with_yu(board: Switchboard) -> None:
    reader = "+8619900000150"
    as_health(board, "secretary", cast.VILLAGE, reader)
    texted(board, "订 村", reader)
    homes = [HouseholdRow(cast.GRID_1, f"{n:03}", "某家", frozenset({f"+86199000200{n}"}), None) for n in range(20, 70)]
    settle(board, Roll(units=[], households=homes, staff=[]))
    clock_of(board).set(MORNING.replace(hour=16))
    sealing.seal(board, DAY, Level.VILLAGE)
    told = [texted(board, "7", reader), texted(board, "余", reader), texted(board, "余", reader)]
    while "看回：余" in told[-1]:
        clock_of(board).forward(minutes=20)  # nobody reads faster than the house writes
        told.append(texted(board, "余", reader))
    doors = [door for text in told for door in text.split("：", 1)[1].split("。")[0].split("、")]
    assert len(doors) == len(set(doors)) == 62
    assert doors[:2] == ["一组001杨秀英19900010001", "一组002赵德福19900010002"]
    assert texted(board, "余", reader).startswith("没看懂"), "all of it was told"


# A bare 1


def an_alert(board: Switchboard) -> None:
    """A household is ill with a history; the supervisor is told of it, as nobody answers."""
    with board.work() as work:
        alert = alerts.Alert("a1", "test", "A0208-01", "help", cast.GRID_1, None, cast.YANG, work.now)
        alerts.add(work.tx, alert)
        alerts.tell(work.tx, alert, staff.by_number(work.tx, cast.SUPERVISOR)[0].id, work.now)


def test_one_takes_an_open_alert_before_it_opens_a_digest(sealed: Switchboard) -> None:
    an_alert(sealed)
    assert texted(sealed, "1") == "编号A0208-01由王主任接手。"
    assert rows(sealed, digest_openings) == []
    assert texted(sealed, "3") == "银桥镇2/8发热1：鹤阳村1", "any other digit is never about an alert"


def test_one_opens_the_digest_that_came_after_the_alert_was_taken(board: Switchboard) -> None:
    an_alert(board)
    assert texted(board, "1") == "编号A0208-01由王主任接手。"
    clock_of(board).set(MORNING.replace(hour=17))
    sealing.seal(board, DAY, Level.VILLAGE)
    sealing.seal(board, DAY, Level.TOWNSHIP)
    assert texted(board, "1") == "银桥镇2/8：新返没有。"
    assert texted(board, "1 A0208-01") != "银桥镇2/8：新返没有。"


def test_one_without_alert_or_digest_is_as_before(board: Switchboard) -> None:
    assert texted(board, "1", cast.DOCTOR) == "现在没有等人接手的急事。"
    assert texted(board, "3", cast.DOCTOR) == "没有找到发给您的日报。"
    assert texted(board, "3", cast.YANG).startswith("没看懂")


def test_a_digit_answers_the_question_that_was_put_after_the_digest(sealed: Switchboard) -> None:
    texts.receive(sealed, "SM-form", cast.SUPERVISOR, LINE, "登 人1 到3天 来027")
    assert texted(sealed, "1") != "银桥镇2/8新返1：鹤阳村1"
    assert rows(sealed, digest_openings) == []


def test_a_digit_for_a_day_of_which_no_digest_came_says_so(sealed: Switchboard) -> None:
    assert texted(sealed, "3 2/7") == "没有找到发给您的日报。"
    assert texted(sealed, "3 上关村") == "日报里没有“上关村”。"


# Disputes


def the_task(board: Switchboard) -> Any:
    (task,) = (row for row in rows(board, tasks) if row.kind == "dispute")
    return task


def test_a_disputed_figure_is_a_task_of_the_unit_below_and_is_settled_from_there(sealed: Switchboard) -> None:
    assert texted(sealed, "差 3 应为2") == "差1记下了：鹤阳村2/8发热报1，您说2，张敏去核。"
    task = the_task(sealed)
    assert (task.unit_code, task.number, task.done_at) == (cast.VILLAGE, cast.CADRE, None)
    (told,) = (row for row in rows(sealed, texts_out) if row.about == "dispute:1")
    assert told.number == cast.CADRE
    assert told.body == "上级问：鹤阳村2/8发热报1，应为2？核后回：差1 对，或 差1 改"
    sealing.revise(sealed, DAY)
    village = sealing.latest(sealed, cast.VILLAGE, DAY)
    assert village is not None
    assert (village.version, village.report.disputes) == (2, {"fever": "open"})
    assert "差:发热" in village.words

    assert texted(sealed, "差1 改", cast.CADRE) == "差1：已改，已告诉上级。"
    assert texted(sealed, "差1 对", cast.CADRE) == "差1已经核过了。"
    (told,) = (row for row in rows(sealed, texts_out) if row.about == "settled:1")
    assert (told.number, told.body) == (cast.SUPERVISOR, "差1核过了：鹤阳村2/8发热原报1，已改，看下一版。")
    (kept,) = rows(sealed, disputes)
    assert (kept.version, kept.reported, kept.claimed, kept.outcome) == (1, 1, 2, "changed")
    assert the_task(sealed).done_at is not None
    sealing.revise(sealed, DAY)
    village = sealing.latest(sealed, cast.VILLAGE, DAY)
    assert village is not None
    assert (village.version, village.report.disputes) == (3, {"fever": "changed"})
    assert "差:" not in village.words


def test_a_dispute_is_also_settled_where_the_tasks_are(sealed: Switchboard) -> None:
    texted(sealed, "差 3 鹤阳村 应为0")
    for _ in range(2):
        with sealed.work() as work:
            task_journey.finish(sealed, work, the_task(sealed).id, "对", "command line")
    (kept,) = rows(sealed, disputes)
    assert (kept.outcome, kept.settled_by) == ("right", "command line")


def test_nobody_else_settles_it_and_what_is_reported_so_is_no_dispute(sealed: Switchboard) -> None:
    assert texted(sealed, "差 3 应为1") == "发热报的就是1。"
    texted(sealed, "差 3 应为5")
    assert texted(sealed, "差1 对", cast.DOCTOR).startswith("没看懂")
    assert texted(sealed, "差7 对", cast.CADRE) == "没有归您核的差7。"
    assert texted(sealed, "差 3 应为5", cast.DOCTOR) == "没有找到发给您的日报。"
    assert rows(sealed, disputes)[0].outcome is None


# Subscriptions


def test_a_supervisor_says_which_level_and_at_what_hour(board: Switchboard) -> None:
    assert texted(board, "订 镇 20点") == "好，镇日报每天20:00发给您。不要回：退 镇"
    assert texted(board, "退 村") == "好，村日报不再发给您。要回：订 村 20点"
    for hour, level in ((16, Level.VILLAGE), (17, Level.TOWNSHIP)):
        clock_of(board).set(MORNING.replace(hour=hour))
        sealing.seal(board, DAY, level)
    (digest,) = (row for row in rows(board, texts_out) if row.about.startswith("digest:"))
    assert digest.about.startswith(f"digest:{cast.TOWNSHIP}:")
    assert digest.next_try_at == MORNING.replace(hour=20)
    assert texted(board, "3") == "没有找到发给您的日报。", "it is not with them yet"
    clock_of(board).set(MORNING.replace(hour=20))
    assert texted(board, "3") == "银桥镇2/8：发热没有。"


def test_a_level_above_their_own_is_refused(board: Switchboard) -> None:
    assert texted(board, "订 县") == "县日报不能发给您：只能订自己单位和下面的。"
    assert texted(board, "订 镇 25点").startswith("这样写")
    assert texted(board, "订 镇", cast.YANG).startswith("没看懂")
    assert rows(board, digest_subscriptions) == []


def test_whoever_subscribed_to_the_villages_gets_each_of_theirs_once(board: Switchboard) -> None:
    reader = "+8619900000152"
    as_health(board, "officer", cast.TOWNSHIP, reader)
    texted(board, "订 村", reader)
    for _ in range(2):
        clock_of(board).set(MORNING.replace(hour=16))
        sealing.seal(board, DAY, Level.VILLAGE)
    digests = [row.number for row in rows(board, texts_out) if row.about.startswith("digest:")]
    assert sorted(digests) == [cast.SUPERVISOR, reader]
    assert len(rows(board, digest_readings)) == 2

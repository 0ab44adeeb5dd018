"""Whoever answers for a unit signs: a zero, that the count is right, what only they know. Both numbers stay."""

import pytest

from gateway.domain.daily.content import Nature, Standing
from gateway.domain.daily.window import Step
from gateway.domain.places import Level
from gateway.journeys import due, roster
from gateway.journeys.daily import reminding, sealing, steps
from gateway.journeys.texting import texts
from gateway.store.daily import acts
from gateway.store.daily_tables import day_acts, keyed_figures
from gateway.store.outgoing_tables import texts_out
from gateway.switchboard import Switchboard
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import LINE, MORNING, clock_of

DAY = MORNING.date()
OFFICER = "+8619900000199"


def texted(board: Switchboard, body: str, number: str = cast.CADRE, sid: str = "SM-1") -> str:
    """What is answered."""
    texts.receive(board, sid, number, LINE, body)
    return str(rows(board, texts_out)[-1].body)


def test_a_zero_report_is_an_act(board: Switchboard) -> None:
    assert texted(board, "零报") == "收到，鹤阳村今日零报告。"
    _, report = sealing.preview(board, cast.VILLAGE, DAY)
    assert (report.standing, report.nature) == (Standing.REPORTED, Nature.ZERO)
    _, township = sealing.preview(board, cast.TOWNSHIP, DAY)
    assert (township.reported, township.due, township.nature) == (1, 1, Nature.ZERO)


def test_the_same_text_twice_is_signed_once(board: Switchboard) -> None:
    texted(board, "日报 岗6")
    texted(board, "日报 岗6")
    assert len(rows(board, day_acts)) == len(rows(board, keyed_figures)) == 1


def test_a_zero_that_the_figures_belie_is_told_and_is_no_zero_report(board: Switchboard) -> None:
    texts.receive(board, "SM-ill", "+8619900010007", LINE, "病 38.2")
    assert "可系统统计：发热1" in texted(board, "零报")
    _, report = sealing.preview(board, cast.VILLAGE, DAY)
    assert (report.standing, report.nature) == (Standing.REPORTED, Nature.DAILY)


def test_what_only_a_person_knows_is_keyed_and_stands_beside_what_was_counted(board: Switchboard) -> None:
    told = texted(board, "日报：聚餐２，岗 6 口罩5天 天气好")
    assert "聚餐聚会劝阻2（系统0）" in told
    assert "没看懂：天气好" in told
    _, report = sealing.preview(board, cast.TOWNSHIP, DAY)
    assert [report.value(name) for name in ("gatherings_stopped", "staff_present", "mask_days")] == [0, 6, 5]
    assert report.differences == {"gatherings_stopped": (0, 2)}
    texted(board, "日报 岗7", sid="SM-2")
    assert sealing.preview(board, cast.VILLAGE, DAY)[1].value("staff_present") == 7, "the last word counts"
    assert len(rows(board, keyed_figures)) == 4, "the others stay"


@pytest.mark.parametrize(
    "body",
    ["日报", "日报 你好", "日报 聚", "日报 999", "零报 有人发烧", "零报告：3户发热", "零报 下村", "日报 对 下村"],
)
def test_what_is_not_understood_is_answered_with_how_it_is_written(board: Switchboard, body: str) -> None:
    assert texted(board, body).startswith("日报这样写")
    assert rows(board, day_acts) == []


def test_a_resident_signs_for_nobody(board: Switchboard) -> None:
    texted(board, "日报 对", number=cast.YANG)
    assert rows(board, day_acts) == []


def test_what_comes_after_the_cut_off_is_late_and_makes_a_version(board: Switchboard) -> None:
    clock_of(board).set(MORNING.replace(hour=16, minute=0, second=1))
    sealing.seal(board, DAY, Level.VILLAGE)
    assert texted(board, "零报").endswith("已过截止，记为补报。")
    clock_of(board).set(MORNING.replace(hour=17))
    sealing.seal(board, DAY, Level.TOWNSHIP)
    village, township = sealing.latest(board, cast.VILLAGE, DAY), sealing.latest(board, cast.TOWNSHIP, DAY)
    assert village is not None
    assert township is not None
    assert (village.version, village.report.standing) == (2, Standing.REPORTED)
    assert (township.version, township.report.reported) == (1, 1)


def test_only_whoever_has_not_signed_is_reminded_half_an_hour_before_and_once(board: Switchboard) -> None:
    clock_of(board).set(MORNING.replace(hour=15, minute=29, second=59))
    assert list(due.days_to_remind_of(board)) == []
    clock_of(board).forward(seconds=1)
    assert list(steps.due(board, Step.REMIND)) == [("2020-02-08", "village")]
    assert reminding.remind(board, DAY, Level.VILLAGE) == 1
    assert reminding.remind(board, DAY, Level.VILLAGE) == 0
    (text,) = rows(board, texts_out)
    assert (text.number, "16:00截止" in text.body) == (cast.CADRE, True)


def test_whoever_has_signed_is_not_reminded_and_nobody_is_told(board: Switchboard) -> None:
    texted(board, "零报")
    clock_of(board).set(MORNING.replace(hour=15, minute=30))
    assert reminding.remind(board, DAY, Level.VILLAGE) == 0
    clock_of(board).set(MORNING.replace(hour=16, minute=15))
    assert reminding.tell_above(board, DAY, Level.VILLAGE) == 0


def test_after_the_grace_the_named_person_above_is_told_once(board: Switchboard) -> None:
    texts.receive(board, "SM-0", cast.STRANGER, LINE, "好")
    clock_of(board).set(MORNING.replace(hour=16, minute=14, second=59))
    assert list(due.days_to_tell_of(board)) == []
    clock_of(board).forward(seconds=1)
    assert list(due.days_to_tell_of(board)) == [("2020-02-08", "village")]
    assert reminding.tell_above(board, DAY, Level.VILLAGE) == 1
    assert reminding.tell_above(board, DAY, Level.VILLAGE) == 0
    text = rows(board, texts_out)[-1]
    assert (text.number, text.body) == (cast.SUPERVISOR, "银桥镇2/8日报，过时未报：1个没消息：鹤阳村。")


def test_a_unit_that_rests_is_neither_reminded_nor_silent(board: Switchboard) -> None:
    with board.work() as work:
        acts.rest(work.tx, acts.Rest(cast.VILLAGE, DAY, None, "搬迁", "command line", work.now))
    clock_of(board).set(MORNING.replace(hour=15, minute=30))
    assert reminding.remind(board, DAY, Level.VILLAGE) == 0
    _, township = sealing.preview(board, cast.TOWNSHIP, DAY)
    assert (township.due, township.silent, list(township.resting.values())) == (0, {}, ["鹤阳村"])
    assert township.value("villages_due") == 0


def test_whoever_answers_for_several_units_names_the_one_they_mean(board: Switchboard) -> None:
    other = f"kind,code,name\nunit,{cast.TOWNSHIP}202,上阳村\n".encode()
    roster.bring(board, other)
    roster.bring(board, f"kind,code,name,phones,role\nstaff,{cast.TOWNSHIP}202,张敏,{cast.CADRE},cadre\n".encode())
    for n, body in enumerate(["零报", "日报 岗6", "日报 岗6 中阳村"]):
        assert texted(board, body, sid=f"SM-{n}").startswith("您管几个单位：鹤阳村、上阳村。")
    assert rows(board, day_acts) == []
    assert texted(board, "零报 上阳村", sid="SM-a") == "收到，上阳村今日零报告。"
    assert "鹤阳村" in texted(board, "日报 鹤阳村 对 岗6", sid="SM-b")
    assert [(row.unit_code, row.what) for row in rows(board, day_acts)] == [
        (f"{cast.TOWNSHIP}202", "zero"),
        (cast.VILLAGE, "figures"),
    ]


def test_a_county_of_which_one_village_has_signed_is_no_zero_report_and_the_other_is_told_of(
    board: Switchboard,
) -> None:
    roster.bring(
        board,
        f"kind,code,name,door,phones\nunit,{cast.TOWNSHIP}202,上阳村,,\nunit,{cast.TOWNSHIP}20201,上阳一组,,\n"
        f"household,{cast.TOWNSHIP}20201,和家,001,19900010099\n".encode(),
    )
    texted(board, "零报")
    for unit in (cast.TOWNSHIP, cast.COUNTY, cast.PROVINCE):
        _, report = sealing.preview(board, unit, DAY)
        assert (report.standing, report.nature) == (Standing.UNSIGNED, Nature.DAILY)
        assert report.value("villages_silent") == 1
    clock_of(board).set(MORNING.replace(hour=16, minute=15))
    assert reminding.tell_above(board, DAY, Level.VILLAGE) == 1
    assert rows(board, texts_out)[-1].body.endswith("1个没消息：上阳村。")


def test_a_text_that_lay_unread_belongs_to_the_day_it_came(board: Switchboard, monkeypatch: pytest.MonkeyPatch) -> None:
    clock_of(board).set(MORNING.replace(hour=15, minute=50))
    with monkeypatch.context() as broken:
        broken.setattr("gateway.journeys.texting.texts._read", lambda *_: None)
        texts.receive(board, "SM-1", cast.CADRE, LINE, "零报")
    clock_of(board).set(MORNING.replace(day=9, hour=0, minute=10))
    texts.read_waiting(board)
    assert [(row.day, row.at) for row in rows(board, day_acts)] == [(DAY, MORNING.replace(hour=15, minute=50))]


def test_where_a_township_rests_its_villages_do(board: Switchboard) -> None:
    with board.work() as work:
        acts.rest(work.tx, acts.Rest(cast.TOWNSHIP, DAY, None, "搬迁", "command line", work.now))
    assert sealing.preview(board, cast.VILLAGE, DAY)[1].standing is Standing.RESTING


def test_a_house_set_up_in_the_evening_blames_nobody_for_its_first_day(board: Switchboard) -> None:
    clock_of(board).set(MORNING.replace(hour=18))
    assert list(due.days_to_seal(board)) == list(due.days_to_tell_of(board)) == []


def test_the_receipt_of_a_township_says_how_each_number_was_understood(board: Switchboard) -> None:
    roster.bring(board, f"kind,code,name,phones,role\nstaff,{cast.TOWNSHIP},段主任,{OFFICER},officer\n".encode())
    texted(board, "日报 聚2 岗6 口罩9", sid="SM-1")
    told = texted(board, "日报 聚5 岗3 口罩9", OFFICER, sid="SM-2")
    assert "实到岗3算银桥镇本级的，和下级的相加。" in told
    assert "聚餐聚会劝阻5、口罩够几天9算全银桥镇的总数，只和下级的对照，不相加。" in told
    assert "和下级报的不一样：聚餐聚会劝阻5（下级2），两个数都报上去。" in told
    _, report = sealing.preview(board, cast.TOWNSHIP, DAY)
    assert [report.value(name) for name in ("staff_present", "mask_days")] == [9, 9]
    assert (report.tally.said["gatherings_stopped"], report.apart) == (2, {"gatherings_stopped": (2, 5)})


def test_a_village_of_which_the_roster_is_empty_is_named_and_not_silent_and_may_sign(board: Switchboard) -> None:
    empty = f"{cast.TOWNSHIP}202"
    roster.bring(board, f"kind,code,name\nunit,{empty},上阳村\n".encode())
    roster.bring(board, f"kind,code,name,phones,role\nstaff,{empty},张敏,{OFFICER},cadre\n".encode())
    texted(board, "零报")
    _, township = sealing.preview(board, cast.TOWNSHIP, DAY)
    assert (township.empty, township.silent, township.due) == ({empty: "上阳村"}, {}, 1)
    assert township.value("villages_due") == township.value("villages_reported") == 1
    assert texted(board, "零报", OFFICER, sid="SM-2") == "收到，上阳村今日零报告。"
    _, township = sealing.preview(board, cast.TOWNSHIP, DAY)
    assert (township.empty, township.due, township.value("villages_reported")) == ({}, 2, 2)

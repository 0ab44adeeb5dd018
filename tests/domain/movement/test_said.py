"""Texts about gatherings and rumours, as people write them."""

from datetime import date

import pytest

from gateway.domain import sms_forms
from gateway.domain.movement import said
from gateway.domain.movement.days_ahead import day_in
from gateway.domain.movement.events import Kind, State
from gateway.domain.movement.rumours import Tag
from gateway.domain.movement.said import Act, Came, Found, Plan
from gateway.domain.sms_forms import Meaning

TODAY = date(2020, 2, 8)  # the fifteenth of the first lunar month


def feb(day: int) -> date:
    return date(2020, 2, day)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("今天办酒|现在|tonight|now", feb(8)),
        ("明天|明早|tomorrow|1天后|in 1 days", feb(9)),
        ("后天", feb(10)),
        ("大后天|三天后", feb(11)),
        ("昨天", feb(7)),
        ("2/20|2.20|20/2|2-20|02-20", feb(20)),
        (
            "2月20日|2月20号|二月二十号|20号|二十号|0220|2020-02-20|2020年2月20日|20 feb|february 20|20th of feb",
            feb(20),
        ),
        ("正月廿七|农历正月廿七|廿七|正月二十七", feb(20)),
        ("初一", feb(23)),  # the next that comes
        ("5号", date(2020, 3, 5)),
        ("6/1", date(2020, 6, 1)),
        ("1/1", None),  # long past, and the next is too far off
        ("2/30|99号|13/13|0230", None),
        ("20人|三桌|没有日子|", None),
    ],
)
def test_a_day_to_come(written: str, day: date | None) -> None:
    for text in written.split("|"):
        found = day_in(text, TODAY)
        assert (found[0] if found else None) == day, text


@pytest.mark.parametrize(
    ("written", "plan"),
    [
        ("3组 今天 办酒", Plan(Kind.GATHERING, feb(8), None, None)),
        ("聚餐 明天 30人", Plan(Kind.GATHERING, feb(9), 30, None)),
        ("红事 2/20 200人", Plan(Kind.WEDDING, feb(20), 200, None)),
        ("红事2月20日200人", Plan(Kind.WEDDING, feb(20), 200, None)),
        ("婚事 200人 20号", Plan(Kind.WEDDING, feb(20), 200, None)),
        ("白事 012户 明天 20桌", Plan(Kind.FUNERAL, feb(9), 200, "012")),
        ("白事 户012 后天 一百五十人", Plan(Kind.FUNERAL, feb(10), 150, "012")),
        ("有人结婚", Plan(Kind.WEDDING, None, None, None)),
        ("明天街子", Plan(Kind.MARKET, feb(9), None, None)),
        ("天天串门", Plan(Kind.VISITING, None, None, None)),
        ("wedding 20 Feb 200 guests", Plan(Kind.WEDDING, feb(20), 200, None)),
        ("funeral tomorrow 3 tables door 12", Plan(Kind.FUNERAL, feb(9), 30, "12")),
        ("大场院有人", Plan(None, None, None, None)),
        ("聚餐 今天 99999人", Plan(Kind.GATHERING, feb(8), 9999, None)),
    ],
)
def test_what_is_planned(written: str, plan: Plan) -> None:
    assert said.plan(written, TODAY) == plan


@pytest.mark.parametrize(
    ("written", "act", "number", "rest"),
    [
        ("举报 3组 今天 办酒", Act.TIP, None, "3组 今天 办酒"),
        ("举报：有人打麻将", Act.TIP, None, "有人打麻将"),
        ("聚餐 三组", Act.TIP, None, "聚餐 三组"),
        ("Tip: group 3 today", Act.TIP, None, "group 3 today"),
        ("Tipsy", None, None, ""),
        ("红事 2/20 200人", Act.REGISTER, None, "红事 2/20 200人"),
        ("Wedding 20 Feb", Act.REGISTER, None, "Wedding 20 Feb"),
        ("谣言 听说要封路", Act.RUMOUR, None, "听说要封路"),
        ("听说要封路", Act.RUMOUR, None, "听说要封路"),
        ("Rumor: the road is closed", Act.RUMOUR, None, "the road is closed"),
        ("谣言", Act.RUMOUR, None, ""),
        ("T12 停", Act.OUTCOME, 12, "停"),
        ("t12小30", Act.OUTCOME, 12, "小30"),
        ("劝12 停", Act.OUTCOME, 12, "停"),
        ("T12", Act.OUTCOME, 12, ""),
        ("T12 去看了", Act.OUTCOME, 12, "去看了"),  # answered with how to say it
        ("T238 027 到2天 无触无病 防居家", None, None, ""),  # a train
        ("R5 假 没有这回事", Act.FINDING, 5, "假 没有这回事"),
        ("好", None, None, ""),
        ("t", None, None, ""),
        ("T", None, None, ""),
    ],
)
def test_what_a_text_is_about(written: str, act: Act | None, number: int | None, rest: str) -> None:
    found = said.read(written)
    assert (found and (found.act, found.number, found.rest)) == (act and (act, number, rest))


@pytest.mark.parametrize(
    ("rest", "came"),
    [
        ("停|停了|劝停|散了|不办了|取消|stop|Stopped", Came(State.STOPPED)),
        ("停 30人|散30", Came(State.STOPPED, 30)),
        ("缓|延期|推迟|改期了|later|postponed", Came(State.POSTPONED)),
        ("缓 3/20|延到3月20号|later 20 March", Came(State.POSTPONED, until=date(2020, 3, 20))),
        ("小30|小 30人|简办 三十人|小3桌|small 30", Came(State.KEPT_SMALL, 30)),
        ("小", Came(State.KEPT_SMALL)),
        ("无|没有|没这回事|none|no", Came(State.NOTHING_THERE)),
        ("办80|照办 80人|办了八十人|held 80", Came(State.HELD_ANYWAY, 80)),
        ("办", Came(State.HELD_ANYWAY)),
        ("|好|去看了|30", Came(None)),
        ("劝住了|停了，都回家了|停 没问题|停了 没人了|散了，不办了|停了，取消", Came(State.STOPPED)),
        ("缓到3月20号办|延到3/20再办", Came(State.POSTPONED, until=date(2020, 3, 20))),
        ("没有这回事|没事|没人|没有人了|无此事|没有的事|Nothing there.|No.", Came(State.NOTHING_THERE)),
        ("办完了，没戴口罩", Came(State.HELD_ANYWAY)),
    ],
)
def test_what_came_of_it(rest: str, came: Came) -> None:
    for written in rest.split("|"):
        assert said.came(written, TODAY) == came, written


@pytest.mark.parametrize(
    "written",
    "没劝住|没停|没有停|没散|没有散|没办成|停不了|散不了|劝停不听|取消不成|办不成了|缓不了|停了又办了|停了，明天还办"
    "|改期了，后来办了80人|无法劝|没有，他们办了80人"
    "|no, they held it|later they held it|none of them stopped|stopped? could not|held, but we stopped it".split("|"),
)
def test_what_is_denied_or_says_two_things_is_asked_back(written: str) -> None:
    assert said.came(written, TODAY) == Came(None)
    found = said.read(f"T12 {written}")
    assert found is not None
    assert found.act is Act.OUTCOME, "however long it is, it is answered with how to say it"


@pytest.mark.parametrize(
    ("rest", "found"),
    [
        (
            "假 没有这回事，路没封。|假：没有这回事，路没封。|假的，没有这回事，路没封。",
            Found(Tag.FALSE, answer="没有这回事，路没封。"),
        ),
        ("假|不实|false|谣", Found(Tag.FALSE)),
        ("真 答复：明天封|属实，明天封|真的 明天封", Found(Tag.TRUE, answer="明天封")),
        ("true The road is closed", Found(Tag.TRUE, answer="The road is closed")),
        ("查|核实|check", Found(Tag.CHECKING)),
        ("同R3|同 3|same as R3", Found(same=3)),
        ("答 不要信|答复：不要信", Found(answer="不要信")),
        ("|好|falsehood", Found()),
    ],
)
def test_what_was_found(rest: str, found: Found) -> None:
    for written in rest.split("|"):
        assert said.finding(written) == found, written


NAMES = {"一组": "G1", "三组": "G3", "十三组": "G13", "13组": "G13", "鹤阳村": "V"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3组 今天", "G3"),
        ("在三组", "G3"),
        ("第3组", "G3"),
        ("Group 3 today", "G3"),
        ("13组", "G13"),
        ("鹤阳村", "V"),
        ("5组", None),
        ("", None),
    ],
)
def test_the_place_that_is_named(text: str, code: str | None) -> None:
    assert said.place_in(text, NAMES) == code


@pytest.mark.parametrize(
    ("words", "passed_on"),
    [
        ("我是13900001234，3组 2/20办酒", "我是…，3组 2/20办酒"),
        ("+86 139 0000 1234 说的", "… 说的"),
        ("打 120", "打 120"),
    ],
)
def test_no_telephone_number_is_passed_on(words: str, passed_on: str) -> None:
    assert said.without_numbers(words) == passed_on


@pytest.mark.parametrize(
    ("body", "meaning"),
    [
        ("举报 3组有人发烧还聚餐", Meaning.TIP),  # not an illness of whoever writes
        ("谣言 听说有人发烧", Meaning.RUMOUR),
        ("红事 2/20", Meaning.REGISTER),
        ("Ｔ１２　停", Meaning.OUTCOME),
        ("R5假", Meaning.FINDING),
        ("T", Meaning.OPT_OUT),
        ("r", Meaning.OPT_OUT),
        ("td", Meaning.OPT_OUT),
        ("停 Y37", Meaning.STOP_BROADCAST),
        ("病 38.2 咳", Meaning.ILL),
    ],
)
def test_the_house_knows_these_texts_from_others(body: str, meaning: Meaning) -> None:
    assert sms_forms.read(body).meaning is meaning

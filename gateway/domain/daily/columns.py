"""The eighteen columns of the daily report, and the figures each is made of: one definition each.

How a counted figure is read from the ledger stands in `gateway/store/daily/sources.py` under the same name, and what
may change of it when the day is over.
Source: the ten clears, the notice of 29 January 2020 on daily and zero reports, and the columns counties printed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a figure counts. Never calls or texts: a call is not a household."""

    HOUSEHOLDS = "households"
    PEOPLE = "people"
    VILLAGES = "villages"
    TEMPERATURES = "temperatures"
    EVENTS = "events"
    DAYS = "days"


class Origin(StrEnum):
    """Who knows a figure."""

    COUNTED = "counted"  # the house, from the ledger
    KEYED = "keyed"  # only a person
    BOTH = "both"  # the house counts what it was told of, a person knows the rest


class Adding(StrEnum):
    """How a unit's figure comes from those of the units below."""

    SUM = "sum"
    LEAST = "least"  # of what lasts so many days, the first to run out
    DISTINCT = "distinct"  # counted anew for each unit: one broadcast to a township is not one a village


class Above(StrEnum):
    """How a number is meant that is keyed for a unit above the villages, beside what those below have keyed."""

    OWN = "own"  # of the unit itself, its own office: added to theirs
    WHOLE = "whole"  # of all there is in it: compared with theirs, and added to nothing


@dataclass(frozen=True)
class Column:
    """One column as it is printed."""

    number: int
    zh: str
    en: str


@dataclass(frozen=True)
class Figure:
    """One figure of a column.

    words  what it is keyed as after 日报, first the one that is printed on the card
    above  of one that is keyed: how it is meant above the villages
    """

    name: str
    column: int
    unit: Unit
    zh: str
    en: str
    origin: Origin = Origin.COUNTED
    adding: Adding = Adding.SUM
    words: tuple[str, ...] = ()
    above: Above = Above.WHOLE


COLUMNS: tuple[Column, ...] = (
    Column(1, "排查", "screened"),
    Column(2, "返乡", "come home"),
    Column(3, "来自", "from where"),
    Column(4, "十清楚", "ten clears"),
    Column(5, "居家观察", "home observation"),
    Column(6, "集中隔离", "central quarantine"),
    Column(7, "体温日测", "temperatures"),
    Column(8, "发热和症状", "fever and symptoms"),
    Column(9, "密接和同乘", "close contacts"),
    Column(10, "病例", "cases"),
    Column(11, "社区情形", "situation"),
    Column(12, "移风易俗", "gatherings"),
    Column(13, "宣传", "spoken to"),
    Column(14, "谣言", "rumours"),
    Column(15, "值守", "on duty"),
    Column(16, "物资", "supplies"),
    Column(17, "紧急事件", "urgent"),
    Column(18, "下级报送", "reports from below"),
)

H, P, V = Unit.HOUSEHOLDS, Unit.PEOPLE, Unit.VILLAGES
T, E, D = Unit.TEMPERATURES, Unit.EVENTS, Unit.DAYS
BOTH, KEYED, LEAST, DISTINCT = Origin.BOTH, Origin.KEYED, Adding.LEAST, Adding.DISTINCT
OWN = Above.OWN

FIGURES: tuple[Figure, ...] = (
    Figure("households_due", 1, H, "应排查户", "households on the roll"),
    Figure("households_heard", 1, H, "已排查户", "households heard from"),
    Figure("people_due", 1, P, "应排查人", "people on the roll"),
    Figure("people_heard", 1, P, "已排查人", "people of those households"),
    Figure("returnees_new", 2, P, "今日新返", "newly come home"),
    Figure("returnees_total", 2, P, "累计返乡", "come home so far"),
    Figure("from_hubei", 3, P, "湖北", "from Hubei"),
    Figure("from_abroad", 3, P, "境外", "from abroad"),
    Figure("from_listed", 3, P, "其他重点地区", "from other listed places"),
    Figure("from_province", 3, P, "省外其他", "from other provinces"),
    Figure("from_yunnan", 3, P, "省内", "from inside the province"),
    Figure("clears_asked", 4, P, "问过的人", "people asked in the last 14 days"),
    Figure("clears_whole", 4, P, "十样都清楚", "of them with all ten clear"),
    Figure("clears_open", 4, P, "未清楚", "of them with something unclear"),
    Figure("home_new", 5, P, "居家新增", "newly under home observation"),
    Figure("home_under", 5, P, "居家在管", "under home observation"),
    Figure("home_days_1_3", 5, P, "第1至3天", "in days 1 to 3"),
    Figure("home_days_4_7", 5, P, "第4至7天", "in days 4 to 7"),
    Figure("home_days_8_14", 5, P, "第8至14天", "in days 8 to 14"),
    Figure("home_released", 5, P, "今日解除", "released"),
    Figure("home_lost", 5, P, "失联", "lost from sight"),
    Figure("central_new", 6, P, "集中新增", "newly in central quarantine"),
    Figure("central_under", 6, P, "集中在管", "in central quarantine"),
    Figure("central_released", 6, P, "集中解除", "released from it"),
    Figure("checks_due", 7, T, "体温应报", "temperatures due"),
    Figure("checks_reported", 7, T, "体温已报", "reported"),
    Figure("checks_missed", 7, T, "体温未报", "not reported"),
    Figure("fever", 8, P, "发热", "with a fever"),
    Figure("other_symptoms", 8, P, "其他症状", "with other symptoms"),
    Figure("to_hospital", 8, P, "已送医", "sent to the doctor"),
    Figure("close_contacts", 9, P, "密切接触者", "new close contacts"),
    Figure("fellow_travellers", 9, P, "同乘人员", "on a vehicle with a case"),
    Figure("cases_suspected", 10, P, "疑似", "suspected"),
    Figure("cases_confirmed", 10, P, "确诊", "confirmed"),
    Figure("cases_discharged", 10, P, "出院", "discharged"),
    Figure("cases_died", 10, P, "死亡", "died"),
    Figure("class_1", 11, V, "一类村", "villages without a case"),
    Figure("class_2", 11, V, "二类村", "villages with cases or an outbreak"),
    Figure("class_3", 11, V, "三类村", "villages with community transmission"),
    Figure("class_changed", 11, V, "情形变化", "villages whose class has changed"),
    Figure("weddings_postponed", 12, E, "红事停办", "weddings postponed", BOTH, words=("红", "红事", "wedding")),
    Figure("funerals_simplified", 12, E, "白事简办", "funerals kept simple", BOTH, words=("白", "白事", "funeral")),
    Figure("funeral_guests", 12, P, "白事人数", "people at them", BOTH, words=("白人", "白事人数", "guests")),
    Figure("gatherings_stopped", 12, E, "聚餐聚会劝阻", "gatherings stopped", BOTH, words=("聚", "聚餐", "gathering")),
    Figure("markets_stopped", 12, E, "集市停办", "markets stopped", BOTH, words=("集", "集市", "market")),
    Figure("visits_dissuaded", 12, E, "串门劝返", "visits dissuaded", BOTH, words=("串", "串门", "visit")),
    Figure("broadcasts", 13, E, "广播次数", "broadcasts", adding=DISTINCT),
    Figure("broadcast_languages", 13, E, "广播语种", "languages spoken", adding=DISTINCT),
    Figure("homes_to_hear", 13, H, "应到户", "households to hear"),
    Figure("homes_heard", 13, H, "听到户", "households that heard all"),
    Figure("homes_unheard", 13, H, "未到户", "households that did not"),
    Figure("rumours_received", 14, E, "谣言收到", "rumours received"),
    Figure("rumours_verified", 14, E, "谣言核实", "looked into"),
    Figure("rumours_answered", 14, E, "谣言已回应", "answered"),
    Figure("staff_due", 15, P, "应到岗", "staff due on duty"),
    Figure(
        "staff_present", 15, P, "实到岗", "staff on duty", KEYED, words=("岗", "到岗", "值守", "staff"), above=Above.OWN
    ),
    Figure("staff_unwell", 15, P, "干部异常", "staff unwell"),
    Figure("mask_days", 16, D, "口罩够几天", "days the masks last", KEYED, LEAST, ("口", "口罩", "masks")),
    Figure("thermometer_days", 16, D, "体温计够几天", "days the thermometers last", KEYED, LEAST, ("计", "体温计")),
    Figure("disinfectant_days", 16, D, "消毒液够几天", "days the disinfectant lasts", KEYED, LEAST, ("消", "消毒液")),
    Figure("alerts", 17, E, "紧急事件", "urgent events"),
    Figure("alerts_taken_10min", 17, E, "10分钟内接手", "taken within ten minutes"),
    Figure("alerts_breached", 17, E, "超时", "unanswered for too long"),
    Figure("clocks_missed", 17, E, "法定时限超过", "deadlines of the law missed"),
    Figure("villages_due", 18, V, "应报村", "villages due"),
    Figure("villages_reported", 18, V, "已报村", "villages that have reported"),
    Figure("villages_unsigned", 18, V, "未签村", "heard from, nobody signed"),
    Figure("villages_silent", 18, V, "缺报村", "silent villages"),
)

BY_NAME: Mapping[str, Figure] = {figure.name: figure for figure in FIGURES}
BY_WORD: Mapping[str, Figure] = {word: figure for figure in FIGURES for word in figure.words}
NEWS = (  # any of these above nothing, and the day is no zero
    *("returnees_new", "fever", "other_symptoms", "to_hospital", "close_contacts", "fellow_travellers"),
    *("cases_suspected", "cases_confirmed", "cases_died", "home_new", "central_new", "alerts", "class_changed"),
    *("home_lost", "alerts_breached", "clocks_missed", "staff_unwell"),
)


def of_column(number: int) -> list[Figure]:
    """The figures of a column, in order."""
    return [figure for figure in FIGURES if figure.column == number]

"""`dalaba why`: why a phone was called or not, and when it will be."""

from collections.abc import Iterator, Sequence
from datetime import datetime

import click
from rich.console import Console
from rich.table import Table

from gateway.cli import house
from gateway.domain import phones
from gateway.domain.errors import BadInput
from gateway.domain.situations.rounds import HomeState
from gateway.journeys.observing import why as journey
from gateway.journeys.observing.rhythm import InForce
from gateway.journeys.observing.why import Behind, Called, Explanation, Observed, Reason
from gateway.store.budget import Waiting
from gateway.store.observations import Check
from gateway.switchboard import Switchboard

HALVES = {"am": "morning 早上", "pm": "evening 晚上"}
CHANNELS = {
    "call": "by call 电话",
    "sms": "by text 短信",
    "missed_call": "by a missed call 响一声",
    "cadre": "by a cadre 干部代报",
}
OUTCOMES = {
    "released": "released 已解除",
    "to_doctor": "with the doctor 已交给医生",
    "lost": "lost: nobody has heard of them 失联",
    "not_needed": "not needed any more 不再需要",
}
STANDS = {
    HomeState.DUE: "has not told 还没报",
    HomeState.RINGING: "is being rung 正在打",
    HomeState.TOLD: "has told 已报",
    HomeState.UNREACHED: "no call reached it 没打通，上门",
    HomeState.DROPPED: "is not asked any more 不再问",
}
REASONS = {
    Reason.ON_THE_LINE: "{at}: a call is being placed or under way 正在打",
    Reason.FOLLOW_UP: "{at}: the temperature was not reported 体温没报，到时会打",
    Reason.UNLESS_REPORTED: "{at}, unless they report before 到时还没报才打",
    Reason.ROUND: "{at}: nobody of the home has told today how they are 今天还没报平安，到时会打",
    Reason.UNLESS_TOLD: "{at}, unless they tell before how they are 到时还没报平安才打",
    Reason.MESSAGE: "{at}: a message of the village has not been heard 村里通知还没听到",
    Reason.ALERT: "{at}: something urgent that nobody has taken 急事没人接手",
    Reason.PROMISE: "{at}: a household was promised a call back 有住户等着回电话",
    Reason.CALLED_ENOUGH: "none: called often enough about this check; if it closes unreported it counts as missed "
    "不再打：次数用完或时间已过，不报就算漏报",
    Reason.NOT_DIALABLE: "none: this is no number that can be dialled 号码打不通",
    Reason.ENDED: "none: the observation has ended 不会打：观察已结束",
    Reason.NOTHING: "none: nothing waits for this phone 不会打：没有要打的事",
}


@click.command()
@click.argument("phone")
@click.option("--full", is_flag=True, help="Show the whole number and the names. 显示完整号码和姓名。")
def why(phone: str, full: bool) -> None:
    """Explain why a phone was called or not, and when next 为什么打、为什么没打。

    \b
    Examples:
      dalaba why 13987210001
      dalaba why +8613987210001 --full
    """
    number = phones.normalise(phone)
    if number is None:
        raise BadInput(f"{phone!r} is no telephone number; write it as 13987210001 or +8613987210001")
    with house.opened() as board:
        show(board, house.paper(), journey.explain(board, number), full)


def show(board: Switchboard, paper: Console, told: Explanation, full: bool) -> None:
    """Prints an explanation, the answer first."""
    number = told.number if full else phones.mask(told.number)
    paper.print(f"{number}  {_at(board, told.now)}", markup=False)
    paper.print(f"next call 下次打: {_planned(board, told)}", markup=False, soft_wrap=True)
    lines = (*_people(board, told, full), *_observed_lines(board, told), *_homes(told), *_limits(board, told))
    for line in lines:
        paper.print(line, markup=False, soft_wrap=True)
    if told.today:
        paper.print(_checks(board, told.today))
    if told.calls:
        paper.print(_calls(board, told.calls))
    for waiting in told.waiting:
        paper.print(_waiting(board, waiting), markup=False, soft_wrap=True)


def _planned(board: Switchboard, told: Explanation) -> str:
    planned = told.next_call
    return REASONS[planned.reason].format(at=_at(board, planned.at) if planned.at else "")


def _people(board: Switchboard, told: Explanation, full: bool) -> Iterator[str]:
    for behind in told.behind:
        yield f"behind it 机主: {_behind(behind, full)}"
    if not told.behind:
        yield "behind it 机主: nobody on the roster 不在册"
    if told.opted_out_at:
        yield f"routine texts 日常短信: stopped since 已退订 {_at(board, told.opted_out_at)}"


def _behind(behind: Behind, full: bool) -> str:
    what = behind.role or f"household 住户 {behind.door}"
    return f"{what}, {behind.unit} {behind.unit_code}" + (f", {behind.name}" if full else "")


def _observed_lines(board: Switchboard, told: Explanation) -> Iterator[str]:
    for one in told.observed:
        yield f"observation 居家观察: category 类别 {one.category}, {_days(one)}, {_left(board, one)}"
        if one.asked is not None:
            yield f"asked 每天问: {_asked(one.asked)}"


def _homes(told: Explanation) -> Iterator[str]:
    for home in told.asked:
        by = f"class {home.situation} in force since {home.since} says 按{home.since}起的{home.situation}类情形"
        stands = STANDS[home.state] if home.state else "not asked yet today 今天还没问"
        yield f"every household asked 每户报平安: {home.door}, {home.times} times a day 次, as {by}; {stands}"


def _asked(asked: InForce) -> str:
    times = f"{asked.times} times a day 次"
    if asked.situation is None:
        return f"{times}, as the policy table says 按分类管控表"
    by = f"class {asked.situation} in force since {asked.since} says"
    return f"{times}, as {by} 按{asked.since}起的{asked.situation}类情形"


def _days(one: Observed) -> str:
    span = f"{one.starts_on} .. {one.ends_on}"
    return span if one.day_n is None else f"day {one.day_n} of {one.days} 第{one.day_n}天，共{one.days}天 ({span})"


def _left(board: Switchboard, one: Observed) -> str:
    if one.outcome is not None:
        return OUTCOMES[one.outcome]
    if one.next_check is None:
        return "no check left 没有要报的"
    due = _at(board, one.next_check.due_at)
    return f"next check due 下次报体温 {due}, called from 没报就打 {_at(board, one.next_check.ring_at)}"


def _limits(board: Switchboard, told: Explanation) -> Iterator[str]:
    free = "at once 随时" if told.free_at <= told.now else f"from 最早 {_at(board, told.free_at)}"
    awake = "now 现在可以" if told.awake_at <= told.now else f"from 最早 {_at(board, told.awake_at)}"
    yield f"budget 次数限制: {told.counted} calls in 24 hours 24小时内; one more 再打 {free}"
    yield f"hours 时段: {awake}"


def _checks(board: Switchboard, checks: Sequence[Check]) -> Table:
    table = Table("check today 今天", "due 应报", "reported 已报", "°C", "")
    for check in checks:
        ill = "ill 不舒服" if check.ill else ""
        said = f"{_at(board, check.reported_at)} {CHANNELS[check.channel]}" if check.channel else _open(board, check)
        table.add_row(HALVES[check.half], _at(board, check.due_at), said, str(check.temperature or ""), ill)
    return table


def _open(board: Switchboard, check: Check) -> str:
    called = f"called 打过 {_at(board, check.called_at)}" if check.called_at else ""
    return f"missed 漏报 {called}" if check.missed_at else called


def _calls(board: Switchboard, calls: Sequence[Called]) -> Table:
    table = Table("call 电话", "for 事由", "became 结果", "cause 原因", "seconds 秒")
    for called in calls:
        call = called.call
        seconds = "" if call.duration_s is None else str(call.duration_s)
        table.add_row(_at(board, call.reserved_at), call.purpose, call.state, called.cause or "", seconds)
    return table


def _waiting(board: Switchboard, waiting: Waiting) -> str:
    tried = f"{waiting.tries} tries 次" + (f", {waiting.cause}" if waiting.cause else "")
    next_try = _at(board, waiting.next_try_at)
    return f"message 通知 {waiting.broadcast_id[:6]}: {waiting.state}, {tried}, next try 下次 {next_try}"


def _at(board: Switchboard, at: datetime | None) -> str:
    return f"{board.settings.local(at):%m-%d %H:%M}" if at else ""

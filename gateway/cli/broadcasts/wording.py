"""What states and figures of a broadcast are called on the command line."""

from collections.abc import Mapping

from rich.table import Table

from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import Outcome, State
from gateway.store.broadcasts import Info
from gateway.store.deliveries import Reach
from gateway.store.reach import Group

STATES = {
    State.DRAFT: "draft 草稿",
    State.DROPPED: "dropped 未发",
    State.WAITING: "waiting 待批",
    State.REFUSED: "refused 不同意",
    State.QUEUED: "queued 等待",
    State.SENDING: "sending 拨打中",
    State.HALTED: "halted 停住",
    State.STOPPED: "stopped 已停",
    State.FINISHED: "finished 已完",
}
LEVELS = {Level.RED: "red 红", Level.ORANGE: "orange 橙", Level.YELLOW: "yellow 黄", Level.BLUE: "blue 蓝"}
OUTCOMES = {
    Outcome.WELL: "well 好",
    Outcome.ILL: "ill 病",
    Outcome.ABSENT: "nobody in, go again 无人，再去",
    Outcome.REACHED: "heard after all 后来听到",
}
UNHEARD = "(recording 录音)"
REACH = {
    "phones": "phones 电话",
    "heard": "heard 听到",
    "due": "to be rung 待打",
    "ringing": "ringing 正在打",
    "explaining": "explained 再讲",
    "doors": "not reached 没听到",
    "stopped": "stopped 已停",
}


def shown_words(infos: Mapping[str, Info]) -> str:
    """What a broadcast says, a line a language."""
    return "\n".join(f"{info.language}: {info.words or UNHEARD}" for info in infos.values())


def reach_table(reach: Reach) -> Table:
    """How far it got, in phones."""
    shown = dict(REACH)
    if reach.asked:
        shown |= {"asked": "answered 回答", "understood": "understood 听懂"}
    if reach.texted:
        shown |= {"texted": "texted 发短信"}
    table = Table(*shown.values())
    table.add_row(*(str(getattr(reach, name)) for name in shown))
    return table


def in_homes(homes: Group) -> str:
    """How far it got, in households."""
    told = f"households 户: {homes.households}, heard 听到 {homes.heard}"
    return f"{told}, understood 听懂 {homes.understood} of {homes.asked}" if homes.asked else told

"""`dalaba broadcast`: a village spoken to from the keyboard, and how far the word got."""

import os
import time

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from gateway.cli import house
from gateway.domain.broadcasts import State, next_waking
from gateway.domain.errors import BadInput
from gateway.journeys.speaking import broadcasts as journey
from gateway.journeys.speaking import halting
from gateway.journeys.speaking.broadcasts import Draft, Message
from gateway.store import broadcasts as store
from gateway.store import deliveries, roster
from gateway.store.broadcasts import Broadcast
from gateway.store.deliveries import Reach
from gateway.switchboard import Switchboard

SHORT = 8  # characters of an id that people type
LOOK_S = 1.0
OVER = (State.DROPPED, State.STOPPED, State.FINISHED)
WORDS = {
    State.DRAFT: "draft 草稿",
    State.DROPPED: "dropped 未发",
    State.QUEUED: "queued 等待",
    State.SENDING: "sending 拨打中",
    State.HALTED: "halted 停住，等修好",
    State.STOPPED: "stopped 已停",
    State.FINISHED: "finished 已完",
}
REACH = {
    "phones": "phones 电话",
    "heard": "heard 听到",
    "due": "to be rung 待打",
    "ringing": "ringing 正在打",
    "doors": "doors to knock on 要上门",
    "stopped": "stopped 已停",
}


@click.group()
def broadcast() -> None:
    """Speak to every phone of an area 对一个地方的每部电话讲话。

    \b
    Examples:
      dalaba broadcast send --area 532901105201 --text "今天下午三点全村消毒，请关好门窗。"
      dalaba broadcast list
      dalaba broadcast watch 3f2a91c0
      dalaba broadcast stop 3f2a91c0
      dalaba broadcast resume 3f2a91c0
    """


@broadcast.command()
@click.option("--area", required=True, metavar="CODE", help="The unit spoken to. 对哪个单位，写代码。")
@click.option("--text", required=True, help="What is said, read aloud to them. 要讲的话。")
@click.option("--language", default="", help="Of the text; the gateway's usual one otherwise. 语言。")
@click.option("--yes", is_flag=True, help="Do not ask before ringing. 不再确认。")
def send(area: str, text: str, language: str, yes: bool) -> None:
    """Ring every phone of an area with a message 打给一个地方的每部电话。

    \b
    Examples:
      dalaba broadcast send --area 532901105201 --text "今天下午三点全村消毒，请关好门窗。"
      dalaba broadcast send --area 53290110520103 --text "Please stay at home today." --language en --yes
    """
    paper = house.paper()
    with house.opened() as board:
        message = _message(board, text, language)
        with board.work() as work:
            drafted = journey.draft(board, work, area, message, None)
            unit = roster.unit(work.tx, area)
        if not _goes(board, paper, unit.name if unit else area, drafted, yes):
            raise click.exceptions.Exit(1)
        with board.work() as work:
            journey.send(work, drafted.id)
    short = drafted.id[:SHORT]
    paper.print(f"On its way: {short}. `dalaba broadcast watch {short}` follows it. 已交出，用 watch 看进度。")
    if not os.environ.get("REDIS_URL"):
        paper.print("REDIS_URL is not set: the clock finds it within a minute. 没有设置 REDIS_URL，一分钟内开始。")


def _message(board: Switchboard, text: str, language: str) -> Message:
    chosen = language or board.settings.default_language
    if chosen not in board.catalogue.languages:
        raise BadInput(f"no language is called {chosen!r}; there are: {', '.join(board.catalogue.languages)}")
    if not text.strip():
        raise BadInput("--text says nothing")
    return Message(language=chosen, words=text.strip())


def _goes(board: Switchboard, paper: Console, name: str, drafted: Draft, yes: bool) -> bool:
    """Whether the draft goes; one that does not is dropped."""
    phones, minutes = drafted.phones, drafted.minutes
    told = f"{house.counted(phones, 'phone')}, about {house.counted(minutes, 'minute')}"
    paper.print(f"{name}: {told}. {phones}部电话，大约{minutes}分钟。", markup=False)
    now = board.clock.now()
    first = next_waking(now, board.settings.timezone, board.settings.waking)
    if first > now:
        paper.print(f"The village sleeps: phones ring from {board.settings.local(first):%H:%M}. 夜里不打。")
    if phones and (yes or _confirmed()):
        return True
    with board.work() as work:
        journey.drop(work, drafted.id)
    paper.print(
        "Not sent. 没有发。" if phones else "No phone is on the roster there; not sent. 那里没有登记的电话，没有发。"
    )
    return False


def _confirmed() -> bool:
    """Somebody who walks away has not said yes."""
    try:
        return click.confirm("Send it? 发出去？")
    except click.Abort:
        click.echo()
        return False


@broadcast.command("list")
def list_() -> None:
    """Show all broadcasts, newest first. 看所有广播。"""
    table = Table("id 编号", "area 地方", "state 状态", "heard 听到", "sent 时间", "words 内容")
    with house.opened() as board, board.ledger.read() as tx:
        for each in store.beginning_with(tx, ""):
            reach, area = deliveries.reach(tx, each.id), roster.unit(tx, each.unit_code)
            at = f"{board.settings.local(each.started_at or each.created_at):%m-%d %H:%M}"
            heard = f"{reach.heard}/{reach.phones}"
            words = (each.words or "(recording 录音)")[:24]
            table.add_row(each.id[:SHORT], area.name if area else each.unit_code, WORDS[each.state], heard, at, words)
    house.paper().print(table, markup=False)


@broadcast.command()
@click.argument("id_", metavar="ID")
def show(id_: str) -> None:
    """Show how far a broadcast got, and the doors to knock on 看听到多少、要上门的户。

    \b
    Example:
      dalaba broadcast show 3f2a91c0
    """
    paper = house.paper()
    with house.opened() as board, board.work() as work:
        found = journey.find(work, id_)
        reach = deliveries.reach(work.tx, found.id)
        doors = deliveries.door_list(work.tx, found.id)
        grids = {code: unit.name for code in {door[0] for door in doors} if (unit := roster.unit(work.tx, code))}
    why = f": error {found.halted_for} of the carrier 线路报错" if found.halted_for else ""
    paper.print(f"{found.id}  {WORDS[found.state]}{why}\n{found.words or '(recording 录音)'}", markup=False)
    paper.print(_reach(reach))
    if doors:
        table = Table(
            "grid 网格", "door 门牌", "name 户主", "why 原因", title="doors to knock on 敲门名单", title_justify="left"
        )
        for grid, door, name, cause in doors:
            table.add_row(grids.get(grid, grid), door, name, cause.value if cause else "-")
        paper.print(table, markup=False)


def _reach(reach: Reach) -> Table:
    table = Table(*REACH.values())
    table.add_row(*(str(getattr(reach, name)) for name in REACH))
    return table


@broadcast.command()
@click.argument("id_", metavar="ID")
def watch(id_: str) -> None:
    """Follow a broadcast until it is over; Ctrl-C leaves it running 看进度，按 Ctrl-C 不影响拨打。

    \b
    Example:
      dalaba broadcast watch 3f2a91c0
    """
    paper = house.paper()
    with house.opened() as board:
        with board.work() as work:
            found = journey.find(work, id_)
        try:
            state = _follow(board, found, paper)
        except KeyboardInterrupt:
            short = found.id[:SHORT]
            paper.print(f"It rings on; `dalaba broadcast stop {short}` stops it. 还在打，要停用 stop。")
            return
        with board.ledger.read() as tx:
            paper.print(f"{WORDS[state]}")
            paper.print(_reach(deliveries.reach(tx, found.id)))


def _follow(board: Switchboard, found: Broadcast, paper: Console) -> State:
    """Looks once a second; returns how it ended."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=paper, transient=True, disable=not paper.is_terminal) as bar:
        task = bar.add_task("", total=None)
        while True:
            with board.ledger.read() as tx:
                state, reach = (store.load(tx, found.id) or found).state, deliveries.reach(tx, found.id)
            told = f"{WORDS[state]}  heard 听到 {reach.heard}  ringing 正在打 {reach.ringing}  doors 上门 {reach.doors}"
            bar.update(
                task, description=told, completed=reach.heard + reach.doors + reach.stopped, total=reach.phones or None
            )
            if state in OVER or state in (State.DRAFT, State.HALTED):
                return state
            time.sleep(LOOK_S)


@broadcast.command()
@click.argument("id_", metavar="ID")
def stop(id_: str) -> None:
    """Ring nobody else, and hang up the calls that ring 停止拨打。

    \b
    Example:
      dalaba broadcast stop 3f2a91c0
    """
    with house.opened() as board, board.work() as work:
        found = journey.find(work, id_)
        stopped = journey.stop(work, found.id)
    house.paper().print("Stopped. 已停。" if stopped else f"It was over already: {WORDS[found.state]}.")


@broadcast.command()
@click.argument("id_", metavar="ID")
def resume(id_: str) -> None:
    """Go on with a broadcast the house had halted, once what was wrong is repaired 修好以后接着打。

    `dalaba broadcast show ID` says what was wrong. 用 show 看原因。

    \b
    Example:
      dalaba broadcast resume 3f2a91c0
    """
    with house.opened() as board, board.work() as work:
        found = journey.find(work, id_)
        resumed = halting.resume(work, found.id)
    told = "It goes on. 接着打了。" if resumed else f"It was not halted: {WORDS[found.state]}. 没有停住，不用接着打。"
    house.paper().print(told)

"""`dalaba broadcast list`, `show` and `watch`."""

import time

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from gateway.cli import house, people
from gateway.cli.broadcasts.wording import LEVELS, OUTCOMES, STATES, UNHEARD, in_homes, reach_table, shown_words
from gateway.domain.speaking.states import OVER, State
from gateway.journeys.speaking import drafts
from gateway.store import broadcasts as store
from gateway.store import deliveries, doors, roster
from gateway.store.broadcasts import Broadcast, Info
from gateway.store.reach import whole
from gateway.switchboard import Switchboard, Work

LOOK_S = 1.0


@click.command("list")
def list_() -> None:
    """Show all broadcasts, newest first 看所有广播。"""
    table = Table("no. 编号", "area 地方", "level 级别", "state 状态", "heard 听到", "sent 时间", "words 内容")
    with house.opened() as board, board.work() as work:
        for each in store.beginning_with(work.tx, ""):
            reach = deliveries.reach(work.tx, each.id)
            at = f"{board.settings.local(each.started_at or each.created_at):%m-%d %H:%M}"
            words = _words(store.infos(work.tx, each.id), each)[:24]
            heard = f"{reach.heard}/{reach.phones}"
            area = people.areas(board, work, each)
            table.add_row(str(each.number), area, LEVELS[each.level], STATES[each.state], heard, at, words)
    house.paper().print(table, markup=False)


def _words(infos: dict[str, Info], broadcast: Broadcast) -> str:
    return infos[broadcast.language].words or UNHEARD


@click.command()
@click.argument("id_", metavar="ID")
def show(id_: str) -> None:
    """Show how far a broadcast got, and the doors to knock on 看听到多少、要上门的户。

    \b
    Example:
      dalaba broadcast show 37
    """
    paper = house.paper()
    with house.opened() as board, board.work() as work:
        found = drafts.find(work, id_)
        infos = store.infos(work.tx, found.id)
        reach = deliveries.reach(work.tx, found.id)
        homes = whole(work.tx, found.id)
        left = _doors(board, work, found)
    paper.print(f"{found.number}  {found.id}  {LEVELS[found.level]}  {STATES[found.state]}", markup=False)
    paper.print(shown_words(infos), markup=False)
    if found.why:
        paper.print(f"why 原因: {found.why}", markup=False)
    paper.print(reach_table(reach))
    paper.print(in_homes(homes))
    if left is not None:
        paper.print(left, markup=False)


def _doors(board: Switchboard, work: Work, broadcast: Broadcast) -> Table | None:
    """The doors to knock on: as listed when it was over, until then as it stands now."""
    kept = doors.of_broadcast(work.tx, broadcast.id)
    table = Table("grid 网格", "door 门牌", "name 户主", "why 原因", "found 上门", title="doors to knock on 敲门名单")
    table.title_justify = "left"
    if kept:
        for door in kept:
            home = roster.household(work.tx, door.household_id)
            found = OUTCOMES[door.outcome] if door.outcome else ""
            why = door.cause.value if door.cause else "-"
            table.add_row(_grid(work, door.unit_code), door.door, home.name, why, found)
        return table
    now = doors.unreached(work.tx, broadcast.id, drafts.wanted(board, work, broadcast))
    for home_ in now:
        why = home_.cause.value if home_.cause else "-"
        table.add_row(_grid(work, home_.unit_code), home_.door, home_.name, why, "")
    return table if now and broadcast.started_at else None


def _grid(work: Work, code: str) -> str:
    unit = roster.unit(work.tx, code)
    return unit.name if unit else code


@click.command()
@click.argument("id_", metavar="ID")
def watch(id_: str) -> None:
    """Follow a broadcast until it is over; Ctrl-C leaves it running 看进度，按 Ctrl-C 不影响拨打。

    \b
    Example:
      dalaba broadcast watch 37
    """
    paper = house.paper()
    with house.opened() as board:
        with board.work() as work:
            found = drafts.find(work, id_)
        try:
            state = _follow(board, found, paper)
        except KeyboardInterrupt:
            paper.print(f"It rings on; `dalaba broadcast stop {found.number}` stops it. 还在打，要停用 stop。")
            return
        with board.ledger.read() as tx:
            paper.print(STATES[state])
            paper.print(reach_table(deliveries.reach(tx, found.id)))


def _follow(board: Switchboard, found: Broadcast, paper: Console) -> State:
    """Looks once a second; returns how it ended."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=paper, transient=True, disable=not paper.is_terminal) as bar:
        task = bar.add_task("", total=None)
        while True:
            with board.ledger.read() as tx:
                state, reach = (store.load(tx, found.id) or found).state, deliveries.reach(tx, found.id)
            told = (
                f"{STATES[state]}  heard 听到 {reach.heard}  ringing 正在打 {reach.ringing}  doors 上门 {reach.doors}"
            )
            bar.update(
                task, description=told, completed=reach.heard + reach.doors + reach.stopped, total=reach.phones or None
            )
            if state in OVER or state in (State.DRAFT, State.WAITING, State.HALTED):
                return state
            time.sleep(LOOK_S)

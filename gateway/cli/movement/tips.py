"""`dalaba tip`: what people told of, never who they are."""

import click
from rich.table import Table

from gateway.cli import house
from gateway.cli.movement.wording import KINDS, SPOKEN, STATES, at, check_unit
from gateway.store import events


@click.group()
def tip() -> None:
    """What people told of: gatherings, feasts, markets 举报，不记是谁讲的.

    A tip is anonymous: no number is kept with it, so nobody can look one up. Something told of twice is one event with
    two tips. By text: 举报 3组 今天 办酒. By phone: 6.

    \b
    Example:
      dalaba tip list 532901105201
    """


@tip.command("list")
@click.argument("unit", default="")
@click.option("--all", "everything", is_flag=True, help="Those about what is over, too. 办完的也看。")
def list_(unit: str, everything: bool) -> None:
    """Show the tips about what has no outcome yet 看还没结果的举报.

    What was spoken is heard with `dalaba tasks sound`, or by phone above the village: key 6.

    \b
    Examples:
      dalaba tip list
      dalaba tip list 532901105201 --all
    """
    paper = house.paper()
    table = Table("at 时间", "event 编号", "what 何事", "day 日子", "words 原话", "task 待办", "state 情况")
    with house.opened() as board, board.ledger.read() as tx:
        check_unit(tx, unit)
        known = {one.id: one for one in events.within(tx, unit, settled=everything)}
        for told in events.tips_of(tx, list(known)):
            one = known[told.event_id]
            words = told.words or (SPOKEN if told.task_id else "-")
            day, task = str(one.day), str(told.task_id or "-")
            table.add_row(at(board, told.at), one.code, KINDS[one.kind], day, words, task, STATES[one.state])
    if table.row_count:
        paper.print(table, markup=False)
    else:
        paper.print("No tip. 没有举报。")

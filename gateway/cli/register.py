"""`dalaba register`: the registers an inspector asks for, as a table or for a spreadsheet."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
from rich.table import Table

from gateway.cli import days, house
from gateway.cli.broadcasts.wording import LEVELS, STATES
from gateway.journeys.sheets.written import Cell, as_csv
from gateway.journeys.speaking import registers
from gateway.journeys.speaking.registers import Agreed, Aired
from gateway.store.broadcasts import Through, What
from gateway.switchboard import Switchboard

THROUGH = {
    Through.CALL: "call 电话",
    Through.TEXT: "text 短信",
    Through.COMMAND_LINE: "command line 命令行",
    Through.CLOCK: "clock 到时自动",
}
DECISIONS = {What.APPROVED: "agreed 同意", What.REFUSED: "refused 不同意", What.LAPSED: "nobody in time 没人签"}
OPERATOR = "operator 值班员"
CSV = click.option(
    "--csv", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write a file for a spreadsheet. 存成表格。"
)
AIRED = (
    *("no. 编号", "time 时间", "level 级别", "who 播出人", "words or recording 内容", "seconds 秒", "area 范围"),
    *("plays 遍数", "phones 电话", "heard 听到", "understood 听懂", "doors 上门", "left 未上门", "ended 结束"),
)
AGREED = (
    *("no. 编号", "level 级别", "submitted by 报批人", "when 报批时间", "through 途径", "decision 意见"),
    *("decided by 审批人", "when 审批时间", "through 途径", "late because 补签原因", "reason 不同意原因"),
)


@click.group()
def register() -> None:
    """The two registers of the loudspeaker 播出信息登记本、领导审批本。

    \b
    Examples:
      dalaba register broadcasts
      dalaba register approvals --from 2020-02-01 --to 2020-02-29 --csv approvals.csv
    """


@register.command("broadcasts")
@days.options
@CSV
def broadcasts_(first: datetime | None, last: datetime | None, file: Path | None) -> None:
    """What was aired: when, by whom, to whom, who heard, how it ended 播出信息登记本。

    \b
    Example:
      dalaba register broadcasts --from 2020-02-01 --csv broadcasts.csv
    """
    with house.opened() as board:
        kept = registers.aired(board, *days.span(board, first, last))
        rows = [_aired(board, one) for one in kept]
    _put_out("播出信息登记本", AIRED, rows, file)


@register.command()
@days.options
@CSV
def approvals(first: datetime | None, last: datetime | None, file: Path | None) -> None:
    """Who agreed or did not, when, through what, and why late 领导审批本。

    \b
    Example:
      dalaba register approvals --from 2020-02-01 --csv approvals.csv
    """
    with house.opened() as board:
        kept = registers.agreed(board, *days.span(board, first, last))
        rows = [_agreed(board, one) for one in kept]
    _put_out("领导审批本", AGREED, rows, file)


def _aired(board: Switchboard, one: Aired) -> Sequence[Cell]:
    ended = [
        STATES[one.state],
        *([THROUGH[one.ended_by.through]] if one.ended_by else []),
        *([one.why] if one.why else []),
    ]
    told = (one.number, _at(board, one.at), LEVELS[one.level], one.by or OPERATOR, "\n".join(one.said))
    figures = (one.plays, one.phones, one.heard, one.understood, one.doors, one.doors_open)
    return *told, round(one.seconds, 1), "、".join(one.areas), *figures, "; ".join(ended)


def _agreed(board: Switchboard, one: Agreed) -> Sequence[Cell]:
    asked = (one.number, LEVELS[one.level], one.submitted_by or OPERATOR, _at(board, one.submitted_at))
    decision = DECISIONS[one.decision] if one.decision else "open 待批"
    through = THROUGH[one.decided_through] if one.decided_through else None
    decided = (one.decided_by, _at(board, one.decided_at), through, one.late, one.reason)
    return *asked, THROUGH[one.submitted_through], decision, *decided


def _at(board: Switchboard, at: datetime | None) -> str | None:
    return f"{board.settings.local(at):%Y-%m-%d %H:%M}" if at else None


def _put_out(title: str, header: Sequence[str], rows: Sequence[Sequence[Cell]], file: Path | None) -> None:
    if file is not None:
        file.write_bytes(as_csv(header, rows))
        click.echo(f"{file}: {house.counted(len(rows), 'line')}. 已保存。")
        return
    table = Table(*header, title=title, title_justify="left")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    house.paper().print(table, markup=False)

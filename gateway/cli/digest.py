"""`dalaba digest`: a unit's day, as it is texted and as figures."""

from datetime import datetime
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from gateway.cli import house
from gateway.domain.daily.columns import COLUMNS, of_column
from gateway.domain.daily.content import DayReport
from gateway.domain.daily.window import REPORTING
from gateway.domain.errors import BadInput, NotFound
from gateway.domain.texts import segments, units
from gateway.journeys.daily import sealing
from gateway.store import roster
from gateway.store.roster import Unit
from gateway.switchboard import Switchboard


@click.command()
@click.option("--unit", "code", default="", metavar="CODE", help="Whose day; the topmost unit's otherwise. 单位代码。")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Which day, such as 2020-02-08; today otherwise. 日期。")
@click.option("--seal", is_flag=True, help="Seal the day now and text it to the supervisors. 现在封存并发送。")
@click.option("--yes", is_flag=True, help="Do not ask before sealing. 不再确认。")
def digest(code: str, day: datetime | None, seal: bool, yes: bool) -> None:
    """Show a unit's day, sealed or as it stands now 看日报：已封存的，或现在的样子。

    \b
    Examples:
      dalaba digest
      dalaba digest --unit 532901105201 --day 2020-02-08
      dalaba digest --seal
    """
    paper = house.paper()
    with house.opened() as board:
        unit = _unit(board, code)
        today = board.local_day(board.clock.now())
        which = day.date() if day else today
        if which > today:
            raise BadInput(f"{which} has not come yet; today is {today}")
        if seal:
            _seal(board, paper, which, yes)
        kept = sealing.latest(board, unit.code, which)
        words, report = (kept.words, kept.report) if kept else sealing.preview(board, unit.code, which)
        at = (
            f"sealed 已封存 {board.settings.local(kept.sealed_at):%Y-%m-%d %H:%M}, version {kept.version}"
            if kept
            else ""
        )
    paper.print(
        f"{unit.name} {unit.code}  {which}  {at or 'PREVIEW, not sealed: figures still change. 预览，未封存。'}"
    )
    paper.print(f"\n{words}\n", markup=False)
    parts = house.counted(segments(words), "segment")
    paper.print(f"{units(words)} UTF-16 units, {parts}. {units(words)}字，{segments(words)}条短信。")
    paper.print(_table(report))


def _unit(board: Switchboard, code: str) -> Unit:
    with board.ledger.read() as tx:
        found = (
            roster.unit(tx, code) if code else min(roster.all_units(tx), key=lambda unit: len(unit.code), default=None)
        )
    if found is None:
        raise NotFound(
            f"there is no unit {code!r}; `dalaba roster list` shows those there are"
            if code
            else "the roster is empty; `dalaba roster import` fills it"
        )
    return found


def _seal(board: Switchboard, paper: Console, day: Any, yes: bool) -> None:
    """What comes in after this is not in the text: nobody should seal by mistake."""
    if not yes:
        click.confirm(
            f"Seal {day} for every unit and text the supervisors? What is reported later is in no text. 封存并发送？",
            abort=True,
        )
    sealed = sum(sealing.seal(board, day, level) for level in REPORTING)
    paper.print(
        f"{sealed} versions sealed. 封存了{sealed}份。" if sealed else "The day was sealed before. 以前已封存。"
    )


def _table(report: DayReport) -> Table:
    """Figures that are something, by column."""
    table = Table("column 栏", "figure 数字", "")
    for column in COLUMNS:
        for figure in of_column(column.number):
            if report.value(figure.name):
                named = f"{column.number} {column.en} {column.zh}"
                table.add_row(named, f"{figure.en} {figure.zh}", str(report.value(figure.name)))
    table.add_row("", "silent units below 缺报", ", ".join(report.silent.values()) or "-")
    return table

"""`dalaba roster`: who lives where and who answers for them, out of a spreadsheet."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from gateway.cli import house
from gateway.cli.units import units
from gateway.domain.errors import NotFound
from gateway.domain.places import upwards
from gateway.journeys import recoding
from gateway.journeys import roster as journey
from gateway.journeys.roster import BadRoster, Settled
from gateway.store import roll
from gateway.store import roster as store

SAMPLE = Path(__file__).parent / "sample_village.csv"
STAGES = {journey.ROWS: "reading rows 读取", journey.PINS: "keeping PINs 密码"}


@click.group()
def roster() -> None:
    """Households, phones and staff 名册：住户、电话、人员。

    \b
    Examples:
      dalaba roster template > village.csv
      dalaba roster import village.csv --dry-run
      dalaba roster import village.csv
      dalaba roster list 532901105201
      dalaba roster units 532901105201
    """


@roster.command("template")
def template() -> None:
    """Print a sample roster to fill in 打印样表。

    \b
    Example:
      dalaba roster template > village.csv
    """
    house.print_sample(SAMPLE)


@roster.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change. 只看不改。")
def import_(file: Path, dry_run: bool) -> None:
    """Bring a roster into the ledger, whole or not at all 导入名册，有错一行也不进。

    FILE is CSV as a spreadsheet saves it (UTF-8 or GB18030; comma, semicolon or tab), with a header row:

    \b
      kind      类别   unit 单位, household 住户 or staff 人员
      code      代码   of the unit; of a household's grid; of the unit a member of staff answers for
      name      姓名   of the unit, household or person
      level     级别   may be empty; checked against the code when it is not
      door      门牌   a household's number
      phones    电话   one or more, separated by blanks or ";"; one for staff
      members   成员   who lives there, in the order of their keys: 爷爷 奶奶 妈妈; empty: as it was
      language  语言   zh, en, ...; empty: the village's usual one
      role      职务   cadre 干部, doctor 医生, supervisor 督导, grid_worker 网格员, secretary 书记,
                       officer 值班员 (a township's or county's duty desk), health 卫健
      pin       密码   4 to 8 digits, kept as a hash and never shown
      duty      值班   yes 是 (also when empty): the person responsible; backup 替补; no 否
      note      备注   yours; not read

    A code may be filled up with zeros (530000000000 is the province 53); two digits more than its village's make
    a grid, two more a building or group. Yunnan's prefectures and counties are known and need no row.
    What a second file does not name stays as it was; a household it names has just the phones it names.

    \b
    Examples:
      dalaba roster import village.csv --dry-run
      dalaba roster import village.csv
    """
    paper = house.paper()
    with house.opened() as board, Bars(Console(stderr=True)) as bars:
        try:
            done = journey.bring(board, file.read_bytes(), dry_run=dry_run, progress=bars.show)
        except BadRoster as e:
            bars.stop()
            list_faults(paper, e)
            raise
    _tell(paper, done, dry_run)


class Bars(Progress):
    """One bar a stage, gone when all is done."""

    def __init__(self, console: Console) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        super().__init__(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._stages: dict[str, TaskID] = {}

    def show(self, stage: str, done: int, total: int) -> None:
        """How far a stage is."""
        if stage not in self._stages:
            self._stages[stage] = self.add_task(STAGES.get(stage, stage), total=total)
        self.update(self._stages[stage], completed=done)


def list_faults(paper: Console, bad: BadRoster) -> None:
    """Prints every row to be corrected."""
    table = Table("row 行", "what is wrong 问题", title="rows to be corrected 要改的行", title_justify="left")
    for fault in bad.faults:
        table.add_row(str(fault.row), fault.reason)
    paper.print(table, markup=False)


def _tell(paper: Console, done: Settled, dry_run: bool) -> None:
    table = Table(
        "", *(f"would be {word}" if dry_run else word for word in ("added 新增", "changed 更改")), "as before 不变"
    )
    for name, part in (("units 单位", done.units), ("households 住户", done.households), ("staff 人员", done.staff)):
        table.add_row(name, str(len(part.added)), str(len(part.changed)), str(part.same))
    paper.print(table)
    if done.silent:
        homes = "1 household has" if done.silent == 1 else f"{done.silent} households have"
        paper.print(f"{homes} no phone: no call reaches them, somebody walks there. 没有电话的户要上门。")
    if dry_run:
        paper.print("Nothing was written. 没有写入。")


@roster.command()
@click.argument("old")
@click.argument("new")
@click.option("--from", "from_day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="first day in force 启用日")
@click.option("--apply", is_flag=True, help="Do it; without this it is only shown. 真的改；不写只看。")
def recode(old: str, new: str, from_day: datetime, apply: bool) -> None:
    """Give a unit, with all below it, the code it has now 单位换代码：连同下级一起改，先看改多少。

    \b
    Examples:
      dalaba roster recode 532901105201 532901105203 --from 2020-03-01
      dalaba roster recode 532901105201 532901105203 --from 2020-03-01 --apply
    """
    paper = house.paper()
    with house.opened() as board, board.work() as work:
        done = recoding.move if apply else recoding.look
        by = ("command line",) if apply else ()
        rows = done(board, work, old, new, from_day.date(), *by)
    table = Table("table 表", "rows 行")
    for name, count in rows.items():
        table.add_row(name, str(count))
    paper.print(table, markup=False)
    changed = "moved. 改好了。" if apply else "would move; --apply does it. 会改；加 --apply 才改。"
    click.echo(f"{old} -> {new}: {sum(rows.values())} rows {changed}")


@roster.command("list")
@click.argument("unit", default="")
def list_(unit: str) -> None:
    """Show units with their households and phones 看各单位的户数和电话数。

    \b
    Examples:
      dalaba roster list
      dalaba roster list 532901105201
    """
    with house.opened() as board, board.ledger.read() as tx:
        found = store.all_units(tx, unit)
        doors, numbers = roll.doors_by_grid(tx, unit), roll.numbers_by_grid(tx, unit)
    if not found:
        raise NotFound(f"there is no unit {unit!r}" if unit else "the roster is empty; `dalaba roster import` fills it")
    table = Table("code 代码", "level 级别", "name 名称")
    for heading in ("households 户", "phones 电话"):
        table.add_column(heading, justify="right")
    homes, phones = _in_all(doors, numbers)
    there = {each.code for each in found}
    for each in found:
        indented = "  " * sum(1 for code in upwards(each.code) if code in there and code != each.code) + each.name
        table.add_row(each.code, each.level.value, indented, str(homes[each.code]), str(len(phones.get(each.code, ()))))
    house.paper().print(table, markup=False)


def _in_all(
    doors: Mapping[str, int], numbers: Mapping[str, frozenset[str]]
) -> tuple[Counter[str], Mapping[str, set[str]]]:
    """Households, and different phones, of every unit with those below it."""
    homes: Counter[str] = Counter()
    phones: dict[str, set[str]] = {}
    for code, count in doors.items():
        for above in upwards(code):
            homes[above] += count
            phones.setdefault(above, set()).update(numbers.get(code, ()))
    return homes, phones


roster.add_command(units)

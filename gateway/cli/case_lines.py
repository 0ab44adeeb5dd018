"""`dalaba case add`, `list`, `change` and `withdraw`: the case lines, for the health side only."""

from collections.abc import Mapping
from datetime import date, datetime

import click
from rich.table import Table
from sqlalchemy import Connection

from gateway.cli import house, people
from gateway.domain.errors import NotFound
from gateway.domain.situations.cases import State
from gateway.journeys.situations import health, lines
from gateway.journeys.situations.lines import Entry
from gateway.store import cases, roster, staff
from gateway.store.cases import WITHDRAWN, Line
from gateway.store.staff import Person
from gateway.switchboard import Switchboard

STATES: Mapping[str, str] = {
    State.SUSPECTED: "suspected 疑似",
    State.CONFIRMED: "confirmed 确诊",
    State.RULED_OUT: "ruled out 排除",
    State.RECOVERED: "recovered 出院",
    State.DIED: "died 死亡",
    WITHDRAWN: "withdrawn 撤销",
}
BY = click.option("--by", required=True, metavar="PHONE", help="Who says so: health 卫健 on the roster. 谁录的。")
DOCUMENT = click.option("--document", required=True, metavar="NUMBER", help="The document it stands in. 文号。")
DAY = click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Of the finding; today otherwise. 日期。")


@click.command()
@click.argument("unit")
@BY
@DOCUMENT
@DAY
@click.option("--suspected", is_flag=True, help="Not confirmed yet. 疑似。")
@click.option("--door", default="", metavar="NUMBER", help="Of the household. 户号。")
@click.option("--place", default="", metavar="WORDS", help="A work site, a stair of a building. 工地、单元。")
@click.option("--source", type=click.Choice(["known", "unknown"]), required=True, help="Of the infection. 来源清楚吗。")
@click.option("--arrival", default="", metavar="ID", help="The person, if told of as come home. 返乡登记号。")
def add(
    unit: str,
    by: str,
    document: str,
    day: datetime | None,
    suspected: bool,
    door: str,
    place: str,
    source: str,
    arrival: str,
) -> None:
    """Enter a case in a village 录入病例，只有卫健能录.

    UNIT is the code of the village or community, or of a unit below. No name is asked: the document has it.
    The village's doctor is alerted at once, and a graver class is proposed to whoever is on duty for health.

    \b
    Examples:
      dalaba case add 532901105201 --by 19900000125 --document "大卫〔2020〕3号" --door 012 --source known
      dalaba case add 532901105201 --by 19900000125 --document "大卫〔2020〕4号" --suspected --source unknown
    """
    state = State.SUSPECTED if suspected else State.CONFIRMED
    with house.opened() as board:
        officer = officer_of(board, by, unit)
        entry = Entry(
            unit_code=unit,
            state=state,
            day=_day(board, day),
            document=document,
            source_known=source == "known",
            door=door or None,
            place=place.strip() or None,
            arrival_id=arrival or None,
        )
        with board.work() as work:
            line = lines.enter(board, work, entry, officer)
    click.echo(f"Case {line.id}: {STATES[line.state]}, {line.unit_code}. 已录入，编号{line.id}。")


@click.command()
@click.argument("number", type=int)
@click.argument("state", type=click.Choice([state.value for state in State]))
@BY
@DOCUMENT
@DAY
def change(number: int, state: str, by: str, document: str, day: datetime | None) -> None:
    """Say what became of a case 病例转归：确诊、排除、出院、死亡.

    \b
    Example:
      dalaba case change 3 recovered --by 19900000125 --document "大卫〔2020〕9号" --day 2020-02-20
    """
    with house.opened() as board:
        officer = officer_of(board, by, _unit_of(board, number))
        with board.work() as work:
            line = lines.change(board, work, number, State(state), _day(board, day), document, officer)
    click.echo(f"Case {line.id}: {STATES[line.state]}. 已更新。")


@click.command()
@click.argument("number", type=int)
@BY
@DOCUMENT
@click.option("--why", required=True, help="What was wrong. 原因。")
def withdraw(number: int, by: str, document: str, why: str) -> None:
    """Withdraw a case that was entered by mistake; it stays to be seen 撤销录错的病例，记录还在.

    \b
    Example:
      dalaba case withdraw 3 --by 19900000125 --document "大卫〔2020〕5号" --why "村子写错了"
    """
    with house.opened() as board:
        officer = officer_of(board, by, _unit_of(board, number))
        with board.work() as work:
            line = lines.withdraw(board, work, number, document, why, officer)
    click.echo(f"Case {line.id} is withdrawn and counts no more. 已撤销。")


@click.command("list")
@click.argument("unit", default="")
@click.option("--all", "everything", is_flag=True, help="Those withdrawn, too. 撤销的也看。")
def list_(unit: str, everything: bool) -> None:
    """Show the case lines of a unit, with what was said of each 看病例和每次的文号.

    \b
    Examples:
      dalaba case list
      dalaba case list 532901105201
    """
    paper = house.paper()
    table = Table("no. 编号", "unit 单位", "where 何处", "source 来源", "confirmed", "state 状态", "documents 文号")
    with house.opened() as board, board.ledger.read() as tx:
        if unit and roster.unit(tx, unit) is None:
            raise NotFound(f"there is no unit {unit!r}; `dalaba roster list` shows those there are")
        for line in cases.within(tx, unit, withdrawn=everything):
            table.add_row(*_row(tx, line))
    if table.row_count:
        paper.print(table, markup=False)
    else:
        paper.print("No case is entered. 没有病例。")


def _row(tx: Connection, line: Line) -> tuple[str, ...]:
    door = roster.household(tx, line.household_id).door if line.household_id else None
    where = " ".join(part for part in (door, line.place) if part) or "-"
    source = "known 清楚" if line.source_known else "unknown 不明"
    state = STATES[WITHDRAWN] if line.withdrawn_at else STATES[line.state]
    turns = cases.turns(tx, line.id)
    said = [f"{turn.day:%m-%d} {turn.state} {turn.document} {_who(tx, turn.by)}" for turn in turns]
    return str(line.id), line.unit_code, where, source, str(line.confirmed_on or "-"), state, "\n".join(said)


def _who(tx: Connection, by: str) -> str:
    return staff.load(tx, int(by.removeprefix("staff:"))).name


def officer_of(board: Switchboard, by: str, unit: str) -> Person:
    """Whoever says so, once their PIN is right. Raises NotAllowed for anybody but the health side over this unit."""
    with board.work() as work:
        if roster.unit(work.tx, unit) is None:
            raise NotFound(f"there is no unit {unit!r}; `dalaba roster list` shows those there are")
        officer = health.officer(work, by, unit)
    people.check_pin(officer)
    return officer


def _unit_of(board: Switchboard, number: int) -> str:
    with board.work() as work:
        return lines.find(work, number).unit_code


def _day(board: Switchboard, day: datetime | None) -> date:
    return day.date() if day else board.local_day(board.clock.now())

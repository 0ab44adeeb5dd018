"""`dalaba market`: the calendar of markets, and the orders that stop them."""

from datetime import date, datetime
from pathlib import Path

import click
from rich.table import Table

from gateway.cli import house, people
from gateway.cli.movement.wording import BY, check_unit, name_of, not_theirs, phone_of
from gateway.cli.roster import list_faults
from gateway.domain.movement.markets import Order
from gateway.domain.places import day_words
from gateway.journeys.movement import markets as journey
from gateway.journeys.movement import telling
from gateway.journeys.sheets.rows import BadRoster
from gateway.store import markets, roster
from gateway.store.staff import Person
from gateway.switchboard import Switchboard

SAMPLE = Path(__file__).parents[1] / "sample_markets.csv"
DAYS_AHEAD = 14


@click.group()
def market() -> None:
    """Markets on fixed days: the calendar, and the orders that stop them 集市：街天、停市令.

    The evening before, whoever answers for the place is texted the order in force and replies T12 停 (stopped) or
    T12 开 (kept open); what was stopped counts in the daily report. `dalaba event` shows the answers.

    \b
    Examples:
      dalaba market template > markets.csv
      dalaba market import markets.csv
      dalaba market days 532901105 --ahead 30
      dalaba market stop 532901105 "县指挥部3号令" --until 2020-03-01 --by 19900000103
    """


@market.command()
def template() -> None:
    """Print a sample calendar to fill in 打印街天样表.

    \b
    Example:
      dalaba market template > markets.csv
    """
    house.print_sample(SAMPLE)


@market.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change. 只看不改。")
def import_(file: Path, dry_run: bool) -> None:
    """Bring a calendar of markets into the ledger, whole or not at all 导入街天，有错一行也不进.

    FILE is CSV as a spreadsheet saves it, with the columns code 代码, name 集市 and days 街天. A market of the same
    unit and name gets the days of the file; what the file does not name stays.

    \b
    Examples:
      dalaba market import markets.csv --dry-run
      dalaba market import markets.csv
    """
    paper = house.paper()
    with house.opened() as board:
        try:
            found = journey.bring(board, file.read_bytes(), dry_run=dry_run)
        except BadRoster as e:
            list_faults(paper, e)
            raise
    would = "would be " if dry_run else ""
    counts = f"{len(found.added)} {would}added, {len(found.changed)} {would}changed, {found.same} as before"
    paper.print(f"Markets: {counts}. 新增{len(found.added)}，更改{len(found.changed)}，不变{found.same}。")


@market.command("list")
@click.argument("unit", default="")
def list_(unit: str) -> None:
    """Show the markets and their days 看有哪些集市.

    \b
    Examples:
      dalaba market list
      dalaba market list 532901105
    """
    paper = house.paper()
    table = Table("no. 编号", "where 何处", "market 集市", "days 街天", "told of 已通知到")
    with house.opened() as board, board.ledger.read() as tx:
        check_unit(tx, unit)
        for one in markets.within(tx, unit):
            where = roster.unit(tx, one.unit_code)
            told = str(one.told_day) if one.told_day else "-"
            table.add_row(str(one.id), where.name if where else one.unit_code, one.name, one.days, told)
    if table.row_count:
        paper.print(table, markup=False)
    else:
        paper.print("No market is on the calendar; `dalaba market template` prints one to begin with. 还没有街天。")


@market.command()
@click.argument("unit", default="")
@click.option("--ahead", type=click.IntRange(1, 366), default=DAYS_AHEAD, show_default=True, help="Days. 往后几天。")
def days(unit: str, ahead: int) -> None:
    """Show the market days to come, and what stops them 看往后的街天、停不停.

    \b
    Examples:
      dalaba market days
      dalaba market days 532901105 --ahead 30
    """
    paper = house.paper()
    table = Table("day 日子", "lunar 农历", "where 何处", "market 集市", "order 停市依据")
    with house.opened() as board, board.ledger.read() as tx:
        check_unit(tx, unit)
        for one in journey.coming(board, tx, unit, ahead, board.settings.default_language):
            where = roster.unit(tx, one.market.unit_code)
            lunar = day_words(one.day, "zh").partition("，")[2]
            named = (where.name if where else one.market.unit_code, one.market.name, one.stopped_by or "none 没有")
            table.add_row(f"{one.day:%Y-%m-%d %a}", lunar, *named)
    if table.row_count:
        paper.print(table, markup=False)
    else:
        paper.print(f"No market day within {ahead} days. {ahead}天内没有街天。")


@market.command()
@click.argument("number", type=int)
def remove(number: int) -> None:
    """Take a market off the calendar 去掉一个集市.

    Its events and what was told of them stay. Imported again, it is on the calendar again.

    \b
    Example:
      dalaba market remove 3
    """
    with house.opened() as board, board.work() as work:
        gone = journey.remove(work, number)
    click.echo(f"{gone.name} ({gone.days}) is off the calendar. 已去掉。")


# Orders

DAY = click.DateTime(["%Y-%m-%d"])


@market.command()
@click.argument("unit")
@click.argument("words")
@click.option("--from", "since", type=DAY, help="First day; today otherwise. 哪天起。")
@click.option("--until", type=DAY, help="Last day; otherwise until it is lifted. 到哪天。")
@BY
def stop(unit: str, words: str, since: datetime | None, until: datetime | None, by: str) -> None:
    """Keep an order that stops the markets of a unit and all below 登记停市令.

    WORDS are its number and who gave it, as they are to stand in the text to whoever answers for a market.

    \b
    Examples:
      dalaba market stop 532901105 "县指挥部3号令" --by 19900000103
      dalaba market stop 532901105201 "镇通知" --from 2020-02-08 --until 2020-03-01 --by 19900000101
    """
    with house.opened() as board:
        first = since.date() if since else board.local_day(board.clock.now())
        last = until.date() if until else None
        if last is not None and last < first:
            raise click.BadParameter(f"{last} comes before {first}", param_hint="--until")
        person = _officer(board, by, unit)
        with board.work() as work:
            number = journey.order(work, person, Order(unit, words, first, last))
    click.echo(f"Order {number}: markets of {unit} stop {_span(first, last)}. 停市令{number}登记好了。")


@market.command()
@click.argument("number", type=int)
@BY
def lift(number: int, by: str) -> None:
    """An order holds no longer: markets may open again 解除停市令.

    \b
    Example:
      dalaba market lift 2 --by 19900000103
    """
    with house.opened() as board:
        with board.ledger.read() as tx:
            given = journey.find_order(tx, number)
        person = _officer(board, by, given.order.unit_code)
        with board.work() as work:
            lifted = journey.lift(work, person, number)
    click.echo(f"{lifted.order.words} is lifted. 已解除。")


@market.command()
@click.argument("unit", default="")
def orders(unit: str) -> None:
    """Show the orders that stop markets 看停市令.

    \b
    Examples:
      dalaba market orders
      dalaba market orders 532901105
    """
    paper = house.paper()
    table = Table("no. 编号", "unit 单位", "order 停市令", "days 日期", "who 谁登记")
    with house.opened() as board, board.ledger.read() as tx:
        check_unit(tx, unit)
        for one in markets.orders_within(tx, unit):
            kept = one.order
            table.add_row(str(one.id), kept.unit_code, kept.words, _span(kept.since, kept.until), name_of(tx, one.by))
    if table.row_count:
        paper.print(table, markup=False)
    else:
        paper.print("No order stops any market. 没有停市令。")


def _span(since: date, until: date | None) -> str:
    return f"{since} to {until}" if until else f"from {since} on"


def _officer(board: Switchboard, by: str, unit: str) -> Person:
    """Whoever may speak for a unit, once their PIN is right. Raises NotAllowed, NotFound."""
    with board.work() as work:
        check_unit(work.tx, unit)
        person = telling.office_for(work, phone_of(by), unit, journey.NOT_ORDERING)
    if person is None:
        raise not_theirs(by, unit)
    people.check_pin(person)
    return person

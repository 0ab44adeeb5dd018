"""`dalaba broadcast lists`: households somebody wants to speak to by themselves."""

import click
from rich.table import Table

from gateway.cli import house
from gateway.domain.errors import BadInput
from gateway.store import lists as store
from gateway.store import roster


@click.group()
def lists() -> None:
    """Keep lists of households to speak to 管理户的名单。

    \b
    Examples:
      dalaba broadcast lists put 小卖部 --unit 532901105201 --door 003 --door 017
      dalaba broadcast lists show
      dalaba broadcast send --area 532901105201 --list 小卖部 --text "…"
    """


@lists.command()
@click.argument("name")
@click.option("--unit", required=True, metavar="CODE", help="Where the doors are. 哪个单位。")
@click.option(
    "--door", "doors", required=True, multiple=True, metavar="NUMBER", help="May be repeated. 户号，可以写几个。"
)
def put(name: str, unit: str, doors: tuple[str, ...]) -> None:
    """Keep a list under a name, instead of what it held before 存一个名单。

    \b
    Example:
      dalaba broadcast lists put 小卖部 --unit 532901105201 --door 003 --door 017
    """
    with house.opened() as board, board.work() as work:
        if roster.unit(work.tx, unit) is None:
            raise BadInput(f"there is no unit {unit!r}; `dalaba roster list` shows those there are")
        _, unknown = store.put_list(work.tx, unit, name, doors)
        if unknown:
            raise BadInput(f"nobody lives at {', '.join(unknown)} in {unit}; nothing was kept")
    house.paper().print(f"{name}: {house.counted(len(set(doors)), 'door')}. 存好了。", markup=False)


@lists.command()
def show() -> None:
    """Show all lists 看所有名单。

    \b
    Example:
      dalaba broadcast lists show
    """
    table = Table("name 名单", "unit 单位", "homes 户数")
    with house.opened() as board, board.ledger.read() as tx:
        for one in store.within(tx, ""):
            unit = roster.unit(tx, one.unit_code)
            table.add_row(one.name, unit.name if unit else one.unit_code, str(store.count_homes(tx, one.id)))
    house.paper().print(table, markup=False)

"""`dalaba broadcast loudspeakers`: horns on poles that have a telephone line."""

import click
from rich.table import Table

from gateway.cli import house
from gateway.domain import phones
from gateway.domain.errors import BadInput, NotFound
from gateway.store import loudspeakers as store
from gateway.store import roster, tasks
from gateway.store.loudspeakers import Loudspeaker


@click.group()
def loudspeakers() -> None:
    """Keep the physical loudspeakers that ring with a broadcast 管理能打电话的大喇叭。

    \b
    Examples:
      dalaba broadcast loudspeakers put 村口喇叭 --unit 532901105201 --phone 19900088888
      dalaba broadcast loudspeakers show
      dalaba broadcast loudspeakers remove 19900088888
    """


@loudspeakers.command()
@click.argument("name")
@click.option("--unit", required=True, metavar="CODE", help="Where it hangs. 在哪个单位。")
@click.option("--phone", required=True, help="The number that answers there. 喇叭的电话号码。")
def put(name: str, unit: str, phone: str) -> None:
    """Keep a loudspeaker: it is rung with every broadcast to its unit 登记一个喇叭。

    \b
    Example:
      dalaba broadcast loudspeakers put 村口喇叭 --unit 532901105201 --phone 19900088888
    """
    with house.opened() as board, board.work() as work:
        if roster.unit(work.tx, unit) is None:
            raise BadInput(f"there is no unit {unit!r}; `dalaba roster list` shows those there are")
        store.put_one(work.tx, Loudspeaker(unit, name, _number(phone)))
    house.paper().print(f"{name}: kept. 登记好了。", markup=False)


@loudspeakers.command()
@click.argument("phone")
def remove(phone: str) -> None:
    """Ring a loudspeaker no more 取消一个喇叭。

    \b
    Example:
      dalaba broadcast loudspeakers remove 19900088888
    """
    with house.opened() as board, board.work() as work:
        if not store.remove(work.tx, _number(phone)):
            raise NotFound(f"no loudspeaker answers on {phone}; `dalaba broadcast loudspeakers show` shows them")
        tasks.settle_numbers(work.tx, "command line", work.now)
    house.paper().print("It rings no more. 取消了。")


@loudspeakers.command()
def show() -> None:
    """Show all loudspeakers 看所有喇叭。

    \b
    Example:
      dalaba broadcast loudspeakers show
    """
    table = Table("name 喇叭", "unit 单位", "phone 号码")
    with house.opened() as board, board.ledger.read() as tx:
        for one in store.within(tx, ""):
            unit = roster.unit(tx, one.unit_code)
            table.add_row(one.name, unit.name if unit else one.unit_code, one.number)
    house.paper().print(table, markup=False)


def _number(written: str) -> str:
    number = phones.normalise(written)
    if number is None:
        raise BadInput(f"{written!r} is no telephone number; write it as +8619900088888 or 19900088888")
    return number

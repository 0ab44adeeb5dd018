"""`dalaba roster units`: the ladder of a place, rung by rung."""

from collections.abc import Iterator

import click
from rich.table import Table

from gateway.cli import house
from gateway.domain.errors import NotFound
from gateway.domain.places import LENGTHS
from gateway.journeys import units as journey
from gateway.journeys.units import Post, Rung
from gateway.store import roster
from gateway.switchboard import Switchboard


@click.command()
@click.argument("code", metavar="[UNIT]", default="")
@click.option("--door", default="", help="A household in it, and how many people it has. 门牌。")
def units(code: str, door: str) -> None:
    """Show the ladder of a place 看一个地方的层级：上面有谁、下面有什么、谁负责、现在谁当班。

    From the province down to the unit, then what lies right below it; a household's people last.
    Prefectures and counties ship with the house; a "-" has nothing imported yet.

    \b
    Examples:
      dalaba roster units
      dalaba roster units 5329
      dalaba roster units 53290110520101 --door 012
    """
    table = Table("code 代码", "level 级别", "name 名称")
    table.add_column("households 户", justify="right")
    for heading in ("responsible 负责人", "backup 替补", "on duty now 现在当班"):
        table.add_column(heading)
    with house.opened() as board:
        for rung in journey.ladder_of(board, code):
            table.add_row(*_row(board, rung))
        for row in _household(board, code, door) if door else ():
            table.add_row(*row)
    house.paper().print(table, markup=False)


def _row(board: Switchboard, rung: Rung) -> tuple[str, ...]:
    indented = "  " * list(LENGTHS).index(len(rung.code)) + rung.name
    on_duty = [post for post in rung.posts if post.on_duty is not None]
    return (
        *(rung.code, rung.level.value, indented, str(rung.households) if rung.imported else "-"),
        "\n".join(f"{name} {post.role}" for post in rung.posts for name in post.responsible),
        "\n".join(f"{name} {post.role}" for post in rung.posts for name in post.backup),
        "\n".join(_on_duty(board, post) for post in on_duty),
    )


def _on_duty(board: Switchboard, post: Post) -> str:
    until = f" {board.settings.local(post.until):到 %m-%d %H:%M}" if post.until else ""
    return f"{post.on_duty} {post.role}{until}"


def _household(board: Switchboard, code: str, door: str) -> Iterator[tuple[str, ...]]:
    """The last two rungs: the household, and its people counted."""
    with board.ledger.read() as tx:
        home = roster.at_door(tx, code, door)
        if home is None:
            raise NotFound(f"there is no door {door!r} in {code or 'no unit'}; `dalaba roster list` shows the units")
        people = roster.members_of(tx, home.id)
    yield home.unit_code, "household", f"{'  ' * len(LENGTHS)}{home.door}", "1", "", "", ""
    yield "", "person", f"{'  ' * (len(LENGTHS) + 1)}{len(people)} on the roll", "", "", "", ""

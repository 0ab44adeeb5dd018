"""`dalaba situation tick` and `assign`."""

import click

from gateway.cli import house, people
from gateway.journeys.situations import checklist

BY = "command line"


@click.command()
@click.argument("village")
@click.argument("measure", metavar="MEASURE|NUMBER")
@click.option("--by", default="", metavar="PHONE", help="Who did it. 谁办的。")
@click.option("--note", default="", help="How. 备注。")
@click.option("--undo", is_flag=True, help="It is open again. 还没办好。")
def tick(village: str, measure: str, by: str, note: str, undo: bool) -> None:
    """Tick a measure off, or open it again 措施办好了打勾.

    \b
    Examples:
      dalaba situation tick 532901105201 disinfect --note "村委会、卫生室、公厕"
      dalaba situation tick 532901105201 8 --undo
    """
    with house.opened() as board, board.work() as work:
        who = f"staff:{people.who(work, by).id}" if by else BY
        task = checklist.tick(work, village, measure, who, note or None, done=not undo)
    click.echo(f"{task.name} is {'open again 重新打开' if undo else 'done 办好了'}.")


@click.command()
@click.argument("village")
@click.argument("measure", metavar="MEASURE|NUMBER")
@click.argument("phone")
def assign(village: str, measure: str, phone: str) -> None:
    """Name somebody else for a measure 换人负责一项措施.

    \b
    Example:
      dalaba situation assign 532901105201 disinfect 19900000102
    """
    with house.opened() as board, board.work() as work:
        person = people.who(work, phone)
        task = checklist.assign(work, village, measure, person)
    click.echo(f"{task.name}: {person.name}. 由{person.name}负责。")

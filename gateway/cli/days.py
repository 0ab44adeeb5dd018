"""From one day to another, as commands are told."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from gateway.domain.errors import BadInput
from gateway.switchboard import Switchboard

DAY = click.DateTime(["%Y-%m-%d"])
Command = Callable[..., Any]


def options(command: Command) -> Command:
    """--from and --to, both days included."""
    until = click.option("--to", "last", type=DAY, help="The last day; today otherwise. 到哪天。")
    since = click.option("--from", "first", type=DAY, help="The first day; the first of the month otherwise. 从哪天。")
    return since(until(command))


def span(board: Switchboard, first: datetime | None, last: datetime | None) -> tuple[date, date]:
    """The first and last day meant. Raises BadInput when they are the wrong way round."""
    to = last.date() if last else board.local_day(board.clock.now())
    since = first.date() if first else to.replace(day=1)
    if since > to:
        raise BadInput(f"--from {since} lies after --to {to}")
    return since, to

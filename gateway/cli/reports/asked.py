"""Which unit and day is meant, and the options by which it is asked for."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from gateway.domain.errors import NotFound
from gateway.store import roster
from gateway.switchboard import Switchboard

Command = Callable[..., Any]
DAY = click.DateTime(["%Y-%m-%d"])


def options(command: Command) -> Command:
    """--unit and --day."""
    day = click.option("--day", type=DAY, help="Which day, such as 2020-02-08; today otherwise. 日期。")
    unit = click.option(
        "--unit", "code", default="", metavar="CODE", help="Whose day; the topmost unit's otherwise. 单位代码。"
    )
    return unit(day(command))


def unit_code(board: Switchboard, code: str) -> str:
    """The code as it was given, else the topmost unit's. Raises NotFound when the roster is empty."""
    if code:
        return code
    with board.ledger.read() as tx:
        topmost = min(roster.all_units(tx), key=lambda unit: (len(unit.code), unit.code), default=None)
    if topmost is None:
        raise NotFound("the roster is empty; `dalaba roster import` fills it. 名册是空的。")
    return topmost.code


def day_of(board: Switchboard, day: datetime | None) -> date:
    """The day as it was given, else today."""
    return day.date() if day else board.local_day(board.clock.now())

"""What events and rumours are called at the command line, and how their numbers are written."""

from collections.abc import Mapping
from datetime import datetime

import click
from sqlalchemy import Connection

from gateway.domain import phones
from gateway.domain.errors import BadInput, NotAllowed, NotFound
from gateway.domain.movement.events import Kind, State
from gateway.domain.movement.rumours import State as Rumoured
from gateway.domain.movement.rumours import Tag
from gateway.store import roster, staff
from gateway.switchboard import Switchboard

BY = click.option("--by", required=True, metavar="PHONE", help="Who says so: somebody on the roster. 谁说的。")
KINDS: Mapping[str, str] = {
    Kind.GATHERING: "gathering 聚餐聚会",
    Kind.WEDDING: "wedding 红事",
    Kind.FUNERAL: "funeral 白事",
    Kind.MARKET: "market 赶集",
    Kind.VISITING: "visiting 串门",
}
STATES: Mapping[str, str] = {
    State.TOLD: "told of 有人举报",
    State.REGISTERED: "registered 已登记",
    State.POSTPONED: "postponed 改期",
    State.KEPT_SMALL: "kept small 简办",
    State.STOPPED: "stopped 劝停",
    State.NOTHING_THERE: "nothing there 没这事",
    State.HELD_ANYWAY: "held anyway 照办",
    "asked": "asked how it went 问过",
    "reminded": "reminded 催过",
}
RUMOURED: Mapping[str, str] = {
    Rumoured.RECEIVED: "received 收到",
    Rumoured.CHECKING: "being checked 在查",
    Rumoured.VERIFIED_FALSE: "false, not answered 假，未答复",
    Rumoured.VERIFIED_TRUE: "true, not answered 真，未答复",
    Rumoured.ANSWERED: "answered 已答复",
    Rumoured.SAME: "same as another 并到别条",
}
TAGS: Mapping[str, str] = {Tag.FALSE: "false 假", Tag.TRUE: "true 真", Tag.CHECKING: "being checked 在查"}
SPOKEN = "(recording 录音)"


def number_in(written: str, letter: str) -> int:
    """12 from 12 or T12. Raises BadInput for anything else."""
    bare = written.strip().upper().removeprefix(letter)
    if not (bare.isascii() and bare.isdigit()):
        raise BadInput(f"{written!r} is no number; write it as {letter}12")
    return int(bare)


def phone_of(written: str) -> str:
    """A telephone number as the ledger keeps it. Raises BadInput."""
    number = phones.normalise(written)
    if number is None:
        raise BadInput(f"{written!r} is no telephone number; write it as 19900000101")
    return number


def check_unit(tx: Connection, unit: str) -> None:
    """Raises NotFound for no such unit; "" is everywhere."""
    if unit and roster.unit(tx, unit) is None:
        raise NotFound(f"there is no unit {unit!r}; `dalaba roster list` shows those there are")


def not_theirs(by: str, where: str) -> NotAllowed:
    """Nobody under this phone answers for a place."""
    return NotAllowed(f"nobody under {by} answers for {where}; `dalaba duty` says who does")


def name_of(tx: Connection, by: str) -> str:
    """Who said something: a name, or as the ledger keeps it (tip, resident, house)."""
    kind, _, number = by.partition(":")
    return staff.load(tx, int(number)).name if kind == "staff" else by


def at(board: Switchboard, instant: datetime | None) -> str:
    """An instant in the village's time, - for none."""
    return f"{board.settings.local(instant):%m-%d %H:%M}" if instant else "-"

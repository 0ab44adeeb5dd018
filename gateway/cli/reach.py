"""`dalaba reach`: whom the loudspeaker reaches and whom it does not, in households and people."""

from collections.abc import Mapping
from datetime import datetime

import click
from rich.table import Table
from sqlalchemy import Connection

from gateway.cli import days, house
from gateway.cli.broadcasts.wording import LEVELS
from gateway.domain.errors import BadInput
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.retries import Cause
from gateway.journeys.speaking import drafts, registers
from gateway.store import broadcasts, roster
from gateway.store import reach as store
from gateway.store.reach import HEARD, By, Group, Unheard
from gateway.switchboard import Switchboard

OUTCOMES: Mapping[str, str] = {
    HEARD: "heard 听到",
    Cause.BUSY: "busy 占线",
    Cause.NO_ANSWER: "no answer 没人接",
    Cause.NOT_CONFIRMED: "answered, not confirmed 接了没听完",
    Cause.SWITCHED_OFF: "switched off 关机",
    Cause.FAILED: "failed 没打通",
    Cause.WRONG_NUMBER: "wrong number 空号",
    Cause.UNREACHABLE: "unreachable 打不到",
    Cause.CARRIER: "the carrier's fault 运营商问题",
    Unheard.OPEN: "still ringing 还在打",
    Unheard.STOPPED: "stopped 已停",
    Unheard.NO_PHONE: "no phone 没电话",
    Unheard.NOT_RUNG: "not rung 没打",
}


@click.command()
@click.argument("id_", metavar="[ID]", default="")
@days.options
@click.option("--by", "what", type=click.Choice([one.value for one in By]), default=By.GRID.value, show_default=True)
def reach(id_: str, first: datetime | None, last: datetime | None, what: str) -> None:
    """Whom broadcasts reached, in households and people 听到的户数和人数。

    One broadcast, or all that began in some days; a household counts once for each. People are those whose names
    stand on their household's roll. 一户有几部电话，有一部听到就算听到。

    \b
    Examples:
      dalaba reach 37 --by outcome
      dalaba reach --from 2020-02-01 --to 2020-02-29 --by language
    """
    if id_ and (first or last):
        raise BadInput("give a broadcast, or --from and --to")
    with house.opened() as board:
        ids = _meant(board, id_, first, last)
        with board.ledger.read() as tx:
            groups = store.by(tx, ids, By(what), board.settings.default_language)
            table = _table(board, tx, By(what), groups)
    if groups:
        house.paper().print(table, markup=False)
    else:
        house.paper().print("Nothing was broadcast. 没有广播。")


def _meant(board: Switchboard, id_: str, first: datetime | None, last: datetime | None) -> list[str]:
    if id_:
        with board.work() as work:
            return [drafts.find(work, id_).id]
    since, until = registers.instants(board, *days.span(board, first, last))
    with board.ledger.read() as tx:
        return [one.id for one in broadcasts.started_between(tx, since, until)]


def _table(board: Switchboard, tx: Connection, what: By, groups: list[Group]) -> Table:
    table = Table(
        *(what.value, "households 户", "heard 听到", "%", "answered 回答", "understood 听懂"),
        *("people 人", "people who heard 听到的人"),
    )
    for one in groups:
        share = f"{100 * one.heard // one.households}"
        figures = (one.households, one.heard, share, one.asked, one.understood, one.people, one.people_heard)
        table.add_row(_name(board, tx, what, one.name), *map(str, figures))
    return table


def _name(board: Switchboard, tx: Connection, what: By, name: str) -> str:
    """What a group is called."""
    if what is By.LANGUAGE:
        return board.catalogue.languages[name].name if name in board.catalogue.languages else name
    if what is By.LEVEL:
        return LEVELS[Level(name)]
    if what is By.OUTCOME:
        return OUTCOMES.get(name, name)
    unit = roster.unit(tx, name)
    return f"{unit.name} {name}" if unit else name

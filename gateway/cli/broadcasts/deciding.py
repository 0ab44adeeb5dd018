"""`dalaba broadcast approve`, `refuse`, `stop` and `resume`."""

import click

from gateway.cli import house, people
from gateway.cli.broadcasts.wording import STATES
from gateway.journeys.speaking import approval, drafts, running
from gateway.journeys.speaking.approval import Decided
from gateway.store.broadcasts import Through

BY = click.option("--by", required=True, metavar="PHONE", help="Who decides, by their number on the roster. 谁批的。")
ID = click.argument("id_", metavar="ID")


@click.command()
@ID
@BY
def approve(id_: str, by: str) -> None:
    """Agree to a broadcast; whoever submitted it never can 同意，自己报的自己不能批。

    \b
    Example:
      dalaba broadcast approve 37 --by 19900000103
    """
    _decide(id_, by, None)


@click.command()
@ID
@BY
@click.option("--why", required=True, help="Told to whoever submitted it. 原因。")
def refuse(id_: str, by: str, why: str) -> None:
    """Do not agree: it does not ring, or stops 不同意：不打，正在打的停下。

    \b
    Example:
      dalaba broadcast refuse 37 --by 19900000103 --why "时间写错了"
    """
    _decide(id_, by, why)


def _decide(id_: str, by: str, why: str | None) -> None:
    with house.opened() as board:
        with board.work() as work:
            broadcast = drafts.find(work, id_)
            person = approval.office_for(board, work, broadcast, people.who(work, by).number)
        people.check_pin(person)
        with board.work() as work:
            broadcast = drafts.find(work, id_)
            if why is None:
                decided = approval.approve(work, broadcast, person, Through.COMMAND_LINE)
            else:
                decided = approval.refuse(board, work, broadcast, person, Through.COMMAND_LINE, why)
    if decided is Decided.TOO_LATE:
        said = f"It was decided already: {STATES[broadcast.state]}. 已经处理过了。"
    else:
        said = f"Agreed: {broadcast.number}. 同意了。" if why is None else f"Refused: {broadcast.number}. 不同意。"
    house.paper().print(said)


@click.command()
@ID
def stop(id_: str) -> None:
    """Ring nobody else, and hang up the calls that ring 停止拨打。

    \b
    Example:
      dalaba broadcast stop 37
    """
    with house.opened() as board, board.work() as work:
        found = drafts.find(work, id_)
        stopped = running.stop(work, found.id, None, Through.COMMAND_LINE)
    house.paper().print("Stopped. 已停。" if stopped else f"It was over already: {STATES[found.state]}.")


@click.command()
@ID
def resume(id_: str) -> None:
    """Ring on what the carrier's refusal halted, once that is mended 运营商的问题修好以后接着打。

    \b
    Example:
      dalaba broadcast resume 37
    """
    with house.opened() as board, board.work() as work:
        found = drafts.find(work, id_)
        resumed = running.resume(work, found.id, None, Through.COMMAND_LINE)
    house.paper().print("It rings on. 接着打。" if resumed else f"It is not halted: {STATES[found.state]}.")

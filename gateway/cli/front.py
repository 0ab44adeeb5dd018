"""The command's front: its parts by name, and what is said when something cannot be done."""

from importlib.metadata import version
from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from gateway.cli.alert import alert
from gateway.cli.broadcasts import broadcast
from gateway.cli.cap import cap
from gateway.cli.card import card
from gateway.cli.cases import case
from gateway.cli.check import check
from gateway.cli.demo import demo
from gateway.cli.digests import digest
from gateway.cli.duty import duty
from gateway.cli.handset import handset
from gateway.cli.movement import event, market, rumour, tip
from gateway.cli.reach import reach
from gateway.cli.register import register
from gateway.cli.reports import report
from gateway.cli.roster import roster
from gateway.cli.situations import situation
from gateway.cli.tasks import tasks
from gateway.cli.token import token
from gateway.cli.up import up
from gateway.cli.upkeep import db, voices
from gateway.cli.vehicles import vehicle
from gateway.cli.why import why
from gateway.domain.errors import GatewayError
from gateway.machine.redis_server import RedisFailed, RedisMissing


class House(click.Group):
    """Says in one line what went wrong, and exits with 1: a traceback helps nobody at a keyboard in a village."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (GatewayError, RedisMissing, RedisFailed) as e:
            raise click.ClickException(str(e)) from e
        except DBAPIError as e:
            raise click.ClickException(_of_ledger(e)) from e


def _of_ledger(e: DBAPIError) -> str:
    said = str(e.orig).strip().splitlines()[0]
    return f"the ledger cannot be used: {said}. Is DATABASE_URL right, and has `dalaba db upgrade` been run?"


@click.group(
    cls=House,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="`dalaba COMMAND --help` shows examples. 每条命令加 --help 有例子。",
)
@click.version_option(version("dalaba"), prog_name="dalaba")
def main() -> None:
    """Dalaba 大喇叭: a telephone gateway for villages. 村里的防疫电话。

    \b
    To begin with:
      dalaba handset                    hear what a caller hears, here in the terminal
      dalaba roster template            a roster to fill in
      dalaba check                      is everything in order?
    """


COMMANDS = (
    *(handset, roster, duty, broadcast, cap, reach, register, report, alert, vehicle, case, situation, tasks, why),
    *(digest, card, event, market, tip, rumour),
    *(token, up, demo, check, voices, db),
)
for command in COMMANDS:
    main.add_command(command)

"""`dalaba situation`: the class of a village, the risk of a county, and the measures of a class."""

import click

from gateway.cli.situations.deciding import confirm, propose
from gateway.cli.situations.measures import assign, tick
from gateway.cli.situations.showing import history, show


@click.group()
def situation() -> None:
    """Situations: what the case lines propose, what is confirmed, what is to be done 疫情情形：三类、措施、风险.

    \b
    Examples:
      dalaba situation show 532901105
      dalaba situation propose 532901105201
      dalaba situation confirm 532901105201 2a --by 19900000125 --document "大卫〔2020〕3号"
      dalaba situation confirm 532901 medium --by 19900000125 --document "大卫〔2020〕3号"
      dalaba situation tick 532901105201 disinfect
    """


for command in (show, propose, confirm, tick, assign, history):
    situation.add_command(command)

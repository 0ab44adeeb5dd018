"""`dalaba report`: the daily report looked at, handed out, checked, signed, sealed."""

import click

from gateway.cli.reports.exporting import export
from gateway.cli.reports.opening import open_
from gateway.cli.reports.resting import rest
from gateway.cli.reports.sealing import seal, verify
from gateway.cli.reports.showing import show
from gateway.cli.reports.signing import sign


@click.group()
def report() -> None:
    """The daily report 日报告: eighteen columns by unit and day, signed, sealed, handed out 看、签、封存、导出。

    \b
    Examples:
      dalaba report show
      dalaba report open 532901105201 2020-02-08 fever
      dalaba report sign 532901105201 --by 19900000101 zero
      dalaba report export --unit 532901105 --below village --format xlsx -o yinqiao.xlsx
      dalaba report verify --day 2020-02-08
    """


for command in (show, open_, export, verify, seal, sign, rest):
    report.add_command(command)

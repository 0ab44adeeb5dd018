"""`dalaba report rest`: a unit is not on duty, and not silent either."""

from datetime import date, datetime

import click

from gateway.cli import house
from gateway.cli.reports import asked
from gateway.domain.errors import BadInput
from gateway.journeys.exports import days
from gateway.store.daily import acts
from gateway.switchboard import Work

BY = "command line"


@click.command()
@click.argument("unit")
@click.option("--from", "first", type=asked.DAY, help="The first day; today otherwise. 从哪天。")
@click.option("--to", "last", type=asked.DAY, help="The last day; until --back otherwise. 到哪天。")
@click.option("--reason", default="", help="Why; it is kept. 原因。")
@click.option("--back", is_flag=True, help="On duty again from --from, or today. 恢复报送。")
def rest(unit: str, first: datetime | None, last: datetime | None, reason: str, back: bool) -> None:
    """Say that a unit does not report for some days, and why; or that it does again 某单位休整，不算缺报.

    A unit that rests is neither reminded nor counted as silent.

    \b
    Examples:
      dalaba report rest 532901105201 --from 2020-02-10 --to 2020-02-12 --reason "整村搬迁"
      dalaba report rest 532901105201 --back
    """
    if back and (last or reason):
        raise click.UsageError("--back takes neither --to nor --reason. 恢复时不写到哪天、原因。")
    with house.opened() as board, board.work() as work:
        since = asked.day_of(board, first)
        name = days.unit(work.tx, unit).name
        if back:
            _back(work, unit, name, since)
        else:
            until = last.date() if last else None
            _rest(work, acts.Rest(unit, since, until, reason.strip(), BY, work.now), name)


def _back(work: Work, unit: str, name: str, since: date) -> None:
    if acts.back(work.tx, unit, since):
        click.echo(f"{name} reports again from {since}. 从{since}起恢复报送。")
    else:
        click.echo(f"{name} was not resting on {since}: nothing is changed. 没有在休整。")


def _rest(work: Work, rest: acts.Rest, name: str) -> None:
    if not rest.reason:
        raise BadInput('a rest needs its reason: --reason "整村搬迁". 请写原因。')
    if rest.last_day and rest.last_day < rest.first_day:
        raise BadInput(f"--to {rest.last_day} lies before --from {rest.first_day}. 日期反了。")
    resting = acts.resting(work.tx, rest.unit_code, rest.first_day)
    if rest.unit_code in resting:
        raise BadInput(
            f"{name} rests on {rest.first_day} already: {resting[rest.unit_code]}; `--back` ends that. 已经在休整。"
        )
    acts.rest(work.tx, rest)
    until = f"to {rest.last_day} 到{rest.last_day}" if rest.last_day else "until `--back` 直到恢复"
    click.echo(f"{name} rests from {rest.first_day} {until}. 已登记休整。")

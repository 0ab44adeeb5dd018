"""`dalaba report seal` and `verify`: a level's day is closed, and whether what was closed is still the same."""

from datetime import datetime

import click

from gateway.cli import house
from gateway.cli.reports import asked
from gateway.domain.daily.window import REPORTING
from gateway.domain.errors import BadInput, NotFound
from gateway.domain.places import Level
from gateway.journeys.daily import sealing
from gateway.journeys.exports import days


@click.command()
@click.option("--day", type=asked.DAY, help="Which day; today otherwise. 日期。")
@click.option("--level", type=click.Choice([level.value for level in REPORTING]), help="Up to this level. 到哪一级。")
@click.option("--yes", is_flag=True, help="Do not ask before sealing. 不再确认。")
def seal(day: datetime | None, level: str | None, yes: bool) -> None:
    """Seal the day now, from the villages up, and text it to the supervisors 现在封存并发短信给督导.

    The house seals each level at its cut-off by itself; this is for a day that must be closed sooner.

    \b
    Examples:
      dalaba report seal --level village
      dalaba report seal --day 2020-02-08
    """
    levels = REPORTING[: REPORTING.index(Level(level)) + 1] if level else REPORTING
    with house.opened() as board:
        which = asked.day_of(board, day)
        if which > board.local_day(board.clock.now()):
            raise BadInput(f"{which} has not come yet; only a day that has begun is sealed. 还没到这一天。")
        if not yes:  # what comes in after this is in no text
            click.confirm(
                f"Seal {which} up to the {levels[-1]} and text the supervisors? What is reported later is in no text. "
                "封存并发送？",
                abort=True,
            )
        sealed = sum(sealing.seal(board, which, one) for one in levels)
    click.echo(
        f"{house.counted(sealed, 'version')} sealed. 封存了{sealed}份。"
        if sealed
        else "The day was sealed before. 以前已封存。"
    )


@click.command()
@asked.options
def verify(code: str, day: datetime | None) -> None:
    """Recompute the seals of a day, and name those that do not fit 复核封存码，有改动的点名.

    Exits with 1 when any version's content is not what was sealed.

    \b
    Examples:
      dalaba report verify --day 2020-02-08
      dalaba report verify --unit 532901105 --day 2020-02-08
    """
    with house.opened() as board:
        unit, which = asked.unit_code(board, code), asked.day_of(board, day)
        checked, broken = 0, []
        for one in days.check_seals(board, unit, which):
            checked += 1
            if not one.whole:
                broken.append(one)
    if not checked:
        raise NotFound(f"nothing of {unit} is sealed on {which}; `dalaba report show` shows it. 这天还没有封存。")
    for one in broken:
        click.echo(f"✗ {one.name} {one.unit_code}, version {one.version}: changed since it was sealed. 封存后被改动。")
    click.echo(f"{checked - len(broken)} of {house.counted(checked, 'version')} fit their seal. 复核{checked}份。")
    if broken:
        raise click.exceptions.Exit(1)

"""`dalaba digest`: who gets which digest, and at what hour."""

from datetime import datetime

import click
from rich.table import Table

from gateway.cli import house
from gateway.domain import phones
from gateway.domain.daily.window import REPORTING
from gateway.domain.errors import BadInput, NotFound
from gateway.domain.places import Level
from gateway.journeys.daily import mailing
from gateway.store import staff
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

NUMBER = click.argument("number")
LEVEL = click.option(
    *("--level", "level"),
    type=click.Choice([level.value for level in REPORTING]),
    required=True,
    help="Of which units: their own, or a level below. 哪一级。",
)


@click.group()
def digest() -> None:
    """Say who gets which evening digest, and at what hour 订日报短信。

    What it says is shown by `dalaba report`, and what its abbreviations mean by `dalaba card`.

    \b
    Examples:
      dalaba digest readers
      dalaba digest subscribe 19900000103 --level township --at 20:00
      dalaba digest unsubscribe 19900000103 --level village
    """


@digest.command()
@NUMBER
@LEVEL
@click.option("--at", "at", type=click.DateTime(["%H:%M"]), help="Local time; when it is sealed otherwise. 几点发。")
def subscribe(number: str, level: str, at: datetime | None) -> None:
    """Somebody gets the digests of a level within their unit 订哪一级的日报，几点发。

    \b
    Examples:
      dalaba digest subscribe 19900000103 --level township --at 20:00
      dalaba digest subscribe 19900000103 --level village
    """
    with house.opened() as board, board.work() as work:
        offices = _offices(work, number)
        able = mailing.subscribe(work, offices, Level(level), at.time() if at else None, wanted=True)
        _refuse_nobody(offices, able, level)
    when = f"at {at:%H:%M}, {at:%H:%M}发" if at else "when it is sealed, 封存就发"
    click.echo(f"{able[0].name}: {level} digests {when}.")


@digest.command()
@NUMBER
@LEVEL
def unsubscribe(number: str, level: str) -> None:
    """Somebody gets the digests of a level no more 退订。

    \b
    Example:
      dalaba digest unsubscribe 19900000103 --level village
    """
    with house.opened() as board, board.work() as work:
        offices = _offices(work, number)
        able = mailing.subscribe(work, offices, Level(level), None, wanted=False)
        _refuse_nobody(offices, able, level)
    click.echo(f"{able[0].name}: no more {level} digests. 不再发。")


@digest.command()
def readers() -> None:
    """Show who gets the digests of which level, and when 看谁收哪一级的日报。

    \b
    Example:
      dalaba digest readers
    """
    table = Table("level 级", "unit 单位", "name 姓名", "phone 电话", "at 几点")
    with house.opened() as board, board.work() as work:
        for level in REPORTING:
            for row in _rows(board, work, level):
                table.add_row(level.value, *row)
    house.paper().print(table if table.row_count else "Nobody gets a digest. 没有人收日报。")


def _rows(board: Switchboard, work: Work, level: Level) -> list[tuple[str, str, str, str]]:
    found = mailing.wishes(work, level)
    sealed = f"sealed 封存时 {board.settings.cut_off[level]:%H:%M}"
    return [
        (one.person.unit_code, one.person.name, phones.mask(one.person.number), f"{one.at:%H:%M}" if one.at else sealed)
        for unit in sorted(found)
        for one in found[unit]
    ]


def _offices(work: Work, written: str) -> list[Person]:
    number = phones.normalise(written)
    if number is None:
        raise BadInput(f"{written!r} is no telephone number; write it as 19900000103 or +8619900000103")
    offices = staff.by_number(work.tx, number)
    if not offices:
        raise NotFound(f"nobody of the staff has {written}; `dalaba roster list` shows who there is")
    return offices


def _refuse_nobody(offices: list[Person], able: list[Person], level: str) -> None:
    if not able:
        posts = ", ".join(f"{one.role} of {one.unit_code}" for one in offices)
        raise BadInput(
            f"{posts} may not have the {level} digest: only those of their own unit and below, and no grid worker. "
            "只能订自己单位和下面的。"
        )

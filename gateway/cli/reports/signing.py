"""`dalaba report sign`: whoever answers for a unit signs its day at the keyboard."""

from collections.abc import Mapping, Sequence
from uuid import uuid4

import click

from gateway.cli import house, people
from gateway.domain.daily.columns import BY_NAME, BY_WORD, FIGURES, Above, Origin
from gateway.domain.daily.content import What
from gateway.domain.errors import BadInput, NotAllowed
from gateway.domain.roles import Role
from gateway.journeys.daily import signing
from gateway.journeys.daily.signing import SIGNING
from gateway.journeys.exports import days
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

MOST = 99_999  # as many digits as a text may have
WORDS = {"zero": What.ZERO, "零报": What.ZERO, "confirm": What.CONFIRMED, "对": What.CONFIRMED}


@click.command()
@click.argument("unit")
@click.argument("said", nargs=-1, required=True, metavar="zero|confirm|FIGURE=NUMBER...")
@click.option("--by", required=True, metavar="PHONE", help="Who signs; their PIN is asked for. 谁签。")
def sign(unit: str, said: tuple[str, ...], by: str) -> None:
    """Sign a unit's report of today: a zero, that the count is right, or what only you know 签今天的日报.

    zero 零报 says nothing has happened; confirm 对 that what the house counted is right. Figures are those a person
    knows, by name or by the word they are texted with. Nothing is overwritten: the last word on a figure counts.

    \b
    Examples:
      dalaba report sign 532901105201 --by 19900000101 zero
      dalaba report sign 532901105201 --by 19900000101 confirm
      dalaba report sign 532901105201 --by 19900000101 staff_present=6 口罩=5
    """
    what, values = _meant(said)
    with house.opened() as board:
        person = _signer(board, by, unit)
        people.check_pin(person)
        with board.work() as work:
            receipt = signing.sign(
                *(board, work, unit, what, values),
                source=f"keyboard:{uuid4()}",
                by=f"staff:{person.id}",
                channel="command_line",
            )
    counted = signing.counted_words(receipt.report, "zh")
    click.echo(f"{receipt.unit}: signed ({what.value}). The house counts {counted}. 已签，系统统计：{counted}。")
    for how, figures in signing.meant_words(unit, values, "zh").items():
        click.echo(f"{figures}: {MEANT[how]}")
    if differing := signing.apart_words(receipt.report, "zh"):
        click.echo(f"What you say and what was keyed below differ; both are kept: {differing}. 两个数都留着。")
    if differing := signing.difference_words(receipt.report, "zh"):
        click.echo(f"What you say and what is counted differ; both are kept: {differing}. 两个数都留着。")
    if receipt.late:
        click.echo("The cut-off has passed: it makes the next version. 已过截止，记为补报。")


MEANT = {
    Above.OWN: "taken as the unit's own, added to those below. 算本级的，和下级的相加。",
    Above.WHOLE: "taken as the unit's total, compared with those below, not added. 算总数，只和下级的对照，不相加。",
}


def _meant(said: Sequence[str]) -> tuple[What, Mapping[str, int]]:
    """What is signed for. Raises BadInput naming what is odd."""
    if len(said) == 1 and said[0].casefold() in WORDS:
        return WORDS[said[0].casefold()], {}
    return What.FIGURES, dict(_figure(part) for part in said)


def _figure(part: str) -> tuple[str, int]:
    name, equals, number = part.partition("=")
    figure = BY_NAME.get(name) or BY_WORD.get(name.casefold())
    known = [one for one in FIGURES if one.origin is not Origin.COUNTED]
    if not equals or figure not in known:
        there = " ".join(f"{one.name}({one.words[0]})" if one.words else one.name for one in known)
        raise BadInput(
            f"{part!r} is neither zero nor confirm nor a figure a person knows. Those are: {there}. 没有这一项。"
        )
    if not (number.isascii() and number.isdigit() and int(number) <= MOST):
        raise BadInput(f"{part!r}: write a whole number from 0 to {MOST}, such as {name}=6. 请写整数。")
    return figure.name, int(number)


def _signer(board: Switchboard, by: str, unit: str) -> Person:
    """The office in which they answer for the unit. Raises NotAllowed when they do not."""
    with board.work() as work:
        days.unit(work.tx, unit)
        person = people.who(work, by)
        mine = [office for office in signing.offices(work.tx, person.number) if signing.unit_of(office) == unit]
        if not mine:
            raise NotAllowed(_why_not(work, person, unit))
        return mine[0]


def _why_not(work: Work, person: Person, unit: str) -> str:
    theirs = [signing.unit_of(office) for office in signing.offices(work.tx, person.number)]
    roles = ", ".join(Role(role).value for role in SIGNING)
    own = f"theirs is {' '.join(theirs)}" if theirs else f"those who sign are: {roles}"
    return f"{person.name} does not answer for the report of {unit}; {own}. 不能替这个单位签。"

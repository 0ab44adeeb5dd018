"""`dalaba case`: what the health side has found of a person."""

import click

from gateway.cli import house
from gateway.cli.vehicles import show_shared
from gateway.domain import phones
from gateway.domain.errors import BadInput, NotFound
from gateway.domain.places import Level, level_of
from gateway.domain.screening import Case
from gateway.journeys.reporting import cases as journey
from gateway.journeys.reporting.cases import Decided, Whom
from gateway.store import roster
from gateway.switchboard import Work

DONE = {
    Case.EXCLUDED: "No case: whoever stayed at home stays there for the days that are left. 已排除，居家观察照旧。",
    Case.SUSPECTED: "With the hospital now; the doctor is told. 已列为疑似，居家观察结束，已通知。",
    Case.CONFIRMED: "With the hospital now; the doctor is told. 已列为确诊，居家观察结束，已通知。",
}


@click.command("case")
@click.argument("finding", type=click.Choice([case.value for case in Case]))
@click.argument("whom", metavar="PHONE|DOOR")
@click.option(
    "--by", required=True, metavar="PHONE", help="The doctor who says so, as on the roster. 哪位医生说的，写电话。"
)
@click.option("--document", required=True, metavar="NUMBER", help="The document it stands in. 文号。")
@click.option("--age", type=int, help="Of several people, the one of this age. 年龄。")
@click.option("--sex", type=click.Choice(["male", "female"]), help="Or of this sex. 性别。")
@click.option("--unit", default="", metavar="CODE", help="The village of the door, where there are several. 哪个村。")
def case(finding: str, whom: str, by: str, document: str, age: int | None, sex: str | None, unit: str) -> None:
    """Say who is a confirmed or suspected case, or is none after all 登记确诊、疑似或排除.

    Category A from then on: the days at home end, the doctor is alerted, and whoever came by the same vehicle becomes
    a close contact. Only a doctor on the roster may say so. Twice is once; what was said before is kept.

    \b
    Examples:
      dalaba case confirmed 19900010001 --by 19900000102 --document "大疾控〔2020〕12号"
      dalaba case suspected 012 --age 62 --sex female --by 19900000102 --document "大疾控〔2020〕12号"
      dalaba case excluded 012 --age 62 --by 19900000102 --document "大疾控〔2020〕15号"
    """
    doctor = phones.normalise(by)
    if doctor is None:
        raise BadInput(f"{by!r} is no telephone number; write it as 19900000102")
    with house.opened() as board, board.work() as work:
        arrival = journey.find(work, _meant(work, whom, unit, age, sex))
        _show(journey.decide(board, work, arrival, Case(finding), doctor, document), Case(finding))


def _meant(work: Work, whom: str, unit: str, age: int | None, sex: str | None) -> Whom:
    number = phones.normalise(whom)
    if number is not None:
        return Whom(number=number, age=age, sex=sex)
    home = roster.at_door(work.tx, _village(work, unit), whom)
    if home is None:
        raise NotFound(f"there is no door {whom!r} there; write a door number or a telephone number")
    return Whom(household_id=home.id, age=age, sex=sex)


def _village(work: Work, unit: str) -> str:
    """Doors are numbered within a village."""
    if unit and roster.unit(work.tx, unit) is None:
        raise NotFound(f"there is no unit {unit!r}; `dalaba roster list` shows those there are")
    village = unit or roster.common_unit(work.tx)
    if level_of(village) not in (Level.VILLAGE, Level.GRID):
        raise BadInput("there are several villages: say with --unit whose door it is")
    return village


def _show(decided: Decided, finding: Case) -> None:
    paper, arrival = house.paper(), decided.arrival
    who = f"{phones.mask(arrival.contact)}  {journey.who(arrival)}"
    paper.print(f"{who}: category 类别 {arrival.category}", markup=False, soft_wrap=True)
    paper.print(DONE[finding], markup=False, soft_wrap=True)
    for ride, shared in decided.shared:
        show_shared(paper, ride.vehicle, ride.day, shared)

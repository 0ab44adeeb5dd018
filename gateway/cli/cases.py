"""`dalaba case`: what the health side has found of a person, and the case lines."""

import click

from gateway.cli import case_lines, house
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

REST = """

    Only a doctor on the roster may say so. Twice is once; what was said before is kept.

    \b
    Examples:
      dalaba case {found} 19900010001 --by 19900000102 --document "大疾控〔2020〕12号"
      dalaba case {found} 012 --age 62 --sex female --by 19900000102 --document "大疾控〔2020〕12号"
    """
A_CASE = """ Category A from then on: the days at home end, the doctor is alerted, and whoever came by the same vehicle
    becomes a close contact."""
HELP = {
    Case.CONFIRMED: "Say that somebody is a confirmed case 登记确诊." + A_CASE + REST.format(found="confirmed"),
    Case.SUSPECTED: "Say that somebody is a suspected case 登记疑似." + A_CASE + REST.format(found="suspected"),
    Case.EXCLUDED: "Say that somebody is no case after all 登记排除." + REST.format(found="excluded"),
}


@click.group()
def case() -> None:
    """Cases: what the health side has found of a person, and the lines the class of a village rests on 病例.

    \b
    Of somebody who came home 返乡的人:
      dalaba case confirmed 19900010001 --by 19900000102 --document "大疾控〔2020〕12号"
      dalaba case excluded 012 --age 62 --by 19900000102 --document "大疾控〔2020〕15号"
    Case lines 病例登记:
      dalaba case add 532901105201 --by 19900000125 --document "大卫〔2020〕3号" --door 012 --source known
      dalaba case list 532901105201
    """


def _finding(found: Case) -> click.Command:
    """The command that says so of a person."""

    @click.argument("whom", metavar="PHONE|DOOR")
    @click.option(
        "--by", required=True, metavar="PHONE", help="The doctor who says so, as on the roster. 哪位医生说的，写电话。"
    )
    @click.option("--document", required=True, metavar="NUMBER", help="The document it stands in. 文号。")
    @click.option("--age", type=int, help="Of several people, the one of this age. 年龄。")
    @click.option("--sex", type=click.Choice(["male", "female"]), help="Or of this sex. 性别。")
    @click.option(
        "--unit", default="", metavar="CODE", help="The village of the door, where there are several. 哪个村。"
    )
    def say(whom: str, by: str, document: str, age: int | None, sex: str | None, unit: str) -> None:
        doctor = phones.normalise(by)
        if doctor is None:
            raise BadInput(f"{by!r} is no telephone number; write it as 19900000102")
        with house.opened() as board, board.work() as work:
            arrival = journey.find(work, _meant(work, whom, unit, age, sex))
            _show(journey.decide(board, work, arrival, found, doctor, document), found)

    return click.command(found.value, help=HELP[found])(say)


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
    if finding is not Case.EXCLUDED:
        told = f"For the class of the village 录入病例: dalaba case add {arrival.unit_code} --arrival {arrival.id} ..."
        paper.print(told, markup=False, soft_wrap=True)
    for ride, shared in decided.shared:
        show_shared(paper, ride.vehicle, ride.day, shared)


for command in (*map(_finding, Case), case_lines.add, case_lines.list_, case_lines.change, case_lines.withdraw):
    case.add_command(command)

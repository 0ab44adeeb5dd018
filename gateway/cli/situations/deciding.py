"""`dalaba situation propose` and `confirm`."""

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from gateway.cli import house
from gateway.cli.case_lines import BY, DOCUMENT, officer_of
from gateway.cli.situations.showing import print_proposal, print_risk
from gateway.domain.errors import BadInput
from gateway.domain.places import Level
from gateway.domain.situations.classes import Class
from gateway.domain.situations.risk import Risk
from gateway.domain.speaking.prepared import in_language
from gateway.journeys.situations import changes, confirming, standing
from gateway.journeys.situations.changes import Changes
from gateway.journeys.situations.confirming import Confirmed
from gateway.journeys.situations.standing import Standing
from gateway.store import roster
from gateway.store.staff import Person
from gateway.switchboard import Switchboard

MANY = click.option("--many-outbreaks", is_flag=True, help="Many, large, still spreading. 多起、规模大、还在传。")


@click.command()
@click.argument("village")
@MANY
def propose(village: str, many_outbreaks: bool) -> None:
    """Show the class the case lines propose, why, and what would change 看建议哪一类、为什么、会变什么.

    \b
    Examples:
      dalaba situation propose 532901105201
      dalaba situation propose 532901105201 --many-outbreaks
    """
    paper = house.paper()
    with house.opened() as board, board.work() as work:
        unit = standing.village_of(work.tx, village)
        now = standing.standing_of(work.tx, unit, board.local_day(work.now), many_outbreaks=many_outbreaks)
        print_proposal(board, paper, now)
        if now.proposal.situation is not now.effective or now.in_force is None:
            print_changes(board, paper, changes.changes_to(board, work, now, now.proposal.situation))


@click.command()
@click.argument("unit")
@click.argument("value", metavar="CLASS|RISK", type=click.Choice([one.value for one in (*Class, *Risk)]))
@BY
@DOCUMENT
@MANY
@click.option("--yes", is_flag=True, help="Do not ask before confirming. 不再问。")
def confirm(unit: str, value: str, by: str, document: str, many_outbreaks: bool, yes: bool) -> None:
    """Put a village into a class, or a county at a risk; the health side only 确认情形，只有卫健能确认.

    What would change is shown first. A graver class is alerted at once; a calmer one needs 14 clear days.

    \b
    Examples:
      dalaba situation confirm 532901105201 2b --by 19900000125 --document "大卫〔2020〕3号"
      dalaba situation confirm 532901 medium --by 19900000125 --document "大卫〔2020〕3号" --yes
    """
    paper = house.paper()
    with house.opened() as board:
        officer = officer_of(board, by, unit)
        if value in list(Risk):
            _confirm_risk(board, paper, unit, Risk(value), document, officer)
        elif _agreed(board, paper, unit, Class(value), many_outbreaks, yes):
            _tell(paper, _confirm_class(board, unit, Class(value), many_outbreaks, document, officer))
        else:
            raise click.exceptions.Exit(1)


def _agreed(board: Switchboard, paper: Console, unit: str, wanted: Class, many_outbreaks: bool, yes: bool) -> bool:
    """Shows what would change; whether it is wanted. Raises BadInput when it may not be."""
    with board.work() as work:
        now = _standing(board, work.tx, unit, many_outbreaks)
        confirming.check(board, work, now, wanted)
        print_proposal(board, paper, now)
        print_changes(board, paper, changes.changes_to(board, work, now, wanted))
    if wanted is not now.proposal.situation:
        paper.print(f"Class {wanted} is not what is proposed. 与建议不一致。")
    return yes or click.confirm(f"Put {now.village.name} into class {wanted}? 确认吗？")


def _standing(board: Switchboard, tx: Connection, unit: str, many_outbreaks: bool) -> Standing:
    village = standing.village_of(tx, unit)
    return standing.standing_of(tx, village, board.local_day(board.clock.now()), many_outbreaks=many_outbreaks)


def _confirm_class(
    board: Switchboard, unit: str, wanted: Class, many_outbreaks: bool, document: str, officer: Person
) -> Confirmed:
    with board.work() as work:
        now = _standing(board, work.tx, unit, many_outbreaks)
        return confirming.confirm(board, work, now, wanted, document, officer)


def _confirm_risk(board: Switchboard, paper: Console, unit: str, wanted: Risk, document: str, officer: Person) -> None:
    with board.work() as work:
        county = roster.unit(work.tx, unit)
        if county is None or county.level is not Level.COUNTY:
            raise BadInput(f"{unit} is no county; a risk is a county's, a class a village's")
        now = standing.county_standing(work.tx, county, board.local_day(work.now))
        confirming.confirm_risk(board, work, now, wanted, document, officer)
        print_risk(board, work, paper, unit)


def print_changes(board: Switchboard, paper: Console, found: Changes) -> None:
    """What a class would bring."""
    language = board.settings.default_language
    brings = found.table.by_class[found.wanted]
    paper.print(
        f"\nclass {found.wanted} {in_language(brings.title, language)}: {in_language(brings.strategy, language)}",
        markup=False,
    )
    measures = Table("measure 措施", "what 内容", "named 负责人", "")
    for measure, person in found.measures:
        named = f"{person.name} ({person.role})" if person else "nobody 没人"
        new = "new 新增" if measure.name in found.new else ""
        measures.add_row(measure.name, in_language(measure.title, language), named, new)
    paper.print(measures, markup=False)
    for asking in found.asking:
        what = in_language(asking.rhythm.title, language)
        times = f"{asking.before} -> {asking.rhythm.times} times a day 每天次数"
        paper.print(f"  {what}: {times}, {asking.phones} phones 部电话", markup=False)
    (before, after), (yuan_before, yuan_after) = found.calls, found.yuan
    paper.print(
        f"  at the most 最多: {before} -> {after} calls a day 每天电话, {yuan_before} -> {yuan_after} yuan 元, "
        "when nobody tells unasked 没人主动报的话",
        markup=False,
    )
    for message in found.messages:
        cost = f"{message.phones} phones 部, about {message.minutes} min 分钟, {message.yuan} yuan 元"
        paper.print(f"  draft 草稿 {message.prepared.level}: {message.prepared.title(language)} - {cost}", markup=False)


def _tell(paper: Console, done: Confirmed) -> None:
    paper.print(f"\nClass {done.situation.value} is in force. 已生效。")
    if done.upgrade:
        paper.print("Graver than before: the village, township and county are told. 情形升级，已通知。")
    for draft in done.drafts:
        paper.print(f"  draft {draft.number}: dalaba broadcast submit {draft.number}", markup=False)

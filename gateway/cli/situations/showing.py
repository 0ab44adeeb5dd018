"""`dalaba situation show` and `history`."""

from datetime import datetime

import click
from rich.console import Console
from rich.table import Table

from gateway.cli import house
from gateway.cli.situations.wording import DOUBTS, HOMES, REASONS, RISKS
from gateway.domain.errors import NotFound
from gateway.domain.places import Level, at_level, level_of
from gateway.domain.situations.classes import is_upgrade
from gateway.domain.situations.risk import Risk
from gateway.domain.speaking.prepared import in_language
from gateway.journeys.situations import checklist, standing
from gateway.journeys.situations.standing import CountyStanding, Standing
from gateway.store import roster, rounds, situations, staff
from gateway.store.roster import Unit
from gateway.store.rounds import Held
from gateway.store.situations import Axis
from gateway.switchboard import Switchboard, Work


@click.command()
@click.argument("unit", default="")
def show(unit: str) -> None:
    """Show the class of a village with its checklist, or of every village of a unit 看情形和措施.

    \b
    Examples:
      dalaba situation show
      dalaba situation show 532901105201
      dalaba situation show 532901
    """
    paper = house.paper()
    with house.opened() as board, board.work() as work:
        place = roster.unit(work.tx, unit)
        if unit and place is None:
            raise NotFound(f"there is no unit {unit!r}; `dalaba roster list` shows those there are")
        if place is not None and place.level is Level.VILLAGE:
            _village(board, work, paper, place)
        else:
            _below(board, work, paper, unit)
        county = at_level(unit, Level.COUNTY)
        if level_of(county) is Level.COUNTY:
            print_risk(board, work, paper, county)


def _village(board: Switchboard, work: Work, paper: Console, village: Unit) -> None:
    now = standing.standing_of(work.tx, village, board.local_day(work.now))
    print_proposal(board, paper, now)
    if now.in_force is None:
        paper.print("No class was ever confirmed here. 还没有确认过。")
        return
    language = board.settings.default_language
    brings = standing.response_of(board, now.in_force)
    table = Table("", "measure 措施", "what 内容", "named 负责人", "done 完成", "note 备注")
    for task, title, named in checklist.titled(board, work, now.in_force, language):
        done = _at(board, task.done_at) if task.done_at else "open 未办"
        table.add_row(str(task.position), task.name, title, named or "nobody 没人", done, task.note or "")
    paper.print(table, markup=False)
    for line in brings.rhythm:
        paper.print(f"  {in_language(line.title, language)}, {line.times} a day 每天{line.times}次", markup=False)
    for held in rounds.of_day(work.tx, board.local_day(work.now), village.code):
        paper.print(f"  {_round(board, work, held)}", markup=False)


def _round(board: Switchboard, work: Work, held: Held) -> str:
    """How far a round of today has got, in households."""
    homes = rounds.figures(work.tx, held.id)
    stand = ", ".join(f"{count} {HOMES[state]}" for state, count in homes.items())
    over = f"over 结束 {_at(board, held.ended_at)}" if held.ended_at else "under way 正在问"
    return f"round 第{held.nth}遍 {_at(board, held.ring_at)}: {sum(homes.values())} homes 户, {stand}; {over}"


def print_proposal(board: Switchboard, paper: Console, now: Standing) -> None:
    """What is in force in a village, and what its case lines propose, with reasons."""
    language = board.settings.default_language
    table = standing.responses_for(board, now.village.code, board.local_day(board.clock.now()))
    title = in_language(table.by_class[now.effective].title, language)
    since = f"since 起 {_at(board, now.in_force.from_at)}, {now.in_force.document}" if now.in_force else ""
    paper.print(f"{now.village.name} {now.village.code}: class {now.effective} {title}  {since}".rstrip(), markup=False)
    found = now.proposal
    proposed = in_language(table.by_class[found.situation].title, language)
    which = f" (cases 病例 {', '.join(map(str, found.cases))})" if found.cases else ""
    verdict = "as it is 与现在一致" if found.situation is now.effective else "not what is in force 与现在不一致"
    if is_upgrade(now.effective, found.situation):
        verdict = "GRAVER than what is in force 比现在重，请确认"
    paper.print(f"  proposed 建议: class {found.situation} {proposed} - {verdict}", markup=False)
    paper.print(f"  {REASONS[found.reason]}{which}", markup=False)
    for doubt in found.doubts:
        paper.print(f"  ? {DOUBTS[doubt]}", markup=False)


def _below(board: Switchboard, work: Work, paper: Console, unit: str) -> None:
    """Every village with a case or a class confirmed; the others are counted."""
    villages = [one for one in roster.all_units(work.tx, unit) if one.level is Level.VILLAGE]
    found = standing.several(work.tx, villages, unit, board.local_day(work.now))
    table = Table("village 村", "name 名称", "class 情形", "proposed 建议", "since 起")
    for now in found:
        since = _at(board, now.in_force.from_at) if now.in_force else "-"
        table.add_row(now.village.code, now.village.name, now.effective.value, now.proposal.situation.value, since)
    if table.row_count:
        paper.print(table, markup=False)
    calm = len(villages) - len(found)
    paper.print(f"{house.counted(calm, 'village')} without a case, nothing confirmed. {calm}个村没有病例。")


def print_risk(board: Switchboard, work: Work, paper: Console, code: str) -> CountyStanding | None:
    """The risk of a county, in force and proposed; None when the ledger has no such county."""
    county = roster.unit(work.tx, code)
    if county is None:
        return None
    now = standing.county_standing(work.tx, county, board.local_day(work.now))
    found = now.assessment
    since = f"since 起 {_at(board, now.in_force.from_at)}, {now.in_force.document}" if now.in_force else ""
    paper.print(f"{county.name} {code}: risk 风险 {RISKS[now.effective]}  {since}".rstrip(), markup=False)
    cluster = "a cluster 有聚集" if found.cluster else "no cluster 无聚集"
    figures = f"{found.confirmed} confirmed 累计确诊, {found.recent} in 14 days 近14天, {cluster}"
    paper.print(f"  proposed 建议: {RISKS[found.risk]} - {figures}", markup=False)
    return now


@click.command()
@click.argument("unit")
def history(unit: str) -> None:
    """Show everything that was ever in force in a unit 看历次情形.

    \b
    Example:
      dalaba situation history 532901105201
    """
    paper = house.paper()
    table = Table("what 项", "value 值", "from 起", "until 止", "proposed 当时建议", "document 文号", "by 确认人")
    with house.opened() as board, board.ledger.read() as tx:
        for one in situations.history(tx, unit):
            value = RISKS[Risk(one.value)] if one.axis is Axis.RISK else one.value
            who = staff.load(tx, one.confirmed_by).name
            until = _at(board, one.until_at) if one.until_at else "in force 现行"
            table.add_row(one.axis.value, value, _at(board, one.from_at), until, one.proposed, one.document, who)
    if not table.row_count:
        raise NotFound(f"nothing was ever confirmed in {unit}")
    paper.print(table, markup=False)


def _at(board: Switchboard, at: datetime) -> str:
    return f"{board.settings.local(at):%Y-%m-%d %H:%M}"

"""`dalaba alert`: what is urgent, who was told, who answers for it; handed on, and closed with a note."""

from datetime import datetime, timedelta

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy import Connection

from gateway.cli import house
from gateway.cli.tasks import Listing
from gateway.domain.errors import BadInput, NotFound
from gateway.domain.phones import mask
from gateway.domain.places import Level
from gateway.journeys import alerts as journey
from gateway.journeys import climbing, statutory
from gateway.store import alerts as store
from gateway.store import clocks, incidents, roster, staff
from gateway.store.alerts import Alert, Told, What
from gateway.switchboard import Switchboard

BY = "command line"
TURNS = {
    What.TAKEN: "taken 接手",
    What.HANDED_ON: "handed on 转交",
    What.BREACHED: "too long unanswered 超时",
    What.CLOSED: "closed 办结",
    What.KNOWN: "known to 已知",
    What.RUNG_ANEW: "reported again, rung anew 又有人报，重新通知",
}


@click.group(cls=Listing)
def alert() -> None:
    """Urgent things: who was told, who answers, what became of them 急事：通知了谁、谁接手、怎么了结。

    \b
    Examples:
      dalaba alert
      dalaba alert show A0208-07
      dalaba alert hand A0208-07 村医
      dalaba alert close A0208-07 "taken to the county hospital"
      dalaba alert tell A0208-07 --level county --document "大卫报〔2020〕7号"
      dalaba alert ladder 532901105201
    """


@alert.command("list")
@click.argument("unit", default="")
def list_(unit: str) -> None:
    """Show what is not over yet 看没办结的急事。

    \b
    Examples:
      dalaba alert
      dalaba alert list 532901105201
    """
    paper = house.paper()
    table = Table("no. 编号", "unit 单位", "what 事项", "raised 发生", "answered by 接手人", "too late 超时")
    with house.opened() as board, board.ledger.read() as tx:
        if unit and roster.unit(tx, unit) is None:
            raise NotFound(f"there is no unit {unit!r}; `dalaba roster list` shows those there are")
        for one in store.not_closed(tx, unit):
            taker = staff.load(tx, one.taken_by).name if one.taken_by else "nobody yet 没人"
            what = board.catalogue.sms(f"concern.{one.kind}", board.settings.default_language)
            late = _at(board, one.breached_at) if one.breached_at else ""
            table.add_row(one.code, one.unit_code, what, _at(board, one.raised_at), taker, late)
    if table.row_count:
        paper.print(table, markup=False)
    else:
        paper.print("Nothing urgent is open. 没有未办结的急事。")


@alert.command()
@click.argument("code")
def show(code: str) -> None:
    """Show one of them: what was reported, who was told, what became of it, who must know by law 看一件急事的经过。

    \b
    Example:
      dalaba alert show A0208-07
    """
    paper = house.paper()
    with house.opened() as board, board.ledger.read() as tx:
        one = _find(tx, code)
        what = board.catalogue.sms(f"concern.{one.kind}", board.settings.default_language)
        paper.print(f"{one.code}  {one.unit_code}  {what}  {_at(board, one.raised_at)}", markup=False)
        _print_reports(board, tx, paper, one)
        _print_told(board, tx, paper, store.told(tx, one.id))
        for turn in store.turns(tx, one.id):
            to = f" -> {staff.load(tx, turn.to_id).name}" if turn.to_id else ""
            by = f" by {_name(tx, turn.by)}" if turn.by else ""
            note = f": {turn.note}" if turn.note else ""
            paper.print(f"{_at(board, turn.at)}  {TURNS[turn.what]}{by}{to}{note}", markup=False)
        _print_clocks(board, tx, paper, one)


def _print_reports(board: Switchboard, tx: Connection, paper: Console, one: Alert) -> None:
    """The report that raised it, and those that joined."""
    table = Table("reported 报告", "unit 单位", "door or phone 户或电话", "at 时间")
    for report in incidents.reports_of(tx, one.id):
        what = board.catalogue.sms(f"concern.{report.kind}", board.settings.default_language)
        door = roster.household(tx, report.household_id).door if report.household_id else mask(report.number)
        table.add_row(what, report.unit_code, door, _at(board, report.at))
    paper.print(table, markup=False)


def _print_told(board: Switchboard, tx: Connection, paper: Console, told: list[Told]) -> None:
    table = Table("told 通知了", "role 职务", "unit 单位", "at 时间", "how 方式")
    for each in told:
        person = staff.load(tx, each.staff_id)
        how = "text and call 短信电话" if each.rung else "text 短信"
        table.add_row(person.name, person.role, person.unit_code, _at(board, each.told_at), how)
    paper.print(table, markup=False)


def _print_clocks(board: Switchboard, tx: Connection, paper: Console, one: Alert) -> None:
    """By when each level has to know, and whether it has said so."""
    running = clocks.of_alert(tx, one.id)
    if not running:
        return
    table = Table("must know 依法应知", "by 最迟", "knows 已知", "document 文号", title="by law 法定时限")
    for clock in running:
        known = _at(board, clock.known_at) if clock.known_at else "not said 没确认"
        who = f" {_name(tx, clock.known_by)}" if clock.known_by else ""
        late = "  missed 已超时" if clock.missed_at else ""
        said = known + who + late if clock.level else "outside of this house 本系统之外"
        table.add_row(clock.name, _at(board, clock.due_at), said, clock.document or "")
    paper.print(table, markup=False)


@alert.command()
@click.argument("code")
@click.option(
    "--level", required=True, type=click.Choice([level.value for level in Level]), help="which level knows 哪一级"
)
@click.option("--document", required=True, help="number of the document by which it was told 文号")
def tell(code: str, level: str, document: str) -> None:
    """Note that a level was told, by a document: its clock of the law stops 登记哪一级已经知道，写文号。

    \b
    Example:
      dalaba alert tell A0208-07 --level county --document "大卫报〔2020〕7号"
    """
    with house.opened() as board, board.work() as work:
        one = _find(work.tx, code)
        statutory.tell(work, one, Level(level), BY, document)
    click.echo(f"Noted that the {level} knows of {one.code}. 记下了。")


@alert.command()
@click.argument("code")
@click.argument("who")
def hand(code: str, who: str) -> None:
    """Hand it on to a role or a person, who is told at once 转给别人：写职务、姓名或电话。

    \b
    Examples:
      dalaba alert hand A0208-07 村医
      dalaba alert hand A0208-07 李医生
    """
    with house.opened() as board, board.work() as work:
        one = _find(work.tx, code)
        desk = board.catalogue.sms("alert.desk", board.settings.default_language)
        to = journey.somebody_for(work, one, who)
        if to is None:
            raise NotFound(f"nobody around {one.unit_code} is called {who!r}; name a role, a person or a phone")
        if not journey.hand_on(board, work, one, BY, desk, to):
            raise BadInput(f"{one.code} is closed: {one.closing}")
    click.echo(f"{one.code} waits for {to.name}, who is being told. 已转给{to.name}。")


@alert.command()
@click.argument("code")
@click.argument("note")
def close(code: str, note: str) -> None:
    """Close it, with a note of how it ended 办结，写明怎么了结的。

    \b
    Example:
      dalaba alert close A0208-07 "已送县医院"
    """
    with house.opened() as board, board.work() as work:
        one = _find(work.tx, code)
        ended = journey.close(work, one, BY, note)
    before = f"{one.code} was closed before: {one.closing} 以前已办结。"
    click.echo(f"{one.code} is closed. 办结了。" if ended else before)


@alert.command()
@click.argument("unit")
def ladder(unit: str) -> None:
    """Show who would be told of something urgent in a unit, now 看急事会依次通知谁。

    \b
    Example:
      dalaba alert ladder 532901105201
    """
    paper = house.paper()
    table = Table("after min 分钟后", "level 级别", "who 谁", "how 方式")
    with house.opened() as board, board.work() as work:
        if roster.unit(work.tx, unit) is None:
            raise NotFound(f"there is no unit {unit!r}; `dalaba roster list` shows those there are")
        found = climbing.ladder_for(board, unit, work.now)
        for step in found.steps:
            people = climbing.people_on(work, step, unit)
            named = ", ".join(f"{person.name} ({person.role} {person.unit_code})" for person in people)
            who = named or "nobody 没人"
            table.add_row(_minutes(step.after), step.level, who, " ".join(sorted(step.by)))
    table.add_row(_minutes(found.breached_after), "", "marked as unanswered too long 记为超时", "")
    paper.print(f"{found.name}, since 起 {found.since}", markup=False)
    paper.print(table, markup=False)


def _minutes(length: timedelta) -> str:
    return f"{length.total_seconds() / 60:.0f}"


def _find(tx: Connection, code: str) -> Alert:
    found = store.by_code(tx, code.upper())
    if found is None:
        raise NotFound(f"there is no alert {code!r}; `dalaba alert list` shows those that are not over")
    return found


def _name(tx: Connection, by: str) -> str:
    kind, _, number = by.partition(":")
    return staff.load(tx, int(number)).name if kind == "staff" else by


def _at(board: Switchboard, at: datetime | None) -> str:
    return f"{board.settings.local(at):%m-%d %H:%M}" if at else "-"

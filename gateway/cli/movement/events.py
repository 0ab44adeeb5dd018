"""`dalaba event`: what brings people together, and what came of it."""

from uuid import uuid4

import click
from rich.table import Table
from sqlalchemy import Connection

from gateway.cli import house, people
from gateway.cli.movement.wording import BY, KINDS, STATES, at, check_unit, name_of, not_theirs, number_in, phone_of
from gateway.domain.errors import BadInput, NotFound
from gateway.domain.movement.events import OF_A_FAMILY, OUTCOMES, Kind, State
from gateway.domain.movement.said import Came
from gateway.domain.movement.said import plan as plan_in
from gateway.domain.places import covers
from gateway.journeys.movement import events as journey
from gateway.journeys.movement import telling
from gateway.journeys.movement.events import Planned
from gateway.journeys.reporting.reports import Source
from gateway.store import events, roster, staff
from gateway.store.events import Event
from gateway.store.staff import Person
from gateway.switchboard import Switchboard


@click.group()
def event() -> None:
    """Gatherings, weddings, funerals, markets, visits 聚会、红白事、赶集、串门.

    Tips and registrations by phone and text are here too. Who gave a tip is kept nowhere.

    \b
    Examples:
      dalaba event list 532901105201
      dalaba event show T12
      dalaba event register wedding 2/20 --door 012 --people 200 --by 19900000101
      dalaba event outcome T12 kept_small --people 30 --by 19900000101
    """


@event.command("list")
@click.argument("unit", default="")
@click.option("--all", "everything", is_flag=True, help="Those that are over, too. 办完的也看。")
def list_(unit: str, everything: bool) -> None:
    """Show what is planned or told of and has no outcome yet 看还没结果的.

    \b
    Examples:
      dalaba event list
      dalaba event list 532901105201 --all
    """
    paper = house.paper()
    table = Table("no. 编号", "what 何事", "where 何处", "day 日子", "people 人数", "state 情况", "who sees to it 谁去")
    with house.opened() as board, board.ledger.read() as tx:
        check_unit(tx, unit)
        for one in events.within(tx, unit, settled=everything):
            table.add_row(*_row(tx, one))
    if table.row_count:
        paper.print(table, markup=False)
    else:
        paper.print("Nothing is planned or told of. 没有登记，也没有举报。")


def _row(tx: Connection, one: Event) -> tuple[str, ...]:
    who = staff.load(tx, one.staff_id).name if one.staff_id else "nobody 没人"
    return one.code, KINDS[one.kind], _where(tx, one), str(one.day), _people(one), STATES[one.state], who


def _where(tx: Connection, one: Event) -> str:
    unit = roster.unit(tx, one.unit_code)
    door = f" {roster.household(tx, one.household_id).door}" if one.household_id else ""
    return f"{unit.name if unit else one.unit_code}{door}"


def _people(one: Event) -> str:
    """Expected, and how many came or are agreed."""
    return " → ".join(str(count) for count in (one.expected, one.people) if count is not None) or "-"


@event.command()
@click.argument("number")
def show(number: str) -> None:
    """Show all that was said of one event 看一件事的经过.

    \b
    Example:
      dalaba event show T12
    """
    paper = house.paper()
    with house.opened() as board, board.ledger.read() as tx:
        one = events.load(tx, number_in(number, "T"))
        if one is None:
            raise NotFound(f"there is no event {number!r}; `dalaba event list --all` shows them")
        paper.print("  ".join(_row(tx, one)), markup=False)
        table = Table("at 时间", "what 情况", "people 人数", "who 谁")
        for turn in events.turns(tx, one.id):
            table.add_row(at(board, turn.at), STATES[turn.what], str(turn.people or "-"), name_of(tx, turn.by))
        paper.print(table, markup=False)
        for told in events.tips_of(tx, [one.id]):
            paper.print(f"{at(board, told.at)}  tip 举报  {told.words or '-'}", markup=False, soft_wrap=True)


@event.command()
@click.argument("kind", type=click.Choice([kind.value for kind in OF_A_FAMILY]))
@click.argument("day")
@click.option("--unit", default="", help="Where; the unit of whoever says so otherwise. 单位。")
@click.option("--door", default="", metavar="NUMBER", help="Of the household. 户号。")
@click.option("--people", "guests", type=click.IntRange(1, 9999), help="Expected. 人数。")
@BY
def register(kind: str, day: str, unit: str, door: str, guests: int | None, by: str) -> None:
    """Register a family's wedding or funeral 登记红事白事.

    DAY is a day to come: 2/20, 0220, 2月20日, 正月廿七, tomorrow. Registered again for a later day, it is postponed.
    The council, or whoever is on duty, is told at once and asked on the day.

    \b
    Examples:
      dalaba event register wedding 2/20 --door 012 --people 200 --by 19900000101
      dalaba event register funeral 明天 --unit 532901105201 --by 19900000101
    """
    with house.opened() as board:
        person = _person_for(board, by, unit)
        with board.work() as work:
            where = unit or person.unit_code
            home = roster.at_door(work.tx, where, door) if door else None
            if door and home is None:
                raise NotFound(f"there is no door {door!r} in {where}")
            planned_on = plan_in(day, board.local_day(work.now)).day
            if planned_on is None:
                raise BadInput(f"{day!r} is no day within the next half year; write 2/20, 0220 or 2月20日")
            number = roster.number_of(work.tx, home.id) if home else None
            here = home.unit_code if home else where
            source = Source(f"keyboard:{uuid4().hex}", number or "", here, home.id if home else None, "zh")
            planned = Planned(Kind(kind), here, planned_on, source.household_id, guests)
            kept = journey.register(board, work, source, planned, journey.by_office(person))
    click.echo(f"{kept.code}: {KINDS[kept.kind]}, {kept.day}. 登记好了，编号{kept.code}。")


@event.command()
@click.argument("number")
@click.argument("outcome", type=click.Choice([state.value for state in OUTCOMES]))
@click.option("--people", "guests", type=click.IntRange(0, 9999), help="That came, or are agreed. 人数。")
@BY
def outcome(number: str, outcome: str, guests: int | None, by: str) -> None:
    """Say what came of an event 报结果：改期、简办、劝停、没这事、照办.

    Said again, it is corrected; what was said before stays to be seen.

    \b
    Examples:
      dalaba event outcome T12 stopped --by 19900000101
      dalaba event outcome T12 kept_small --people 30 --by 19900000101
    """
    with house.opened() as board:
        with board.work() as work:
            known = journey.find(work, number_in(number, "T"))
            person = telling.office_for(work, phone_of(by), known.unit_code)
        if person is None:
            raise not_theirs(by, known.code)
        people.check_pin(person)
        with board.work() as work:
            found = journey.find(work, known.id)
            kept = journey.record(board, work, found, Came(State(outcome), guests), journey.by_office(person))
    open_ = "" if kept.settled_at else f" It is asked for again on {kept.day}. 当天再问。"
    click.echo(f"{kept.code}: {STATES[kept.state]}.{open_}")


def _person_for(board: Switchboard, by: str, unit: str) -> Person:
    """Whoever says so, for this unit, once their PIN is right. Raises NotAllowed and NotFound."""
    with board.work() as work:
        check_unit(work.tx, unit)
        person = people.who(work, by)
        office = telling.office_for(work, person.number, unit) if unit else person
    if office is None or not covers(office.unit_code, unit or office.unit_code):
        raise not_theirs(by, unit)
    people.check_pin(office)
    return office

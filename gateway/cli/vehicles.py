"""`dalaba vehicle`: who shared a train, flight, coach or car with a case."""

from collections.abc import Sequence
from datetime import date, datetime

import click
from rich.console import Console
from rich.table import Table

from gateway.cli import house
from gateway.domain.errors import BadInput
from gateway.journeys.reporting import vehicles as journey
from gateway.journeys.reporting.vehicles import Shared
from gateway.store import vehicles as store
from gateway.switchboard import Switchboard

BY = "command line"
DAY = click.DateTime(["%Y-%m-%d"])
SOURCES = {"case": "case 确诊", "notice": "notice 通告"}


@click.group()
def vehicle() -> None:
    """Shared vehicles: who came by the same train, flight, coach or car 同车排查。

    \b
    Examples:
      dalaba vehicle who G1234 2020-02-05
      dalaba vehicle seek G1234 2020-02-05 --case
      dalaba vehicle seek MU5801 2020-02-05 --notice "county notice 12"
      dalaba vehicle seek "昆明西 14:30" 2020-02-05 --notice "州疾控寻人"
      dalaba vehicle list
    """


@vehicle.command()
@click.argument("which", metavar="VEHICLE")
@click.argument("day", type=DAY)
@click.option("--case", is_flag=True, help="A case of ours was on it. 本地确诊者坐过。")
@click.option("--notice", default="", metavar="WORDS", help="A notice seeks its passengers: which one. 哪份通告。")
@click.option("--language", default="", help="Of the text for the call; the gateway's usual one otherwise. 语言。")
def seek(which: str, day: datetime, case: bool, notice: str, language: str) -> None:
    """Put a vehicle on the list: everybody who shared it becomes a close contact 登记要找的车次。

    Their doctor and cadre are told at once, and whoever names it later is told of during the call. Twice is once.

    \b
    Examples:
      dalaba vehicle seek G1234 2020-02-05 --case
      dalaba vehicle seek 云L12345 2020-02-05 --notice "county notice 12"
    """
    if case == bool(notice.strip()):
        raise BadInput("say either --case, or --notice with the words by which the notice is known")
    paper = house.paper()
    with house.opened() as board:
        words = _words(board, which, day.date(), language)
        with board.work() as work:
            source = "case" if case else "notice"
            shared = journey.seek(board, work, which, day.date(), source, notice.strip(), BY)
    show_shared(paper, which, day.date(), shared)
    if shared:
        paper.print("They are close contacts now; the doctor and the cadre are told. 已列为密切接触者，已通知。")
        paper.print(f"\nFor a call to them 打电话可以这样说:\n{words}", markup=False, soft_wrap=True)


@vehicle.command()
@click.argument("which", metavar="VEHICLE")
@click.argument("day", type=DAY)
def who(which: str, day: datetime) -> None:
    """Show who shared a vehicle, changing nothing 只看谁坐过，不登记。

    \b
    Example:
      dalaba vehicle who G1234 2020-02-05
    """
    with house.opened() as board, board.work() as work:
        shared = journey.who(work, which, day.date())
    show_shared(house.paper(), which, day.date(), shared)


@vehicle.command("list")
def list_() -> None:
    """Show the vehicles on the list 看要找的车次。

    \b
    Example:
      dalaba vehicle list
    """
    paper = house.paper()
    table = Table("vehicle 车次", "day 日期", "why 来源", "note 说明", "entered by 登记人", "at 时间", "shared 同车")
    with house.opened() as board, board.work() as work:
        listed = store.all_sought(work.tx)
        for sought in listed:
            count = len(journey.who(work, sought.vehicle, sought.day))
            at = f"{board.settings.local(sought.at):%m-%d %H:%M}"
            why = SOURCES.get(sought.source, sought.source)
            table.add_row(sought.vehicle, str(sought.day), why, sought.note, sought.entered_by, at, str(count))
    if listed:
        paper.print(table, markup=False)
    else:
        paper.print("No vehicle is on the list. 没有要找的车次。")


def _words(board: Switchboard, which: str, day: date, language: str) -> str:
    chosen = language or board.settings.default_language
    if chosen not in board.catalogue.languages:
        raise BadInput(f"no language is called {chosen!r}; there are: {', '.join(board.catalogue.languages)}")
    if day > board.local_day(board.clock.now()):
        raise BadInput(f"{day} has not come yet")
    return journey.words_for(board, which, day, chosen)


def show_shared(paper: Console, which: str, day: date, shared: Sequence[Shared]) -> None:
    """Prints who came by a vehicle."""
    told = house.counted(len(shared), "person") if len(shared) == 1 else f"{len(shared)} people"
    paper.print(
        f"{journey.canonical(which)} {day}: {told} known to have shared it. 同车{len(shared)}人。", markup=False
    )
    if not shared:
        return
    table = Table("unit 单位", "door 门牌", "phone 电话", "at home since 到家", "category 类别")
    for one in shared:
        table.add_row(one.unit_code, one.door, one.phone, str(one.arrived_on), one.category)
    paper.print(table, markup=False)

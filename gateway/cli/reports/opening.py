"""`dalaba report open`: the rows of the ledger behind any figure of a day."""

from collections.abc import Sequence
from datetime import datetime

import click
from rich.console import Console
from rich.table import Table

from gateway.cli import house, people
from gateway.domain.daily.columns import BY_NAME, Origin
from gateway.domain.daily.readers import Sight, sight_of
from gateway.domain.errors import NotAllowed
from gateway.domain.places import covers
from gateway.journeys.daily import opening, unfolding
from gateway.journeys.daily.unfolding import Unfolded
from gateway.store import staff
from gateway.store.daily.behind import Behind
from gateway.switchboard import Switchboard

CALLED = ("alert", "event", "rumour", "broadcast", "situation", "check")  # by a code; of people nothing is told
MOST = 200  # rows printed unless more are asked for


@click.command("open")
@click.argument("unit")
@click.argument("day", type=click.DateTime(["%Y-%m-%d"]))
@click.argument("figure")
@click.option("--by", default="", metavar="PHONE", help="Who looks: with a PIN, what their role may see. 谁看。")
@click.option("--limit", type=click.IntRange(min=1), default=MOST, show_default=True, help="Rows at most. 最多几行。")
def open_(unit: str, day: datetime, figure: str, by: str, limit: int) -> None:
    """Open a figure to what it counts: ids of the ledger, and who keyed it when 打开一个数：是哪些记录、谁填的.

    FIGURE is its name, its abbreviation in the digest, its word after 日报, or a digit of the card. Without --by the
    rows have ids, units and codes only; with it, as much as that person's role may see.

    \b
    Examples:
      dalaba report open 532901105201 2020-02-08 fever
      dalaba report open 532901105201 2020-02-08 集
      dalaba report open 532901105 2020-02-08 9 --by 19900000103
    """
    paper = house.paper()
    with house.opened() as board:
        sight = _sight(board, by, unit) if by else Sight.COUNTS
        for name in unfolding.figures_meant(figure):
            _put(board, paper, unfolding.unfold(board, unit, day.date(), name, limit + 1), sight, limit)


def _sight(board: Switchboard, by: str, unit: str) -> Sight:
    """What whoever answers on this phone may see of a unit, once their PIN is right. Raises NotAllowed."""
    with board.work() as work:
        person = people.who(work, by)
        offices = [one for one in staff.by_number(work.tx, person.number) if covers(one.unit_code, unit)]
    able = [(sight, one) for one in offices if (sight := sight_of(one.role, one.unit_code)) is not None]
    if not able:
        raise NotAllowed(f"{person.name} may open no figure of {unit}. 这个单位的数不归您看。")
    sight, office = max(able, key=lambda pair: list(Sight).index(pair[0]))
    people.check_pin(office)
    return sight


def _put(board: Switchboard, paper: Console, found: Unfolded, sight: Sight, limit: int) -> None:
    named = BY_NAME.get(found.figure)
    words = f"{named.en} {named.zh}" if named else "households nothing came from 未报户"
    paper.print(f"{found.figure}: {words} = {'-' if found.value is None else found.value}", markup=False)
    if found.rows:
        paper.print(_table(found.rows[:limit], sight), markup=False)
    if len(found.rows) > limit:
        paper.print("There are more; --limit prints more of them. 还有，加 --limit。")
    for code, name in found.villages:
        paper.print(f"  {code} {name}", markup=False)
    with board.ledger.read() as tx:
        for said in found.said:
            at = f"{board.settings.local(said.at):%m-%d %H:%M}"
            who = unfolding.name_of(tx, said.by)
            paper.print(f"  {said.unit_code} keyed 填报 {said.value}: {who}, {said.channel}, {at}", markup=False)
    if named and named.origin is Origin.KEYED and not found.said:
        paper.print("  Only a person knows it, and nobody has keyed it. 要人填，还没人填。", markup=False)


def _table(rows: Sequence[Behind], sight: Sight) -> Table:
    table = Table("row 记录", "unit 单位", "called 编号", "counts 计", "who 谁")
    for one in rows:
        who = opening.entry(one, sight, "zh") or "-"
        called = (one.note if one.kind in CALLED else None) or "-"
        table.add_row(f"{one.kind} {one.ref}", f"{one.code} {one.unit}", called, str(one.times), who)
    return table

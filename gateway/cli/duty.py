"""`dalaba duty`: whose shift it is, the plan of shifts out of a spreadsheet, and a hand-over at a keyboard."""

from datetime import datetime
from pathlib import Path

import click
from rich.table import Table
from sqlalchemy import Connection

from gateway.cli import house
from gateway.cli.roster import list_faults
from gateway.cli.tasks import Listing
from gateway.domain import phones
from gateway.domain.duty import Standing
from gateway.domain.errors import BadInput, NotFound
from gateway.journeys import duty as journey
from gateway.journeys.sheets.rows import BadRoster
from gateway.store import duty as store
from gateway.store import roster, staff
from gateway.store.duty import Origin
from gateway.store.staff import Person
from gateway.switchboard import Switchboard

SAMPLE = Path(__file__).parent / "sample_shifts.csv"
WHY = {Standing.SHIFT: "shift 当班", Standing.MARKED: "responsible 负责人", Standing.BACKUP: "backup 替补"}


@click.group(cls=Listing)
def duty() -> None:
    """Who is on duty, and the plan of shifts 值班：现在找谁、值班表、接班。

    \b
    Examples:
      dalaba duty
      dalaba duty 532901105201
      dalaba duty template > shifts.csv
      dalaba duty import shifts.csv
      dalaba duty take 19900000102
    """


@duty.command("list")
@click.argument("unit", default="")
def list_(unit: str) -> None:
    """Show who is on duty now, and the shifts to come 看现在谁当班、后面谁接。

    \b
    Examples:
      dalaba duty
      dalaba duty 532901105201
    """
    paper = house.paper()
    now_on, coming = Table("unit 单位", "role 职务", "on duty 当班", "why 依据", "until 到"), _plan()
    with house.opened() as board, board.ledger.read() as tx:
        if unit and roster.unit(tx, unit) is None:
            raise NotFound(f"there is no unit {unit!r}; `dalaba roster list` shows those there are")
        now = board.clock.now()
        for (code, role), one in sorted(store.in_subtree(tx, unit, now).items()):
            name = staff.load(tx, one.staff_id).name
            now_on.add_row(code, role, name, WHY[one.standing], _at(board, one.until_at))
        for shift, origin in store.coming(tx, unit, now):
            name = staff.load(tx, shift.staff_id).name + (" 接班" if origin is Origin.TAKEN_OVER else "")
            coming.add_row(shift.unit_code, shift.role, name, _at(board, shift.from_at), _at(board, shift.until_at))
    paper.print(now_on, markup=False)
    if coming.row_count:
        paper.print(coming, markup=False)


def _plan() -> Table:
    return Table("unit 单位", "role 职务", "who 谁", "from 从", "until 到", title="shifts 值班表", title_justify="left")


def _at(board: Switchboard, at: datetime | None) -> str:
    return f"{board.settings.local(at):%m-%d %H:%M}" if at else "-"


@duty.command()
def template() -> None:
    """Print a sample plan to fill in 打印值班表样表。

    \b
    Example:
      dalaba duty template > shifts.csv
    """
    house.print_sample(SAMPLE)


@duty.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would change. 只看不改。")
def import_(file: Path, dry_run: bool) -> None:
    """Bring a plan of shifts into the ledger, whole or not at all 导入值班表，有错一行也不进。

    FILE is CSV as a spreadsheet saves it, with the columns code 代码, role 职务, phone 电话, from 开始 and until 结束.
    A hand-over that was made stays as it is; a shift of the same unit, role and beginning is changed.

    \b
    Examples:
      dalaba duty import shifts.csv --dry-run
      dalaba duty import shifts.csv
    """
    paper = house.paper()
    with house.opened() as board:
        try:
            found = journey.bring(board, file.read_bytes(), dry_run=dry_run)
        except BadRoster as e:
            list_faults(paper, e)
            raise
    would = "would be " if dry_run else ""
    counts = f"{len(found.added)} {would}added, {len(found.changed)} {would}changed, {found.same} as before"
    paper.print(f"Shifts: {counts}. 新增{len(found.added)}，更改{len(found.changed)}，不变{found.same}。")


@duty.command()
@click.argument("phone")
@click.argument("post", default="")
def take(phone: str, post: str) -> None:
    """Hand the shift over to whoever has this phone 让这个号码的人接班。

    POST tells which one when somebody holds several: a role, a unit's name, or both.

    \b
    Examples:
      dalaba duty take 19900000102
      dalaba duty take 19900000103 银桥镇督导
    """
    with house.opened() as board, board.work() as work:
        language = board.settings.default_language
        person = _one_post(board, work.tx, phone, post)
        taken = journey.take_over(board, work, person)
        said = board.catalogue.sms(f"duty.{taken.how}", language, **journey.words_of(board, work.tx, taken, language))
    click.echo(said)


def _one_post(board: Switchboard, tx: Connection, phone: str, written: str) -> Person:
    """The one post meant. Raises BadInput for no telephone number, NotFound for no post, or when it is not clear."""
    number = phones.normalise(phone)
    if number is None:
        raise BadInput(f"{phone!r} is no telephone number; write it as 19900000102")
    offices = staff.by_number(tx, number)
    language = board.settings.default_language
    meant = journey.posts_meant(board, tx, offices, written, language)
    if len(meant) != 1:
        posts = ", ".join(journey.post_words(board, tx, one, language) for one in offices) or "none"
        raise NotFound(f"say which post comes on duty; this phone holds: {posts}")
    return meant[0]

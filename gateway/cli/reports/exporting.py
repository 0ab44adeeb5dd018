"""`dalaba report export`: a unit's day, or those below it, as a file."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, TaskID

from gateway.cli import house
from gateway.cli.reports import asked
from gateway.domain.daily.window import REPORTING
from gateway.domain.errors import BadInput
from gateway.domain.places import Level
from gateway.journeys.exports import days
from gateway.journeys.exports.formats import FORMATS, Wish

LEVELS = [level.value for level in REPORTING[:-1]]
STDOUT = "-"


@click.command()
@asked.options
@click.option(
    "--format",
    "name",
    type=click.Choice(list(FORMATS)),
    required=True,
    help="csv and xlsx open in a spreadsheet. 格式。",
)
@click.option("--below", type=click.Choice(LEVELS), help="One row a unit of this level below. 下级每个单位一行。")
@click.option("--version", type=click.IntRange(min=1), help="Which sealed version; the newest otherwise. 第几版。")
@click.option(
    "--language",
    "--lang",
    "language",
    type=click.Choice(["zh", "en"]),
    default="zh",
    help="Of the form, or of the second header row in CSV. 表格用哪种文字。",
)
@click.option("-o", "--output", "where", default=STDOUT, metavar="FILE", help="A file, or - for the terminal. 文件。")
def export(
    code: str, day: datetime | None, name: str, below: str | None, version: int | None, language: str, where: str
) -> None:
    """Write a unit's day as CSV, XLSX, JSON or for DHIS2 导出日报：表格、上报表、数据接口.

    csv    two rows of headings, codes and words; words that look like a formula get an apostrophe in front
    xlsx   the form 疫情防控日报表 with a row a unit and a total; A4 across, ready to print
    json   everything; `/api/v1/openapi.json` describes it
    dhis2  a body for /api/dataValueSets, by the names in prompts/exports/dhis2.toml. Of a silent unit nothing is sent

    A file appears whole or not at all, for you alone to read, and replaces one of the same name.

    \b
    Examples:
      dalaba report export --format csv --below village -o villages.csv
      dalaba report export --unit 532901105 --below village --format xlsx -o yinqiao.xlsx
      dalaba report export --unit 532901 --format xlsx --language en -o county.xlsx
      dalaba report export --unit 532901105201 --day 2020-02-08 --format dhis2 -o - | less
    """
    if version and below:
        raise click.UsageError("--version is one unit's; with --below each unit has its own. 选了下级就不能选版本。")
    if where == STDOUT and name == "xlsx" and sys.stdout.isatty():
        raise BadInput("a workbook is no text for a terminal: give it a file, such as -o report.xlsx. 请写 -o 文件名。")
    with house.opened() as board, _bar() as bar:
        watched = partial(_advance, bar, bar.add_task("writing 导出", total=None))
        unit, which = asked.unit_code(board, code), asked.day_of(board, day)
        handed = days.below(board, unit, which, Level(below)) if below else days.one(board, unit, which, version)
        wish = Wish(language, days.signer(board, handed.total.report), watched)
        content = FORMATS[name].write(board, handed, wish)
    _put(content, where)
    rows = len(handed.parts) if below else 1
    click.echo(f"{where}: {house.counted(rows, 'unit')}, {handed.total.report.day}. 已导出。", err=True)


def _bar() -> Progress:
    console = Console(stderr=True)
    return Progress(console=console, transient=True, disable=not console.is_terminal)


def _advance(bar: Progress, task: TaskID, done: int, every: int) -> None:
    bar.update(task, completed=done, total=every)


def _put(content: bytes, where: str) -> None:
    if where == STDOUT:
        click.echo(content, nl=False)
        return
    file = Path(where)
    try:
        with whole_file(file) as open_file:
            open_file.write_bytes(content)
    except OSError as e:
        raise BadInput(f"{where} cannot be written ({e.strerror}); give another file with -o. 写不了这个文件。") from e


@contextmanager
def whole_file(file: Path) -> Iterator[Path]:
    """A file beside the one meant, which takes its place when it is whole and vanishes when it is not."""
    handle, beside = tempfile.mkstemp(prefix=f".{file.name}.", dir=file.parent)
    os.close(handle)
    try:
        yield Path(beside)
        os.chmod(beside, 0o600)
        with open(beside, "rb") as kept:
            os.fsync(kept.fileno())
        os.replace(beside, file)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(beside)

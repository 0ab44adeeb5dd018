"""`dalaba tasks`: what a cadre has to do, and what was keyed in."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
from rich.table import Table
from sqlalchemy import Connection

from gateway.cli import house
from gateway.domain.errors import NotFound
from gateway.journeys.reporting import tasks as journey
from gateway.store import loudspeakers, roster
from gateway.store import tasks as store
from gateway.store.tasks import Kind, Task
from gateway.switchboard import Switchboard

BY = "command line"
WORDS = {
    Kind.TRANSCRIBE: "key in what was spoken 听写",
    Kind.VISIT: "visit 上门",
    Kind.THERMOMETER: "bring a thermometer 送体温计",
    Kind.RING: "ring them 打电话",
    Kind.PROMISED_CALL: "call back 回电话",
    Kind.WRONG_NUMBER: "nobody has this number, find the right one 空号，问对的",
    Kind.LOUDSPEAKER: "a loudspeaker that does not answer, look at it 喇叭打不通，去看看",
    Kind.DISPUTE: "check a disputed figure, right or changed 核对有异议的数，对或改",
    Kind.NUMBER: "ask for their right number 号码不通，问对的",
    Kind.EVENT: "see to a gathering, wedding or funeral 劝停、延办、简办",
    Kind.RUMOUR: "find out whether a rumour is true, and answer 查清传言，答复",
}


class Listing(click.Group):
    """A group whose bare name, or name and a unit, lists."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and not args[0].startswith("-")):
            args = ["list", *args]
        return super().parse_args(ctx, args)


@click.group(cls=Listing)
def tasks() -> None:
    """What is to be done: spoken answers to key in, visits, thermometers, calls back 待办。

    \b
    Examples:
      dalaba tasks
      dalaba tasks 532901105201
      dalaba tasks sound 12 spoken.wav
      dalaba tasks done 12 "昆明西 14:30"
    """


@tasks.command("list")
@click.argument("unit", default="")
def list_(unit: str) -> None:
    """Show what is still to be done 看待办。

    \b
    Examples:
      dalaba tasks
      dalaba tasks 532901105201
    """
    paper = house.paper()
    with house.opened() as board, board.ledger.read() as tx:
        if unit and roster.unit(tx, unit) is None:
            raise NotFound(f"there is no unit {unit!r}; `dalaba roster list` shows those there are")
        table = Table("no. 编号", "unit 单位", "door 门牌", "phone 电话", "what 事项", "question 问题", "since 时间")
        to_do = store.open_ones(tx, unit)
        for task in to_do:
            table.add_row(*_row(board, tx, task), _at(board, task.created_at))
    if to_do:
        paper.print(table, markup=False)
    else:
        paper.print("Nothing to do. 没有待办。")


def _row(board: Switchboard, tx: Connection, task: Task) -> Sequence[str]:
    what = task.question or _told_as(task)
    return str(task.id), task.unit_code, _where(tx, task), task.number, _what(board, task), what


def _told_as(task: Task) -> str:
    """What an event or a rumour is called where it is told: T12, R5."""
    letter = {Kind.EVENT: "T", Kind.RUMOUR: "R"}.get(task.kind)
    return f"{letter}{task.about.partition(':')[2]}" if letter else ""


def _where(tx: Connection, task: Task) -> str:
    """The door, or the loudspeaker by its name."""
    if task.household_id is not None:
        return roster.household(tx, task.household_id).door
    horn = loudspeakers.of_number(tx, task.number)
    return horn.name if horn else "-"


def _what(board: Switchboard, task: Task) -> str:
    """What is to be done, and until when that was promised."""
    until = [f"until 最晚 {_at(board, task.due_at)}"] if task.due_at else []
    return "\n".join([WORDS[task.kind], *until, *(["broken 过时没打"] if task.broken_at else [])])


def _at(board: Switchboard, at: datetime) -> str:
    return f"{board.settings.local(at):%m-%d %H:%M}"


@tasks.command()
@click.argument("number", type=int)
@click.argument("answer", default="")
def done(number: int, answer: str) -> None:
    """Tick a task off; what was spoken, or the right number, is keyed in 办完了；听写、改号码要写上内容。

    \b
    Examples:
      dalaba tasks done 7
      dalaba tasks done 12 "昆明西 14:30"
      dalaba tasks done 15 19900010099      the right number; none 无 when there is no phone
    """
    with house.opened() as board, board.work() as work:
        first = journey.finish(board, work, number, answer, BY)
    click.echo(f"Task {number} is done. 办完了。" if first else f"Task {number} was done before. 以前已办完。")


@tasks.command()
@click.argument("number", type=int)
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def sound(number: int, file: Path) -> None:
    """Write what was spoken into a WAV file, to be listened to 取出录音。

    \b
    Example:
      dalaba tasks sound 12 spoken.wav
    """
    with house.opened() as board, board.work() as work:
        wav = journey.sound_of(work, number)
    if wav is None:
        raise NotFound(f"the house has no recording of task {number}, or not yet")
    file.write_bytes(wav)
    click.echo(f"{file} is written. 已保存录音。")

"""`dalaba rumour`: what is said in the village, what was found of it, and the answer."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click
from rich.table import Table

from gateway.cli import house, people
from gateway.cli.broadcasts.wording import LEVELS
from gateway.cli.movement.wording import BY, RUMOURED, SPOKEN, TAGS, at, check_unit, name_of, number_in, phone_of
from gateway.domain.errors import NotFound
from gateway.domain.movement.rumours import Tag
from gateway.domain.speaking.levels import Level
from gateway.journeys.movement import rumours as journey
from gateway.journeys.reporting import tasks
from gateway.store import rumours
from gateway.store.rumours import Rumour
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

Done = TypeVar("Done")


@click.group()
def rumour() -> None:
    """Rumours: told by phone (7) or text, looked into, answered first to who asked 谣言：收、查、答、播.

    \b
    Examples:
      dalaba rumour list 532901105201
      dalaba rumour sound R5 heard.wav
      dalaba rumour tag R5 false --by 19900000101
      dalaba rumour answer R5 "没有这回事，路没封。" --by 19900000101
      dalaba rumour broadcast R5 --by 19900000101
    """


@rumour.command("list")
@click.argument("unit", default="")
@click.option("--all", "everything", is_flag=True, help="Those that were answered, too. 答复过的也看。")
def list_(unit: str, everything: bool) -> None:
    """Show the rumours that are not answered yet 看还没答复的传言.

    \b
    Examples:
      dalaba rumour list
      dalaba rumour list 532901105201 --all
    """
    paper = house.paper()
    table = Table("no. 编号", "at 时间", "words 原话", "asked 几人问", "state 情况", "answer 答复", "who 谁")
    with house.opened() as board, board.ledger.read() as tx:
        check_unit(tx, unit)
        found = rumours.within(tx, unit, answered=everything)
        asked = rumours.count_askers(tx, [one.id for one in found])
        for one in found:
            who = [name_of(tx, turn.by) for turn in rumours.turns(tx, one.id)]
            words = (one.words or SPOKEN, str(asked.get(one.id, 0)), RUMOURED[one.state])
            table.add_row(one.code, at(board, one.created_at), *words, one.answer or "-", who[-1] if who else "-")
    if table.row_count:
        paper.print(table, markup=False)
    else:
        paper.print("No rumour waits for an answer. 没有要答复的传言。")


@rumour.command()
@click.argument("number")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@BY
def sound(number: str, file: Path, by: str) -> None:
    """Write a spoken rumour into a WAV file; a cadre hears it by phone with key 6 取出录音.

    \b
    Example:
      dalaba rumour sound R5 heard.wav --by 19900000101
    """
    wav = _as_officer(number, by, lambda board, work, one, _: tasks.sound_of(work, one.task_id or 0))
    if wav is None:
        raise NotFound(f"the house has no recording of {number}, or not yet")
    file.write_bytes(wav)
    click.echo(f"{file} is written. 已保存录音。")


@rumour.command()
@click.argument("number")
@click.argument("found", type=click.Choice([tag.value for tag in Tag]))
@BY
def tag(number: str, found: str, by: str) -> None:
    """Say what was found: false, true, or still being checked 标记：假、真、在查.

    \b
    Example:
      dalaba rumour tag R5 false --by 19900000101
    """
    kept = _as_officer(number, by, lambda board, work, one, person: journey.tag(work, one, Tag(found), person))
    click.echo(f"{kept.code}: {TAGS[found]}. 已标记。")


@rumour.command()
@click.argument("number")
@click.argument("words")
@BY
def answer(number: str, words: str, by: str) -> None:
    """Send the official answer to everybody who asked 把答复发给问过的人.

    It has to be tagged true or false before. A landline has the answer read out.

    \b
    Example:
      dalaba rumour answer R5 "没有这回事，路没封。" --by 19900000101
    """
    count = _as_officer(number, by, lambda board, work, one, person: journey.answer(board, work, one, words, person))
    click.echo(f"{count} phones get the answer. 答复发给{count}人。")


@rumour.command()
@click.argument("number")
@click.argument("other")
@BY
def same(number: str, other: str, by: str) -> None:
    """Say that a rumour is another one: both have one answer 并到另一条，一起答复.

    \b
    Example:
      dalaba rumour same R7 R5 --by 19900000101
    """

    def join(board: Switchboard, work: Work, one: Rumour, person: Person) -> None:
        journey.same(board, work, one, journey.find(work, number_in(other, "R")), person)

    _as_officer(number, by, join)
    click.echo(f"{number} is answered together with {other}. 并到{other}。")


@rumour.command()
@click.argument("number")
@click.option("--level", type=click.Choice([level.value for level in Level]), default=Level.YELLOW.value)
@BY
def broadcast(number: str, level: str, by: str) -> None:
    """Draft the answer as a message to the village 把答复拟成广播，再按规矩发.

    Nobody is rung yet: `dalaba broadcast submit` sends it by the rules of its level.

    \b
    Examples:
      dalaba rumour broadcast R5 --by 19900000101
      dalaba rumour broadcast R5 --level blue --by 19900000101
    """
    drafted = _as_officer(
        number, by, lambda board, work, one, person: journey.draft(board, work, one, Level(level), person)
    )
    click.echo(f"Drafted as {drafted.number}, {LEVELS[drafted.level]}. 已拟好，编号{drafted.number}。")
    click.echo(f"To send it 要发: dalaba broadcast submit {drafted.number}")


def _as_officer(number: str, by: str, act: Callable[[Switchboard, Work, Rumour, Person], Done]) -> Done:
    """Does something about a rumour in the name of whoever may, once their PIN is right."""
    with house.opened() as board:
        with board.work() as work:
            known = journey.find(work, number_in(number, "R"))
            person = journey.officer(work, known, phone_of(by))
        people.check_pin(person)
        with board.work() as work:
            return act(board, work, journey.find(work, known.id), person)

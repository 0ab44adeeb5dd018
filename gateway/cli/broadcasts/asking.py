"""What would happen if a broadcast were sent, whether it shall be, and what became of it."""

import os

import click
from rich.console import Console

from gateway.cli import house, people
from gateway.domain.errors import BadInput
from gateway.journeys.speaking import drafts, running
from gateway.journeys.speaking.approval import Submitted
from gateway.store.broadcasts import Broadcast
from gateway.store.staff import Person
from gateway.switchboard import Switchboard


def foretell(board: Switchboard, paper: Console, drafted: Broadcast) -> int:
    """Tells whom a draft would ring, how long that takes and what it costs. Returns how many phones."""
    with board.work() as work:
        estimate = drafts.estimate(board, work, drafted)
        name = people.areas(board, work, drafted)
    phones, minutes = estimate.phones, estimate.minutes
    told = f"{house.counted(phones, 'phone')}, about {house.counted(minutes, 'minute')}, about {estimate.yuan} yuan"
    paper.print(f"{name}: {told}. {phones}部电话，大约{minutes}分钟，话费大约{estimate.yuan}块。", markup=False)
    for language, missed in estimate.missing.items():
        spoken = board.catalogue.languages[language].name if language in board.catalogue.languages else language
        paper.print(
            f"  {house.counted(missed, 'phone')} would hear a language not their own ({spoken}). 没有他们的话。"
        )
    if estimate.spared:
        paper.print(
            f"  {house.counted(estimate.spared, 'phone')} take no routine messages and are spared. 不收日常通知。"
        )
    _foretell_hours(board, paper, drafted)
    return phones


def _foretell_hours(board: Switchboard, paper: Console, drafted: Broadcast) -> None:
    now = board.clock.now()
    first = running.first_ring(board, drafted.level, now)
    if drafted.is_expired(first):
        paper.print("It expires before any phone may ring. 还没到能打的时间就过期了。")
    elif first > now:
        paper.print(f"Not now: phones ring from {board.settings.local(first):%m-%d %H:%M}. 现在不打。")


def check_author(board: Switchboard, drafted: Broadcast, author: Person | None) -> None:
    """Where somebody else has to agree, whoever sends it is known by name and PIN, or they could agree to their own."""
    if board.catalogue.levels[drafted.level].approval is None:
        return
    if author is None:
        raise BadInput(
            f"a {drafted.level} broadcast needs a second person: name the first with --by when it is drafted"
        )
    people.check_pin(author)


def confirmed() -> bool:
    """Whether it shall go. Somebody who walks away has not said yes."""
    try:
        return click.confirm("Send it? 发出去？")
    except click.Abort:
        click.echo()
        return False


def tell_unsent(paper: Console, phones: int) -> None:
    """That it does not go, and why."""
    paper.print(
        "Not sent. 没有发。" if phones else "No phone is on the roster there; not sent. 那里没有登记的电话，没有发。"
    )


def tell_submitted(paper: Console, drafted: Broadcast, submitted: Submitted) -> None:
    """What became of a draft that was sent off."""
    number = drafted.number
    if submitted is Submitted.TOO_LATE:
        paper.print(f"{number} was sent or dropped already. 已经发过或者作废了。")
        return
    if submitted is Submitted.WAITING:
        paper.print(f"Waiting for the township to agree: {number}. 已上报，等同意（同意 Y{number}）。")
    else:
        paper.print(f"On its way: {number}. `dalaba broadcast watch {number}` follows it. 已交出，用 watch 看进度。")
    if submitted is Submitted.GONE_FIRST:
        paper.print(f"It stops unless the township agrees in time. 要补签，没签会自动停（同意 Y{number}）。")
    if not os.environ.get("REDIS_URL"):
        paper.print("REDIS_URL is not set: the clock finds it within a minute. 没有设置 REDIS_URL，一分钟内开始。")

"""How a command comes by its switchboard, and where it writes."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
import structlog
from rich.console import Console

from gateway.ports import Job
from gateway.queueing import RqQueue
from gateway.settings import Settings, from_environment
from gateway.switchboard import Switchboard
from gateway.wiring import connect_web

# What a command that places no calls can do without. Nothing is ever asked for at these addresses.
NOT_NEEDED = {
    "redis_url": "redis://127.0.0.1:1/0",
    "public_base_url": "http://127.0.0.1:1",
    "twilio_account_sid": "none",
    "twilio_auth_token": "none",
    "twilio_from_number": "+8619900000001",
}
OFFLINE = {**NOT_NEEDED, "rehearsal_clock": ""}


def data_dir() -> Path:
    """Where the house keeps what it stores: DATA_DIR, or `var` beside the terminal's folder."""
    return Path(os.environ.get("DATA_DIR") or "var")


def settings() -> Settings:
    """Settings for a command that needs the ledger only; without DATABASE_URL it is the one `dalaba up` uses.

    Raises BadSettings for whatever is set and odd.
    """
    usual = {**NOT_NEEDED, "database_url": f"sqlite:///{data_dir().resolve()}/dalaba.db"}
    return from_environment(**{name: value for name, value in usual.items() if not os.environ.get(name.upper())})


class NobodyWorks:
    """The Queue port where no Redis is known: the minute's tick finds in the ledger what is due."""

    def hint(self, job: Job, *ids: str) -> None:
        """Asks nobody."""


@contextmanager
def opened() -> Iterator[Switchboard]:
    """The house's switchboard, for one command."""
    structlog.configure(logger_factory=_to_stderr)
    board = connect_web(settings())
    if not os.environ.get("REDIS_URL"):
        board = replace(board, queue=NobodyWorks())
    try:
        yield board
    finally:
        board.ledger.close()
        if isinstance(board.queue, RqQueue):
            board.queue.close()


def _to_stderr(*_: object) -> structlog.PrintLogger:
    """What the house logs meanwhile: stdout is for answers."""
    return structlog.PrintLogger(sys.stderr)


def counted(number: int, one: str) -> str:
    """A number of things: 1 phone, 2 phones."""
    return f"{number} {one}{'' if number == 1 else 's'}"


BYTE_ORDER_MARK = "\ufeff"  # without it Excel in China takes UTF-8 for GBK


def print_sample(file: Path) -> None:
    """Prints a sample sheet, as a spreadsheet opens it when it goes into a file."""
    mark = "" if sys.stdout.isatty() else BYTE_ORDER_MARK
    click.echo(mark + file.read_text(encoding="utf-8"), nl=False)


def paper() -> Console:
    """Where a command writes: the terminal, or a file as wide as what is written."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 120)

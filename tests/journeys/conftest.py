"""Boards for journeys.

empty_board  a switchboard on an empty ledger
board        the same with the known cast in it
"""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from gateway.switchboard import Switchboard
from tests.support import cast
from tests.support.board import new_board
from tests.support.ledgers import SQLiteLedgers


@pytest.fixture(scope="session")
def village_file(sqlite_ledgers: SQLiteLedgers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the cast in it, settled once: hashing a PIN takes time on purpose."""
    file = tmp_path_factory.mktemp("village") / "village.db"
    with sqlite_ledgers.migrated() as url:
        board = new_board(url)
        with closing(board.ledger):
            cast.settle(board)
            with board.ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as tx:
                tx.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))  # all of it into the one file we copy
        shutil.copyfile(url.removeprefix("sqlite:///"), file)
    return file


@pytest.fixture
def empty_board(sqlite_url: str) -> Iterator[Switchboard]:
    board = new_board(sqlite_url)
    with closing(board.ledger):
        yield board


@pytest.fixture
def board(sqlite_url: str, village_file: Path) -> Iterator[Switchboard]:
    shutil.copyfile(village_file, sqlite_url.removeprefix("sqlite:///"))
    board = new_board(sqlite_url)
    with closing(board.ledger):
        yield board

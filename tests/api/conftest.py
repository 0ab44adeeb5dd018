"""A told and sealed day behind the web process. Everything here reads only, so one ledger serves a whole file.

board   the switchboard
client  the web process's test client
bearer  unit's code -> headers with a good token for it
"""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from flask.testing import FlaskClient

from gateway.app import create_app
from gateway.journeys import tokens
from gateway.switchboard import Switchboard
from tests.support import cast
from tests.support.board import new_board
from tests.support.days import sealed, told
from tests.support.ledgers import SQLiteLedgers

Bearer = Callable[[str], dict[str, str]]


@pytest.fixture(scope="module")
def board(sqlite_ledgers: SQLiteLedgers) -> Iterator[Switchboard]:
    with sqlite_ledgers.migrated() as url:
        made = new_board(url)
        with closing(made.ledger):
            cast.settle(made)
            told(made)
            sealed(made)
            yield made


@pytest.fixture
def client(board: Switchboard) -> FlaskClient:
    return create_app(board).test_client()


@pytest.fixture(scope="module")
def bearer(board: Switchboard) -> Bearer:
    made: dict[str, str] = {}

    def headers(unit_code: str) -> dict[str, str]:
        if unit_code not in made:
            made[unit_code] = tokens.give(board, unit_code, "a test", 30)[1]
        return {"Authorization": f"Bearer {made[unit_code]}"}

    return headers

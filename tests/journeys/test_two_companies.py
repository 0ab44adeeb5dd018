"""A whole run through two companies over HTTP, with the real pacer: one that asks for a pause gets it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count

import pytest
from structlog.testing import capture_logs

from gateway.carriers.companies import Companies
from gateway.carriers.twilio.client import TwilioCarrier
from gateway.clocks import WallClock
from gateway.conditions import Conditions
from gateway.domain import companies
from gateway.journeys.telephone import dialling
from gateway.pacing import HELD, RedisPacer
from gateway.store.outgoing_tables import attempts
from gateway.store.speaking_tables import broadcasts as table
from gateway.store.speaking_tables import deliveries
from gateway.switchboard import Switchboard
from tests.carriers import api
from tests.carriers.api import Api, Asked, Says
from tests.carriers.test_client import CALL
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import BASE, clock_of, settings
from tests.support.speaking import sent

SIDS = count(1)
SECOND = {"second_account_sid": "AC2", "second_auth_token": "t", "second_from_number": "+8687162170009"}


def takes(asked: Asked) -> Says:
    return Says(201, CALL | {"sid": f"CA{next(SIDS)}"})


def asks_for_a_pause(asked: Asked) -> Says:
    return Says(429, {"code": 20429}, {"Retry-After": "60"})


def refuses_us(asked: Asked) -> Says:
    return Says(401, {"code": 20003})


@pytest.fixture
def two() -> Iterator[tuple[Api, Api]]:
    with api.running() as first, api.running() as second:
        first.answer = second.answer = takes
        yield first, second


@pytest.fixture
def board(board: Switchboard, two: tuple[Api, Api], redis_url: str) -> Iterator[Switchboard]:
    """The village's board, with two real companies, the real pacer, and Redis."""
    addresses = {"twilio_base_url": two[0].url, "second_base_url": two[1].url, "calls_per_second": 500}
    given = settings(database_url=board.settings.database_url, calls_at_once=50, **SECOND, **addresses)
    with (
        closing(Conditions(redis_url)) as conditions,
        closing(RedisPacer(redis_url, given.accounts, WallClock())) as pacer,
    ):
        carrier = Companies(given.accounts, lambda account: TwilioCarrier(account, BASE), conditions)
        yield replace(board, settings=given, carrier=carrier, pacer=pacer)


def run(board: Switchboard) -> Counter[str]:
    """Speaks to the village once; returns through whom its phones were rung."""
    with board.work() as work:
        work.tx.execute(attempts.update().values(state="completed", ended_at=work.now))
    clock_of(board).forward(minutes=2)  # nobody is rung twice a minute
    sent(board)
    dialling.dial(board, red=True)
    return Counter(row.account for row in rows(board, attempts) if row.state == "queued")


def test_both_are_used(board: Switchboard, two: tuple[Api, Api]) -> None:
    through = run(board) + run(board) + run(board)  # each phone draws its company: all of them the same one is too rare
    assert set(through) == {board.settings.twilio_account_sid, "AC2"}
    assert sum(through.values()) == 3 * len(cast.PHONES)
    assert [len(one.asked) for one in two] == [through[board.settings.twilio_account_sid], through["AC2"]]


def test_a_pause_that_one_asks_for_is_kept_and_the_run_goes_on_through_the_other(
    board: Switchboard, two: tuple[Api, Api]
) -> None:
    two[0].answer = asks_for_a_pause
    with capture_logs() as said:
        through = run(board)
    assert through == {"AC2": len(cast.PHONES)}
    assert {row.state for row in rows(board, deliveries)} == {"ringing"}
    asked_in_vain = len(two[0].asked)
    assert 1 <= asked_in_vain < len(cast.PHONES)
    assert [line["pace"] for line in said if line["event"] == "carrier.spared"] == [0.5]
    assert sum(run(board).values()) == len(cast.PHONES)
    assert len(two[0].asked) == asked_in_vain, "it is left alone for a minute"


def test_when_its_pause_is_over_it_is_asked_again_by_itself(
    board: Switchboard, two: tuple[Api, Api], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(companies, "FIRST_PAUSE_S", 0.0)
    monkeypatch.setattr(companies, "LOWERED", 1.0)
    two[0].answer = lambda asked: Says(429, {"code": 20429}, {"Retry-After": "0"})
    run(board)
    two[0].answer = takes
    through = run(board)
    assert through[board.settings.twilio_account_sid] > 0


def test_both_refusing_us_the_run_stops_and_says_why(board: Switchboard, two: tuple[Api, Api]) -> None:
    two[0].answer = two[1].answer = refuses_us
    assert run(board) == {}
    (row,) = rows(board, table)
    assert (row.state, row.why) == ("halted", "configuration (20003)")
    assert {row.state for row in rows(board, deliveries)} == {"due"}


def test_no_line_is_left_held_by_what_was_refused(board: Switchboard, two: tuple[Api, Api], redis_url: str) -> None:
    two[0].answer = asks_for_a_pause
    two[1].answer = lambda asked: Says(400, {"code": 21211})
    run(board)
    assert isinstance(board.pacer, RedisPacer)
    assert board.pacer._redis.keys(HELD + "*") == []

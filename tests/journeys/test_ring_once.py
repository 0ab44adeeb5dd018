"""Ring once and hang up, end to end: a phone, the exchange, the web, the queue, a worker, and the phone rings."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from gateway.demo.director import NOBODYS
from gateway.demo.operator import Operator
from gateway.demo.scripts import HANGS_UP
from gateway.machine.desk import NUMBER
from gateway.machine.processes import Machine
from tests.workers.patience import until

FREE = "+8619900000002"  # the line that rejects and calls back
STARTING_S = 60.0  # of the wall: the web answers before the workers do
HER, HIM = "+8619900010001", "+8619900010002"


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Operator, Operator]]:
    """A whole machine with two lines: one that calls back, one that answers."""
    folder = tmp_path_factory.mktemp("machine")
    with ExitStack() as held:
        machine = held.enter_context(Machine(NOBODYS | {"CALL_BACK_LINES": FREE, "DATA_DIR": str(folder)}, folder))
        assert machine.desk is not None
        assert machine.addresses.exchange is not None
        free = replace(machine.desk, number=FREE)
        free.connect_line(machine.addresses.exchange, machine.addresses.web)
        usual = Operator(machine.addresses.exchange, machine.desk)
        usual.put_phones([{"number": number, "answers_after_s": 1} for number in (HER, HIM)])
        yield Operator(machine.addresses.exchange, free), usual


def seen(line: Operator, kind: str, number: str) -> list[Mapping[str, Any]]:
    line.news()
    return [event for event in line.events if event["kind"] == kind and event["number"] == number]


def test_she_rings_once_and_her_phone_rings_within_the_minute_from_the_same_number(
    lines: tuple[Operator, Operator],
) -> None:
    free, _ = lines
    sids = [free.dial(HER, ()), free.dial(HER, ())]
    until(lambda: len(seen(free, "call.ended", HER)) >= len(sids))
    assert {event["status"] for event in seen(free, "call.ended", HER) if event["sid"] in sids} == {"busy"}
    until(lambda: seen(free, "call.heard", HER), STARTING_S)
    (ringing,) = seen(free, "call.ringing", HER)
    assert ringing["line"] == FREE
    rang, rung_back = (datetime.fromisoformat(event["at"]) for event in (seen(free, "call.dialled", HER)[0], ringing))
    assert (rung_back - rang).total_seconds() < 60
    assert not [event for event in seen(free, "call.heard", HER) if event["sid"] in sids], "not answered: free"


def test_on_a_line_that_answers_hanging_up_at_once_does_the_same(lines: tuple[Operator, Operator]) -> None:
    _, usual = lines
    usual.dial(HIM, (HANGS_UP,))
    until(lambda: seen(usual, "call.ringing", HIM))
    assert [event["line"] for event in seen(usual, "call.ringing", HIM)] == [NUMBER]

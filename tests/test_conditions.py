"""What one worker learns of a company all know; without Redis every company is well."""

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from structlog.testing import capture_logs

from gateway import conditions
from gateway.conditions import Conditions
from gateway.domain import companies
from gateway.domain.companies import Channel, News
from tests.test_pacing import closed_port

ONE, OTHER = "AC1", "AC2"
CALLS, TEXTS = Channel.CALLS, Channel.TEXTS


@pytest.fixture
def worker(redis_url: str) -> Iterator[Callable[[], Conditions]]:
    with contextlib.ExitStack() as stack:
        yield lambda: stack.enter_context(contextlib.closing(Conditions(redis_url)))


def test_a_company_in_trouble_is_left_alone_by_all_workers_and_for_that_channel_only(
    worker: Callable[[], Conditions],
) -> None:
    one, other = worker(), worker()
    with capture_logs() as said:
        one.note(ONE, CALLS, News.THROTTLED, 30)
    (alone_s, well_s) = other.alone_s(CALLS, [ONE, OTHER])
    assert (29 < alone_s <= 45, well_s) == (True, 0)
    assert other.alone_s(TEXTS, [ONE]) == [0]
    assert [(line["event"], line["account"], line["pace"]) for line in said] == [("carrier.spared", ONE, 0.5)]


def test_a_hundred_calls_turned_down_at_once_are_one_trouble(worker: Callable[[], Conditions]) -> None:
    workers = [worker(), worker()]
    with capture_logs() as said, ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: workers[n % 2].note(ONE, CALLS, News.THROTTLED, 5), range(100)))
    assert [line["pace"] for line in said if line["event"] == "carrier.spared"] == [0.5]


def test_a_single_fault_is_no_trouble_and_three_in_a_row_are(worker: Callable[[], Conditions]) -> None:
    one = worker()
    for news in (News.FAULT, News.FAULT, News.THROUGH, News.FAULT, News.FAULT):
        one.note(ONE, CALLS, news)
        assert one.alone_s(CALLS, [ONE]) == [0]
    one.note(ONE, CALLS, News.FAULT)
    assert one.alone_s(CALLS, [ONE]) > [0]


def test_calls_that_go_through_bring_it_back_and_the_log_says_so(
    worker: Callable[[], Conditions], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(companies, "FIRST_PAUSE_S", 0.0)
    one = worker()
    one.note(ONE, CALLS, News.THROTTLED)
    with capture_logs() as said:
        one.note(ONE, CALLS, News.THROUGH)
        monkeypatch.setattr(companies, "CLIMB_A_S", 1e9)
        one.note(ONE, CALLS, News.THROUGH)
        monkeypatch.setattr(conditions, "NOTED_EVERY_S", 0.0)
        one.note(ONE, CALLS, News.THROUGH)
    assert [line["event"] for line in said] == ["carrier.back", "carrier.at_full_pace"]


def test_without_redis_every_company_is_well_and_nothing_is_raised() -> None:
    with contextlib.closing(Conditions(f"redis://127.0.0.1:{closed_port()}/0")) as blind, capture_logs() as said:
        blind.note(ONE, CALLS, News.THROTTLED)
        assert blind.alone_s(CALLS, [ONE, OTHER]) == [0, 0]
    assert [line["event"] for line in said] == ["condition.not_noted", "condition.not_known"]

"""How every job begins and ends."""

from types import SimpleNamespace
from typing import Any

import pytest
from structlog.testing import capture_logs
from structlog.types import EventDict

from gateway.domain.errors import BadInput, CarrierRefused, CarrierThrottled, GatewayError, NotFound
from gateway.pacing import NoPace
from gateway.ports import Job
from workers import shift
from workers.shift import LONGEST_PAUSE_S, PAUSE_S, job, pause_s

BOARD = SimpleNamespace(name="the board")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What was taken out of the letter box, beside a board that is there."""
    opened: list[tuple[Any, ...]] = []
    monkeypatch.setattr(shift, "board_of", lambda pid: BOARD)
    monkeypatch.setattr(shift, "letter_box_of", lambda pid: SimpleNamespace(opened=lambda *words: opened.append(words)))
    monkeypatch.setattr(shift, "PAUSE_S", 0.0)
    return opened


def dial(body: Any) -> Any:
    """That body as the job `workers.broadcasts.dial`."""
    body.__module__, body.__name__ = "workers.broadcasts", "dial"
    return job(body)


def told(said: list[EventDict]) -> list[tuple[str, str]]:
    return [(line["event"], line["log_level"]) for line in said]


def test_a_job_gets_the_board_and_its_ids_and_takes_its_hint_out_first(opened: list[tuple[Any, ...]]) -> None:
    seen = []
    work = dial(lambda *words: seen.append((words, list(opened))))
    with capture_logs() as said:
        work("7", "s3")
    assert seen == [((BOARD, "7", "s3"), [(Job.DIAL, "7", "s3")])]
    assert told(said) == [("job.started", "info"), ("job.ended", "info")]


@pytest.mark.parametrize("error", [NotFound("no such broadcast"), CarrierRefused("no", 21211, "bad number")])
@pytest.mark.usefixtures("opened")
def test_what_no_second_try_can_mend_is_said_and_done_with(error: GatewayError) -> None:
    with capture_logs() as said:
        dial(failing(error))("7")
    assert told(said) == [("job.started", "info"), ("job.failed", "warning")]


@pytest.mark.usefixtures("opened")
def test_what_a_second_try_may_mend_is_tried_again_by_rq() -> None:
    with capture_logs() as said, pytest.raises(NoPace):
        dial(failing(NoPace("no Redis")))("7")
    assert told(said)[-1] == ("job.failed", "warning")


@pytest.mark.usefixtures("opened")
def test_a_bug_is_raised_and_kept_to_be_looked_at() -> None:
    with pytest.raises(ZeroDivisionError):
        dial(failing(ZeroDivisionError()))("7")


def failing(error: Exception) -> Any:
    def body(board: Any, *ids: str) -> None:
        raise error

    return body


def test_a_job_nobody_can_ask_for_is_refused_when_it_is_written() -> None:
    with pytest.raises(ValueError, match="not a valid Job"):
        job(lambda board: None)


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (CarrierThrottled("slow down", 3.0), 3.0),
        (CarrierThrottled("come back tomorrow", 86_400.0), LONGEST_PAUSE_S),
        (NoPace("no Redis"), PAUSE_S),
        (BadInput("?"), PAUSE_S),
    ],
)
def test_the_pause_before_a_retry_is_what_the_carrier_asks_for_within_reason(
    error: GatewayError, seconds: float
) -> None:
    assert pause_s(error) == seconds

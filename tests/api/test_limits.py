"""How often a token may ask: one count for all web processes, and one for each while Redis is away."""

from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import pytest
import redis
import time_machine
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from gateway.api.limits import PER_MINUTE, Allowance
from gateway.app import create_app
from gateway.machine import redis_server
from gateway.switchboard import Switchboard
from tests.api.conftest import Bearer
from tests.support import cast

VILLAGE = f"/api/v1/units/{cast.VILLAGE}/days/2020-02-08"
NOWHERE = "redis://127.0.0.1:1/0"  # nobody listens on port 1


@pytest.fixture
def two(board: Switchboard, redis_url: str) -> list[FlaskClient]:
    """Two web processes' applications on one Redis."""
    shared = replace(board, settings=board.settings.model_copy(update={"redis_url": redis_url}))
    return [create_app(shared).test_client() for _ in range(2)]


def test_what_one_web_process_was_asked_counts_for_the_other(two: list[FlaskClient], bearer: Bearer) -> None:
    for asked in range(PER_MINUTE):
        assert two[asked % 2].get(f"{VILLAGE}?format=x", headers=bearer(cast.TOWNSHIP)).status_code == 400
    for client in two:
        answer = client.get(VILLAGE, headers=bearer(cast.TOWNSHIP))
        assert (answer.status_code, answer.content_type) == (429, "application/problem+json")
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
        assert client.get(VILLAGE, headers=bearer(cast.VILLAGE)).status_code == 200, "another token does not wait"


def test_a_minute_after_its_first_it_may_ask_again() -> None:
    with time_machine.travel("2020-02-08T09:00:50+08:00", tick=False) as clock:
        allowance = Allowance(NOWHERE, per_minute=1)
        assert [allowance.wait_s(1), allowance.wait_s(1), allowance.wait_s(2)] == [0, 60, 0]
        clock.shift(59)
        assert allowance.wait_s(1) == 1
        clock.shift(1)
        assert allowance.wait_s(1) == 0


def test_in_redis_the_window_ends_by_itself(redis_url: str) -> None:
    assert [Allowance(redis_url, per_minute=1).wait_s(1) > 0 for _ in range(2)] == [False, True]
    with closing(redis.Redis.from_url(redis_url)) as client:
        (key,) = client.keys("api*")
        assert 55 <= client.ttl(key) <= 60
        client.delete(key)
    assert Allowance(redis_url, per_minute=1).wait_s(1) == 0, "Redis may be emptied at any moment"


def test_without_redis_each_process_still_holds_a_token(board: Switchboard, bearer: Bearer) -> None:
    for client in (create_app(board).test_client() for _ in range(2)):
        with capture_logs() as logs:
            asked = [client.get(VILLAGE, headers=bearer(cast.TOWNSHIP)).status_code for _ in range(PER_MINUTE + 1)]
        assert asked == [200] * PER_MINUTE + [429]
        assert [line["event"] for line in logs].count("api.limits_alone") == 1, "it is not knocked at once a request"


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[redis_server.RunningRedis]:
    """A Redis that this test may stop."""
    running = redis_server.start(tmp_path)
    yield running
    with suppress(redis_server.RedisFailed):
        running.stop()


def test_a_redis_that_goes_away_costs_nobody_an_error(own_redis: redis_server.RunningRedis) -> None:
    allowance = Allowance(own_redis.url, per_minute=2)
    assert [allowance.wait_s(1), allowance.wait_s(1)] == [0, 0]
    assert allowance.wait_s(1) > 0
    own_redis.stop()
    assert [allowance.wait_s(1), allowance.wait_s(1)] == [0, 0], "it counts for itself from here"
    assert allowance.wait_s(1) > 0

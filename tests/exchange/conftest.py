"""One exchange a test file, and a stand-in for the gateway a test."""

from collections.abc import Iterator

import pytest

from tests.exchange.desk import Exchange, Gateway


@pytest.fixture(scope="module")
def exchange() -> Iterator[Exchange]:
    running = Exchange()
    running.line()
    yield running
    running.stop()


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    standing_in = Gateway()
    yield standing_in
    standing_in.close()

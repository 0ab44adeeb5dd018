"""The plugs: what is killed with -9, and when, by how far the message has got."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from gateway.queueing import QueueName
from tests.crash.platform import Platform

FIRST, LAST = 0.02, 0.78  # of the phones: the first round, and the beginning of the second


# Whether it was pulled: False when there is nothing to pull just now.
Plug = Callable[[Platform], bool]


def _worker(queue: QueueName) -> Plug:
    """The job it does goes with it."""
    return lambda platform: platform.kill_below(platform.worker(queue))


def _process(name: str) -> Plug:
    return lambda platform: platform.kill(name)


def _empty_redis(platform: Platform) -> bool:
    """All hints, the pace and who holds a line go with it."""
    platform.kill("redis")
    platform.empty_redis()
    return True


def _database(platform: Platform) -> bool:
    platform.database.pull_the_plug()
    platform.database.run_again()
    return True


PLUGS: Mapping[str, Plug] = {
    **{f"{queue} worker": _worker(queue) for queue in QueueName},
    "dialling job": lambda platform: platform.kill_below(platform.job(QueueName.RED)),
    "foreman": lambda platform: platform.kill_alone("worker"),
    "all workers": _process("worker"),
    "web": _process("web"),
    "web worker": lambda platform: platform.kill_below(platform.web_worker()),
    "clock": _process("clock"),
    "redis and its data": _empty_redis,
    "database": _database,
}


@dataclass(frozen=True)
class Pull:
    """A plug pulled once this share of the phones has confirmed; the next one at once when it has the same."""

    share: float
    plug: str


def schedule(seed: int, times: int) -> Iterator[Pull]:
    """Every plug so many times, in an order and at moments drawn from the seed; the first before anybody is rung."""
    dice = Random(f"plugs:{seed}")
    plugs = [plug for _ in range(times) for plug in dice.sample(list(PLUGS), len(PLUGS))]
    shares = [0.0, *sorted(dice.uniform(FIRST, LAST) for _ in plugs[1:])]
    return (Pull(share, plug) for share, plug in zip(shares, plugs, strict=True))

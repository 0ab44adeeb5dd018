"""The plugs: what is killed with -9, and when, by how far the message has got."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random

from gateway.domain.errors import LedgerAway
from gateway.queueing import QueueName
from tests.crash.town import CHAOS, Town

UNANSWERED = {**CHAOS, "hang_create": 1.0, "hang_s": 5.0, "mute": 0.5}
SLEEPS_S = 30.0  # of the wall at most: it may sleep on a row of the ledger that nobody else can touch meanwhile
FIRST, LAST = 0.02, 0.78  # of the phones: the first round, and the beginning of the second


# Whether it was pulled: False when there is nothing to pull just now.
Plug = Callable[[Town], bool]


def _worker(queue: QueueName) -> Plug:
    """The job it does goes with it."""
    return lambda town: town.platform.kill_below(town.platform.worker(queue))


def _process(name: str) -> Plug:
    return lambda town: town.platform.kill(name)


def _dialling(town: Town) -> bool:
    return town.platform.kill_below(town.platform.job(QueueName.RED))


def _dialling_unanswered(town: Town) -> bool:
    """The carrier has taken calls and does not say so yet; of half of them it will say nothing at all."""
    town.operator.set_chaos(UNANSWERED)
    pulled = bool(town.unknown_calls()) and _dialling(town)
    if pulled:
        town.operator.set_chaos(CHAOS)
    return pulled


def _frozen(town: Town) -> bool:
    """The machine of the dialling job sleeps until what it held was given up, wakes, and goes on with it.

    Not between its last look and the carrier's door: whoever wakes there has asked before anybody can know of it.
    """
    job = town.platform.job(QueueName.RED)
    if job is None or not town.held_calls():
        return False
    with town.platform.frozen(job):
        held = town.held_calls()
        if town.unsent_calls():
            return False
        if held:
            town.pass_silence()
            woken = time.monotonic() + SLEEPS_S
            town.until(
                "what a frozen job held to be given up",
                lambda: not held & town.held_calls() or time.monotonic() > woken,
            )
        held -= town.held_calls()
    if held:
        made = len(town.calls_made())
        town.until(
            "a job that has woken to go on",
            lambda: len(town.calls_made()) >= made + len(held) or town.platform.job(QueueName.RED) != job,
        )
    return bool(held)


def _empty_redis(town: Town) -> bool:
    """All hints, the pace and who holds a line go with it."""
    town.platform.kill("redis")
    town.platform.empty_redis()
    return True


def _database(town: Town) -> bool:
    town.platform.database.pull_the_plug()
    town.platform.database.run_again()
    return True


PLUGS: Mapping[str, Plug] = {
    **{f"{queue} worker": _worker(queue) for queue in QueueName},
    "dialling job": _dialling,
    "dialling job, the carrier having taken its calls": _dialling_unanswered,
    "dialling job, frozen for a while": _frozen,
    "foreman": lambda town: town.platform.kill_alone("worker"),
    "all workers": _process("worker"),
    "web": _process("web"),
    "web worker": lambda town: town.platform.kill_below(town.platform.web_worker()),
    "clock": _process("clock"),
    "redis and its data": _empty_redis,
    "database": _database,
}


@dataclass(frozen=True)
class Pull:
    """A plug pulled once this share of the phones has confirmed; the next one at once when it has the same."""

    share: float
    plug: str

    def now(self, town: Town) -> bool:
        """Pulls it; False when there is nothing to pull just now, or the ledger is still coming back."""
        try:
            return PLUGS[self.plug](town)
        except LedgerAway:
            return False


def schedule(seed: int, times: int) -> Iterator[Pull]:
    """Every plug so many times, in an order and at moments drawn from the seed; the first before anybody is rung."""
    dice = Random(f"plugs:{seed}")
    plugs = [plug for _ in range(times) for plug in dice.sample(list(PLUGS), len(PLUGS))]
    shares = [0.0, *sorted(dice.uniform(FIRST, LAST) for _ in plugs[1:])]
    return (Pull(share, plug) for share, plug in zip(shares, plugs, strict=True))

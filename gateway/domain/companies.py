"""The telephone companies we are a customer of: whose turn it is, and how one that has trouble is spared.

A company that asks for a pause, or whose answers stay away, is left alone for a while, longer each time, and then goes
on at a lower pace; the pace falls by half and climbs back step by step, as TCP does it, so that nobody has to know
what a company can bear today.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import blake2b


@dataclass(frozen=True)
class Account:
    """Our account with a telephone company; its sid is its name everywhere.

    base_url   empty for Twilio itself
    numbers    ours, E.164, at least one; the first is the one residents know
    weight     how much of the calls and texts goes there, beside the other weights; 0: only in need
    calls_per_second, calls_at_once  over all workers
    number_per_second, number_at_once  the same for each number, None without a limit of its own
    texts_per_second  parts of texts over all workers; a text of three parts is three
    """

    sid: str
    token: str = field(repr=False)
    base_url: str
    numbers: tuple[str, ...]
    weight: float
    calls_per_second: float
    calls_at_once: int
    number_per_second: float | None = None
    number_at_once: int | None = None
    texts_per_second: float = 1.0


def draw(name: str) -> float:
    """0 to 1 below: where the lot of a call or text falls, for ever the same for the same name."""
    return int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "big") / 2**32


def by_turn(lot: float, accounts: Sequence[Account]) -> list[Account]:
    """The accounts in the order in which they are asked: the one the lot falls on, then the heaviest first."""
    left = lot * sum(account.weight for account in accounts)
    first = max(accounts, key=lambda account: account.weight)
    for account in accounts:
        if left < account.weight:
            first = account
            break
        left -= account.weight
    others = [account for account in accounts if account is not first]
    return [first, *sorted(others, key=lambda account: -account.weight)]


def keeper_first(accounts: Sequence[Account], line: str | None) -> list[Account]:
    """The same accounts, but first the one a number of ours belongs to: whoever wrote there is answered from there.

    line  None, or a number that is ours no more: in the order given
    """
    return sorted(accounts, key=lambda account: line not in account.numbers)


def reach_together(accounts: Sequence[Account]) -> tuple[float, int]:
    """Calls a second, and calls at once, when all accounts work at their weights: the first one full holds up all."""
    whole = sum(account.weight for account in accounts)
    working = [(account, whole / account.weight) for account in accounts if account.weight]
    return (
        min(_per_second(account) * times for account, times in working),
        round(min(_at_once(account) * times for account, times in working)),
    )


def _per_second(account: Account) -> float:
    own = account.number_per_second
    return account.calls_per_second if own is None else min(account.calls_per_second, own * len(account.numbers))


def _at_once(account: Account) -> int:
    own = account.number_at_once
    return account.calls_at_once if own is None else min(account.calls_at_once, own * len(account.numbers))


# How a company is spared

LOWERED = 0.5  # what is left of the pace when a company has trouble
LEAST = 0.1  # of its allowance: never less
CLIMB_A_S = 0.02  # of the allowance, in each second in which calls go through: from half to whole in 25 s
CLIMB_MOST_S = 5.0  # of silence that count: after a quiet hour it does not jump
FIRST_PAUSE_S = 2.0  # doubled with each trouble in a row
LONGEST_PAUSE_S = 300.0
JITTER = 0.5  # of the pause, at most, on top: companies and workers do not all come back at once
FAULTS = 3  # answers missing in a row are trouble, then each one more; one in a thousand is the weather


class Channel(StrEnum):
    """What a company is asked for: it may bear the one and not the other."""

    CALLS = "calls"
    TEXTS = "texts"


class News(StrEnum):
    """What came of asking a company for something.

    THROUGH    it answered, be it with a no for this number
    THROTTLED  it asked for a pause, or could not be reached
    FAULT      it broke down over it, or said nothing
    REFUSED    it refuses us, whoever we ask for: our account or our settings
    """

    THROUGH = "through"
    THROTTLED = "throttled"
    FAULT = "fault"
    REFUSED = "refused"


@dataclass(frozen=True)
class Condition:
    """How it stands with a company. Instants are seconds of one clock that all workers share.

    pace         how much of its allowance is used, 1 all of it
    moved_at     when the pace was last changed
    troubles     in a row, nothing went through since
    faults       answers missing in a row
    alone_until  nothing new is asked for before
    """

    pace: float = 1.0
    moved_at: float = 0.0
    troubles: int = 0
    faults: int = 0
    alone_until: float = 0.0


WELL = Condition()


def after(known: Condition, news: News, now: float, wait_s: float = 0.0, chance: float = 0.0) -> Condition:
    """The condition after this news. News that comes in while a company is left alone is of before, and is none.

    wait_s  the pause it asked for, 0 when it named none
    chance  0 to 1, for the jitter
    """
    if now < known.alone_until:
        return known
    if news is News.THROUGH:
        return known if known.pace == 1 and not known.troubles and not known.faults else _climbed(known, now)
    if news is News.FAULT and not known.troubles and known.faults + 1 < FAULTS:
        return replace(known, faults=known.faults + 1)
    pause_s = max(wait_s, _pause_s(known.troubles)) * (1 + JITTER * chance)
    pace = known.pace if news is News.REFUSED else max(LEAST, known.pace * LOWERED)
    # It may climb from the end of the pause on.
    return Condition(pace, moved_at=now + pause_s, troubles=known.troubles + 1, alone_until=now + pause_s)


def _climbed(known: Condition, now: float) -> Condition:
    gained = CLIMB_A_S * min(max(now - known.moved_at, 0.0), CLIMB_MOST_S)
    return Condition(pace=min(1.0, known.pace + gained), moved_at=now)


def _pause_s(troubles: int) -> float:
    return min(FIRST_PAUSE_S * 2.0 ** min(troubles, 16), LONGEST_PAUSE_S)

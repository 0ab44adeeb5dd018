"""What a broadcast will take and cost, told before anybody presses 1."""

from math import ceil

from gateway.domain.speaking.levels import LevelRule, Prices, Texting

RING_AND_KEY_S = 20.0  # ringing, the opening words and the key, on top of the message itself
MISSED_SHARE = 0.2  # of the phones, of the first round: who will be texted where only the missed are


def minutes_for(phones: int, calls_per_second: float, calls_at_once: int, message_s: float) -> int:
    """How long the first round takes, in whole minutes, at least one: pace and lines both limit it."""
    call_s = message_s + RING_AND_KEY_S
    seconds = max(phones / calls_per_second, phones * call_s / calls_at_once)
    return max(1, ceil(seconds / 60))


def yuan_for(phones: int, message_s: float, segments: int, rule: LevelRule, prices: Prices) -> int:
    """About what the first round costs, in whole yuan: carriers bill a minute begun as a minute.

    segments  of the text, per phone
    """
    call_minutes = ceil((message_s + RING_AND_KEY_S) / 60)
    share = {Texting.ALL: 1.0, Texting.MISSED: MISSED_SHARE, Texting.NOBODY: 0.0}[rule.texting]
    return ceil(phones * (call_minutes * prices.call_minute + share * segments * prices.text_segment))

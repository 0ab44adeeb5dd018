"""What counts as heard, and as understood.

A key, or four fifths of the message played: our own rule, as no standard for loudspeakers says when one was heard.
"""

from datetime import timedelta

ENOUGH = 0.8  # of the message
EXPLAIN_AFTER = timedelta(minutes=2)  # whoever answered wrongly is rung again: not at once, but while it is fresh
MOST_EXPLANATIONS = 1


def listened_s(talked_s: float, opening_s: float, message_s: float) -> float:
    """Seconds of the message that were played in a call, at most the whole of it.

    talked_s   from our first word to the end of the call; 0 when there was none
    opening_s  what is said before the message begins
    """
    return min(max(0.0, talked_s - opening_s), message_s)


def is_enough(listened: float, message_s: float) -> bool:
    """Whether so many seconds of a message are evidence that it was heard."""
    return message_s > 0 and listened >= ENOUGH * message_s


def explain_in(heard_in: str, others: tuple[str, ...]) -> str | None:
    """The other language to explain a message in, None when there is none and it is said more slowly instead."""
    return next((language for language in others if language != heard_in), None)

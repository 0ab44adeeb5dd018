"""What is done about a text that did not arrive, by cause. The carrier's table says which number is which."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from gateway.domain.refusals import Refusal


class Act(StrEnum):
    """AGAIN: the same text once more. ALOUD: a call reads it out. CORRECT: somebody asks them for the right number."""

    AGAIN = "again"
    ALOUD = "aloud"
    CORRECT = "correct"
    OPT_OUT = "opt_out"
    GIVE_UP = "give_up"


@dataclass(frozen=True)
class Remedy:
    """`after`: how much later."""

    act: Act
    after: timedelta = timedelta()


ALOUD, CORRECT, OPT_OUT, GIVE_UP = (Remedy(act) for act in (Act.ALOUD, Act.CORRECT, Act.OPT_OUT, Act.GIVE_UP))

# Refusal -> what is done, and what when the text that was sent again fails too.
REMEDIES: Mapping[Refusal, tuple[Remedy, Remedy]] = {
    Refusal.LANDLINE: (ALOUD, ALOUD),
    # A text to a phone that is off waits at the carrier for hours already.
    Refusal.SWITCHED_OFF: (Remedy(Act.AGAIN, timedelta(hours=2)), ALOUD),
    Refusal.WRONG_NUMBER: (CORRECT, CORRECT),
    Refusal.UNKNOWN_HANDSET: (CORRECT, CORRECT),
    Refusal.UNREACHABLE: (CORRECT, CORRECT),
    Refusal.OPTED_OUT: (OPT_OUT, OPT_OUT),  # only they can undo it
    Refusal.BLOCKED: (GIVE_UP, GIVE_UP),
    Refusal.FILTERED: (GIVE_UP, GIVE_UP),  # the same words would be refused again
    Refusal.FORBIDDEN: (GIVE_UP, GIVE_UP),
    Refusal.CONFIGURATION: (Remedy(Act.AGAIN, timedelta(hours=1)), GIVE_UP),  # until then somebody may have repaired it
    Refusal.THROTTLED: (Remedy(Act.AGAIN, timedelta(minutes=5)), GIVE_UP),
    Refusal.UNKNOWN: (Remedy(Act.AGAIN, timedelta(minutes=5)), GIVE_UP),
    Refusal.EXPIRED: (GIVE_UP, GIVE_UP),  # hours late; what is urgent is said aloud instead
    Refusal.WEBHOOK: (GIVE_UP, GIVE_UP),  # the text itself went
}


def remedy(cause: str, *, repeated: bool, urgent: bool) -> Remedy:
    """What is done about a text that failed for this cause.

    repeated  it was sent a second time already
    """
    found = REMEDIES[Refusal(cause)][int(repeated)]
    return ALOUD if urgent and cause == Refusal.EXPIRED else found

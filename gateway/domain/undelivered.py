"""What is done about a text that did not arrive, by cause. The carrier's table says which number is which."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from gateway.domain.refusals import Cause


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

# Cause -> what is done, and what when the text that was sent again fails too.
REMEDIES: Mapping[Cause, tuple[Remedy, Remedy]] = {
    Cause.LANDLINE: (ALOUD, ALOUD),
    Cause.SWITCHED_OFF: (Remedy(Act.AGAIN, timedelta(hours=2)), ALOUD),  # a text waits at the carrier for hours already
    Cause.WRONG_NUMBER: (CORRECT, CORRECT),
    Cause.UNKNOWN_HANDSET: (CORRECT, CORRECT),
    Cause.UNREACHABLE: (CORRECT, CORRECT),
    Cause.OPTED_OUT: (OPT_OUT, OPT_OUT),  # only they can undo it
    Cause.BLOCKED: (GIVE_UP, GIVE_UP),
    Cause.FILTERED: (GIVE_UP, GIVE_UP),  # the same words would be refused again
    Cause.FORBIDDEN: (GIVE_UP, GIVE_UP),
    Cause.CONFIGURATION: (Remedy(Act.AGAIN, timedelta(hours=1)), GIVE_UP),  # until then somebody may have repaired it
    Cause.THROTTLED: (Remedy(Act.AGAIN, timedelta(minutes=5)), GIVE_UP),
    Cause.UNKNOWN: (Remedy(Act.AGAIN, timedelta(minutes=5)), GIVE_UP),
    Cause.EXPIRED: (GIVE_UP, GIVE_UP),  # hours late; what is urgent is said aloud instead
    Cause.WEBHOOK: (GIVE_UP, GIVE_UP),  # the text itself went
}


def remedy(cause: str, *, repeated: bool, urgent: bool) -> Remedy:
    """What is done about a text that failed for this cause.

    repeated  it was sent a second time already
    """
    found = REMEDIES[Cause(cause)][int(repeated)]
    return ALOUD if urgent and cause == Cause.EXPIRED else found

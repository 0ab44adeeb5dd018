"""What is said in the village: is it false, true, or still being looked into?"""

from enum import StrEnum


class Tag(StrEnum):
    """What a cadre found of a rumour."""

    FALSE = "false"
    TRUE = "true"
    CHECKING = "checking"


FOUND = (Tag.FALSE, Tag.TRUE)


class State(StrEnum):
    """Where a rumour stands."""

    RECEIVED = "received"
    CHECKING = "checking"
    VERIFIED_FALSE = "verified_false"
    VERIFIED_TRUE = "verified_true"
    ANSWERED = "answered"
    SAME = "same"  # as another one, which has whoever asked


def state_of(tag: Tag | None, *, answered: bool, same: bool) -> State:
    """Where it stands. `answered`: whoever asked has been told; `same`: it was found to be another one."""
    if same:
        return State.SAME
    if answered:
        return State.ANSWERED
    return {
        None: State.RECEIVED,
        Tag.CHECKING: State.CHECKING,
        Tag.FALSE: State.VERIFIED_FALSE,
        Tag.TRUE: State.VERIFIED_TRUE,
    }[tag]

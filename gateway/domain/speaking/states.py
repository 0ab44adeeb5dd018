"""Where a broadcast and each of its deliveries stand, and which way they may move. One table each."""

from enum import StrEnum


class State(StrEnum):
    """Where a broadcast stands.

    WAITING  submitted; somebody else has to agree before anybody is rung
    HALTED   the carriers refuse us altogether: nobody is rung until somebody has mended that and resumes it
    """

    DRAFT = "draft"
    DROPPED = "dropped"
    WAITING = "waiting"
    REFUSED = "refused"
    QUEUED = "queued"
    SENDING = "sending"
    HALTED = "halted"
    STOPPED = "stopped"
    FINISHED = "finished"


# A dict of allowed transitions says whether; a conditional UPDATE says who.
TRANSITIONS: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.WAITING, State.QUEUED, State.DROPPED}),
    State.WAITING: frozenset({State.QUEUED, State.REFUSED, State.DROPPED}),
    State.QUEUED: frozenset({State.SENDING, State.STOPPED}),
    State.SENDING: frozenset({State.FINISHED, State.HALTED, State.STOPPED}),
    State.HALTED: frozenset({State.SENDING, State.FINISHED, State.STOPPED}),
    State.DROPPED: frozenset(),
    State.REFUSED: frozenset(),
    State.STOPPED: frozenset(),
    State.FINISHED: frozenset(),
}
UNDER_WAY = (State.QUEUED, State.SENDING, State.HALTED)  # a stop still spares somebody
OVER = frozenset(state for state, ways in TRANSITIONS.items() if not ways)


class DeliveryState(StrEnum):
    """Where one phone stands in one broadcast. DOOR: every try is over and nobody was heard."""

    DUE = "due"
    RINGING = "ringing"
    HEARD = "heard"
    DOOR = "door"
    STOPPED = "stopped"


# Whatever order news comes in, it ends the same: nothing leads away from HEARD but a second explanation, and a
# confirmation is taken from wherever the delivery stands.
DELIVERY_TRANSITIONS: dict[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.DUE: frozenset(
        {DeliveryState.RINGING, DeliveryState.HEARD, DeliveryState.DOOR, DeliveryState.STOPPED}
    ),
    DeliveryState.RINGING: frozenset(
        {DeliveryState.DUE, DeliveryState.HEARD, DeliveryState.DOOR, DeliveryState.STOPPED}
    ),
    DeliveryState.DOOR: frozenset({DeliveryState.HEARD, DeliveryState.DUE}),  # due: given up for what may be mended
    DeliveryState.STOPPED: frozenset({DeliveryState.HEARD}),
    DeliveryState.HEARD: frozenset({DeliveryState.DUE}),
}


def leading_to(to: DeliveryState) -> list[DeliveryState]:
    """The states from which a delivery may come to this one."""
    return [state for state, ways in DELIVERY_TRANSITIONS.items() if to in ways]


class Recipient(StrEnum):
    """Who answers on a phone: a home, or a horn on a pole with a telephone line."""

    HOUSEHOLD = "household"
    LOUDSPEAKER = "loudspeaker"


class Evidence(StrEnum):
    """How we know that it was heard."""

    KEY = "key"
    LISTENED = "listened"
    TEXT = "text"
    CALLED_IN = "called_in"


class Outcome(StrEnum):
    """What became of a household nobody had reached. ABSENT: nobody was in, so somebody has to go again.

    REACHED: heard after all, by a phone, before anybody had been there
    """

    WELL = "well"
    ILL = "ill"
    ABSENT = "absent"
    REACHED = "reached"

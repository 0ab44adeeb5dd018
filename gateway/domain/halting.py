"""When the house stops a run itself: a mistake of ours must not use up every household's tries."""

from gateway.domain.refusals import Refusal

ENOUGH = 5  # phones in a row that our account may not ring: a foreign SIM stands alone


def halts(cause: str | None, in_a_row: int) -> bool:
    """Whether a call that every carrier refused stops the run it belongs to.

    cause      in our words, None when nobody refused it
    in_a_row   latest calls of the run that were refused with the same number, this one among them
    """
    return cause == Refusal.CONFIGURATION or (cause == Refusal.FORBIDDEN and in_a_row >= ENOUGH)

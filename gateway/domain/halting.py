"""When the house stops a run itself: a mistake of ours must not use up every household's tries."""

from gateway.domain.refusals import Refusal

ENOUGH = 5  # phones in a row, after somebody has said that the run may go on past such phones


def halts(cause: str | None, in_a_row: int, *, looked_at: bool, again: bool = False) -> bool:
    """Whether a call that every carrier refused stops the run it belongs to.

    cause      in our words, None when nobody refused it
    in_a_row   latest calls of the run that were refused with the same number, this one among them
    looked_at  the run was halted with this number before, and somebody resumed it: they know of the foreign SIM
    again      this phone was refused with it before as well: it has had its second chance

    Source: Twilio's error dictionary; permission for a country and blocklists are settings of the whole account.
    """
    if cause == Refusal.FORBIDDEN:
        return not looked_at or (in_a_row >= ENOUGH and not again)
    return cause == Refusal.CONFIGURATION

"""Asking for one call: company after company, as long as nothing was sent and the reason is not the phone's."""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.domain.calls import CallState
from gateway.domain.errors import CarrierRefused, CarrierSilent, CarrierThrottled
from gateway.domain.halting import ENOUGH, halts
from gateway.domain.refusals import Refusal
from gateway.ports import Trunk
from gateway.store import attempts, broadcasts
from gateway.store.attempts import Order
from gateway.switchboard import Switchboard, Work

# Why a company takes no call, by how far it reaches: it is busy, it may not ring this phone, it refuses us altogether.
GRAVITY: Mapping[str | None, int] = {None: 0, Refusal.FORBIDDEN: 1, Refusal.CONFIGURATION: 2}


@dataclass(frozen=True)
class Outcome:
    """What came of asking the carrier.

    state    QUEUED accepted, UNKNOWN no answer, FAILED refused, NEVER_PLACED not asked or not processed
    sid      the carrier's id when accepted
    cause    why it refused, in our words
    wait_s   seconds the carrier wants to be left alone
    ours     False: the call was given up, or is being placed by another worker, who tells of it
    """

    order: Order
    state: CallState
    sid: str = ""
    code: int | None = None
    cause: str | None = None
    wait_s: float = 0.0
    ours: bool = True

    @property
    def is_no_try(self) -> bool:
        """Whether the household is due as before: nobody was asked to ring it, or nobody would ring anybody."""
        return self.state is CallState.NEVER_PLACED or self.cause == Refusal.CONFIGURATION

    @property
    def why(self) -> str:
        """What they said, for whoever mends it."""
        return f"{self.cause} ({self.code or '-'})"

    @property
    def elsewhere(self) -> bool:
        """Whether another company may take it: nothing was sent, for a reason of the one that was asked."""
        refused = self.state is CallState.FAILED and bool(GRAVITY.get(self.cause))
        return refused or self.state is CallState.NEVER_PLACED


def ask(board: Switchboard, order: Order, trunk: Trunk, urgent: bool) -> Outcome:
    """Asks for a call, of each company at most once. Whoever was silent may have placed it: then nobody else is asked.

    trunk  through whom it goes first, as the pacer said; the attempt is claimed for it

    When no company took it, the outcome is that of the reason which reaches least far.
    """
    asked, heard = [trunk.account], [_ask(board, order, trunk)]
    while heard[-1].elsewhere and len(asked) < len(board.settings.accounts):
        board.pacer.release(order.attempt_id)
        at_once = urgent or heard[-1].cause is not None  # who was refused has had their turn
        trunk = board.pacer.wait_for_line(order.attempt_id, urgent=at_once, besides=asked)
        with board.work() as work:
            wanted = attempts.claim(
                work.tx, order.attempt_id, order.broadcast_id, work.now, trunk, refused_by=asked[-1]
            )
        if not wanted:
            return Outcome(order, CallState.NEVER_PLACED, ours=False)
        asked.append(trunk.account)
        heard.append(_ask(board, order, trunk))
    return min(heard, key=lambda outcome: GRAVITY[outcome.cause]) if heard[-1].elsewhere else heard[-1]


def stops_the_run(work: Work, outcome: Outcome) -> bool:
    """Whether a call that was refused is the house's own fault, so that the run it belongs to must stop."""
    broadcast_id = outcome.order.broadcast_id
    if broadcast_id is None or outcome.state is not CallState.FAILED:
        return False
    if outcome.cause != Refusal.FORBIDDEN:  # the others need no look at a run of a million calls
        return halts(outcome.cause, 1, looked_at=False)
    in_a_row = attempts.refused_in_a_row(work.tx, broadcast_id, outcome.code, ENOUGH)
    return halts(outcome.cause, in_a_row, looked_at=broadcasts.was_halted(work.tx, broadcast_id, outcome.why))


def _ask(board: Switchboard, order: Order, trunk: Trunk) -> Outcome:
    try:
        sid = board.carrier.place_call(order.attempt_id, order.number, board.settings.ring_s, trunk)
    except CarrierRefused as e:
        return Outcome(order, CallState.FAILED, code=e.code, cause=e.cause)
    except CarrierThrottled as e:
        return Outcome(order, CallState.NEVER_PLACED, wait_s=e.wait_s)
    except CarrierSilent:
        return Outcome(order, CallState.UNKNOWN)
    return Outcome(order, CallState.QUEUED, sid=sid)

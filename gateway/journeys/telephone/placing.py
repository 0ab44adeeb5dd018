"""Asking for one call: company after company, as long as nothing was sent and the reason is not the phone's."""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.domain.calls import CallState
from gateway.domain.errors import CarrierRefused, CarrierSilent, CarrierThrottled
from gateway.domain.halting import ENOUGH, halts
from gateway.domain.refusals import Refusal
from gateway.domain.speaking.states import State
from gateway.ports import Trunk
from gateway.store import attempts, broadcasts
from gateway.store.attempts import Order
from gateway.switchboard import Switchboard, Work

# Why a company takes no call, by how far it reaches: it is busy, it may not ring this phone, it refuses us altogether.
GRAVITY: Mapping[str | None, int] = {None: 0, Refusal.FORBIDDEN: 1, Refusal.CONFIGURATION: 2}
MOST_IN_A_ROW = 2 * ENOUGH  # calls looked back at: a phone is refused twice before it is given up


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
    """Whether a call that was refused is the house's own fault, so that the run it belongs to must stop.

    Asked before the refusal is written down. Whoever is refused while the run stands still was asked for before that.
    """
    broadcast_id, delivery_id = outcome.order.broadcast_id, outcome.order.delivery_id
    if broadcast_id is None or delivery_id is None or outcome.state is not CallState.FAILED:
        return False
    if outcome.cause != Refusal.FORBIDDEN:  # the others need no look at a run of a million calls
        return halts(outcome.cause, 1, looked_at=False)
    in_a_row = {*attempts.refused_in_a_row(work.tx, broadcast_id, outcome.code, MOST_IN_A_ROW), delivery_id}
    again = bool(attempts.times_refused(work.tx, [delivery_id], outcome.code))
    return halts(outcome.cause, len(in_a_row), looked_at=_looked_at(work, broadcast_id, outcome.why), again=again)


def _looked_at(work: Work, broadcast_id: str, why: str) -> bool:
    broadcast = broadcasts.load(work.tx, broadcast_id)
    stands_still = broadcast is not None and broadcast.state is State.HALTED
    return not stands_still and broadcasts.was_halted(work.tx, broadcast_id, why)


def refused_for_it(work: Work, broadcast_id: str, code: int | None) -> list[int]:
    """The deliveries given up just before a run stopped, for the same reason and for the first time."""
    latest = attempts.refused_in_a_row(work.tx, broadcast_id, code, MOST_IN_A_ROW)
    return [id_ for id_, times in attempts.times_refused(work.tx, latest, code).items() if times == 1]


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

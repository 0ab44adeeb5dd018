"""Calls of which nothing was heard: resolved by asking whom they were asked of, never by ringing again blindly."""

from datetime import timedelta

from gateway.domain.calls import CallState, Progress
from gateway.domain.errors import CarrierRefused, CarrierSilent, CarrierThrottled, GatewayError
from gateway.journeys.telephone import call_news
from gateway.store import attempts, deliveries
from gateway.store.attempts import Try
from gateway.switchboard import Switchboard

SILENT_S = 90  # wall seconds without news before the carrier is asked
CLOCKS_DIFFER = timedelta(seconds=5)  # between ours and the carrier's, which counts whole seconds only
MOST_LOST = 200  # in one go; the next tick goes on


def find_lost(board: Switchboard) -> None:
    """Resolves what stood still for too long. Raises what a company said that could not be asked, after the others."""
    with board.work() as work:
        silence = timedelta(seconds=SILENT_S * board.clock.speed)
        lost = attempts.stood_still(work.tx, work.now - silence, MOST_LOST)
    out_of_reach: dict[str | None, GatewayError] = {}
    for tried in lost:
        if tried.account in out_of_reach:
            continue
        try:
            _resolve(board, tried)
        except (CarrierRefused, CarrierThrottled, CarrierSilent) as e:
            out_of_reach[tried.account] = e
    for error in out_of_reach.values():
        raise error


def _resolve(board: Switchboard, tried: Try) -> None:
    seen = None if tried.attempt.state is CallState.RESERVED else _look_up(board, tried)
    with board.work() as work:
        now = attempts.load(work.tx, tried.attempt.id)
        if now is None or now.moved_at != tried.moved_at:
            return  # it has moved while we looked
        if seen is None:
            seen = Progress("", CallState.NEVER_PLACED, work.now)
            if tried.delivery_id is not None and tried.attempt.sid is None:
                deliveries.give_back(work.tx, [tried.delivery_id], work.now)
        ended = call_news.apply(board, work, tried.attempt.id, seen)
    if ended:
        board.pacer.release(tried.attempt.id)


def _look_up(board: Switchboard, tried: Try) -> Progress | None:
    """The call as the carrier knows it, None when it knows of none."""
    if tried.attempt.sid is not None:
        return board.carrier.fetch_call(tried.attempt.sid, tried.account)
    found = board.carrier.find_calls(tried.attempt.to, tried.reserved_at - CLOCKS_DIFFER, tried.account)
    with board.ledger.read() as tx:
        known = attempts.known_sids(tx, [call.sid for call in found])
    ours = [call for call in found if call.sid not in known]
    if not ours:
        return None
    oldest = ours[-1]
    return Progress(oldest.sid, oldest.state, board.clock.now(), duration_s=oldest.duration_s)

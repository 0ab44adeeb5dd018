"""Texts out: taken from the ledger, handed to the carrier once, looked up when it did not answer."""

from datetime import timedelta

from gateway.domain.errors import CarrierRefused, CarrierSilent, CarrierThrottled
from gateway.journeys.telephone.lost import CLOCKS_DIFFER
from gateway.ports import Urgency
from gateway.store import texts
from gateway.store.texts import State, TextOut
from gateway.switchboard import Switchboard

BATCH = 20
SILENT_S = 90  # wall seconds without an answer before the carrier is asked
TRY_AGAIN_S = 60


def send(board: Switchboard, urgency: Urgency | None = None) -> int:
    """Sends what is due, urgent texts first. None: of any urgency. Returns how many the carrier was asked for."""
    sent = 0
    while True:
        with board.work() as work:
            due = texts.take(work.tx, work.now, BATCH, urgency)
        for text in due:
            _hand_over(board, text)
        sent += len(due)
        if len(due) < BATCH:
            return sent


def _hand_over(board: Switchboard, text: TextOut) -> None:
    sid, state, code, wait_s = None, State.SENT, None, None
    try:
        sid = board.carrier.send_text(text.id, text.number, text.body)
    except CarrierRefused as e:
        state, code = State.FAILED, e.code
    except CarrierThrottled as e:
        wait_s = max(e.wait_s, 1.0)
    except CarrierSilent:
        state = State.UNKNOWN
    with board.work() as work:
        if wait_s is None:
            texts.climb(work.tx, text.id, state, sid, code)
        else:
            texts.again(work.tx, text.id, work.now + timedelta(seconds=wait_s * board.clock.speed))


def find_lost(board: Switchboard) -> None:
    """Resolves texts of which nothing is known: found at the carrier they are sent, else they are due again."""
    with board.work() as work:
        silence = timedelta(seconds=SILENT_S * board.clock.speed)
        lost = texts.lost(work.tx, work.now - silence, BATCH)
    for text in lost:
        _resolve(board, text)


def _resolve(board: Switchboard, text: TextOut) -> None:
    found = board.carrier.find_texts(text.number, (text.asked_at or board.clock.now()) - CLOCKS_DIFFER)
    with board.work() as work:
        known = texts.known_sids(work.tx, text.number)
        ours = [seen for seen in found if seen.body == text.body and seen.sid not in known]
        if ours:
            texts.climb(work.tx, text.id, State.SENT, ours[-1].sid)
        else:
            texts.again(work.tx, text.id, work.now)

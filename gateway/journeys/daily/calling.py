"""A digest nobody has read is read out by one call: as any text to a landline, in waking hours, within the budget."""

from datetime import datetime, timedelta

from gateway.ports import Job
from gateway.store import texts
from gateway.store.daily import readings
from gateway.switchboard import Switchboard

WORTH_A_CALL = timedelta(hours=20)  # after that the next day's is nearer
BATCH = 200


def call_unread(board: Switchboard) -> int:
    """Asks for the calls that are due. Run twice, each reader is called once. Returns how many calls were asked for."""
    with board.work() as work:
        asked = 0
        for reading, text_id in readings.unread(work.tx, *_span(board, work.now), BATCH):
            if readings.call(work.tx, reading.id, work.now):
                texts.read_out(work.tx, text_id, work.now)
                asked += 1
        if asked:
            work.hint(Job.READ_OUT)
        return asked


def is_due(board: Switchboard) -> bool:
    """Whether a digest went unread for too long, or did not arrive."""
    with board.ledger.read() as tx:
        return bool(readings.unread(tx, *_span(board, board.clock.now()), 1))


def _span(board: Switchboard, now: datetime) -> tuple[datetime, datetime]:
    return now - timedelta(minutes=board.settings.digest_unread_min), now - WORTH_A_CALL

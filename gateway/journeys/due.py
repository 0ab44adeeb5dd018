"""What the ledger says is due: the questions of the minute's tick. Each answers with the ids of work to be done."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection

from gateway.domain.daily.window import Step
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import State
from gateway.journeys import statutory
from gateway.journeys.daily import calling, refreshing, steps
from gateway.journeys.movement import following
from gateway.journeys.observing import follow_ups, rounds
from gateway.journeys.reporting import tasks
from gateway.journeys.speaking import asking, by_text, door_reminders
from gateway.journeys.telephone import call_backs
from gateway.journeys.telephone.calls import LONGEST_CALL
from gateway.journeys.telephone.lost import SILENT_S
from gateway.ports import Urgency
from gateway.store import alerts, attempts, broadcasts, deliveries, sessions, texts
from gateway.store.broadcasts import Broadcast
from gateway.store.tasks import promised
from gateway.switchboard import Switchboard

Ids = tuple[str, ...]


def days_to_remind_of(board: Switchboard) -> Iterator[Ids]:
    """Days and levels whose report closes within half an hour."""
    yield from steps.due(board, Step.REMIND)


def days_to_seal(board: Switchboard) -> Iterator[Ids]:
    """Days and levels to be sealed: from the cut-off on, until they are."""
    yield from steps.due(board, Step.SEAL)


def days_to_tell_of(board: Switchboard) -> Iterator[Ids]:
    """Days and levels of which it is to be told above who has not signed."""
    yield from steps.due(board, Step.TELL_ABOVE)


def digests_to_call_about(board: Switchboard) -> Iterator[Ids]:
    """Whether a digest went unread for too long."""
    if calling.is_due(board):
        yield ()


def days_to_refresh(board: Switchboard) -> Iterator[Ids]:
    """Days of which something has changed since they were counted last."""
    yield from refreshing.due(board)


def broadcasts_to_fan_out(board: Switchboard) -> Iterator[Ids]:
    """Broadcasts sent but not begun."""
    yield from _to_fan_out(board, red=False)


def red_broadcasts_to_fan_out(board: Switchboard) -> Iterator[Ids]:
    """The same of the red ones."""
    yield from _to_fan_out(board, red=True)


def _to_fan_out(board: Switchboard, *, red: bool) -> list[Ids]:
    with board.ledger.read() as tx:
        return [(one.id,) for one in broadcasts.in_state(tx, State.QUEUED) if (one.level is Level.RED) == red]


def broadcasts_to_dial(board: Switchboard) -> Iterator[Ids]:
    """Whether a broadcast has phones due, or nobody left to ring: dialling also finishes them."""
    if _to_dial(board, red=False):
        yield ()


def red_broadcasts_to_dial(board: Switchboard) -> Iterator[Ids]:
    """The same of the red ones."""
    if _to_dial(board, red=True):
        yield ()


def _to_dial(board: Switchboard, *, red: bool) -> bool:
    now = board.clock.now()
    with board.ledger.read() as tx:
        begun = broadcasts.in_state(tx, State.SENDING, State.HALTED)
        return any(_has_work(tx, one, now) for one in begun if (one.level is Level.RED) == red)


def _has_work(tx: Connection, broadcast: Broadcast, now: datetime) -> bool:
    """While phones only ring there is none: their end is told, or found by who looks for the lost."""
    if broadcast.is_expired(now):
        return True
    if broadcast.state is State.HALTED:
        return False
    due = deliveries.next_due(tx, broadcast.id)
    return not deliveries.any_ringing(tx, broadcast.id) if due is None else due <= now


def approvals_to_ask(board: Switchboard) -> Iterator[Ids]:
    """Whether somebody still has to agree to a broadcast, or has not in time."""
    if asking.is_due(board):
        yield ()


def speakers_to_call(board: Switchboard) -> Iterator[Ids]:
    """Whether somebody who wants to speak to the village waits to be called."""
    if by_text.is_due(board):
        yield ()


def broadcasts_to_hang_up(board: Switchboard) -> Iterator[Ids]:
    """Stopped broadcasts of which a phone may still ring."""
    with board.ledger.read() as tx:
        for broadcast_id in attempts.ringing_though_stopped(tx):
            yield (broadcast_id,)


def alerts_to_ring(board: Switchboard) -> Iterator[Ids]:
    """Whether anybody has yet to answer for something urgent, or a level to say in time that it knows."""
    with board.ledger.read() as tx:
        if alerts.open_ones(tx) or statutory.is_due(board, tx):
            yield ()


def call_backs_to_place(board: Switchboard) -> Iterator[Ids]:
    """Whether somebody who rang once still waits to be rung back."""
    if call_backs.is_due(board):
        yield ()


def promises_to_keep(board: Switchboard) -> Iterator[Ids]:
    """Whether a household is owed a call back."""
    with board.ledger.read() as tx:
        if promised(tx):
            yield ()


def texts_to_send(board: Switchboard) -> Iterator[Ids]:
    """Whether the outbox holds something due."""
    with board.ledger.read() as tx:
        if texts.is_due(tx, board.clock.now()):
            yield ()


def urgent_texts_to_send(board: Switchboard) -> Iterator[Ids]:
    """The same of the urgent ones, which wait behind no mailing and no sealing."""
    with board.ledger.read() as tx:
        if texts.is_due(tx, board.clock.now(), Urgency.URGENT):
            yield ()


def texts_to_read(board: Switchboard) -> Iterator[Ids]:
    """Whether a text was stored but never read."""
    with board.ledger.read() as tx:
        if texts.unread(tx, 1):
            yield ()


def texts_to_read_out(board: Switchboard) -> Iterator[Ids]:
    """Whether a text waits to be read out to a landline."""
    with board.ledger.read() as tx:
        if texts.to_read_out(tx, board.clock.now(), Urgency.ROUTINE, 1):
            yield ()


def urgent_texts_to_read_out(board: Switchboard) -> Iterator[Ids]:
    """The same of the urgent ones."""
    with board.ledger.read() as tx:
        if texts.to_read_out(tx, board.clock.now(), Urgency.URGENT, 1):
            yield ()


def follow_ups_to_ring(board: Switchboard) -> Iterator[Ids]:
    """Whether somebody under observation has not reported, or has come to the end of their days."""
    if follow_ups.is_due(board):
        yield ()


def households_to_ask(board: Switchboard) -> Iterator[Ids]:
    """Whether a village's round begins or ends, or a household in one has not told."""
    if rounds.is_due(board):
        yield ()


def events_to_follow(board: Switchboard) -> Iterator[Ids]:
    """Whether somebody is to be asked how a wedding or funeral went, or reminded of what they were sent to."""
    if following.is_due(board):
        yield ()


def doors_to_remind_of(board: Switchboard) -> Iterator[Ids]:
    """Whether it is morning and somebody still has doors to walk to from the days before."""
    if door_reminders.is_due(board):
        yield ()


def spoken_to_keep(board: Switchboard) -> Iterator[Ids]:
    """Whether a recording still lies with the carrier only."""
    if tasks.is_due(board):
        yield ()


def lost_to_find(board: Switchboard) -> Iterator[Ids]:
    """Whether nothing was heard of a call or text for too long."""
    now = board.clock.now()
    silent_since = now - timedelta(seconds=SILENT_S * board.clock.speed)
    with board.ledger.read() as tx:
        calls_lost = attempts.stood_still(tx, silent_since, 1) or sessions.left_open(tx, now - LONGEST_CALL, 1)
        if calls_lost or texts.lost(tx, silent_since, 1):
            yield ()

"""A text that cannot reach a landline is read out by one call, within the callee's budget and hours unless urgent."""

from datetime import datetime, timedelta
from uuid import uuid4

from gateway.domain import limits
from gateway.journeys.telephone import dialling
from gateway.ports import Urgency
from gateway.store import attempts, budget, texts
from gateway.store.attempts import Order, Purpose
from gateway.store.texts import TextOut
from gateway.switchboard import Switchboard, Work

BATCH = 50
STALE_AFTER = timedelta(days=1)  # a text older than this is not worth a call


def ring(board: Switchboard, urgency: Urgency) -> None:
    """Rings everybody a text is now to be read out to."""
    while orders := due_calls(board, urgency):
        dialling.ring(board, orders, urgent=urgency is Urgency.URGENT)


def due_calls(board: Switchboard, urgency: Urgency) -> list[Order]:
    """Writes the calls now due down, some of them; the others get the instant at which they may ring."""
    with board.work() as work:
        orders: list[Order] = []
        for text in texts.to_read_out(work.tx, work.now, urgency, BATCH):
            at = rings_at(board, work, text)
            if at is not None and at <= work.now:
                orders.append(Order(uuid4().hex, text.number, Purpose.TEXT, attempts.about_text(text.id)))
                attempts.reserve_once(work.tx, orders[-1], work.now)
            texts.read_out(work.tx, text.id, at if at is not None and at > work.now else None)
        return orders


def rings_at(board: Switchboard, work: Work, text: TextOut) -> datetime | None:
    """When it may be read out, None when that is too late to be of use."""
    calls = budget.asked_of(work.tx, [text.number], work.now, hold=True)[text.number]
    if text.urgency is Urgency.URGENT:
        at = limits.allowed_at(calls, work.now)
    else:
        at = limits.rings_at(calls, work.now, board.settings.hours)
    return at if at - text.created_at < STALE_AFTER else None

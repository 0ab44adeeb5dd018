"""On the day: how did the wedding or funeral go, and how many came? Whoever has not answered by evening is reminded.

Whoever has not answered a rumour is reminded too, and on the evening before a market whoever answers for it is asked.
"""

from dataclasses import replace
from datetime import datetime

from gateway.domain.movement.events import is_asked, is_reminded
from gateway.journeys.movement import markets, reminding, telling
from gateway.store import events
from gateway.store.events import Asked, Event, Turn
from gateway.switchboard import Switchboard, Work


def is_due(board: Switchboard) -> bool:
    """Whether anybody is to be asked or reminded now."""
    with board.ledger.read() as tx:
        work = Work(tx, board.clock.now())
        return _is_day(board, work) and bool(_due(board, work) or reminding.due(work) or markets.due(board, work))


def follow(board: Switchboard) -> None:
    """Asks and reminds whoever is due, each once."""
    with board.work() as work:
        if not _is_day(board, work):
            return
        for event, what in _due(board, work):
            _ask(board, work, event, what)
        reminding.remind(board, work)
        markets.tell(board, work)


def _is_day(board: Switchboard, work: Work) -> bool:
    return board.settings.waking_from <= board.settings.local(work.now).time() < board.settings.waking_until


def _due(board: Switchboard, work: Work) -> list[tuple[Event, Asked]]:
    """What is asked now is not a reminder yet."""
    now = board.settings.local(work.now)
    to_ask = [one for one in events.to_ask(work.tx, now.date()) if is_asked(one.kind, one.day, now)]
    asked = {one.id for one in to_ask}
    waiting = (one for one in events.to_remind(work.tx, now.date()) if one.id not in asked)
    to_remind = [one for one in waiting if _is_late(board, one, now)]
    return [*((one, Asked.ASKED) for one in to_ask), *((one, Asked.REMINDED) for one in to_remind)]


def _is_late(board: Switchboard, event: Event, now: datetime) -> bool:
    return is_reminded(event.day, board.settings.local(event.told_at), now)


COLUMNS = {Asked.ASKED: "asked_at", Asked.REMINDED: "reminded_at"}


def _ask(board: Switchboard, work: Work, event: Event, what: Asked) -> None:
    if events.mark_once(work.tx, event.id, COLUMNS[what], work.now):
        events.note(work.tx, Turn(event.id, what, "house", work.now))
        if event.staff_id is None:
            event = _given_to_somebody(work, event)
        telling.tell(board, work, event, f"event.{what}", what)


def _given_to_somebody(work: Work, event: Event) -> Event:
    """Nobody was on duty when it was told of; somebody may be by now, who is not sent to a tip about their own door."""
    registered = event.registered_by is not None
    about = telling.at_the_door(work, event.household_id) if not registered else ()
    person = telling.responsible(work, telling.roles_for(event.kind, registered=registered), event.unit_code, about)
    if person is None:
        return event
    events.change(work.tx, event.id, staff_id=person.id)
    return replace(event, staff_id=person.id)

"""Whoever still has doors to walk to from the days before is reminded once, in the morning."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import groupby

from gateway.domain.hours import since_morning
from gateway.journeys.speaking import door_lists
from gateway.ports import Urgency
from gateway.store import doors, staff, texts
from gateway.store.doors import Door
from gateway.switchboard import Switchboard, Work

ASKED_SINCE = timedelta(days=1)  # whoever no round reached is asked anew today
FOR = timedelta(hours=3)  # after the village woke; later in the day it would be no reminder


def remind(board: Switchboard) -> None:
    """Texts each of them the doors that are open still, in walking order; the same morning a second time nobody."""
    with board.work() as work:
        if _is_morning(board, work.now):
            doors.close_told(work.tx, work.now)
            for about, left in _waiting(board, work):
                _text(board, work, about, left)


def is_due(board: Switchboard) -> bool:
    """Whether anybody is to be reminded now."""
    if not _is_morning(board, board.clock.now()):
        return False
    with board.ledger.read() as tx:
        return any(True for _ in _waiting(board, Work(tx, board.clock.now())))


def _is_morning(board: Switchboard, now: datetime) -> bool:
    since = since_morning(now, board.settings.timezone, board.settings.waking)
    return since is not None and since < FOR


def _waiting(board: Switchboard, work: Work) -> Iterator[tuple[str, list[Door]]]:
    """What each text is about, and one door a household. Nothing for whoever was reminded this morning."""
    morning = work.now - (since_morning(work.now, board.settings.timezone, board.settings.waking) or timedelta())
    finished_since = {level: work.now - rule.remind for level, rule in board.catalogue.levels.rules.items()}
    left = doors.still_open(work.tx, finished_since, morning, asked_since=work.now - ASKED_SINCE)
    for told_id, found in groupby(left, key=lambda door: door.told_id):
        about = f"doors:reminder:{told_id}:{board.local_day(work.now)}"
        if not texts.is_known(work.tx, about):
            homes: Mapping[int, Door] = {door.household_id: door for door in found}
            yield about, list(homes.values())


def _text(board: Switchboard, work: Work, about: str, left: list[Door]) -> None:
    person = staff.load(work.tx, left[0].told_id or 0)
    language = person.language or board.settings.default_language
    values, shown = door_lists.first_part(board, work, "doors.reminder", left, language)
    body = board.catalogue.sms("doors.reminder", language, **values)
    if texts.put(work.tx, about, person.number, body, work.now, Urgency.URGENT):
        named = {door.household_id for door in shown}
        doors.name(work.tx, [door.id for door in left if door.household_id in named], work.now)
        work.hint_texts()

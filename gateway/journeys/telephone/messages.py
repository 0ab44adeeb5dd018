"""What a phone we rang is to hear: the flow it begins with, and what that may speak of."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

from gateway.domain.flow import Fact
from gateway.domain.speaking.states import State
from gateway.journeys import climbing, naming
from gateway.journeys.observing import standings
from gateway.journeys.speaking import asking, hearing
from gateway.store import alerts, broadcasts, deliveries, roster, staff, texts
from gateway.store.attempts import Purpose, Try
from gateway.switchboard import Switchboard, Work

ToHear: TypeAlias = tuple[str, dict[str, Fact]]  # a flow, and what it may speak of
NOTHING: ToHear = ("nothing_to_hear", {})


def for_attempt(board: Switchboard, work: Work, tried: Try) -> ToHear:
    """The flow for a phone we rang, with its facts."""
    return FOR[tried.purpose](board, work, tried)


def _front_desk(board: Switchboard, work: Work, tried: Try) -> ToHear:
    """As if they had rung us."""
    return "front_desk", {}


def _follow_up(board: Switchboard, work: Work, tried: Try) -> ToHear:
    """Nobody had reported; who is no more under observation meanwhile has nothing to hear."""
    household = roster.household_of(work.tx, tried.attempt.to)
    whose = (tried.attempt.to, household.id if household else None)
    standing = standings.standing_of(work.tx, *whose, board.local_day(work.now))
    if standing is None:
        return NOTHING
    code = household.unit_code if household else roster.common_unit(work.tx)
    return "follow_up", {**standings.facts(standing), "unit": naming.unit_name(work.tx, code)}


def _round(board: Switchboard, work: Work, tried: Try) -> ToHear:
    """A household had not told today; one that has meanwhile is thanked."""
    household = roster.household_of(work.tx, tried.attempt.to)
    code = household.unit_code if household else roster.common_unit(work.tx)
    return "household_round", {"unit": naming.unit_name(work.tx, code)}


def _text(board: Switchboard, work: Work, tried: Try) -> ToHear:
    """What their landline could not take, in the language it is written in: the office's, else the phone's own."""
    text = texts.load(work.tx, tried.text_id)
    if text is None:
        return NOTHING
    household = roster.household_of(work.tx, text.number)
    offices = [person.language for person in staff.by_number(work.tx, text.number) if person.language]
    language = offices[0] if offices else naming.language_of(board, work.tx, text.number, household)
    code = household.unit_code if household else roster.common_unit(work.tx)
    facts: dict[str, Fact] = {"text": text.body, "text_language": language, "language": language}
    return "text_read_out", {**facts, "unit": naming.unit_name(work.tx, code)}


def _alert(board: Switchboard, work: Work, tried: Try) -> ToHear:
    alert = alerts.load(work.tx, tried.alert_id or "")
    told = staff.load(work.tx, tried.staff_id or 0)
    if alert is None:
        return NOTHING
    alert = climbing.as_heard(work, alert, told.id)
    language = told.language or board.settings.default_language
    household = roster.household(work.tx, alert.household_id) if alert.household_id else None
    return "urgent_alert", {
        "language": language,
        "alert": f"key:alert.spoken.{alert.kind}",
        "press": "key:alert.press_1" if tried.about is None else "key:alert.press_1_knows",
        "unit": naming.unit_name(work.tx, alert.unit_code),
        "household": household.door if household else "-",
        "phone_tail": " ".join(alert.number[-4:]),
    }


def _message(board: Switchboard, work: Work, tried: Try) -> ToHear:
    broadcast = broadcasts.load(work.tx, tried.broadcast_id or "")
    delivery = deliveries.load(work.tx, tried.delivery_id or 0)
    if broadcast is None or delivery is None or broadcast.state is State.STOPPED:
        return NOTHING
    return hearing.flow_for(board, work, broadcast, delivery)


def _approval(board: Switchboard, work: Work, tried: Try) -> ToHear:
    """Somebody has to agree to a broadcast; by now it may be decided."""
    broadcast = asking.broadcast_of(work, tried.about)
    if broadcast is None or tried.staff_id is None:
        return NOTHING
    return "approval", asking.facts(board, work, broadcast, staff.load(work.tx, tried.staff_id))


def _speaker(board: Switchboard, work: Work, tried: Try) -> ToHear:
    """A cadre texted that they want to speak: with what they texted as a draft, or to record it."""
    broadcast_id = (tried.about or "").rpartition(":")[2]
    known = broadcasts.load(work.tx, broadcast_id) is not None
    return "loudspeaker", {"drafted": broadcast_id} if known else {}


def _promised(board: Switchboard, work: Work, tried: Try) -> ToHear:
    """A cadre, about a household that waits for a call; the first act finds out who."""
    told = staff.load(work.tx, tried.staff_id or 0)
    return "promised_call", {"language": told.language or board.settings.default_language}


FOR: Mapping[Purpose, Callable[[Switchboard, Work, Try], ToHear]] = {
    Purpose.MESSAGE: _message,
    Purpose.APPROVAL: _approval,
    Purpose.SPEAK: _speaker,
    Purpose.ALERT: _alert,
    Purpose.CALL_BACK: _front_desk,
    Purpose.FOLLOW_UP: _follow_up,
    Purpose.PROMISE: _promised,
    Purpose.TEXT: _text,
    Purpose.ROUND: _round,
}

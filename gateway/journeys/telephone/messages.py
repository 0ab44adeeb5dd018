"""What a phone we rang is to hear, and in which language anybody is spoken to."""

from typing import Protocol

from sqlalchemy import Connection

from gateway.domain.flow import Fact
from gateway.domain.places import LENGTH_OF, Level
from gateway.journeys.observing import standings
from gateway.store import alerts, broadcasts, deliveries, roster, staff, texts
from gateway.store.attempts import Purpose, Try
from gateway.store.broadcasts import Broadcast
from gateway.store.roster import Household
from gateway.switchboard import Switchboard, Work


class Whereabouts(Protocol):
    """Whoever something is about: a line, an arrival, the source of a report."""

    @property
    def number(self) -> str: ...
    @property
    def unit_code(self) -> str: ...
    @property
    def household_id(self) -> int | None: ...


def language_of(board: Switchboard, tx: Connection, number: str, household: Household | None) -> str:
    """The language a phone is spoken to: its own choice, its household's, the gateway's."""
    chosen = roster.caller(tx, number).language
    return chosen or (household.language if household else None) or board.settings.default_language


def for_attempt(board: Switchboard, work: Work, tried: Try) -> tuple[str, dict[str, Fact]]:
    """The flow for a phone we rang, with its facts."""
    if tried.alert_id is not None:
        return "urgent_alert", _alert_facts(board, work, tried)
    if tried.purpose is Purpose.CALL_BACK:  # as if they had rung us
        return "front_desk", {}
    if tried.purpose is Purpose.TEXT:
        return _text(board, work, tried)
    if tried.purpose is Purpose.FOLLOW_UP:
        return _follow_up(board, work, tried)
    return _message(board, work, tried)


def _follow_up(board: Switchboard, work: Work, tried: Try) -> tuple[str, dict[str, Fact]]:
    """Nobody had reported; who is no more under observation meanwhile has nothing to hear."""
    household = roster.household_of(work.tx, tried.attempt.to)
    whose = (tried.attempt.to, household.id if household else None)
    standing = standings.standing_of(work.tx, *whose, board.local_day(work.now))
    if standing is None:
        return "nothing_to_hear", {}
    code = household.unit_code if household else roster.common_unit(work.tx)
    return "follow_up", {**standings.facts(standing), "unit": unit_name(work.tx, code)}


def _text(board: Switchboard, work: Work, tried: Try) -> tuple[str, dict[str, Fact]]:
    """What their landline could not take, in the language it is written in: the office's, else the phone's own."""
    text = texts.load(work.tx, tried.text_id)
    if text is None:
        return "nothing_to_hear", {}
    household = roster.household_of(work.tx, text.number)
    offices = [person.language for person in staff.by_number(work.tx, text.number) if person.language]
    language = offices[0] if offices else language_of(board, work.tx, text.number, household)
    code = household.unit_code if household else roster.common_unit(work.tx)
    return "text_read_out", {"text": text.body, "text_language": language, "unit": unit_name(work.tx, code)}


def _alert_facts(board: Switchboard, work: Work, tried: Try) -> dict[str, Fact]:
    alert = alerts.load(work.tx, tried.alert_id or "")
    told = staff.load(work.tx, tried.staff_id or 0)
    if alert is None:
        return {}
    language = told.language or board.settings.default_language
    household = roster.household(work.tx, alert.household_id) if alert.household_id else None
    return {
        "language": language,
        "alert": f"key:alert.spoken.{alert.kind}",
        "unit": unit_name(work.tx, alert.unit_code),
        "household": household.door if household else "-",
        "phone_tail": " ".join(alert.number[-4:]),
    }


def _message(board: Switchboard, work: Work, tried: Try) -> tuple[str, dict[str, Fact]]:
    broadcast = broadcasts.load(work.tx, tried.broadcast_id or "")
    delivery = deliveries.load(work.tx, tried.delivery_id or 0)
    if broadcast is None or delivery is None:
        return "nothing_to_hear", {}
    speaker = broadcast.unit_code if len(broadcast.unit_code) > LENGTH_OF[Level.VILLAGE] else delivery.unit_code
    facts = notice_facts(broadcast, "message")
    facts["language"] = roster.caller(work.tx, delivery.number).language or delivery.language
    return "village_message", facts | {"unit": unit_name(work.tx, speaker)}


def notice_facts(broadcast: Broadcast, name: str) -> dict[str, Fact]:
    """A broadcast as a fact a flow can play with "@name": our copy, the carrier's recording, or its words."""
    audio = f"audio:{broadcast.digest}" if broadcast.digest else broadcast.address
    return {name: audio or broadcast.words or "", f"{name}_language": broadcast.language}


def unit_name(tx: Connection, code: str) -> str:
    """What the village (or higher unit) around a code is called; "" when nothing is known."""
    unit = roster.unit(tx, code[: LENGTH_OF[Level.VILLAGE]])
    return unit.name if unit else ""

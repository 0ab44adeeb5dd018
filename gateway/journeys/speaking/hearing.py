"""What a call of a broadcast came to: confirmed, listened to, understood; else rung again by cause, or given up."""

from gateway.domain.calls import CallState, Progress
from gateway.domain.cap.codes import Status
from gateway.domain.flow import FOR_A_PERSON, Fact, Phrase
from gateway.domain.places import LENGTH_OF, Level
from gateway.domain.speaking import hearing as rules
from gateway.domain.speaking.levels import Texting
from gateway.domain.speaking.retries import Cause, cause_of, has_rung, next_try
from gateway.domain.speaking.states import DeliveryState, Evidence, Recipient
from gateway.journeys import naming
from gateway.journeys.reporting import tasks
from gateway.journeys.speaking import running, telling
from gateway.store import attempts, broadcasts, deliveries, doors, sessions
from gateway.store.attempts import Try
from gateway.store.broadcasts import Broadcast, Info
from gateway.store.deliveries import Delivery
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work

OPENING = "message.opening"
FLOWS = {Recipient.HOUSEHOLD: "village_message", Recipient.LOUDSPEAKER: "loudspeaker_on_a_pole"}


def flow_for(board: Switchboard, work: Work, broadcast: Broadcast, delivery: Delivery) -> tuple[str, dict[str, Fact]]:
    """What a phone that was picked up is to hear, with its facts."""
    infos = broadcasts.infos(work.tx, broadcast.id)
    info = _info_for(infos, broadcast, delivery)
    spoken_to = info.language if info.language != broadcast.language else delivery.language
    facts: dict[str, Fact] = {
        **sound_of(info),
        "language": spoken_to,
        "unit": naming.unit_name(work.tx, _speaker(broadcast, delivery)),
        "plays": board.catalogue.levels[broadcast.level].plays,
        "drill": drill(broadcast),
    }
    if delivery.explained and info.slow_digest and info.language == delivery.language:
        facts["message"] = f"audio:{info.slow_digest}"
    if broadcast.right_key and (info.question or info.question_address):
        facts |= _sound("question", info, info.question_digest, info.question_address, info.question)
    return FLOWS[delivery.kind], facts


def drill(broadcast: Broadcast) -> str:
    """What is said before anything else of a message that is not meant; "" of one that is."""
    return "" if broadcast.status is Status.ACTUAL else f"key:message.{broadcast.status.lower()}"


def _info_for(infos: dict[str, Info], broadcast: Broadcast, delivery: Delivery) -> Info:
    """Their own language, or the broadcast's first; explained once more, another one where there is one."""
    own = infos.get(delivery.language) or infos[broadcast.language]
    if delivery.explained:
        return infos[rules.explain_in(own.language, tuple(infos)) or own.language]
    return own


def sound_of(info: Info, name: str = "message") -> dict[str, Fact]:
    """A broadcast as facts a flow can play with "@message"."""
    return _sound(name, info, info.digest, info.address, info.words)


def _speaker(broadcast: Broadcast, delivery: Delivery) -> str:
    """The unit a message comes from, as the household names it: their village, or the grid spoken to."""
    is_grid = len(broadcast.unit_code) > LENGTH_OF[Level.VILLAGE]
    return broadcast.unit_code if is_grid else delivery.unit_code


def _sound(name: str, info: Info, digest: str | None, address: str | None, words: str | None) -> dict[str, Fact]:
    """A fact a flow can play with "@name": our copy, the carrier's recording, or words to be read out."""
    return {name: f"audio:{digest}" if digest else address or words or "", f"{name}_language": info.language}


def hear(work: Work, delivery: Delivery, evidence: Evidence) -> bool:
    """A phone has heard a broadcast; nobody need walk to the homes behind it any more. False when that is no news."""
    news = deliveries.hear(work.tx, delivery.id, work.now, evidence)
    if news and delivery.state is DeliveryState.DOOR:
        doors.reach(work.tx, delivery.broadcast_id, delivery.number, work.now)
    return news


def confirm(board: Switchboard, work: Work, tried: Try | None) -> bool:
    """The household pressed 1. Returns whether a question is to be put to them now."""
    delivery = deliveries.load(work.tx, tried.delivery_id) if tried and tried.delivery_id else None
    broadcast = broadcasts.load(work.tx, delivery.broadcast_id) if delivery else None
    if delivery is None or broadcast is None:
        return False
    hear(work, delivery, Evidence.KEY)
    infos = broadcasts.infos(work.tx, broadcast.id)
    info = _info_for(infos, broadcast, delivery)
    return bool(broadcast.right_key and (info.question or info.question_address))


def answer(work: Work, tried: Try | None, key: str) -> bool:
    """The key pressed at the question. Wrong: they are rung once more and have it explained. Returns whether right."""
    delivery = deliveries.load(work.tx, tried.delivery_id) if tried and tried.delivery_id else None
    broadcast = broadcasts.load(work.tx, delivery.broadcast_id) if delivery else None
    if delivery is None or broadcast is None:
        return True
    right = key == broadcast.right_key
    deliveries.understand(work.tx, delivery.id, right)
    if not right:
        deliveries.explain_again(work.tx, delivery.id, work.now + rules.EXPLAIN_AFTER, rules.MOST_EXPLANATIONS)
    return right


def settle(board: Switchboard, work: Work, tried: Try, seen: Progress, line: Line | None) -> None:
    """A call of a broadcast is over: whoever did not confirm has listened to it, is rung again, or is given up.

    line  None: we were never asked what to say, or could not tell
    """
    delivery = deliveries.load(work.tx, tried.delivery_id or 0)
    broadcast = broadcasts.load(work.tx, tried.broadcast_id or "")
    if delivery is None or broadcast is None or not attempts.is_newest(work.tx, tried.attempt.id, delivery.id):
        return
    talked_s = _talked_s(work, line, seen)
    if seen.state is CallState.COMPLETED and _listened(board, work, broadcast, delivery, talked_s):
        return
    if delivery.state is DeliveryState.RINGING:
        _try_again(board, work, broadcast, delivery, seen)


def _talked_s(work: Work, line: Line | None, seen: Progress) -> float:
    """Seconds we spoke to them: to wait for us in silence is not to listen, nor is an apology or a talk."""
    if line is None:
        return 0.0
    over = line.ended_at if line.ended == sessions.APOLOGISED and line.ended_at else seen.at
    whole = min(float(seen.duration_s or 0), (over - line.started_at).total_seconds())
    asked = sessions.seconds_until(work.tx, seen.sid, FOR_A_PERSON)
    return whole if asked is None else min(whole, asked)


def _listened(board: Switchboard, work: Work, broadcast: Broadcast, delivery: Delivery, talked_s: float) -> bool:
    """Notes how much of the message was played; True when that alone is evidence, and news."""
    info = _info_for(broadcasts.infos(work.tx, broadcast.id), broadcast, delivery)
    opening = board.catalogue.words(
        Phrase(OPENING, {"unit": naming.unit_name(work.tx, _speaker(broadcast, delivery))}), delivery.language
    )
    opening_s = board.catalogue.seconds(opening, delivery.language)
    listened = rules.listened_s(talked_s, opening_s, info.seconds)
    deliveries.listen(work.tx, delivery.id, listened)
    if delivery.state is not DeliveryState.RINGING or not rules.is_enough(listened, info.seconds):
        return False
    return deliveries.hear(work.tx, delivery.id, work.now, Evidence.LISTENED)


def _try_again(board: Switchboard, work: Work, broadcast: Broadcast, delivery: Delivery, seen: Progress) -> None:
    why = cause_of(seen.state, seen.cause)
    rang = has_rung(seen.state, refused=not seen.sid)
    rule, windows = board.catalogue.levels[broadcast.level], running.windows_of(board, broadcast.level)
    again = next_try(rule, why, delivery.tries + int(rang), work.now, board.settings.timezone, windows)
    if again is not None and broadcast.is_expired(again):
        again = None
    deliveries.put_back(work.tx, delivery.id, rang, why, again)
    off = why is Cause.SWITCHED_OFF or (again is None and why is not Cause.WRONG_NUMBER)
    if off and rule.texting is not Texting.NOBODY and delivery.heard_at is None and _is_home(delivery):
        telling.text_instead(board, work, broadcast, delivery)
    if again is None and delivery.kind is Recipient.LOUDSPEAKER and why is not Cause.WRONG_NUMBER:
        tasks.dead_line(work, delivery.number)


def _is_home(delivery: Delivery) -> bool:
    return delivery.kind is Recipient.HOUSEHOLD

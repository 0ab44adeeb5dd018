"""A broadcast from draft to door list: drafted, sent, fanned out once, stopped, finished."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from uuid import uuid4
from wave import open as open_wave

from gateway.domain import broadcasts as rules
from gateway.domain import places
from gateway.domain.broadcasts import DeliveryState, State
from gateway.domain.companies import reach_together
from gateway.domain.errors import BadInput, CarrierThrottled, NotFound
from gateway.ports import Job
from gateway.store import attempts, broadcasts, deliveries, recordings, roster, staff, texts
from gateway.store.broadcasts import Broadcast
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work


@dataclass(frozen=True)
class Message:
    """What is to be said: the carrier's recording, or words. `seconds` 0 for words: estimated."""

    language: str
    address: str | None = None
    words: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Draft:
    """A broadcast ready to go: how many phones would ring, for about how many minutes."""

    id: str
    phones: int
    minutes: int


def is_child(unit: str, other: str) -> bool:
    """Whether a unit stands right below another."""
    return places.parent_of(other) == unit


def draft(board: Switchboard, work: Work, unit_code: str, message: Message, author: Person | None) -> Draft:
    """Keeps a broadcast as a draft. Raises BadInput for an area that does not exist or is not the author's."""
    if roster.unit(work.tx, unit_code) is None:
        raise BadInput(f"there is no unit {unit_code!r}; `dalaba roster list` shows those there are")
    if author is not None and not places.covers(author.unit_code, unit_code):
        raise BadInput(f"{unit_code} lies outside {author.unit_code}, for which {author.name} speaks")
    seconds = message.seconds or board.catalogue.languages[message.language].seconds(message.words or "")
    broadcast = Broadcast(
        id=uuid4().hex,
        unit_code=unit_code,
        author_id=author.id if author else None,
        state=State.DRAFT,
        words=message.words,
        language=message.language,
        address=message.address,
        digest=None,
        seconds=seconds,
        created_at=work.now,
    )
    broadcasts.add(work.tx, broadcast)
    phones = roster.count_phones(work.tx, unit_code)
    pace = reach_together(board.settings.accounts)
    return Draft(broadcast.id, phones, rules.minutes_for(phones, *pace, seconds))


def send(work: Work, broadcast_id: str) -> bool:
    """Lets a draft go. False when it was sent or dropped before."""
    sent = broadcasts.move(work.tx, broadcast_id, State.QUEUED)
    if sent:
        work.hint(Job.FAN_OUT, broadcast_id)
    return sent


def drop(work: Work, broadcast_id: str) -> bool:
    """Throws a draft away."""
    return broadcasts.move(work.tx, broadcast_id, State.DROPPED, ended_at=work.now)


def fan_out(board: Switchboard, broadcast_id: str) -> None:
    """Freezes the recipients in one statement and lets the dialling begin. Run again, it adds nobody.

    Raises CarrierThrottled while the carrier has not finished the recording.
    """
    with board.ledger.read() as tx:
        broadcast = broadcasts.load(tx, broadcast_id)
    if broadcast is None or broadcast.state is not State.QUEUED:
        return
    wav = _audio(board, broadcast)
    with board.work() as work:
        if wav is not None:
            _keep_audio(work, broadcast.id, wav)
        expires_at = work.now + rules.EXPIRES_AFTER
        if broadcasts.move(work.tx, broadcast.id, State.SENDING, started_at=work.now, expires_at=expires_at):
            first = rules.next_waking(work.now, board.settings.timezone, board.settings.waking)
            deliveries.freeze(work.tx, broadcast.id, broadcast.unit_code, board.settings.default_language, first)
            work.hint(Job.DIAL, broadcast.id)


def _audio(board: Switchboard, broadcast: Broadcast) -> bytes | None:
    if broadcast.address is None:
        return board.voice.speak(broadcast.words or "", broadcast.language)
    wav = board.carrier.fetch_recording(broadcast.address)
    if wav is None:
        raise CarrierThrottled("the carrier has not finished the recording", wait_s=2)
    return wav


def _keep_audio(work: Work, broadcast_id: str, wav: bytes) -> None:
    digest = sha256(wav).hexdigest()[:32]
    with open_wave(BytesIO(wav)) as sound:
        seconds = sound.getnframes() / sound.getframerate()
    recordings.keep(work.tx, digest, wav, seconds, work.now)
    broadcasts.set_audio(work.tx, broadcast_id, digest, seconds)


def stop(work: Work, broadcast_id: str) -> bool:
    """No further phone rings, and those ringing are hung up. False when it was over already."""
    stopped = broadcasts.move(work.tx, broadcast_id, State.STOPPED, ended_at=work.now)
    if stopped:
        deliveries.close(work.tx, broadcast_id, DeliveryState.STOPPED)
        work.hint(Job.HANG_UP, broadcast_id)
    return stopped


def hang_up(board: Switchboard, broadcast_id: str) -> None:
    """Ends the calls of a stopped broadcast that still ring or talk."""
    with board.ledger.read() as tx:
        broadcast = broadcasts.load(tx, broadcast_id)
        live = attempts.live_of_broadcast(tx, broadcast_id)
    if broadcast is None or broadcast.state is not State.STOPPED:
        return
    for tried in live:
        if tried.attempt.sid is not None:
            board.carrier.end_call(tried.attempt.sid, tried.account)


def finish(board: Switchboard, work: Work, broadcast: Broadcast) -> bool:
    """Closes a broadcast when no phone is due or ringing any more, or it has expired; tells the doors to knock on."""
    expired = broadcast.expires_at is not None and work.now >= broadcast.expires_at
    if expired:
        deliveries.close(work.tx, broadcast.id, DeliveryState.DOOR)
    reach = deliveries.reach(work.tx, broadcast.id)
    if (reach.due or reach.ringing) and not expired:
        return False
    finished = broadcasts.move(work.tx, broadcast.id, State.FINISHED, ended_at=work.now)
    if finished:
        _tell_doors(board, work, broadcast)
    return finished


def _tell_doors(board: Switchboard, work: Work, broadcast: Broadcast) -> None:
    doors = deliveries.door_list(work.tx, broadcast.id)
    author = staff.load(work.tx, broadcast.author_id) if broadcast.author_id else None
    cadre = author or staff.responsible(work.tx, "cadre", broadcast.unit_code)
    if not doors or cadre is None:
        return
    language = cadre.language or board.settings.default_language
    body = board.catalogue.sms("doors", language, count=len(doors), households=_shortened([door[1] for door in doors]))
    texts.put(work.tx, f"doors:{broadcast.id}", cadre.number, body, work.now)
    work.hint_texts()


MOST_DOORS = 15  # door numbers that fit two segments; the whole list is in the ledger


def _shortened(doors: Sequence[str]) -> str:
    return " ".join(doors[:MOST_DOORS]) + (" ..." if len(doors) > MOST_DOORS else "")


def find(work: Work, short: str) -> Broadcast:
    """A broadcast by its id or the beginning of it. Raises NotFound when none, or more than one, begins so."""
    found = broadcasts.beginning_with(work.tx, short)
    if len(found) != 1:
        raise NotFound(f"{len(found)} broadcasts begin with {short!r}; `dalaba broadcast list` shows them")
    return found[0]

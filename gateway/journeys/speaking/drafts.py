"""A broadcast before it goes: drafted, estimated, worded in more languages, thrown away, found again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from gateway.domain import places
from gateway.domain.cap.codes import MsgType, Status
from gateway.domain.companies import reach_together
from gateway.domain.errors import BadInput, NotAllowed, NotFound
from gateway.domain.speaking import estimates
from gateway.domain.speaking.levels import Level, may_issue
from gateway.domain.speaking.states import State
from gateway.domain.texts import segments
from gateway.journeys.speaking import rights
from gateway.store import broadcasts, counters, recipients, roster
from gateway.store.broadcasts import Act, Broadcast, Info, Through, What
from gateway.store.recipients import EVERYBODY, Audience, Wanted
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work


@dataclass(frozen=True)
class Message:
    """What is to be said in one language: the carrier's recording, or words. `seconds` 0 for words: estimated.

    question  put at the end, as words or as the carrier's recording; None: none
    """

    language: str
    address: str | None = None
    words: str | None = None
    seconds: float = 0.0
    question: str | None = None


@dataclass(frozen=True)
class Plan:
    """To whom, how pressing, and what it is to an earlier broadcast.

    areas      units, at least one
    right_key  the right answer to the question at the end, None: no question
    identifier, cap  of an imported alert, as in the table
    expires_at nobody is rung after it; None, or later than its level has it: its level decides
    """

    areas: tuple[str, ...]
    level: Level
    audience: Audience = EVERYBODY
    status: Status = Status.ACTUAL
    msg_type: MsgType = MsgType.ALERT
    references_id: str | None = None
    right_key: str | None = None
    identifier: str | None = None
    cap: Mapping[str, Any] | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True)
class Estimate:
    """What would happen if it were sent now.

    phones   that would ring, of them `loudspeakers`
    minutes  of the first round
    yuan     about what that costs
    missing  languages it is not worded in -> phones spoken to in them
    spared   phones whose people want no routine messages
    """

    broadcast_id: str
    number: int
    phones: int
    loudspeakers: int
    minutes: int
    yuan: int
    missing: Mapping[str, int]
    spared: int


def draft(
    board: Switchboard,
    work: Work,
    plan: Plan,
    messages: Sequence[Message],
    author: Person | None,
    through: Through = Through.COMMAND_LINE,
) -> Broadcast:
    """Keeps a broadcast as a draft. Whoever has no message in their own language hears the first one.

    author  None: from the command line

    Raises BadInput for no area, an area that does not exist or is not the author's, or nothing to say; NotAllowed for
    a level the author may not issue; either for an earlier broadcast that may not be replaced so.
    """
    if not plan.areas:
        raise BadInput("nobody is spoken to: name at least one area")
    if not messages:
        raise BadInput("nothing is said: give words or a recording")
    for area in plan.areas:
        _check_area(work, area, author)
    if author is not None and not may_issue(board.catalogue.levels[plan.level], [author.role]):
        raise NotAllowed(f"{author.name} ({author.role}) may not issue a {plan.level} broadcast")
    if plan.references_id and (earlier := broadcasts.load(work.tx, plan.references_id)):
        rights.check_replaces(work, earlier, plan.level, plan.status, plan.areas, author)
    broadcast = Broadcast(
        id=uuid4().hex,
        number=counters.next_number(work.tx, "broadcast"),
        unit_code=_common(plan.areas),
        author_id=author.id if author else None,
        state=State.DRAFT,
        level=plan.level,
        language=messages[0].language,
        created_at=work.now,
        msg_type=plan.msg_type,
        status=plan.status,
        references_id=plan.references_id,
        audience=plan.audience.to_json(),
        right_key=plan.right_key,
        identifier=plan.identifier,
        cap=plan.cap,
        expires_at=plan.expires_at,
    )
    broadcasts.add(work.tx, broadcast, sorted(set(plan.areas)), [_info(board, message) for message in messages])
    broadcasts.note(work.tx, Act(broadcast.id, What.DRAFTED, broadcast.author_id, through, None, work.now))
    return broadcast


def _check_area(work: Work, area: str, author: Person | None) -> None:
    if roster.unit(work.tx, area) is None:
        raise BadInput(f"there is no unit {area!r}; `dalaba roster list` shows those there are")
    if author is not None and not places.covers(author.unit_code, area):
        raise BadInput(f"{area} lies outside {author.unit_code}, for which {author.name} speaks")


def _common(areas: Sequence[str]) -> str:
    """The smallest unit that holds every area."""
    shared = [
        length
        for length in places.LENGTHS
        if all(len(area) >= length and area[:length] == areas[0][:length] for area in areas)
    ]
    return areas[0][: max(shared)] if shared else ""


def _info(board: Switchboard, message: Message) -> Info:
    seconds = message.seconds or board.catalogue.languages[message.language].seconds(message.words or "")
    is_recording = (message.question or "").startswith(("http://", "https://"))
    return Info(
        language=message.language,
        words=message.words,
        address=message.address,
        seconds=seconds,
        question=None if is_recording else message.question,
        question_address=message.question if is_recording else None,
    )


def say_also(board: Switchboard, work: Work, broadcast_id: str, message: Message) -> None:
    """A draft says it in one more language, or differently in one it had."""
    broadcasts.put_info(work.tx, broadcast_id, _info(board, message))


def ask_at_end(work: Work, broadcast_id: str, language: str, question: str, right_key: str) -> None:
    """A draft asks a question at its end. `question`: words, or the carrier's recording."""
    info = broadcasts.infos(work.tx, broadcast_id)[language]
    spoken = question.startswith(("http://", "https://"))
    asked = replace(
        info, question=None if spoken else question, question_address=question if spoken else None, question_digest=None
    )
    broadcasts.put_info(work.tx, broadcast_id, asked)
    broadcasts.set_right_key(work.tx, broadcast_id, right_key)


def wanted(board: Switchboard, work: Work, broadcast: Broadcast) -> Wanted:
    """Who is to hear a broadcast."""
    return Wanted(
        areas=tuple(broadcasts.areas(work.tx, broadcast.id)),
        audience=Audience.from_json(broadcast.audience),
        language=board.settings.default_language,
        optional=board.catalogue.levels[broadcast.level].optional,
    )


def estimate(board: Switchboard, work: Work, broadcast: Broadcast) -> Estimate:
    """What would happen if it were sent now."""
    rule, prices = board.catalogue.levels[broadcast.level], board.catalogue.levels.prices
    infos = broadcasts.infos(work.tx, broadcast.id)
    counted = recipients.count(work.tx, wanted(board, work, broadcast))
    longest = max(infos.values(), key=lambda info: info.seconds)
    pace = reach_together(board.settings.accounts)
    parts = max(1, segments(longest.words or ""))
    return Estimate(
        broadcast_id=broadcast.id,
        number=broadcast.number,
        phones=counted.phones,
        loudspeakers=counted.loudspeakers,
        minutes=estimates.minutes_for(counted.phones, *pace, longest.seconds),
        yuan=estimates.yuan_for(counted.phones, longest.seconds, parts, rule, prices),
        missing=recipients.languages_missing(counted.by_language, list(infos)),
        spared=counted.spared,
    )


def drop(work: Work, broadcast_id: str, by: Person | None, through: Through, why: str | None = None) -> bool:
    """Throws away a draft, or one that still waits for somebody to agree. False when it is too late for that."""
    dropped = broadcasts.move(work.tx, broadcast_id, State.DROPPED, ended_at=work.now, why=why)
    if dropped:
        act = Act(broadcast_id, What.DROPPED, by.id if by else None, through, why, work.now)
        broadcasts.note(work.tx, act)
    return dropped


def find(work: Work, short: str) -> Broadcast:
    """A broadcast by its running number (37, Y37), its id or the beginning of it.

    Raises NotFound when there is none, or more than one id begins so.
    """
    bare = short.strip().upper().removeprefix("Y").removeprefix("N")
    if bare.isdecimal() and (numbered := broadcasts.by_number(work.tx, int(bare))):
        return numbered
    found = broadcasts.beginning_with(work.tx, short)
    if len(found) != 1:
        raise NotFound(f"{len(found)} broadcasts begin with {short!r}; `dalaba broadcast list` shows them")
    return found[0]

"""Who has to agree to a broadcast: asked by text and call, one after another; whoever submitted it never may.

An orange message waits for it; a red one goes at once and is stopped when nobody agrees in time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import uuid4

from gateway.domain import alerts as rings
from gateway.domain.calls import ENDED
from gateway.domain.errors import BadInput, NotAllowed
from gateway.domain.flow import Fact
from gateway.domain.speaking.levels import LevelRule, may_approve
from gateway.domain.speaking.states import State
from gateway.journeys import callees
from gateway.journeys.speaking import drafts, hearing, running, telling
from gateway.ports import Job
from gateway.store import broadcasts, budget, duty, staff
from gateway.store.attempts import Order, Purpose
from gateway.store.broadcasts import Act, Broadcast, Through, What
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

PURPOSE = "approval"  # how the calls about it are named
NEXT_PERSON = timedelta(minutes=10)  # without an answer one more is asked


class Submitted(StrEnum):
    """What became of a draft that was sent off.

    GONE         nobody has to agree
    GONE_FIRST   it goes at once; somebody has to agree all the same
    WAITING      nobody is rung until somebody agrees
    TOO_LATE     it was sent off or dropped before
    """

    GONE = "gone"
    GONE_FIRST = "gone_first"
    WAITING = "waiting"
    TOO_LATE = "too_late"


class Decided(StrEnum):
    """What became of a decision."""

    DONE = "done"
    TOO_LATE = "too_late"


def submit(
    board: Switchboard, work: Work, broadcast_id: str, by: Person | None, through: Through = Through.COMMAND_LINE
) -> Submitted:
    """Sends a draft off.

    Raises NotAllowed when somebody has to agree and nobody on the roster may, BadInput when it has expired.
    """
    broadcast = broadcasts.load(work.tx, broadcast_id)
    if broadcast is None or broadcast.state is not State.DRAFT:
        return Submitted.TOO_LATE
    if broadcast.is_expired(work.now):
        until = f"{board.settings.local(broadcast.expires_at or work.now):%m-%d %H:%M}"
        raise BadInput(f"{broadcast.number} expired at {until}; ask its sender for an Update, or say it anew")
    rule = board.catalogue.levels[broadcast.level]
    if rule.approval is None:
        moved = broadcasts.move(work.tx, broadcast_id, State.QUEUED)
        outcome = Submitted.GONE
    else:
        if not approvers(work, broadcast, rule):
            raise NotAllowed(_nobody(work, broadcast, rule))
        approve_by = work.now + rule.approval.within
        to = State.WAITING if rule.approval.before else State.QUEUED
        moved = broadcasts.move(work.tx, broadcast_id, to, approve_by=approve_by)
        outcome = Submitted.WAITING if rule.approval.before else Submitted.GONE_FIRST
        work.hint(Job.ASK_APPROVERS)
    if not moved:
        return Submitted.TOO_LATE
    broadcasts.note(work.tx, Act(broadcast_id, What.SUBMITTED, by.id if by else None, through, None, work.now))
    if outcome is not Submitted.WAITING:
        work.hint(running.fan_out_job(broadcast.level), broadcast_id)
    return outcome


def _nobody(work: Work, broadcast: Broadcast, rule: LevelRule) -> str:
    wanted = rule.approval
    areas = ", ".join(broadcasts.areas(work.tx, broadcast.id))
    roles = " or ".join(sorted(wanted.roles)) if wanted else ""
    rung = wanted.rung if wanted else ""
    return (
        f"a {broadcast.level} broadcast to {areas} needs somebody else to agree ({roles}, {rung} or above), "
        "and nobody like that is on duty; put somebody on the roster"
    )


def approvers(work: Work, broadcast: Broadcast, rule: LevelRule) -> list[Person]:
    """Who may agree, nearest first; never whoever submitted it, under whatever office."""
    if rule.approval is None:
        return []
    author = staff.load(work.tx, broadcast.author_id).number if broadcast.author_id else None
    areas = broadcasts.areas(work.tx, broadcast.id)
    on_duty = [person for role in sorted(rule.approval.roles) for person in duty.everywhere(work.tx, role, work.now)]
    found = {
        person.number: person
        for person in sorted(on_duty, key=lambda person: (len(person.unit_code), -person.id))
        if person.number != author and may_approve(rule, person.role, person.unit_code, areas)
    }
    return sorted(found.values(), key=lambda person: (-len(person.unit_code), person.id))


def office_for(board: Switchboard, work: Work, broadcast: Broadcast, number: str) -> Person:
    """The office under which whoever answers on this phone may decide. Raises NotAllowed, saying why not."""
    rule = board.catalogue.levels[broadcast.level]
    for person in approvers(work, broadcast, rule):
        if person.number == number:
            return person
    author = staff.load(work.tx, broadcast.author_id).number if broadcast.author_id else None
    if number == author:
        raise NotAllowed(f"{broadcast.number}: whoever submitted a broadcast cannot agree to it")
    raise NotAllowed(f"{broadcast.number}: {number} may not decide on a {broadcast.level} broadcast to this area")


def approve(work: Work, broadcast: Broadcast, by: Person, through: Through) -> Decided:
    """Somebody agrees: it goes, or goes on. The first decision is the one."""
    if not _is_open(broadcast) or not broadcasts.approve(work.tx, broadcast.id, work.now):
        return Decided.TOO_LATE
    late = "signed after it had begun" if broadcast.state is not State.WAITING else None
    if broadcast.state is State.WAITING:
        if not broadcasts.move(work.tx, broadcast.id, State.QUEUED):
            return Decided.TOO_LATE
        work.hint(running.fan_out_job(broadcast.level), broadcast.id)
    broadcasts.note(work.tx, Act(broadcast.id, What.APPROVED, by.id, through, late, work.now))
    return Decided.DONE


def refuse(board: Switchboard, work: Work, broadcast: Broadcast, by: Person, through: Through, why: str) -> Decided:
    """Somebody does not agree: it does not go, or stops. Its author is told why."""
    if not _is_open(broadcast):
        return Decided.TOO_LATE
    if broadcast.state is State.WAITING:
        refused = broadcasts.move(work.tx, broadcast.id, State.REFUSED, ended_at=work.now, why=why)
    else:
        refused = running.stop(work, broadcast.id, by, through, why)
    if not refused:
        return Decided.TOO_LATE
    broadcasts.note(work.tx, Act(broadcast.id, What.REFUSED, by.id, through, why, work.now))
    telling.tell_responsible(board, work, broadcast, "broadcast.refused", "refused", name=by.name, why=why or "-")
    return Decided.DONE


def _is_open(broadcast: Broadcast) -> bool:
    going = broadcast.state in (State.WAITING, State.QUEUED, State.SENDING, State.HALTED)
    return going and broadcast.approve_by is not None and broadcast.approved_at is None


# Asking


@dataclass(frozen=True)
class Asked:
    """Somebody to be asked about a broadcast."""

    broadcast: Broadcast
    person: Person

    def about(self, n: int) -> str:
        """What names the n-th call to them about it, from 1."""
        return f"{PURPOSE}:{self.broadcast.id}:{self.person.id}:{n}"

    @property
    def abouts(self) -> list[str]:
        return [self.about(n) for n in range(1, rings.MAX_RINGS + 1)]


def ask(board: Switchboard) -> list[Order]:
    """Texts whoever is to be asked by now, stops what nobody agreed to in time, and writes the calls down."""
    with board.work() as work:
        orders = []
        for broadcast in broadcasts.waiting_for_approval(work.tx):
            if broadcast.approve_by is not None and work.now >= broadcast.approve_by:
                _lapse(board, work, broadcast)
                continue
            for asked in _to_ask(board, work, broadcast):
                _text(board, work, asked)
                orders += _call(work, asked)
        return callees.reserve(work, orders)


def is_due(board: Switchboard) -> bool:
    """Whether anybody still has to agree to something."""
    with board.ledger.read() as tx:
        return bool(broadcasts.waiting_for_approval(tx))


def _to_ask(board: Switchboard, work: Work, broadcast: Broadcast) -> Iterator[Asked]:
    """One person more each time the last one has had their minutes."""
    rule = board.catalogue.levels[broadcast.level]
    since = work.now - _submitted_at(broadcast, rule)
    so_many = 1 + int(since / NEXT_PERSON)
    yield from (Asked(broadcast, person) for person in approvers(work, broadcast, rule)[:so_many])


def _submitted_at(broadcast: Broadcast, rule: LevelRule) -> datetime:
    within = rule.approval.within if rule.approval else timedelta()
    return (broadcast.approve_by or broadcast.created_at) - within


def _text(board: Switchboard, work: Work, asked: Asked) -> None:
    broadcast = asked.broadcast
    infos = broadcasts.infos(work.tx, broadcast.id)
    info = infos[broadcast.language]
    language = asked.person.language or board.settings.default_language
    key = "approval.before" if broadcast.state is State.WAITING else "approval.after"
    telling.tell(
        board,
        work,
        broadcast,
        asked.person,
        key,
        "approval",
        name=telling.name_of(work, broadcast) or board.catalogue.sms("approval.operator", language),
        area=telling.areas_in_words(work, broadcast),
        phones=drafts.estimate(board, work, broadcast).phones,
        words=(info.words or board.catalogue.sms("approval.recording", language, seconds=round(info.seconds)))[:40],
    )


def _call(work: Work, asked: Asked) -> list[Order]:
    tried = budget.tried(work.tx, asked.abouts)
    live = any(call.state not in ENDED for call in tried.values())
    ends = [call.ended_at for call in tried.values() if call.ended_at is not None]
    if not rings.ring_now(len(tried), live, max(ends, default=None), work.now):
        return []
    about = asked.about(len(tried) + 1)
    return [Order(uuid4().hex, asked.person.number, Purpose.APPROVAL, about, staff_id=asked.person.id)]


def _lapse(board: Switchboard, work: Work, broadcast: Broadcast) -> None:
    """Nobody agreed in time: what waits is dropped, what runs is stopped. Its author is told."""
    why = "nobody agreed in time"
    if broadcast.state is State.WAITING:
        lapsed = broadcasts.move(work.tx, broadcast.id, State.DROPPED, ended_at=work.now, why=why)
    else:
        lapsed = running.stop(work, broadcast.id, None, Through.CLOCK, why)
    if lapsed:
        broadcasts.note(work.tx, Act(broadcast.id, What.LAPSED, None, Through.CLOCK, why, work.now))
        telling.tell_responsible(board, work, broadcast, "broadcast.lapsed", "lapsed")


def facts(board: Switchboard, work: Work, broadcast: Broadcast, person: Person) -> dict[str, Fact]:
    """What an approver hears of a broadcast."""
    language = person.language or board.settings.default_language
    return {
        **hearing.sound_of(broadcasts.infos(work.tx, broadcast.id)[broadcast.language]),
        "language": language,
        "broadcast": broadcast.id,
        "name": telling.name_of(work, broadcast) or board.catalogue.sms("approval.operator", language),
        "level": board.catalogue.sms(f"level.{broadcast.level}", language),
        "area": telling.areas_in_words(work, broadcast),
        "phones": drafts.estimate(board, work, broadcast).phones,
    }


def broadcast_of(work: Work, about: str | None) -> Broadcast | None:
    """The broadcast a call to an approver is about."""
    purpose, _, rest = (about or "").partition(":")
    return broadcasts.load(work.tx, rest.partition(":")[0]) if purpose == PURPOSE else None

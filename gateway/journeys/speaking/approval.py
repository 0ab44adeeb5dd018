"""Sending a broadcast off, and who has to agree to it: whoever submitted it never may.

An orange message waits for it; a red one goes at once and is stopped when nobody agrees in time.
"""

from enum import StrEnum

from gateway.domain.errors import BadInput, NotAllowed
from gateway.domain.speaking.levels import LevelRule, may_approve
from gateway.domain.speaking.states import State
from gateway.journeys.speaking import running, telling
from gateway.ports import Job
from gateway.store import broadcasts, duty, staff
from gateway.store.broadcasts import Act, Broadcast, Through, What
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work


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


def lapse(board: Switchboard, work: Work, broadcast: Broadcast) -> None:
    """Nobody agreed in time: what waits is dropped, what runs is stopped. Its author is told."""
    why = "nobody agreed in time"
    if broadcast.state is State.WAITING:
        lapsed = broadcasts.move(work.tx, broadcast.id, State.DROPPED, ended_at=work.now, why=why)
    else:
        lapsed = running.stop(work, broadcast.id, None, Through.CLOCK, why)
    if lapsed:
        broadcasts.note(work.tx, Act(broadcast.id, What.LAPSED, None, Through.CLOCK, why, work.now))
        telling.tell_responsible(board, work, broadcast, "broadcast.lapsed", "lapsed")


def _is_open(broadcast: Broadcast) -> bool:
    going = broadcast.state in (State.WAITING, State.QUEUED, State.SENDING, State.HALTED)
    return going and broadcast.approve_by is not None and broadcast.approved_at is None

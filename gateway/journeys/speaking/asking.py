"""Asking those who have to agree to a broadcast: by text and call, one person after another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from gateway.domain import alerts
from gateway.domain.calls import ENDED
from gateway.domain.flow import Fact
from gateway.domain.speaking.levels import LevelRule
from gateway.domain.speaking.states import State
from gateway.journeys import callees
from gateway.journeys.speaking import approval, drafts, hearing, telling
from gateway.store import broadcasts, budget
from gateway.store.attempts import Order, Purpose
from gateway.store.broadcasts import Broadcast
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

PURPOSE = "approval"  # how the calls about it are named
NEXT_PERSON = timedelta(minutes=10)  # without an answer one more is asked


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
        return [self.about(n) for n in range(1, alerts.MAX_RINGS + 1)]


def ask(board: Switchboard) -> list[Order]:
    """Texts whoever is to be asked by now, stops what nobody agreed to in time, and writes the calls down."""
    with board.work() as work:
        orders = []
        for broadcast in broadcasts.waiting_for_approval(work.tx):
            if broadcast.approve_by is not None and work.now >= broadcast.approve_by:
                approval.lapse(board, work, broadcast)
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
    yield from (Asked(broadcast, person) for person in approval.approvers(work, broadcast, rule)[:so_many])


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
        area=telling.areas_in_words(board, work, broadcast, language),
        phones=drafts.estimate(board, work, broadcast).phones,
        words=(info.words or board.catalogue.sms("approval.recording", language, seconds=round(info.seconds)))[:40],
    )


def _call(work: Work, asked: Asked) -> list[Order]:
    tried = budget.tried(work.tx, asked.abouts)
    live = any(call.state not in ENDED for call in tried.values())
    ends = [call.ended_at for call in tried.values() if call.ended_at is not None]
    if not alerts.ring_now(len(tried), live, max(ends, default=None), work.now):
        return []
    about = asked.about(len(tried) + 1)
    return [Order(uuid4().hex, asked.person.number, Purpose.APPROVAL, about, staff_id=asked.person.id)]


def facts(board: Switchboard, work: Work, broadcast: Broadcast, person: Person) -> dict[str, Fact]:
    """What an approver hears of a broadcast."""
    language = person.language or board.settings.default_language
    return {
        **hearing.sound_of(broadcasts.infos(work.tx, broadcast.id)[broadcast.language]),
        "language": language,
        "broadcast": broadcast.id,
        "name": telling.name_of(work, broadcast) or board.catalogue.sms("approval.operator", language),
        "level": board.catalogue.sms(f"level.{broadcast.level}", language),
        "area": telling.areas_in_words(board, work, broadcast, language),
        "phones": drafts.estimate(board, work, broadcast).phones,
    }


def broadcast_of(work: Work, about: str | None) -> Broadcast | None:
    """The broadcast a call to an approver is about."""
    purpose, _, rest = (about or "").partition(":")
    return broadcasts.load(work.tx, rest.partition(":")[0]) if purpose == PURPOSE else None

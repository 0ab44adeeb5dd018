"""How tests speak to the village."""

from datetime import datetime

from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.retries import Cause
from gateway.domain.speaking.states import Evidence
from gateway.journeys.speaking import approval, drafts, running
from gateway.journeys.speaking.drafts import Message, Plan
from gateway.store import broadcasts, deliveries, staff
from gateway.store.broadcasts import Broadcast, Through
from gateway.store.recipients import EVERYBODY, Audience
from gateway.switchboard import Switchboard
from tests.support import cast


def drafted(
    board: Switchboard,
    *areas: str,
    words: str = "今天下午两点停水",
    level: Level = Level.RED,
    by: str | None = None,
    audience: Audience = EVERYBODY,
    question: str | None = None,
    also: tuple[Message, ...] = (),
    expires_at: datetime | None = None,
) -> Broadcast:
    """A draft, of the command line or of whoever answers on a phone. The right key to a question is 1."""
    with board.work() as work:
        author = staff.by_number(work.tx, by)[0] if by else None
        right_key = "1" if question else None
        plan = Plan(areas or (cast.VILLAGE,), level, audience, right_key=right_key, expires_at=expires_at)
        messages = [Message("zh", words=words, question=question), *also]
        return drafts.draft(board, work, plan, messages, author)


def standing(board: Switchboard, broadcast: Broadcast | str) -> Broadcast:
    """A broadcast, or the one with an id, as it stands now."""
    with board.ledger.read() as tx:
        found = broadcasts.load(tx, broadcast if isinstance(broadcast, str) else broadcast.id)
    assert found is not None
    return found


def sent(board: Switchboard, *areas: str, agreed: bool = True, **more: object) -> str:
    """The id of a broadcast that is on its way; somebody has agreed to it where somebody must."""
    broadcast = drafted(board, *areas, **more)  # type: ignore[arg-type]
    with board.work() as work:
        approval.submit(board, work, broadcast.id, None)
    with board.work() as work:
        standing = drafts.find(work, str(broadcast.number))
        rule = board.catalogue.levels[standing.level]
        if agreed and rule.approval is not None:
            person = approval.approvers(work, standing, rule)[0]
            approval.approve(work, standing, person, Through.TEXT)
    running.fan_out(board, broadcast.id)
    return broadcast.id


def finished(board: Switchboard, *areas: str, heard: tuple[str, ...] = (), **more: object) -> str:
    """The id of a broadcast that is over: these phones have heard it, nobody answered on the others."""
    broadcast_id = sent(board, *areas, **more)
    with board.work() as work:
        for delivery in deliveries.take(work.tx, broadcast_id, work.now, 100):
            if delivery.number in heard:
                deliveries.hear(work.tx, delivery.id, work.now, Evidence.KEY)
            else:
                deliveries.put_back(work.tx, delivery.id, True, Cause.NO_ANSWER, None)
    with board.work() as work:
        assert running.finish(board, work, drafts.find(work, broadcast_id))
    return broadcast_id

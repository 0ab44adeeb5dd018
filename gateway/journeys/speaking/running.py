"""A broadcast under way: recipients frozen once, stopped, halted when the carriers refuse us, finished."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from gateway.domain.cap.codes import MsgType
from gateway.domain.hours import Window, next_open, within
from gateway.domain.speaking.levels import Level, Texting
from gateway.domain.speaking.states import DeliveryState, State
from gateway.journeys.speaking import door_lists, drafts, telling, voicing
from gateway.ports import Job
from gateway.store import attempts, broadcasts, deliveries, doors, reach, recordings, texts
from gateway.store.broadcasts import Act, Broadcast, Through, What
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

MOST_THREADS = 50  # of those that hang up


def windows_of(board: Switchboard, level: Level) -> tuple[Window, ...]:
    """The local hours in which a broadcast of this level rings here: its own, and but for red the village's waking."""
    windows = board.catalogue.levels[level].windows
    return windows if level is Level.RED else within(windows, board.settings.waking) or (board.settings.waking,)


def first_ring(board: Switchboard, level: Level, now: datetime) -> datetime:
    """When the first phone would ring if it were sent now."""
    return next_open(now, board.settings.timezone, windows_of(board, level))


def fan_out(board: Switchboard, broadcast_id: str) -> None:
    """Freezes the recipients in one statement and lets the dialling begin. Run again, it adds nobody.

    Raises CarrierThrottled while the carrier has not finished the recording.
    """
    with board.ledger.read() as tx:
        broadcast = broadcasts.load(tx, broadcast_id)
        infos = broadcasts.infos(tx, broadcast_id)
    if broadcast is None or broadcast.state is not State.QUEUED:
        return
    voiced = [voicing.voiced(board, broadcast, info) for info in infos.values()]
    with board.work() as work:
        for info, sounds in voiced:
            for wav in sounds:
                recordings.keep(work.tx, wav, work.now)
            broadcasts.put_info(work.tx, broadcast_id, info)
        _begin(board, work, broadcast)


def _begin(board: Switchboard, work: Work, broadcast: Broadcast) -> None:
    if broadcast.is_expired(work.now):
        if stop(work, broadcast.id, None, Through.CLOCK, "it expired before anybody was rung"):
            telling.tell_responsible(board, work, broadcast, "broadcast.expired", "expired")
        return
    rule = board.catalogue.levels[broadcast.level]
    last = work.now + rule.expires
    times = {"started_at": work.now, "expires_at": min(last, broadcast.expires_at or last)}
    if not broadcasts.move(work.tx, broadcast.id, State.SENDING, **times):
        return
    first = first_ring(board, broadcast.level, work.now)
    deliveries.freeze(work.tx, broadcast.id, drafts.wanted(board, work, broadcast), first)
    if rule.texting is Texting.ALL:
        telling.text_everybody(board, work, broadcast)
    if broadcast.msg_type is MsgType.UPDATE and broadcast.references_id:
        withdraw(work, broadcast.references_id, None, Through.CLOCK, f"superseded by {broadcast.number}")
    work.hint(dial_job(broadcast.level))


def dial_job(level: Level) -> Job:
    """Red messages are dialled by a worker of their own: they wait for nobody."""
    return Job.DIAL_RED if level is Level.RED else Job.DIAL


def fan_out_job(level: Level) -> Job:
    """Nor do they wait behind the dialling of another red one, or the fan-out of a whole province."""
    return Job.FAN_OUT_RED if level is Level.RED else Job.FAN_OUT


def stop(work: Work, broadcast_id: str, by: Person | None, through: Through, why: str | None = None) -> bool:
    """No further phone rings, those ringing are hung up, it is no notice any more. False when it was over already."""
    stopped = broadcasts.move(work.tx, broadcast_id, State.STOPPED, ended_at=work.now, why=why)
    if stopped:
        deliveries.close(work.tx, broadcast_id, DeliveryState.STOPPED)
        texts.withdraw(work.tx, broadcast_id)
        broadcasts.note(work.tx, Act(broadcast_id, What.STOPPED, by.id if by else None, through, why, work.now))
        work.hint(Job.HANG_UP, broadcast_id)
    return stopped or _recall(work, broadcast_id, by, through, why)


def _recall(work: Work, broadcast_id: str, by: Person | None, through: Through, why: str | None) -> bool:
    """It rings nobody any more, but whoever rings in would hear it still: from now on they do not."""
    recalled = broadcasts.recall(work.tx, broadcast_id, work.now)
    if recalled:
        texts.withdraw(work.tx, broadcast_id)
        broadcasts.note(work.tx, Act(broadcast_id, What.RECALLED, by.id if by else None, through, why, work.now))
    return recalled


def withdraw(work: Work, broadcast_id: str, by: Person | None, through: Through, why: str) -> State | None:
    """Takes a broadcast back, wherever it stands: STOPPED, or DROPPED before it was sent; None when it was over."""
    if stop(work, broadcast_id, by, through, why):
        return State.STOPPED
    return State.DROPPED if drafts.drop(work, broadcast_id, by, through, why) else None


def hang_up(board: Switchboard, broadcast_id: str) -> None:
    """Ends the calls of a stopped broadcast that still ring or talk."""
    with board.ledger.read() as tx:
        broadcast = broadcasts.load(tx, broadcast_id)
        live = attempts.live_of_broadcast(tx, broadcast_id)
    if broadcast is None or broadcast.state is not State.STOPPED:
        return
    placed = [tried for tried in live if tried.attempt.sid is not None]
    if placed:
        with ThreadPoolExecutor(min(len(placed), MOST_THREADS)) as pool:  # all of them within seconds, whoever fails
            ends = [pool.submit(board.carrier.end_call, tried.attempt.sid or "", tried.account) for tried in placed]
        for end in ends:
            end.result()


def halt(board: Switchboard, work: Work, broadcast_id: str, why: str) -> bool:
    """The carriers refuse us, whoever is rung: nobody else is, until somebody has mended that. Told once.

    why  what they said, for whoever mends it
    """
    broadcast = broadcasts.load(work.tx, broadcast_id)
    if broadcast is None or not broadcasts.move(work.tx, broadcast_id, State.HALTED, why=why):
        return False
    broadcasts.note(work.tx, Act(broadcast_id, What.HALTED, None, Through.CLOCK, why, work.now))
    telling.tell_responsible(board, work, broadcast, "broadcast.halted", f"halted:{work.now.isoformat()}", why=why)
    return True


def resume(work: Work, broadcast_id: str, by: Person | None, through: Through) -> bool:
    """What was mended may ring on. False when it was not halted."""
    broadcast = broadcasts.load(work.tx, broadcast_id)
    if broadcast is None or broadcast.state is not State.HALTED:
        return False
    if not broadcasts.move(work.tx, broadcast_id, State.SENDING, why=None):
        return False
    broadcasts.note(work.tx, Act(broadcast_id, What.RESUMED, by.id if by else None, through, None, work.now))
    work.hint(dial_job(broadcast.level))
    return True


def finish(board: Switchboard, work: Work, broadcast: Broadcast) -> bool:
    """Closes a broadcast when no phone is due or ringing any more, or it has expired; lists the doors to knock on."""
    if broadcast.is_expired(work.now):
        deliveries.close(work.tx, broadcast.id, DeliveryState.DOOR)
        texts.withdraw(work.tx, broadcast.id)
    elif deliveries.reach(work.tx, broadcast.id).open:
        return False
    finished = broadcasts.move(work.tx, broadcast.id, State.FINISHED, ended_at=work.now)
    if finished:
        broadcasts.note(work.tx, Act(broadcast.id, What.FINISHED, None, Through.CLOCK, None, work.now))
        if board.catalogue.levels[broadcast.level].doors:
            door_lists.list_and_tell(board, work, broadcast)
        _tell_the_end(board, work, broadcast)
    return finished


def _tell_the_end(board: Switchboard, work: Work, broadcast: Broadcast) -> None:
    homes, left = reach.whole(work.tx, broadcast.id), doors.of_broadcast(work.tx, broadcast.id)
    figures = {"total": homes.households, "count": homes.heard, "left": len(left)}
    telling.tell_responsible(board, work, broadcast, "broadcast.finished", "finished", **figures)

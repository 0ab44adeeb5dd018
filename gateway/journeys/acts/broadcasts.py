"""Acts about broadcasts on their way: heard, understood, agreed to, stopped, played to whoever rings in."""

from gateway.domain.conversation import MOST_OPTIONS
from gateway.domain.errors import NotAllowed
from gateway.domain.flow import Did, Fact
from gateway.domain.speaking.states import Evidence
from gateway.journeys.speaking import approval, asking, hearing, rights, running, telling
from gateway.journeys.speaking.approval import Decided
from gateway.store import attempts, broadcasts, deliveries, staff
from gateway.store.broadcasts import Broadcast, Through
from gateway.store.sessions import Line
from gateway.store.staff import Person
from gateway.switchboard import Switchboard, Work

DONE = "bye"  # what the key says that ends a notice


def mark_heard(board: Switchboard, work: Work, line: Line) -> Did:
    """The household pressed 1."""
    asks = hearing.confirm(board, work, attempts.load(work.tx, line.attempt_id or ""))
    return Did("question" if asks else "done")


def mark_understood(board: Switchboard, work: Work, line: Line) -> Did:
    """The key pressed at the question at the end."""
    right = hearing.answer(work, attempts.load(work.tx, line.attempt_id or ""), line.state.answers["question"])
    return Did("right" if right else "wrong")


# Somebody has to agree


def agree(board: Switchboard, work: Work, line: Line) -> Did:
    """Pressed 1, and keyed the PIN where there is one."""
    broadcast, office = _asked(board, work, line)
    if broadcast is None or office is None:
        return Did(Decided.TOO_LATE.value)
    return Did(approval.approve(work, broadcast, office, Through.CALL).value)


def disagree(board: Switchboard, work: Work, line: Line) -> Did:
    """Pressed 2: not agreed."""
    broadcast, office = _asked(board, work, line)
    if broadcast is None or office is None:
        return Did(Decided.TOO_LATE.value)
    return Did(approval.refuse(board, work, broadcast, office, Through.CALL, "").value)


def _asked(board: Switchboard, work: Work, line: Line) -> tuple[Broadcast | None, Person | None]:
    """The broadcast they were rung about, and the office under which they may decide; None when neither stands."""
    tried = attempts.load(work.tx, line.attempt_id or "")
    broadcast = asking.broadcast_of(work, tried.about) if tried else None
    if tried is None or tried.staff_id is None or broadcast is None:
        return None, None
    try:
        return broadcast, approval.office_for(board, work, broadcast, staff.load(work.tx, tried.staff_id).number)
    except NotAllowed:
        return broadcast, None


# Stopping


def find_running(board: Switchboard, work: Work, line: Line) -> Did:
    """The broadcasts under way that the caller may stop."""
    going = rights.stoppable(work, line.number)[:MOST_OPTIONS]
    options = [{"value": one.id, "words": _words(board, work, line, one)} for one in going]
    return Did("some" if len(options) > 1 else "one" if options else "none", {"running": options})


def _words(board: Switchboard, work: Work, line: Line, broadcast: Broadcast) -> str:
    level = board.catalogue.sms(f"level.{broadcast.level}", line.state.language)
    return f"{level}{broadcast.number}，{telling.areas_in_words(board, work, broadcast, line.state.language)}"


def stop_broadcast(board: Switchboard, work: Work, line: Line) -> Did:
    """The one chosen, or the only one there was."""
    going = line.state.facts["running"]
    only = going[0]["value"] if isinstance(going, list) and going else ""
    broadcast = broadcasts.load(work.tx, line.state.answers.get("which", only))
    by = rights.may_stop(work, broadcast, line.number) if broadcast else None
    if broadcast is None or by is None or not running.stop(work, broadcast.id, by, Through.CALL):
        return Did("over")
    reach = deliveries.reach(work.tx, broadcast.id)
    return Did("stopped", {"heard": reach.heard, "phones": reach.phones})


# Ringing in


def find_notice(board: Switchboard, work: Work, line: Line) -> Did:
    """The messages to this village in force, the newest first, one after the other."""
    n = line.state.facts.get("notice_n")
    nth = n if isinstance(n, int) else 0
    told = broadcasts.in_force(work.tx, line.unit_code, line.number, work.now)
    if nth >= len(told):
        return Did("no_more" if nth else "none", {"notice_n": 0})
    infos = broadcasts.infos(work.tx, told[nth].id)
    info = infos.get(line.state.language) or infos[told[nth].language]
    facts: dict[str, Fact] = {
        **hearing.sound_of(info, "notice"),
        "drill": hearing.drill(told[nth]),
        "notice_n": nth + 1,
        "notice_id": told[nth].id,
    }
    return Did("found", facts)


def mark_notice(board: Switchboard, work: Work, line: Line) -> Did:
    """Whoever says that they are done with it has heard it: they need not be rung. A key to go on says nothing."""
    wish = line.state.answers.get("play_notice", "menu")
    broadcast_id = str(line.state.facts.get("notice_id") or "")
    delivery = deliveries.of_number(work.tx, broadcast_id, line.number)
    if delivery is not None and wish == DONE:
        hearing.hear(work, delivery, Evidence.CALLED_IN)
    return Did(wish)

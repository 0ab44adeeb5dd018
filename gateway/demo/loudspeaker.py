"""The cadre speaks to the village: everybody is rung, who missed it is rung again, and who never heard is a door."""

import os
import re
import signal
from collections import Counter
from datetime import UTC, datetime, timedelta

import redis
from rich.text import Text
from rq import Worker
from sqlalchemy import func, select

from gateway.demo import scenes
from gateway.demo.scripts import Intent
from gateway.demo.stage import Stage, Stuck
from gateway.demo.village import GRIDS, UNITS, VILLAGE
from gateway.domain.calls import ENDED
from gateway.domain.places import Level as Rung
from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import DeliveryState, Outcome, State
from gateway.journeys.speaking import approval, drafts, running
from gateway.journeys.speaking.drafts import Message, Plan
from gateway.journeys.telephone.lost import SILENT_S
from gateway.queueing import QueueName
from gateway.store import broadcasts, doors, outgoing_tables, roster, speaking_tables, staff, tables
from gateway.store.broadcasts import Through

SPEAKS, DIALS, FEW_DIALS = 40.0, 30.0, 60.0  # rehearsal seconds in a second on the wall
ASKS = 10.0  # the same, slower: how long a silence must be is counted on the wall
FEW = 30  # calls of a round that may go faster
RIGHT, WRONG_IN = "2", 9  # the right key to the question, and one home in so many presses another at first
SIGN = re.compile(r"同意Y(\d+)")
SAYS = {
    "cadre_menu": "speak",
    "area": VILLAGE,
    "level": "red",
    "how": "record",
    "hear_back": "question|send",
    "right_key": RIGHT,
}
KNOCKS = 6  # doors the cadre walks to
KILLED_AT = 0.3  # of the phones reached, when a worker is killed
STOPPED_AT = 5  # phones that heard a broadcast before it is stopped
ROUND = timedelta(minutes=20)  # phones due within it are waited for together
LONG_AGO = datetime.min.replace(tzinfo=UTC)
NAMES = {code: name for code, _, name in UNITS}


def speak(stage: Stage) -> None:
    """10:00: PIN, area, red, message, a question at its end, what it would take, and 1: it goes at once."""
    stage.at(10, 0, SPEAKS)
    stage.scene("村干部讲话：红色紧急，结尾问一句，按 1 马上打  the cadre speaks: red, with a question at the end")
    _meet(stage, "never_answers")  # whoever has to sign is in a meeting, and reads the text
    stage.operator.put_phones(_quiz(stage, wrong=True))
    pin = stage.cast.village.staff["cadre"].pin
    sid = stage.cadre_speaks(Intent({**SAYS, "pin": pin}))
    stage.narrator.follow(sid)
    stage.until("the cadre to send it", lambda: stage.has_ended(sid))
    stage.until("the broadcast to begin", lambda: _newest(stage) is not None)
    stage.broadcast = _newest(stage)


def _meet(stage: Stage, persona: str) -> None:
    stage.operator.put_phones([{"number": stage.cast.village.staff["supervisor"].number, "persona": persona}])


def _quiz(stage: Stage, *, wrong: bool) -> list[dict[str, object]]:
    """Every home presses 1, it heard, and answers the question; some of them wrongly, where that is wished."""
    homes = stage.cast.village.personas.items()
    slips = [wrong and nth % WRONG_IN == 0 for nth in range(len(homes))]
    return [
        {"number": number, "persona": persona, "keys": ["1", "1" if slip else RIGHT]}
        for (number, persona), slip in zip(homes, slips, strict=True)
    ]


def countersigned(stage: Stage) -> None:
    """The township signs by text what rings already: unsigned, a red message would stop within two hours."""
    stage.scene("镇上补签：短信 同意  the township signs by text what rings already")
    supervisor = stage.cast.village.staff["supervisor"].number
    stage.until("the township to be asked", lambda: _asked(stage, supervisor) is not None)
    stage.operator.text(supervisor, f"同意 Y{_asked(stage, supervisor)}")
    stage.until("the signature", lambda: _signed(stage))
    _meet(stage, "steady")


def _asked(stage: Stage, number: str) -> int | None:
    """The running number in the text that asks somebody to sign."""
    for event in stage.operator.events:
        if event["kind"] == "text.received" and event["number"] == number and (found := SIGN.search(event["body"])):
            return int(found[1])
    return None


def _signed(stage: Stage) -> bool:
    with stage.board.ledger.read() as tx:
        broadcast = broadcasts.load(tx, stage.broadcast or "")
    return broadcast is not None and broadcast.approved_at is not None


def _newest(stage: Stage) -> str | None:
    with stage.board.ledger.read() as tx:
        sending = broadcasts.in_state(tx, State.SENDING)
    return sending[-1].id if sending else None


def first_round(stage: Stage) -> None:
    """Everybody is rung once, though a worker dies on the way."""
    stage.jump(stage.local(), DIALS)
    stage.until("the first to hear", lambda: _share(stage) >= KILLED_AT)
    _lose_worker(stage)
    countersigned(stage)
    stage.until("the first round", lambda: _is_quiet(stage))
    _show_reach(stage)
    stage.operator.put_phones(_quiz(stage, wrong=False))  # once it is explained again they know


def _share(stage: Stage) -> float:
    reach = stage.reach()
    return reach.heard / reach.phones if reach and reach.phones else 0.0


def _lose_worker(stage: Stage) -> None:
    """Kills the dialling worker with -9, as a machine short of memory would, and waits for its successor."""
    killed = _dialling(stage)
    os.kill(killed, signal.SIGKILL)
    stage.screen.say(f"{stage.local():%H:%M:%S}  kill -9 {killed}：拨号的进程死了 the dialling worker dies", "red")
    stage.until("a new worker", lambda: _dialling(stage) not in (0, killed))
    stage.screen.say(f"{stage.local():%H:%M:%S}  {_dialling(stage)} 接着打 a new one goes on", "green")


def _dialling(stage: Stage) -> int:
    """The process id of the newest worker that dials, 0 when there is none."""
    with redis.Redis.from_url(stage.board.settings.redis_url) as post:
        workers = [worker for worker in Worker.all(connection=post) if QueueName.RED in worker.queue_names()]
        newest = max(workers, key=lambda worker: worker.birth_date or LONG_AGO, default=None)
        return newest.pid or 0 if newest else 0


def _is_quiet(stage: Stage) -> bool:
    """Nobody rings, and nobody is due before the clock is moved."""
    if stage.operator.calls_in_the_air():
        return False
    due = _dues(stage)
    return not due or min(due) > stage.board.clock.now()


def _dues(stage: Stage) -> list[datetime]:
    due = select(speaking_tables.deliveries.c.next_try_at).where(
        speaking_tables.deliveries.c.broadcast_id == stage.broadcast,
        speaking_tables.deliveries.c.state == DeliveryState.DUE,
    )
    with stage.board.ledger.read() as tx:
        return sorted(tx.execute(due).scalars())


def next_rounds(stage: Stage) -> None:
    """Who was busy is rung again in minutes, who did not answer later, until all have heard or are doors."""
    stage.scene("再打：占线过几分钟，没人接过一刻  rung again, by what went wrong")
    while _state(stage) is State.SENDING:
        if _dues(stage):
            _ring_again(stage)
        else:
            _ask_about_silent(stage)
        stage.until("the round to be noted", lambda: _is_noted(stage))
        _show_reach(stage)


def _ring_again(stage: Stage) -> None:
    """Everybody due within a round, counted from the first of them."""
    due = _dues(stage)
    moment = stage.board.settings.local(max(at for at in due if at <= due[0] + ROUND))
    if moment.time() >= stage.board.settings.cut_off[Rung.VILLAGE]:
        raise Stuck(f"the broadcast would still be ringing at {moment:%H:%M}")
    causes = _due_by(stage, moment)
    stage.jump(moment, FEW_DIALS if causes.total() <= FEW else DIALS)
    why = "，".join(f"{CAUSES.get(cause, NOT_PLACED)} {count}" for cause, count in causes.most_common())
    stage.screen.say(f"{stage.local():%H:%M}  再打 {causes.total()} 部 phones: {why}")
    stage.until("the next round", lambda: _is_quiet(stage))


def _ask_about_silent(stage: Stage) -> None:
    """Only calls are left whose end nobody told: the carrier is asked what became of them."""
    stage.jump(stage.local() + timedelta(seconds=(SILENT_S + 5) * ASKS), ASKS)
    stage.screen.say(f"{stage.local():%H:%M}  问网络：没消息的电话怎样了 calls gone silent are asked about")
    stage.until("the carrier's answer", lambda: not ((reach := stage.reach()) and reach.ringing))


def _due_by(stage: Stage, moment: datetime) -> Counter[str]:
    """Why those who are due by then did not hear the last time."""
    rung = speaking_tables.deliveries.c
    due = select(rung.cause).where(
        rung.broadcast_id == stage.broadcast, rung.state == DeliveryState.DUE, rung.next_try_at <= moment
    )
    with stage.board.ledger.read() as tx:
        return Counter(tx.execute(due).scalars())


def _is_noted(stage: Stage) -> bool:
    """The broadcast is over, or the clock must be moved for anything more to happen."""
    return _state(stage) is not State.SENDING or bool(_dues(stage)) or bool((reach := stage.reach()) and reach.ringing)


def _state(stage: Stage) -> State:
    with stage.board.ledger.read() as tx:
        broadcast = broadcasts.load(tx, stage.broadcast or "")
    if broadcast is None:
        raise Stuck("the broadcast has gone from the ledger")
    return broadcast.state


def _show_reach(stage: Stage) -> None:
    reach = stage.reach()
    if reach is not None:
        stage.screen.reached(stage.local(), reach)


NOT_PLACED = "没打出去 not placed"  # the carrier had no room, or the dialler died before asking
CAUSES = {
    "busy": "占线 busy",
    "no_answer": "没人接 no answer",
    "not_confirmed": "没按 1 not confirmed",
    "switched_off": "关机 switched off",
    "failed": "打不通 failed",
    "carrier": "网络 carrier",
    "wrong_number": "号码不对 wrong number",
}


def door_list(stage: Stage) -> None:
    """Who has to be told by knocking: the cadre's phone says so too."""
    with stage.board.ledger.read() as tx:
        left = doors.of_broadcast(tx, stage.broadcast or "")
        names = {door.household_id: roster.household(tx, door.household_id).name for door in left}
    stage.until("the doors' text", lambda: not left or scenes.at_rest(stage))
    rows = [
        (NAMES[door.unit_code], door.door, names[door.household_id], Text(CAUSES.get(door.cause or "", "")))
        for door in left
    ]
    stage.screen.table("要上门的户  doors to knock on", ("组 grid", "户 door", "户主 name", "为什么 why"), rows)
    if left:
        _knock(stage, [door.door for door in left[:KNOCKS]])
    stage.broadcast = None


def _knock(stage: Stage, walked: list[str]) -> None:
    """The cadre walks to some of them, finds nobody behind the first, and texts what was found."""
    stage.scene("上门回来：一条短信销户  back from the doors: one text closes them")
    nobody, *well = walked
    homes = {home.door: home for home in stage.cast.village.homes if home.grid.startswith(VILLAGE)}
    stage.cast.knocked += [(homes[nobody], False), *((homes[door], True) for door in well)]
    said = " ".join([f"{nobody}无人", *(f"{door}好" for door in well)])
    stage.operator.text(stage.cast.village.staff["cadre"].number, said)
    stage.until("the doors to be closed", lambda: _closed(stage) >= len(well) and scenes.at_rest(stage))


def _closed(stage: Stage) -> int:
    with stage.board.ledger.read() as tx:
        return sum(1 for door in doors.of_broadcast(tx, stage.broadcast or "") if door.outcome is Outcome.WELL)


def stopped(stage: Stage) -> None:
    """16:10: a second message, to one grid, is stopped while it rings."""
    stage.at(16, 10, DIALS)
    stage.scene("打错了：叫停  a broadcast stopped while it rings")
    with stage.board.work() as work:
        author = staff.by_number(work.tx, stage.cast.village.staff["cadre"].number, "cadre")[0]
        plan = Plan((GRIDS[0],), Level.YELLOW)
        drafted = drafts.draft(stage.board, work, plan, [Message("zh", words="今晚全村开会。")], author)
        approval.submit(stage.board, work, drafted.id, author)
    stage.broadcast = drafted.id
    stage.until("some to hear", lambda: bool((reach := stage.reach()) and reach.heard >= STOPPED_AT))
    with stage.board.work() as work:
        running.stop(work, drafted.id, author, Through.COMMAND_LINE)
    stage.screen.say(f"{stage.local():%H:%M:%S}  停！正在响的也挂断  stopped: those that ring are hung up", "bold red")
    stage.until("the line to fall silent", lambda: not stage.operator.calls_in_the_air())
    _show_reach(stage)
    stage.broadcast = None


def night(stage: Stage) -> None:
    """17:50: calls whose end nobody told are asked about, before the evening's own begin."""
    stage.at(17, 50, ASKS)
    stage.until("the last calls to be noted", lambda: not _hanging(stage))


def _hanging(stage: Stage) -> int:
    calls = select(func.count()).where(outgoing_tables.attempts.c.state.not_in(sorted(ENDED)))
    lines = select(func.count()).where(tables.sessions.c.ended_at.is_(None))
    with stage.board.ledger.read() as tx:
        return int(tx.execute(calls).scalar_one() + tx.execute(lines).scalar_one())

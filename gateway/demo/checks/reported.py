"""The four ways of reporting, each as the exchange saw it against what the ledger made of it."""

from datetime import datetime, timedelta

from gateway.demo import stories
from gateway.demo.checks.evidence import Evidence, Life
from gateway.demo.checks.figures import Check, matched
from gateway.demo.stage import FREE_LINE, Call
from gateway.demo.village import Home
from gateway.domain.screening import Concern

WITHIN = timedelta(seconds=60)  # of the village's clock: from the ring to the call back
MEMBER_BEFORE = 2  # entries from the end of the call: who it is, then whether there is a cough


def gone_on(day: Evidence) -> Check:
    """A call that broke off and the one that went on with it tell of one person, and put no question twice."""
    pairs = [(call.resumes, call.sid) for call in day.cast.calls if call.resumes]
    twice = sum(len(_questions(day, first) & _questions(day, then)) for first, then in pairs)
    whole = bool(pairs) and all(_one_person(day, first, then) for first, then in pairs)
    return Check("断了接着报，问两遍的题 gone on: asked twice", "0", str(twice), whole and not twice)


def _questions(day: Evidence, sid: str) -> set[str]:
    """The questions of the ten clears that were answered in a call."""
    session = day.sessions.get(sid, {}).get("id")
    kept = (row for row in day.rows["answers"] if row["session_id"] == session)
    return {row["node"] for row in kept if row["flow"] == "ten_clears"}


def _one_person(day: Evidence, first: str, then: str) -> bool:
    before, after = day.report_of(first), day.report_of(then)
    return before is not None and after is not None and before["person"] == after["person"] and _keyed(day, first, then)


def _keyed(day: Evidence, *sids: str) -> bool:
    """Keys went down in each of these calls, as the exchange saw it."""
    return all(sid in day.lives and day.lives[sid].pressed for sid in sids)


def named_ill(day: Evidence) -> Check:
    """Who the ledger says is ill is whose key went down."""
    calls = [call for call in day.cast.calls if "member" in call.script.answers]
    named = [_member(call, day.lives.get(call.sid)) for call in calls]
    kept = [str((day.report_of(call.sid) or {"person": ""})["person"]).partition(":")[2] for call in calls]
    holds = bool(calls) and "" not in named and named == kept
    return Check("按键说的是谁病了 who is ill, by key", "、".join(named), "、".join(kept), holds)


def _member(call: Call, life: Life | None) -> str:
    key = life.pressed[-MEMBER_BEFORE] if life and len(life.pressed) >= MEMBER_BEFORE else ""
    return call.home.members[int(key) - 1] if key.isdigit() else ""


def sharers(day: Evidence) -> Check:
    """Everybody who said they came by the sought train is told of as urgent, whichever came first, and nobody else."""
    raised = [row["number"] for row in day.rows["alert_reports"] if row["kind"] == Concern.SHARED_VEHICLE]
    return matched("找到的同车人 passengers found", [home.numbers[0] for home in _passengers(day)], raised)


def _passengers(day: Evidence) -> list[Home]:
    called = [call.home for call in day.cast.calls if call.story is stories.SHARED]
    return called + [text.home for text in day.cast.texts if text.note is stories.FORM]


def told_on_the_line(day: Evidence) -> Check:
    """Who keys the sought train is told of before their phone is put down."""
    calls = [call for call in day.cast.calls if call.story is stories.SHARED]
    told = [row for row in day.rows["alert_reports"] if row["kind"] == Concern.SHARED_VEHICLE]
    raised = {row["number"]: row["at"] for row in told}
    before = bool(calls) and all(_before_the_end(call, day, raised.get(call.home.numbers[0])) for call in calls)
    return Check("报车次时就报警 alarmed while on the line", "✓", "✓" if before else "—", before)


def _before_the_end(call: Call, day: Evidence, raised_at: datetime | None) -> bool:
    life = day.lives.get(call.sid)
    return bool(life and life.ended_at and raised_at and life.began_at < raised_at < life.ended_at)


def sharers_told(day: Evidence) -> Check:
    """The cadre's phone names the doors of everybody who shared it."""
    cadre = day.cast.village.staff["cadre"].number
    texts = [event["body"] for event in day.of_kind("text.received", number=cadre) if stories.SOUGHT in event["body"]]
    doors = [home.door for home in _passengers(day)]
    named = [home.door for home in day.cast.village.homes if any(home.door in body for body in texts)]
    return matched("短信告诉村干部的户 doors of passengers texted", doors, named)


def rung_back(day: Evidence) -> Check:
    """A ring is turned away, one call goes back from the line that was rung, and what it hears is filed."""
    waits = [_wait(day, ring) for ring in day.cast.rings]
    late = [wait for wait in waits if wait is None or wait > WITHIN]
    shown = "、".join("—" if wait is None else f"{wait.total_seconds():.0f} s" for wait in waits)
    return Check(
        "响一声后打回去 rung back after one ring", f"≤ {WITHIN.total_seconds():.0f} s", shown, bool(waits) and not late
    )


def _wait(day: Evidence, ring: Call) -> timedelta | None:
    """How long somebody waited to be rung back, None when that did not come about as it should."""
    rang, backs = day.lives.get(ring.sid), day.call_backs(ring)
    if rang is None or rang.status != "busy" or rang.ended_at is None or len(backs) != 1:
        return None
    report, filed = day.report_of(backs[0].sid), ring.story.filed
    told = report is not None and filed is not None and report["kind"] == filed.kind
    return backs[0].began_at - rang.ended_at if told and backs[0].line == FREE_LINE else None

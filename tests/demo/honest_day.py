"""A very small day on which everything agrees: what the exchange saw, what the ledger keeps, what the cast meant."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from gateway.demo import stories
from gateway.demo.checks import Evidence
from gateway.demo.scripts import Script
from gateway.demo.stage import DAY, Call, Cast, Text
from gateway.demo.village import STAFF, TOWNSHIP, VILLAGE, Home, Village
from gateway.domain.daily.content import Act, DayReport, Tally, What
from tests.demo import reported_day
from tests.support.board import MORNING

ILL = Home(f"{VILLAGE}01", "1-001", "段桂花", "zh", "zh", ("+8619900100010",), ("爷爷", "妈妈", "小宝"))
WELL = Home(f"{VILLAGE}02", "2-001", "杨福生", "zh", "zh", ("+8619900100020",))
FAR = Home("53290119920201", "1-001", "李树声", "zh", "zh", ("+8619900100030",))
OFFICES = {one.role: one for one in STAFF}
DOCTOR, CADRE, SUPERVISOR = (OFFICES[role].number for role in ("doctor", "cadre", "supervisor"))
DIGEST = "银溪镇2/8日报："
OPENED = (("3", "银溪镇2/8发热1：鹤鸣村1"), ("3 鹤鸣村", "鹤鸣村2/8发热1：A0208-01一组段*199****0010"))


RED = {
    "level": "red",
    "right_key": "2",
    "author_id": 1,
    "approved_at": MORNING,
    "approve_by": MORNING + timedelta(hours=2),
}
YELLOW = {"level": "yellow", "right_key": None, "author_id": 1, "approved_at": None, "approve_by": None}


@dataclass
class Day:
    """Evidence that may be tampered with."""

    events: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    cast: Cast = field(default_factory=lambda: Cast(Village((ILL, WELL, FAR), OFFICES, {})))

    def evidence(self) -> Evidence:
        return Evidence(self.events, self.rows, self.cast)

    def see(self, kind: str, sid: str, number: str = "", **facts: Any) -> None:
        n = len(self.events) + 1
        at = (MORNING + timedelta(seconds=n)).isoformat()
        self.events.append({"n": n, "at": at, "kind": kind, "sid": sid, "number": number, **facts})

    def find(self, kind: str, sid: str) -> dict[str, Any]:
        return next(event for event in self.events if event["kind"] == kind and event["sid"] == sid)


def honest_day() -> Day:
    """She keys her report and the doctor is rung meanwhile; he texts; both are rung, one hears; the day is sealed."""
    day = Day()
    keys = ("3", "1", "3#", "384", "1", "1")
    script = Script(keys, keys, stored=5, ended="registered")
    day.cast.calls.append(Call("CA-her", ILL, stories.FEVER, script))
    day.cast.texts.append(Text("SM-well", WELL, stories.NOTES[0]))
    _calls(day, keys)
    _texts(day)
    day.rows = _rows(script.stored)
    reported_day.report(day, ILL, WELL, DOCTOR, CADRE)
    return day


def _calls(day: Day, keys: tuple[str, ...]) -> None:
    day.see("call.dialled", "CA-her", *ILL.numbers)
    for entry in keys[:-1]:
        day.see("call.pressed", "CA-her", *ILL.numbers, keys=entry)
    day.see("call.placed", "CA-doctor", DOCTOR)
    day.see("call.ringing", "CA-doctor", DOCTOR)
    day.see("call.pressed", "CA-her", *ILL.numbers, keys=keys[-1])
    day.see("call.ended", "CA-her", *ILL.numbers, status="completed")
    day.see("call.pressed", "CA-doctor", DOCTOR, keys="1")
    day.see("call.ended", "CA-doctor", DOCTOR, status="completed")
    day.see("call.placed", "CA-ill", *ILL.numbers)
    day.see("call.pressed", "CA-ill", *ILL.numbers, keys="1")
    day.see("call.pressed", "CA-ill", *ILL.numbers, keys="2")
    day.see("call.ended", "CA-ill", *ILL.numbers, status="completed")
    day.see("call.placed", "CA-well", *WELL.numbers)
    day.see("call.ended", "CA-well", *WELL.numbers, status="busy")
    day.see("call.placed", "CA-asked", *ILL.numbers)
    day.see("call.pressed", "CA-asked", *ILL.numbers, keys="1")
    day.see("call.ended", "CA-asked", *ILL.numbers, status="completed")
    day.see("call.placed", "CA-stopped", *WELL.numbers)
    day.see("call.ended", "CA-stopped", *WELL.numbers, status="canceled")


def _texts(day: Day) -> None:
    day.see("text.sent", "SM-well", *WELL.numbers, body="好")
    day.see("text.received", "SM-answer", *WELL.numbers, body="记下了", segments=1)
    day.see("text.received", "SM-doors", CADRE, body="还有1户没听到通知", segments=1)
    day.see("text.sent", "SM-right", CADRE, body="日报 对")
    day.see("text.received", "SM-right-answer", CADRE, body="鹤鸣村日报已确认", segments=1)
    day.see("text.received", "SM-digest", SUPERVISOR, body=DIGEST, segments=2)
    for number, (asked, told) in enumerate(OPENED):
        day.see("text.sent", f"SM-asked-{number}", SUPERVISOR, body=asked)
        day.see("text.received", f"SM-told-{number}", SUPERVISOR, body=told, segments=1)


def _rows(stored: int) -> dict[str, list[dict[str, Any]]]:
    return {
        "sessions": [
            {"id": "s1", "sid": "CA-her", "attempt_id": None, "ended_at": MORNING},
            {"id": "s2", "sid": "CA-doctor", "attempt_id": "CA-doctor", "ended_at": MORNING},
            {"id": "s3", "sid": "CA-asked", "attempt_id": "CA-asked", "ended_at": MORNING},
        ],
        "answers": [{"session_id": "s1", "flow": "ten_clears", "node": f"q{n}"} for n in range(stored)],
        "reports": [
            {"source": "call:s1:1", "kind": "returnee", "category": "B", "clear": 10, "temperature": 38.4},
            {"source": "call:s3:1", "kind": "well", "category": None, "clear": None, "temperature": None},
            {"source": "text:1", "kind": "well", "category": None, "clear": None, "temperature": None},
        ],
        "texts_in": [
            {"id": 1, "sid": "SM-well", "number": WELL.numbers[0], "meaning": "well"},
            {"id": 91, "sid": "SM-right", "number": CADRE, "meaning": "daily"},
            *({"id": 92 + n, "sid": f"SM-asked-{n}", "number": SUPERVISOR, "meaning": "open"} for n in range(2)),
        ],
        "texts_out": [
            {"about": "receipt.wellness:text:1", "sid": "SM-answer", "state": "delivered"},
            {"about": "doors:b1", "sid": "SM-doors", "state": "delivered"},
            {"about": "digest", "sid": "SM-digest", "state": "sent"},
            {"about": "reply:text:91", "sid": "SM-right-answer", "state": "delivered"},
            *({"about": f"reply:text:{92 + n}", "sid": f"SM-told-{n}", "state": "delivered"} for n in range(2)),
        ],
        "broadcasts": [
            {"id": "b1", "state": "finished", "ended_at": MORNING, **RED},
            {"id": "b2", "state": "stopped", "ended_at": MORNING + timedelta(minutes=1), **YELLOW},
        ],
        "broadcast_infos": [
            {"broadcast_id": "b1", "language": "zh", "seconds": 18.0},
            {"broadcast_id": "b2", "language": "zh", "seconds": 5.0},
        ],
        "broadcast_acts": [
            {"broadcast_id": "b1", "what": "submitted", "staff_id": 1},
            {"broadcast_id": "b1", "what": "approved", "staff_id": 3},
        ],
        "doors": [{"door": "2-001", "outcome": None}],
        "deliveries": [
            _delivery("b1", ILL, "heard", 0, MORNING),
            _delivery("b1", WELL, "door", 1, None),
            _delivery("b2", WELL, "stopped", 0, None),
        ],
        "attempts": [
            attempt("CA-doctor", None, "completed", "alert"),
            attempt("CA-asked", None, "completed", "follow_up"),
            attempt("CA-ill", "b1", "completed"),
            attempt("CA-well", "b1", "busy"),
            attempt("CA-stopped", "b2", "canceled"),
        ],
        "alerts": [{"id": "a1", "taken_through": "text"}],
        "alert_reports": [{"alert_id": "a1", "kind": "fever_history", "number": ILL.numbers[0]}],
        "day_reports": [
            {"unit_code": TOWNSHIP, "day": DAY, "version": 1, "words": DIGEST, "content": _day(TOWNSHIP).to_json()},
            {"unit_code": VILLAGE, "day": DAY, "version": 1, "words": "", "content": _day(VILLAGE).to_json()},
        ],
        "day_acts": [{"unit_code": VILLAGE, "what": "confirmed", "channel": "sms"}],
    }


def _day(code: str) -> DayReport:
    counted = {"households_due": 3, "households_heard": 2, "returnees_new": 4, "fever": 1}
    act = Act(What.CONFIRMED, "staff:1", MORNING.isoformat()) if code == VILLAGE else None
    return DayReport(code, DAY, Tally(counted), act=act, due=2, reported=1, silent={"1": "松涧村"})


def _delivery(broadcast: str, home: Home, state: str, tries: int, heard_at: datetime | None) -> dict[str, Any]:
    number = home.numbers[0]
    return {
        "broadcast_id": broadcast,
        "number": number,
        "state": state,
        "tries": tries,
        "heard_at": heard_at,
        "evidence": "key" if heard_at else None,
        "understood": True if heard_at else None,
    }


def attempt(sid: str, broadcast: str | None, state: str, purpose: str = "message") -> dict[str, Any]:
    return {"id": sid, "sid": sid, "broadcast_id": broadcast, "state": state, "purpose": purpose}

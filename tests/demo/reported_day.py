"""The four ways of reporting on an honest day: gone on with, named by key, sharing a train, rung back."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from gateway.demo import stories
from gateway.demo.scripts import Script
from gateway.demo.stage import FREE_LINE, Call, Cast, Text
from gateway.demo.stories import Note, Story
from gateway.demo.village import Home
from tests.support.board import MORNING

NODES = {  # the questions of the ten clears answered in each call
    "CA-broken": ("days_ago", "origin"),
    "CA-resumed": ("shared_vehicle", "fever"),
    "CA-family": (),
    "CA-rider": ("days_ago", "train_number"),
}


class Day(Protocol):
    """What can be seen and written down."""

    events: list[dict[str, Any]]
    rows: dict[str, list[dict[str, Any]]]
    cast: Cast

    def see(self, kind: str, sid: str, number: str = "", **facts: Any) -> None: ...


def report(day: Day, ill: Home, well: Home, doctor: str, cadre: str) -> None:
    """Two homes do all of it; the doctor and the cadre are told."""
    member = stories.ill(ill.members[1])
    _keys(day, "CA-broken", well, stories.HANGS_UP, ("3", "1", "3#"))
    _keys(day, "CA-resumed", well, stories.GOES_ON, ("1", "2", "2"), resumes="CA-broken")
    _keys(day, "CA-family", ill, member, ("2", "2", "2", "1"), answers={"member": ill.members[1]})
    _keys(day, "CA-rider", ill, stories.SHARED, ("3", "9612", "2"))
    day.cast.texts.append(Text("SM-form", well, stories.FORM))
    day.see("text.sent", "SM-form", *well.numbers, body=stories.FORM.zh)
    day.see("text.received", "SM-form-answer", *well.numbers, body="登记好了", segments=1)
    for sid in ("CA-doctor-2", "CA-doctor-3"):
        _placed(day, sid, doctor, "1")
    for home, sid in ((well, "SM-cadre-1"), (ill, "SM-cadre-2")):
        day.see("text.received", sid, cadre, body=f"急！{stories.SOUGHT}，住户{home.door}", segments=1)
    _rings_once(day, well)
    _rows(day, ill, well, member)


def _keys(
    day: Day,
    sid: str,
    home: Home,
    story: Story,
    keys: tuple[str, ...],
    resumes: str = "",
    answers: dict[str, str] | None = None,
) -> None:
    script = Script(keys, keys, answers or {}, stored=len(NODES[sid]))
    day.cast.calls.append(Call(sid, home, story, script, resumes))
    day.see("call.dialled", sid, *home.numbers)
    for entry in keys:
        day.see("call.pressed", sid, *home.numbers, keys=entry)
    day.see("call.ended", sid, *home.numbers, status="completed", duration_s=60)


def _placed(day: Day, sid: str, number: str, keys: str, **facts: Any) -> None:
    day.see("call.placed", sid, number, **facts)
    day.see("call.pressed", sid, number, keys=keys)
    day.see("call.ended", sid, number, status="completed")


def _rings_once(day: Day, home: Home) -> None:
    day.cast.rings.append(Call("CA-ring", home, stories.WELL, Script(("2", "1"), ("2", "1"))))
    day.see("call.dialled", "CA-ring", *home.numbers, line=FREE_LINE)
    day.see("call.ended", "CA-ring", *home.numbers, status="busy", duration_s=0)
    _placed(day, "CA-back", home.numbers[0], "1", line=FREE_LINE)


def _rows(day: Day, ill: Home, well: Home, member: Story) -> None:
    for sid in (*NODES, "CA-ring", "CA-doctor-2", "CA-doctor-3", "CA-back"):
        attempt_id = sid if sid in ("CA-doctor-2", "CA-doctor-3", "CA-back") else None
        day.rows["sessions"].append({"id": sid, "sid": sid, "attempt_id": attempt_id, "ended_at": MORNING})
    for sid, purpose in (("CA-doctor-2", "alert"), ("CA-doctor-3", "alert"), ("CA-back", "call_back")):
        day.rows["attempts"].append(
            {"id": sid, "sid": sid, "broadcast_id": None, "state": "completed", "purpose": purpose}
        )
    told = [{"session_id": sid, "flow": "ten_clears", "node": node} for sid, nodes in NODES.items() for node in nodes]
    day.rows["answers"] += told
    day.rows["reports"] += [
        _filed("call:CA-broken:1", stories.HANGS_UP, "p1"),
        _filed("call:CA-resumed:1", stories.GOES_ON, "p1"),
        _filed("call:CA-family:1", member, f"1:{ill.members[1]}"),
        _filed("call:CA-rider:1", stories.SHARED, "p2"),
        _filed("call:CA-back:1", stories.WELL, None),
        _filed("text:2", stories.FORM, "p3"),
    ]
    day.rows["texts_in"].append({"id": 2, "sid": "SM-form", "number": well.numbers[0], "meaning": "form"})
    day.rows["texts_out"] += [
        {"about": "receipt.report:text:2", "sid": "SM-form-answer", "state": "delivered"},
        {"about": "vehicle:1", "sid": "SM-cadre-1", "state": "delivered"},
        {"about": "vehicle:2", "sid": "SM-cadre-2", "state": "delivered"},
    ]
    on_the_line = next(event for event in day.events if event["sid"] == "CA-rider" and event.get("keys") == "9612")
    raised_at = datetime.fromisoformat(on_the_line["at"]) + timedelta(milliseconds=200)
    day.rows["alerts"].append({"id": "a2", "taken_through": "call"})
    day.rows["alert_reports"] += [
        {"alert_id": "a2", "kind": "shared_vehicle", "number": well.numbers[0], "at": MORNING},
        {"alert_id": "a2", "kind": "shared_vehicle", "number": ill.numbers[0], "at": raised_at},
    ]


def _filed(source: str, story: Story | Note, person: str | None) -> dict[str, Any]:
    filed = story.filed
    assert filed is not None
    return {
        "source": source,
        "kind": filed.kind,
        "category": filed.category,
        "clear": filed.clear,
        "temperature": filed.temperature,
        "person": person,
    }

"""What residents said, by key and by text, against what the ledger keeps of it."""

from gateway.demo.checks.evidence import Evidence, Life, Row
from gateway.demo.checks.figures import Check, compare, matched
from gateway.demo.operator import Event
from gateway.demo.stage import Call
from gateway.demo.stories import Filed
from gateway.store.attempts import Purpose


def calls_in(day: Evidence) -> Check:
    """Every call to the line is a conversation in the ledger, and no other is."""
    dialled = [sid for sid, life in day.lives.items() if not life.placed]
    ours = [sid for sid, row in day.sessions.items() if row["attempt_id"] is None]
    return matched("打进来的电话 calls to the line", dialled, ours)


def scripts_keyed(day: Evidence) -> Check:
    """Everybody got to key what they meant to."""
    return compare("按完的剧本 scripts keyed to their end", len(day.cast.calls), len(_keyed(day)))


def _keyed(day: Evidence) -> list[Call]:
    return [call for call in day.cast.calls if call.sid in day.lives and _as_meant(day.lives[call.sid], call)]


def _as_meant(life: Life, call: Call) -> bool:
    return tuple(life.pressed) == call.script.pressed and life.status == "completed"


def answers(day: Evidence) -> Check:
    """Every key that was an answer is in the ledger, once."""
    sessions = {day.sessions[call.sid]["id"]: call.script.stored for call in _keyed(day) if call.sid in day.sessions}
    kept = [row for row in day.rows["answers"] if row["session_id"] in sessions]
    return compare("答的题 answers kept", sum(sessions.values()), len(kept))


def reports_by_call(day: Evidence) -> Check:
    """Every script that ended in a report has it: kind, category, items clear, temperature."""
    filed = [call for call in _keyed(day) if call.story.filed]
    right = [call for call in filed if _is_report(day.report_of(call.sid), call.story.filed)]
    return compare("电话报告，类别和几样清楚都对 reports by call", len(filed), len(right))


def _is_report(row: Row | None, filed: Filed | None) -> bool:
    return row is not None and filed == Filed(row["kind"], row["category"], row["clear"], row["temperature"])


def reports_by_text(day: Evidence) -> Check:
    """Every text that reports something has its report."""
    ids = {row["sid"]: row["id"] for row in day.rows["texts_in"]}
    filed = [text for text in day.cast.texts if text.note.filed]
    right = [text for text in filed if _is_report(day.reports.get(f"text:{ids.get(text.sid)}"), text.note.filed)]
    return compare("短信报告 reports by text", len(filed), len(right))


def no_other_reports(day: Evidence) -> Check:
    """Nothing was filed twice, and nothing that nobody said."""
    said = [*(call.story.filed for call in day.cast.calls), *(text.note.filed for text in day.cast.texts)]
    told = [row for row in day.rows["reports"] if _session_of(row) not in day.answered]
    return compare("打来发来的报告，不多不少 reports told, none twice", sum(1 for one in said if one), len(told))


def reports_asked_for(day: Evidence) -> Check:
    """Whoever was rung at home and asked, and pressed 1, has reported; nobody else has."""
    rung = {sid: life for sid, life in day.placed.items() if day.purpose_of(sid) == Purpose.FOLLOW_UP}
    asked = [sid for sid, life in rung.items() if "1" in life.pressed]
    told = [day.answered[_session_of(row)] for row in day.rows["reports"] if _session_of(row) in day.answered]
    return matched("打去问到的平安 people at home asked", asked, [sid for sid in told if sid in rung])


def _session_of(report: Row) -> str:
    """The conversation a report was filed in, "" for a text."""
    channel, _, session = str(report["source"]).partition(":")
    return session.partition(":")[0] if channel == "call" else ""


def texts_in(day: Evidence) -> Check:
    """Every text to the line is kept once, though the carrier brought some twice."""
    sent = {event["sid"] for event in day.of_kind("text.sent")}
    return Check(
        "收到的短信，各存一次 texts kept once",
        str(len(sent)),
        str(len(day.rows["texts_in"])),
        sorted(sent) == sorted(row["sid"] for row in day.rows["texts_in"]),
    )


def texts_understood(day: Evidence) -> Check:
    meanings = {row["sid"]: row["meaning"] for row in day.rows["texts_in"]}
    right = [text for text in day.cast.texts if meanings.get(text.sid) == text.note.meaning]
    return compare("看懂的短信 texts understood", len(day.cast.texts), len(right))


def texts_answered(day: Evidence) -> Check:
    """Every text got one answer on the phone it came from."""
    once = [row for row in day.rows["texts_in"] if len(_answers_to(day, row)) == 1]
    return compare("回了一次的短信 texts answered once", len({e["sid"] for e in day.of_kind("text.sent")}), len(once))


def _answers_to(day: Evidence, text: Row) -> list[Event]:
    sids = [row["sid"] for row in day.rows["texts_out"] if row["about"].endswith(f":text:{text['id']}")]
    return [event for sid in sids for event in day.of_kind("text.received", sid=sid, number=text["number"])]


def texts_out(day: Evidence) -> Check:
    """Every text in the outbox went over the air once, and no other did."""
    arrived = [event["sid"] for kind in ("text.received", "text.undelivered") for event in day.of_kind(kind)]
    wanted = [row["sid"] or row["about"] for row in day.rows["texts_out"]]
    return Check(
        "发出的短信，各一次 texts sent once", str(len(wanted)), str(len(arrived)), sorted(wanted) == sorted(arrived)
    )

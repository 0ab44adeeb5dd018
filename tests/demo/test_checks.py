"""The checks of the day hold on an honest day, and each of them fails when its side of the story is tampered with."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from gateway.demo import checks
from gateway.demo.checks import CHECKS, Check, Evidence, reported, rung, said, told
from tests.demo.honest_day import DOCTOR, FAR, ILL, SUPERVISOR, WELL, Day, honest_day
from tests.support.board import MORNING

Tamper = Callable[[Day], object]


def again(day: Day, sid: str, number: str, broadcast: str = "b1", keys: str = "") -> None:
    """One more call of a broadcast, in the log and in the ledger."""
    day.see("call.placed", sid, number)
    if keys:
        day.see("call.pressed", sid, number, keys=keys)
    day.see("call.ended", sid, number, status="busy")
    day.rows["attempts"].append(
        {"id": sid, "sid": sid, "broadcast_id": broadcast, "state": "busy", "purpose": "message"}
    )


def told_by(day: Day, source: str) -> dict[str, Any]:
    """The report of one conversation."""
    return next(row for row in day.rows["reports"] if row["source"] == source)


def keys_of(day: Day, sid: str) -> list[dict[str, Any]]:
    """What was pressed in one call."""
    return [event for event in day.events if (event["kind"], event["sid"]) == ("call.pressed", sid)]


def hours_later(day: Day, sid: str) -> None:
    again(day, sid, ILL.numbers[0], "b2")
    day.find("call.placed", sid)["at"] = "2020-02-08T18:00:00+08:00"


def busy_line(day: Day) -> None:
    """Its first call ends only after another to the same phone has begun."""
    ends = day.find("call.ended", "CA-well")
    again(day, "CA-again", WELL.numbers[0])
    day.events.remove(ends)
    day.see("call.ended", "CA-well", WELL.numbers[0], status="busy")


TAMPERED: tuple[tuple[Callable[[Evidence], Check], Tamper], ...] = (
    (said.calls_in, lambda day: day.see("call.dialled", "CA-lost", WELL.numbers[0])),
    (said.scripts_keyed, lambda day: day.find("call.pressed", "CA-her").update(keys="9")),
    (said.answers, lambda day: day.rows["answers"].pop()),
    (said.reports_by_call, lambda day: day.rows["reports"][0].update(category="D")),
    (said.reports_by_call, lambda day: day.rows["reports"][0].update(clear=9)),
    (said.reports_by_text, lambda day: day.rows["reports"][2].update(kind="ill")),
    (said.no_other_reports, lambda day: day.rows["reports"].append(day.rows["reports"][0])),
    (said.reports_asked_for, lambda day: day.rows["reports"].pop(1)),
    (said.texts_in, lambda day: day.rows["texts_in"].append(day.rows["texts_in"][0])),
    (said.texts_understood, lambda day: day.rows["texts_in"][0].update(meaning="unreadable")),
    (said.texts_answered, lambda day: day.find("text.received", "SM-answer").update(number=FAR.numbers[0])),
    (said.texts_out, lambda day: day.see("text.received", "SM-doors", DOCTOR, body="还有1户", segments=1)),
    (reported.gone_on, lambda day: day.rows["answers"].append({**day.rows["answers"][-3], "node": "origin"})),
    (reported.gone_on, lambda day: told_by(day, "call:CA-resumed:1").update(person="p9")),
    (reported.named_ill, lambda day: keys_of(day, "CA-family")[-2].update(keys="3")),
    (reported.named_ill, lambda day: told_by(day, "call:CA-family:1").update(person="1:小宝")),
    (reported.sharers, lambda day: day.rows["alert_reports"].pop()),
    (reported.told_on_the_line, lambda day: day.find("call.ended", "CA-rider").update(at=MORNING.isoformat())),
    (reported.sharers_told, lambda day: day.find("text.received", "SM-cadre-1").update(body="急！")),
    (reported.rung_back, lambda day: day.find("call.placed", "CA-back").update(at="2020-02-08T09:05:00+08:00")),
    (reported.rung_back, lambda day: day.find("call.placed", "CA-back").update(line="+8619900000001")),
    (reported.rung_back, lambda day: day.find("call.ended", "CA-ring").update(status="completed")),
    (reported.rung_back, lambda day: told_by(day, "call:CA-back:1").update(kind="ill")),
    (told.alerts_taken, lambda day: day.rows["alerts"][1].update(taken_through=None)),
    (told.alerts_taken, lambda day: day.rows["alerts"].pop()),
    (told.doctor_rung, lambda day: day.find("call.ringing", "CA-doctor").update(n=10_000)),
    (told.alert_seconds, lambda day: day.find("call.ringing", "CA-doctor").update(at="2020-02-08T09:05:00+08:00")),
    (rung.calls_out, lambda day: day.see("call.placed", "CA-unknown", WELL.numbers[0])),
    (rung.ends, lambda day: day.rows["attempts"][3].update(state="no_answer")),
    (rung.two_at_once, busy_line),
    (rung.tries, lambda day: day.rows["deliveries"][1].update(tries=2)),
    (rung.most_tries, lambda day: [again(day, f"CA-{n}", WELL.numbers[0]) for n in range(rung.MOST_CALLS)]),
    (rung.heard, lambda day: day.rows["deliveries"][0].update(evidence=None)),
    (rung.listened, lambda day: day.rows["deliveries"][0].update(evidence="listened")),
    (rung.understood, lambda day: day.rows["deliveries"][0].update(understood=False)),
    (rung.signed, lambda day: day.rows["broadcast_acts"][1].update(staff_id=1)),
    (rung.signed, lambda day: day.rows["broadcasts"][0].update(approved_at=None)),
    (rung.everybody, lambda day: day.rows["deliveries"][1].update(state="due")),
    (rung.rung_after, lambda day: again(day, "CA-late", ILL.numbers[0])),
    (rung.doors, lambda day: day.find("text.received", "SM-doors").update(body="还有2户没听到通知")),
    (rung.knocked, lambda day: day.rows["doors"].append({"door": "2-001", "outcome": "well"})),
    (rung.stopped, lambda day: hours_later(day, "CA-late")),
    (
        told.digest_once,
        lambda day: day.see("text.received", "SM-digest", SUPERVISOR, body="银溪镇2/8日报：", segments=1),
    ),
    (told.digest_short, lambda day: day.find("text.received", "SM-digest").update(segments=3)),
    (told.digest_figures, lambda day: day.rows["day_reports"][0]["content"]["counted"].update(households_heard=3)),
    (told.digest_silence, lambda day: day.rows["day_reports"][0]["content"].update(silent={})),
    (told.signed, lambda day: day.rows["day_acts"].clear()),
    (told.signed, lambda day: day.rows["day_reports"][1]["content"].update(act=None)),
    (told.opened_villages, lambda day: day.find("text.received", "SM-told-0").update(body="银溪镇2/8发热1：松涧村1")),
    (told.opened_villages, lambda day: day.rows["day_reports"][1]["content"]["counted"].update(fever=2)),
    (told.opened_people, lambda day: day.find("text.received", "SM-told-1").update(body="鹤鸣村2/8发热1：一组1-001")),
    (told.opened_people, lambda day: [row.update(closed_at=MORNING) for row in day.rows["alerts"]]),
    (told.nothing_left, lambda day: day.rows["texts_out"][0].update(state="due")),
    (told.no_faults, lambda day: day.see("error", "", code=11200, message="HTTP 404")),
)


def test_on_an_honest_day_every_figure_holds() -> None:
    assert [check for check in checks.run(honest_day().evidence()) if not check.holds] == []


@pytest.mark.parametrize(("check", "tamper"), TAMPERED, ids=lambda given: getattr(given, "__name__", ""))
def test_a_figure_that_was_tampered_with_does_not_hold(check: Callable[[Evidence], Check], tamper: Tamper) -> None:
    day = honest_day()
    tamper(day)
    assert not check(day.evidence()).holds


def test_there_is_no_check_that_cannot_fail() -> None:
    assert {check for check, _ in TAMPERED} == {*CHECKS}


@pytest.mark.parametrize(
    "check",
    [
        *(said.scripts_keyed, told.doctor_rung, told.digest_once, rung.most_tries, rung.everybody),
        *(reported.gone_on, reported.named_ill, reported.sharers, reported.told_on_the_line, reported.rung_back),
    ],
)
def test_a_day_on_which_nothing_happened_does_not_pass(check: Callable[[Evidence], Check]) -> None:
    day = honest_day()
    assert not check(replace(day.evidence(), events=[], rows={name: [] for name in day.rows})).holds


def test_a_call_asked_for_in_the_very_moment_of_a_stop_is_forgiven() -> None:
    day = honest_day()
    day.rows["broadcasts"][1]["ended_at"] -= timedelta(seconds=55)
    assert rung.stopped(day.evidence()).holds

"""What the viewer sees: plain lines in a pipe, a picture on a terminal, and never thousands of lines."""

import io
from datetime import datetime

from rich.console import Console

from gateway.demo.screen import Air, Screen, bar
from gateway.demo.words import Narrator, Weight
from gateway.store.deliveries import Reach
from tests.demo.honest_day import DOCTOR, OFFICES, WELL
from tests.support.board import MORNING, SHANGHAI

HALF = Reach(phones=100, heard=50, ringing=10, due=30, doors=10)
NARRATED = {WELL.numbers[0]: "户2-001", DOCTOR: "村医 doctor"}


def shown(terminal: bool) -> str:
    paper = io.StringIO()
    with Screen(Console(file=paper, force_terminal=terminal, width=100, highlight=False)) as screen:
        screen.scene("10:00", "村干部讲话 the cadre speaks")
        screen.flicker("户2-001  按 1")
        screen.moment(Air(MORNING, 20, 7), HALF)
        screen.moment(Air(MORNING, 20, 7), HALF)
        screen.phone("☎ 镇上 supervisor", "银溪镇2/8日报：热6，鄂6，新返15，居家12，报56/320户。")
        screen.announce("急事 alert A0208-01", ["户3-026：要人帮忙"], "red")
        screen.table("要上门的户", ("组", "户"), [("一组", "1-040")])
    return paper.getvalue()


def test_in_a_pipe_nothing_moves_and_every_line_is_plain() -> None:
    said = shown(terminal=False)
    assert "\x1b" not in said
    assert "户2-001" not in said, "what only flickers is for terminals"
    assert said.count("听到 heard 50") == 1, "the same reach is told once"
    assert "镇上 supervisor" in said
    assert "1-040" in said


def test_on_a_terminal_the_picture_shows_the_moment_and_goes_when_the_day_is_over() -> None:
    said = shown(terminal=True)
    assert "calls in the air: 7" in said
    assert "\x1b[?25h" in said.rpartition("calls in the air")[2], "the cursor is back"


def test_the_bar_counts_every_phone_once() -> None:
    words = bar(HALF).plain
    assert words.startswith("█" * 20 + "▒" * 4 + "░" * 12 + "▚" * 4 + " 50%")
    assert all(f" {count}" in words for count in (50, 10, 30))


def narrator() -> Narrator:
    return Narrator(NARRATED, OFFICES, SHANGHAI)


def event(kind: str, number: str, **facts: object) -> dict[str, object]:
    return {
        "n": 1,
        "at": datetime(2020, 2, 8, 9, 2, tzinfo=SHANGHAI).isoformat(),
        "kind": kind,
        "number": number,
        **facts,
    }


def test_a_call_is_one_sentence_at_its_end() -> None:
    told, number = narrator(), WELL.numbers[0]
    assert told.tell(event("call.dialled", number, sid="CA1")).weight is Weight.FLICKER  # type: ignore[union-attr]
    told.tell(event("call.pressed", number, sid="CA1", keys="3"))
    told.tell(event("call.pressed", number, sid="CA1", keys="0"))
    last = told.tell(event("call.ended", number, sid="CA1", status="completed", duration_s=65))
    assert last == (Weight.LINE, "09:02:00  户2-001  ☎ 1′05″ 按 3 0", "")


def test_a_text_and_its_answer_are_one_line() -> None:
    told, number = narrator(), WELL.numbers[0]
    told.tell(event("text.sent", number, sid="SM1", body="好"))
    answer = told.tell(event("text.received", number, sid="SM2", body="记下了"))
    assert answer == (Weight.LINE, "09:02:00  户2-001  ✉ 好  →  记下了", "")


def test_the_doctors_phone_is_never_overlooked() -> None:
    ring = narrator().tell(event("call.ringing", DOCTOR, sid="CA2"))
    assert ring is not None
    assert ring.weight is Weight.LINE
    assert narrator().tell(event("call.ringing", WELL.numbers[0], sid="CA3")) is None


def test_what_the_carrier_does_behind_the_scenes_is_not_told() -> None:
    assert narrator().tell(event("webhook", "", sid="CA1", url="http://127.0.0.1/")) is None

"""The exchange's events in human words: what is worth a line that stays, and what only flickers past."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import NamedTuple

from gateway.demo.operator import Event
from gateway.demo.village import Official


class Weight(StrEnum):
    """LINE stays; FLICKER is for the moving picture only."""

    LINE = "line"
    FLICKER = "flicker"


class Told(NamedTuple):
    weight: Weight
    words: str
    style: str = ""


ENDS = {
    "busy": "占线 busy",
    "no-answer": "没人接 no answer",
    "failed": "关机 switched off",
    "canceled": "取消 canceled",
}


class Narrator:
    """Remembers who is on the line, so that a call becomes one sentence at its end."""

    def __init__(self, doors: Mapping[str, str], staff: Mapping[str, Official], zone: tzinfo) -> None:
        self._doors = doors
        self._staff = {one.number for one in staff.values()}
        self._zone = zone
        self._keys: dict[str, list[str]] = {}  # of the calls to our line now in the air
        self._asked: dict[str, str] = {}  # phone -> its text that waits for an answer
        self._followed: dict[str, str] = {}  # call told question by question -> heard since its last key

    def follow(self, sid: str) -> None:
        """Tells this call question by question."""
        self._followed[sid] = ""

    def tell(self, event: Event) -> Told | None:
        """What to say of an event, None when it is not worth a word."""
        kind = str(event["kind"]).replace(".", "_")
        tell = getattr(self, f"_{kind}", None)
        told: Told | None = tell(event) if tell else None
        return told

    def door(self, number: str) -> str:
        """Whose phone that is, in a word."""
        return self._doors.get(number, number)

    def _who(self, event: Event) -> str:
        return self.door(str(event["number"]))

    def _at(self, event: Event) -> str:
        return f"{datetime.fromisoformat(event['at']).astimezone(self._zone):%H:%M:%S}"

    def _line(self, event: Event, words: str, style: str = "") -> Told:
        return Told(Weight.LINE, f"{self._at(event)}  {self._who(event)}  {words}", style)

    def _flicker(self, event: Event, words: str) -> Told:
        return Told(Weight.FLICKER, f"{self._at(event)}  {self._who(event)}  {words}")

    def _call_dialled(self, event: Event) -> Told:
        self._keys[event["sid"]] = []
        return self._flicker(event, "☎ 打进来 rings in")

    def _call_ringing(self, event: Event) -> Told | None:
        return (
            self._line(event, "☎ 电话响了 the phone rings", "bold yellow") if event["number"] in self._staff else None
        )

    def _call_heard(self, event: Event) -> None:
        if event["sid"] in self._followed and event.get("say"):
            said = event["say"]
            self._followed[event["sid"]] += f"{said} " if said.isascii() else said

    def _call_pressed(self, event: Event) -> Told:
        sid, keys = event["sid"], event["keys"]
        if sid in self._keys:
            self._keys[sid].append(keys)
        if sid in self._followed:
            heard, self._followed[sid] = self._followed[sid].strip(), ""
            return self._line(event, f"「{heard}」 按 {keys}")
        if sid in self._keys:
            return self._flicker(event, f"按 {keys}")
        if event["number"] in self._staff:
            return self._line(event, f"按 {keys}，接手了 presses {keys}: mine", "bold green")
        return self._flicker(event, f"听完按 {keys} heard, presses {keys}")

    def _call_ended(self, event: Event) -> Told | None:
        keys = self._keys.pop(event["sid"], None)
        if keys is None:
            reason = ENDS.get(event["status"])
            return self._flicker(event, reason) if reason else None
        if event["status"] == "busy":
            return self._line(event, "☎ 响一声，不接 one ring, not answered: nothing to pay")
        minutes, seconds = divmod(int(event["duration_s"]), 60)
        if event["sid"] in self._followed:
            return self._line(event, f"☎ 挂机 hangs up, {minutes}′{seconds:02}″")
        return self._line(event, f"☎ {minutes}′{seconds:02}″ 按 {' '.join(keys) or '—'}")

    def _text_sent(self, event: Event) -> Told:
        self._asked[event["number"]] = event["body"]
        return self._flicker(event, f"✉ {event['body']}")

    def _text_received(self, event: Event) -> Told | None:
        asked = self._asked.pop(event["number"], None)
        if asked is not None:
            return self._line(event, f"✉ {asked}  →  {event['body']}")
        if event["number"] in self._staff:
            return self._line(event, f"✉ {event['body']}", "bold")
        return self._flicker(event, f"✉ ← {event['body']}")

"""The operator at the exchange: arranges the village's phones over HTTP and keeps the log of what happens."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote
from urllib.request import Request

from gateway.machine.desk import AT_HOME, WEBHOOKS, Desk

Event = Mapping[str, Any]  # n, at, kind and what goes with the kind, see the exchange's control.log

ANSWER_S = 10.0
PAGE = 5000

NAME_S = 3.0  # seconds it takes to say a name, where a question wants speech


class Operator:
    """The control API of one exchange. `events` is its whole log so far, oldest first."""

    def __init__(self, address: str, desk: Desk) -> None:
        self.events: list[Event] = []
        self.line = desk.number
        self._address = address
        self._password = b64encode(f"{desk.account_sid}:{desk.auth_token}".encode()).decode()

    def put_phones(self, phones: Iterable[Mapping[str, Any]]) -> None:
        """Adds phones, or changes how they are treated."""
        self._ask("PUT", "/exchange/phones", list(phones))

    def put_line(self, number: str, gateway: str) -> None:
        """Gives the account one more number, answered by the gateway at this address."""
        self._ask("PUT", f"/exchange/lines/{number}", {name: gateway + path for name, path in WEBHOOKS.items()})

    def dial(self, number: str, script: Iterable[str], speaks_s: float = NAME_S, line: str = "") -> str:
        """A phone rings a line, the usual one or another, and keys a script. Returns the call's sid."""
        wanted = {"from": number, "to": line or self.line, "script": list(script), "speaks_s": speaks_s, "ring_s": 1}
        return str(self._ask("POST", "/exchange/dial", wanted)["sid"])

    def text(self, number: str, body: str, sid: str = "") -> str:
        """A phone texts the line; a sid given again is the same text arriving twice."""
        return str(
            self._ask("POST", "/exchange/text", {"from": number, "to": self.line, "body": body, "sid": sid})["sid"]
        )

    def set_clock(self, now: datetime, speed: float) -> None:
        self._ask("PUT", "/exchange/clock", {"now": now.isoformat(), "speed": speed})

    def set_chaos(self, chaos: Mapping[str, float]) -> None:
        self._ask("PUT", "/exchange/chaos", chaos)

    def calls_in_the_air(self) -> int:
        return int(self._ask("GET", "/exchange/summary")["live_calls"])

    def anything_in_the_air(self) -> bool:
        """Whether a call goes on or a text is on its way."""
        summary = self._ask("GET", "/exchange/summary")
        return bool(summary["live_calls"] or summary["live_texts"])

    def news(self) -> list[Event]:
        """What happened since the last time."""
        fresh: list[Event] = []
        while page := self._page(self.events[-1]["n"] if self.events else 0):
            self.events += page
            fresh += page
        return fresh

    def _page(self, after: int) -> list[Event]:
        events: list[Event] = self._ask("GET", f"/exchange/log?after={after}&limit={PAGE}")["events"]
        return events

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        request = Request(  # noqa: S310 - an address of our own
            self._address + quote(path, safe="/?=&+"),
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Basic {self._password}", "Content-Type": "application/json"},
            method=method,
        )
        with AT_HOME.open(request, timeout=ANSWER_S) as answer:
            return json.loads(answer.read())

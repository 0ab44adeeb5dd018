"""What the day left behind: the exchange's log on one side, the ledger on the other, and the cast that played."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import select

from gateway.demo.operator import Event
from gateway.demo.stage import Call, Cast
from gateway.domain.speaking.hearing import is_enough
from gateway.domain.speaking.states import DeliveryState, State
from gateway.store import daily_tables as daily
from gateway.store import incident_tables as incidents
from gateway.store import outgoing_tables as outgoing
from gateway.store import speaking_tables as speaking
from gateway.store import tables
from gateway.store.attempts import Purpose
from gateway.store.ledger import Ledger

READ = (
    *(
        tables.sessions,
        tables.answers,
        tables.reports,
        tables.texts_in,
        outgoing.texts_out,
    ),
    *(speaking.broadcasts, speaking.broadcast_infos, speaking.broadcast_acts, speaking.deliveries, speaking.doors),
    *(outgoing.attempts, outgoing.alerts, incidents.alert_reports, daily.day_reports, daily.day_acts),
)

Row = Mapping[str, Any]


@dataclass
class Life:
    """One call as the exchange saw it. `placed`: by the gateway, not by a phone; numbers are those of events.

    line  the gateway's own number on it
    """

    sid: str
    number: str
    placed: bool
    began: int
    began_at: datetime
    rang: int | None = None
    rang_at: datetime | None = None
    ended: int | None = None
    status: str = ""
    talked_s: int = 0
    pressed: list[str] = field(default_factory=list)
    pressed_at: list[datetime] = field(default_factory=list)
    ended_at: datetime | None = None
    line: str = ""


@dataclass(frozen=True)
class Evidence:
    """Everything the checks may look at; `rows` by the name of the ledger's table."""

    events: Sequence[Event]
    rows: Mapping[str, Sequence[Row]]
    cast: Cast

    @cached_property
    def lives(self) -> Mapping[str, Life]:
        """Every call by its sid, in the order they began."""
        lives: dict[str, Life] = {}
        for event in self.events:
            if event["kind"] in ("call.placed", "call.dialled"):
                lives[event["sid"]] = _begun(event)
            elif event["kind"].startswith("call."):
                _live_on(lives[event["sid"]], event)
        return lives

    @cached_property
    def placed(self) -> Mapping[str, Life]:
        return {sid: life for sid, life in self.lives.items() if life.placed}

    @cached_property
    def attempts(self) -> Mapping[str, Row]:
        """Attempts the carrier has named, by its sid."""
        return {row["sid"]: row for row in self.rows["attempts"] if row["sid"]}

    @cached_property
    def sessions(self) -> Mapping[str, Row]:
        return {row["sid"]: row for row in self.rows["sessions"]}

    @cached_property
    def answered(self) -> Mapping[str, str]:
        """Conversations on calls we placed, by their id -> the carrier's sid."""
        return {row["id"]: row["sid"] for row in self.rows["sessions"] if row["attempt_id"] is not None}

    def call_backs(self, ring: Call) -> list[Life]:
        """The calls with which the exchange saw a ring answered, by their purpose in the ledger."""
        backs = [life for sid, life in self.placed.items() if self.purpose_of(sid) == Purpose.CALL_BACK]
        return [life for life in backs if life.number == ring.home.numbers[0]]

    def purpose_of(self, sid: str) -> str | None:
        """What the ledger says a call was placed for, None where it knows of none."""
        return self.attempts[sid]["purpose"] if sid in self.attempts else None

    @cached_property
    def reports(self) -> Mapping[str, Row]:
        return {row["source"]: row for row in self.rows["reports"]}

    def of_kind(self, kind: str, **facts: Any) -> list[Event]:
        """Events of a kind about which these facts hold."""
        wanted = {"kind": kind, **facts}
        return [event for event in self.events if all(event.get(name) == value for name, value in wanted.items())]

    def report_of(self, sid: str) -> Row | None:
        """What the ledger says a call reported."""
        session = self.sessions.get(sid)
        return self.reports.get(f"call:{session['id']}:1") if session else None

    def in_state(self, *states: State) -> list[Row]:
        return [row for row in self.rows["broadcasts"] if row["state"] in states]

    def broadcast(self, broadcast_id: str) -> Row:
        """A broadcast by its id."""
        return next(row for row in self.rows["broadcasts"] if row["id"] == broadcast_id)

    def calls_of(self, broadcast: Row) -> dict[str, list[Life]]:
        """Phone -> the exchange's calls to it for one broadcast, in order."""
        calls: dict[str, list[Life]] = defaultdict(list)
        for sid, life in self.placed.items():
            if sid in self.attempts and self.attempts[sid]["broadcast_id"] == broadcast["id"]:
                calls[life.number].append(life)
        return calls

    def confirmed(self, broadcast: Row) -> set[str]:
        """Phones on which 1 was pressed, by the exchange's log."""
        calls = self.calls_of(broadcast).items()
        return {number for number, lives in calls if any("1" in life.pressed for life in lives)}

    def heard_out(self, broadcast: Row) -> set[str]:
        """Phones on which most of the message was played in a call, by the exchange's log."""
        seconds = max(row["seconds"] for row in self.rows["broadcast_infos"] if row["broadcast_id"] == broadcast["id"])
        calls = self.calls_of(broadcast).items()
        return {number for number, lives in calls if any(is_enough(life.talked_s, seconds) for life in lives)}

    def deliveries(self, broadcast: Row, *states: DeliveryState) -> Iterator[Row]:
        """Deliveries of one broadcast, in these states or in any."""
        for row in self.rows["deliveries"]:
            if row["broadcast_id"] == broadcast["id"] and (not states or row["state"] in states):
                yield row


def collect(ledger: Ledger, events: Sequence[Event], cast: Cast) -> Evidence:
    """Reads the ledger once, as it is now."""
    with ledger.read() as tx:
        rows = {table.name: [dict(row._mapping) for row in tx.execute(select(table))] for table in READ}
    return Evidence(events, rows, cast)


def _begun(event: Event) -> Life:
    placed = event["kind"] == "call.placed"
    return Life(event["sid"], event["number"], placed, event["n"], _at(event), line=event.get("line", ""))


def _live_on(life: Life, event: Event) -> None:
    match event["kind"]:
        case "call.ringing":
            life.rang, life.rang_at = event["n"], _at(event)
        case "call.pressed":
            life.pressed.append(event["keys"])
            life.pressed_at.append(_at(event))
        case "call.ended":
            life.ended, life.status, life.ended_at = event["n"], event["status"], _at(event)
            life.talked_s = int(event.get("duration_s") or 0)


def _at(event: Event) -> datetime:
    return datetime.fromisoformat(event["at"])

"""A telephone call as the API shows it and as webhooks tell it."""

import math
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from typing import Any

from gateway.exchange.account import API, Account


class Status(StrEnum):
    QUEUED = "queued"
    RINGING = "ringing"
    IN_PROGRESS = "in-progress"
    COMPLETED = "completed"
    BUSY = "busy"
    FAILED = "failed"
    NO_ANSWER = "no-answer"
    CANCELED = "canceled"


OVER = frozenset({Status.COMPLETED, Status.BUSY, Status.FAILED, Status.NO_ANSWER, Status.CANCELED})


@dataclass(frozen=True)
class Plan:
    """What the creator of a call asked for. An empty URL or document means that there is none."""

    url: str = ""
    twiml: str = ""
    method: str = "POST"
    fallback_url: str = ""
    fallback_method: str = "POST"
    status_url: str = ""
    status_method: str = "POST"
    status_events: frozenset[str] = frozenset({"completed"})
    timeout_s: int = 60
    send_digits: str = ""
    record: bool = False
    machine_detection: str = ""
    async_machine_url: str = ""


@dataclass
class Call:
    """One call; instants are exchange time, None until they happen."""

    sid: str
    account: Account
    sender: str
    to: str
    direction: str
    plan: Plan
    created_at: datetime
    status: Status = Status.QUEUED
    parent_sid: str = ""
    started_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    queued_ms: int = 0
    answered_by: str = ""
    sip: int = 0
    sequence: int = 0
    recordings: list[str] = field(default_factory=list)

    @property
    def over(self) -> bool:
        return self.status in OVER

    @property
    def duration_s(self) -> int:
        """Whole seconds from answer to end; 0 when nobody answered."""
        if self.answered_at is None or self.ended_at is None:
            return 0
        return max(0, round((self.ended_at - self.answered_at).total_seconds()))

    def told(self) -> dict[str, str]:
        """The parameters that go with every request about this call."""
        told = {
            "CallSid": self.sid,
            "AccountSid": self.account.sid,
            "From": self.sender,
            "To": self.to,
            "Caller": self.sender,
            "Called": self.to,
            "CallStatus": self.status.value,
            "ApiVersion": API,
            "Direction": self.direction,
        }
        return told | ({"ParentCallSid": self.parent_sid} if self.parent_sid else {})

    def told_at_end(self) -> dict[str, str]:
        """What a callback adds once the call is over; minutes are only counted for a completed call."""
        told = {"CallDuration": str(self.duration_s), "SipResponseCode": str(self.sip)}
        if self.status is Status.COMPLETED:
            told["Duration"] = str(math.ceil(self.duration_s / 60))
        return told

    def as_json(self) -> dict[str, Any]:
        path = f"{self.account.path}/Calls/{self.sid}"
        return {
            "sid": self.sid,
            "account_sid": self.account.sid,
            "date_created": rfc2822(self.created_at),
            "date_updated": rfc2822(self.ended_at or self.answered_at or self.started_at or self.created_at),
            "parent_call_sid": self.parent_sid or None,
            "to": self.to,
            "to_formatted": self.to,
            "from": self.sender,
            "from_formatted": self.sender,
            "phone_number_sid": None,
            "status": self.status.value,
            "start_time": rfc2822(self.started_at),
            "end_time": rfc2822(self.ended_at),
            "duration": str(self.duration_s) if self.ended_at else None,
            "price": None,
            "price_unit": "USD",
            "direction": self.direction,
            "answered_by": self.answered_by or None,
            "api_version": API,
            "forwarded_from": None,
            "group_sid": None,
            "caller_name": None,
            "queue_time": str(self.queued_ms),
            "trunk_sid": None,
            "annotation": None,
            "uri": f"{path}.json",
            "subresource_uris": {
                "recordings": f"{path}/Recordings.json",
                "notifications": f"{path}/Notifications.json",
            },
        }


def rfc2822(at: datetime | None) -> str | None:
    return None if at is None else format_datetime(at)

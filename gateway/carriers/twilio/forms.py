"""What the carrier's forms say, as plain values. Unknown parameters are ignored: new ones come without notice."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TypeAlias

from gateway.carriers.twilio import codes
from gateway.domain import phones
from gateway.domain.calls import ENDED, CallState, Progress
from gateway.domain.errors import BadInput
from gateway.domain.flow import Connected, Keyed, Spoke

CALL_STATES = {
    "queued": CallState.QUEUED,
    "initiated": CallState.QUEUED,
    "ringing": CallState.RINGING,
    "in-progress": CallState.IN_PROGRESS,
    "completed": CallState.COMPLETED,
    "busy": CallState.BUSY,
    "no-answer": CallState.NO_ANSWER,
    "failed": CallState.FAILED,
    "canceled": CallState.CANCELED,
}
DIALLED_STATES = {  # what came of a Dial
    "answered": CallState.COMPLETED,
    **{word: state for word, state in CALL_STATES.items() if state in ENDED},
}
TEXT_STATES = {
    "sent": "sent",
    "partially_delivered": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "failed": "failed",
    "undelivered": "failed",
    "canceled": "failed",
}
KEYS = "0123456789*#"
ATTEMPT = re.compile(r"/twilio/voice/attempts/([0-9A-Za-z_-]+)")  # as written in `addresses`
UNTOLD_S = 1.0  # length of a recording whose length is not told: the carrier only sends one that has sound in it

_kept = lru_cache(maxsize=4096)(phones.kept)  # our own line in every request, a caller in several

Form: TypeAlias = Mapping[str, str]


@dataclass(frozen=True)
class Arrival:
    """A call or a text reaching one of our lines. Numbers as the ledger keeps them."""

    sid: str
    sender: str
    line: str
    body: str = ""


@dataclass(frozen=True)
class TextNews:
    """What became of a text of ours. `state` is sent, delivered or failed, this for a `cause` in our words."""

    sid: str
    state: str
    code: int | None
    cause: str | None = None


def call(form: Form) -> Arrival:
    """A call that reached us, or one of ours that was picked up. Raises BadInput when it has no id."""
    return Arrival(_sid(form, "CallSid"), _kept(form.get("From", "")), _kept(form.get("To", "")))


def text(form: Form) -> Arrival:
    """A text that reached us. Raises BadInput when it has no id."""
    sid = _sid(form, "MessageSid", "SmsSid", "SmsMessageSid")
    sender, line = _kept(form.get("From", "")), _kept(form.get("To", ""))
    return Arrival(sid, sender, line, form.get("Body", "").replace("\0", ""))  # PostgreSQL cannot keep a NUL


def heard(form: Form) -> Keyed | Spoke | Connected:
    """What the caller did at a question, or what came of a Dial; nothing of these is silence, Keyed("").

    A recording cut off by hanging up counts: many people end what they have to say by putting the phone down.
    """
    if dialled := form.get("DialCallStatus"):
        return _connected(form, dialled)
    recording = form.get("RecordingUrl", "")
    if recording:
        seconds = _whole(form.get("RecordingDuration"))
        return Spoke(recording, UNTOLD_S if seconds is None else float(max(seconds, 0)))
    digits = form.get("Digits", "")  # a Record ended by hanging up says "hangup" here
    return Keyed(digits if all(key in KEYS for key in digits) else "")


def _connected(form: Form, dialled: str) -> Connected:
    """A call that was answered and never joined to the caller's has reached nobody."""
    state = DIALLED_STATES.get(dialled.lower(), CallState.FAILED)
    if state is CallState.COMPLETED and form.get("DialBridged", "").lower() == "false":
        state = CallState.NO_ANSWER
    return Connected(state, _whole(form.get("DialCallDuration")), form.get("DialCallSid", ""))


def unanswered(form: Form) -> str | None:
    """The attempt whose first words a fallback stands in for, None when it stands in for anything else."""
    found = ATTEMPT.search(form.get("ErrorUrl", ""))
    return found[1] if found else None


def progress(form: Form, now: datetime) -> Progress | None:
    """Where a call stands, None when the form does not say so in words we know. `now` where it tells no time."""
    state = CALL_STATES.get(form.get("CallStatus", "").lower())
    if state is None:
        return None
    code = _failure(form, state)
    return Progress(
        sid=_sid(form, "CallSid"),
        state=state,
        at=_instant(form.get("Timestamp")) or now,
        sequence=_whole(form.get("SequenceNumber")),
        duration_s=_whole(form.get("CallDuration")),
        code=code,
        cause=codes.meaning(code).cause.value if code is not None else None,
    )


def text_news(form: Form) -> TextNews | None:
    """What became of a text, None while it is still with the carrier."""
    state = TEXT_STATES.get((form.get("MessageStatus") or form.get("SmsStatus") or "").lower())
    if state is None:
        return None
    code = _whole(form.get("ErrorCode"))
    cause = codes.meaning(code).cause.value if state == "failed" else None
    return TextNews(_sid(form, "MessageSid", "SmsSid"), state, code, cause)


def _failure(form: Form, state: CallState) -> int | None:
    """The carrier's error number; else, for a call that failed, the SIP answer of the network (404: no such number)."""
    code = _whole(form.get("ErrorCode"))
    return _whole(form.get("SipResponseCode")) if code is None and state is CallState.FAILED else code


def _sid(form: Form, *names: str) -> str:
    """The first of these ids that is there: any text, since other companies use UUIDs."""
    for name in names:
        if sid := form.get(name, "").strip():
            return sid
    raise BadInput(f"the carrier's request has no {names[0]}")


def _whole(given: str | None) -> int | None:
    try:
        return int(given) if given else None
    except ValueError:
        return None


def _instant(given: str | None) -> datetime | None:
    """An aware UTC instant out of RFC 2822, None when it cannot be read."""
    try:
        at = parsedate_to_datetime(given or "")
    except (ValueError, TypeError):
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)

"""The Company port on Twilio's REST API, or on whoever speaks its dialect under the account's base address.

Heavy to import (`twilio.rest`): for processes that dial, never for the web's.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from twilio.base.exceptions import TwilioException
from twilio.rest.api.v2010.account.call import CallInstance
from twilio.rest.api.v2010.account.message import MessageInstance

from gateway.carriers.twilio.addresses import Addresses, as_wav
from gateway.carriers.twilio.forms import CALL_STATES
from gateway.carriers.twilio.lines import TIMEOUT_S, Lines
from gateway.domain.calls import CallState, Progress
from gateway.domain.companies import Account
from gateway.domain.errors import CarrierRefused, CarrierSilent
from gateway.ports import CallSeen, TextSeen

NEWS_WANTED = ["initiated", "ringing", "answered", "completed"]
TEXT_LIVES_S = 14_400  # the most every company accepts; an older text is not worth sending
MOST_LISTED = 200  # newest calls or texts to one phone that are looked through
LARGEST_RECORDING = 10 * 1024 * 1024  # bytes; ten minutes at 8 kHz, 16 bit
NOT_IN_PROGRESS = 21220  # the call is over
PIECE = 64 * 1024


class TwilioCarrier:
    """A telephone company over HTTP. May be shared by threads, and over a fork.

    base  the public address of this gateway, which the company calls back
    """

    def __init__(self, account: Account, base: str, timeout_s: float = TIMEOUT_S) -> None:
        self._from = account.numbers[0]
        self._addresses = Addresses(base)
        self._lines = Lines(account, timeout_s)

    def place_call(self, attempt_id: str, to: str, ring_s: int, line: str | None = None) -> str:
        """Rings a phone; answered, it is asked for by this attempt's id. Returns the carrier's id.

        line  the number of ours they see, None: the account's usual one
        """
        with self._lines.mine().asking() as client:
            call = client.calls.create(
                to=to,
                from_=line or self._from,
                url=self._addresses.attempt(attempt_id),
                method="POST",
                fallback_url=self._addresses.fallback,
                fallback_method="POST",
                status_callback=self._addresses.attempt_status(attempt_id),
                status_callback_event=NEWS_WANTED,
                status_callback_method="POST",
                timeout=ring_s,
            )
        return _id_of(call)

    def end_call(self, sid: str) -> None:
        """Ends a call, rung or answered. A call already over, or forgotten, is no error."""
        with self._lines.mine().asking() as client:
            try:
                client.calls(sid).update(status="completed")
            except TwilioException as e:
                if getattr(e, "code", None) != NOT_IN_PROGRESS and getattr(e, "status", None) != 404:
                    raise

    def fetch_call(self, sid: str) -> Progress | None:
        """Where a call stands now, None when the carrier knows no such call, or no longer."""
        with self._lines.mine().asking() as client:
            try:
                call = client.calls(sid).fetch()
            except TwilioException as e:
                if getattr(e, "status", None) == 404:
                    return None
                raise
        return _progress(call)

    def find_calls(self, to: str, since: datetime) -> Sequence[CallSeen]:
        """Calls of ours to this phone created since an instant, newest first.

        The carrier's own time filter looks at the start of a call, which a waiting one does not have yet, and by the
        day only; and not every company filters at all. So it is done here.
        """
        with self._lines.mine().asking() as client:
            calls = client.calls.list(to=to, limit=MOST_LISTED, page_size=MOST_LISTED)
        seen = [_call_seen(call) for call in calls if call.to == to]
        return _newest_first([call for call in seen if call.created_at is None or call.created_at >= since])

    def send_text(self, text_id: int, to: str, body: str, line: str | None = None) -> str:
        """Hands a text to the carrier; its news is asked for by this id. Returns the carrier's id.

        line  the number of ours they see, None: the account's usual one
        """
        with self._lines.mine().asking() as client:
            text = client.messages.create(
                to=to,
                from_=line or self._from,
                body=body,
                status_callback=self._addresses.text_status(text_id),
                validity_period=TEXT_LIVES_S,
            )
        return _id_of(text)

    def find_texts(self, to: str, since: datetime) -> Sequence[TextSeen]:
        """Texts of ours to this phone created since an instant, newest first."""
        with self._lines.mine().asking() as client:
            texts = client.messages.list(to=to, limit=MOST_LISTED, page_size=MOST_LISTED)
        seen = [_text_seen(text) for text in texts if text.to == to]
        return _newest_first([text for text in seen if text.created_at is None or text.created_at >= since])

    def fetch_recording(self, address: str) -> bytes | None:
        """The WAV file of a recording, None while the carrier has not finished it.

        Raises CarrierRefused for one longer than LARGEST_RECORDING too.
        """
        line = self._lines.mine()
        with line.asking(), line.get(as_wav(address)) as response:
            if response.status_code == 404:
                return None
            if response.status_code != 200:
                raise line.refusal(response.status_code, None)
            return _wav(response)


def _wav(response: Any) -> bytes:
    kept = bytearray()
    for piece in response.iter_content(PIECE):
        kept += piece
        if len(kept) > LARGEST_RECORDING:
            raise CarrierRefused("the recording is longer than we keep", None, "unknown")
    if not kept.startswith(b"RIFF"):
        raise CarrierSilent("the carrier sent something that is no WAV file")
    return bytes(kept)


def _id_of(created: CallInstance | MessageInstance) -> str:
    if not isinstance(created.sid, str) or not created.sid:
        raise CarrierSilent("the carrier's answer names no id")
    return created.sid


def _progress(call: CallInstance) -> Progress:
    at = call.end_time or call.start_time or call.date_updated or datetime.now(UTC)
    return Progress(call.sid or "", _state(call), at, duration_s=_seconds(call.duration))


def _state(call: CallInstance) -> CallState:
    return CALL_STATES.get(str(call.status), CallState.UNKNOWN)


def _call_seen(call: CallInstance) -> CallSeen:
    return CallSeen(call.sid or "", call.to or "", _state(call), call.date_created, _seconds(call.duration))


def _text_seen(text: MessageInstance) -> TextSeen:
    return TextSeen(text.sid or "", text.to or "", text.body or "", text.date_created)


def _seconds(given: str | None) -> int | None:
    return int(given) if given and str(given).isdecimal() else None


def _newest_first(seen: list[Any]) -> list[Any]:
    """Those without an instant are only just coming in."""
    return sorted(seen, key=lambda one: one.created_at or datetime.max.replace(tzinfo=UTC), reverse=True)

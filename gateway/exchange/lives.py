"""The life of a call: queued, ringing, answered, over; what it hears in between is in `performing`."""

import asyncio
from collections.abc import Coroutine
from functools import partial
from typing import Any, TypeVar

from gateway.exchange.account import new_sid
from gateway.exchange.calls import Call, Status, rfc2822
from gateway.exchange.clock import Alarm, wake
from gateway.exchange.documents import Document, Interrupted, Over, Request
from gateway.exchange.exchange import Exchange, Recording
from gateway.exchange.personas import Behaviour, Reaction
from gateway.exchange.postman import Postman
from gateway.exchange.twiml import TwimlError, read
from gateway.exchange.webhooks import Hook

SETUP_S = 1.0  # from the API request to the first ring, or to the engaged tone
LONGEST_CALL_S = 4 * 3600
MOST_DOCUMENTS = 300  # in one call; Twilio has no such limit, but a village has only one of us
HTTP_FAILED, BAD_URL, INTERNAL = 11200, 11100, 12400

Result = TypeVar("Result")


class Life:
    """One call and everything it waits for. `number` is the phone's, `line` the account's."""

    def __init__(
        self, exchange: Exchange, call: Call, number: str, behaviour: Behaviour | None = None, mute: bool = False
    ) -> None:
        self.exchange = exchange
        self.call = call
        self.number = number
        self.line = call.to if number == call.sender else call.sender
        self.behaviour = behaviour or Behaviour()
        self.phone = exchange.phones.get(number)
        self.documents = 0
        self.entries: list[str] = list(self.behaviour.keys)
        self.postman = Postman(exchange, number, mute)
        self._waiting: asyncio.Future[None] | None = None
        self._pending: Interrupted | None = None
        self._limit: Alarm | None = None
        self._patience_s: float | None = None  # until the caller hangs up; None is for ever
        self._live = False
        exchange.calls[call.sid] = call
        exchange.lives[call.sid] = self

    def log(self, kind: str, **facts: Any) -> None:
        self.exchange.log.write(kind, sid=self.call.sid, number=self.number, line=self.line, **facts)

    def next_entry(self) -> str:
        """What the caller does at the next Gather; "" is silence, for ever once the script is exhausted."""
        return self.entries.pop(0) if self.entries else ""

    # waiting, and being interrupted

    async def wait(self, seconds: float) -> None:
        """Seconds of exchange time; raises Interrupted when the call ends or is redirected meanwhile.

        A caller's patience is counted here, not on the clock: how long a webhook takes then changes nothing.
        """
        if self._patience_s is not None and seconds >= self._patience_s:
            await self._sleep(self._patience_s)
            self.finish(Status.COMPLETED, 200)
            raise Over
        await self._sleep(seconds)
        if self._patience_s is not None:
            self._patience_s -= seconds

    async def _sleep(self, seconds: float) -> None:
        pause = self._pause()
        alarm = self.exchange.clock.call_later(seconds, partial(wake, pause))
        try:
            await pause
        finally:
            alarm.cancel()

    async def until(self, work: Coroutine[Any, Any, Result]) -> Result:
        """The result of something under way; the work goes on alone when the call is interrupted."""
        try:
            pause = self._pause()
        except Interrupted:
            work.close()
            raise
        task = self.exchange.spawn(work)
        task.add_done_callback(lambda _: wake(pause))
        await pause
        result: Result = task.result()
        return result

    def interrupt(self, reason: Interrupted) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(reason)
        else:
            self._pending = reason

    def _pause(self) -> "asyncio.Future[None]":
        if self.call.over:
            raise Over
        if self._pending is not None:
            pending, self._pending = self._pending, None
            raise pending
        self._waiting = asyncio.get_running_loop().create_future()
        return self._waiting

    # ringing and answering

    async def queue(self) -> None:
        """Wait for a place when the account may only start so many calls a second."""
        pace, clock = self.exchange.calls_per_second, self.exchange.clock
        if not pace:
            return
        slot = max(self.exchange.next_slot_s, clock.elapsed_s())
        self.exchange.next_slot_s = slot + 1 / pace
        wait_s = slot - clock.elapsed_s()
        await self.wait(wait_s)
        self.call.queued_ms = round(wait_s * 1000)

    async def ring(self) -> bool:
        """Ring the phone; True once it is answered. Otherwise the call is over when this returns."""
        self.begin()
        self.announce("initiated")
        await self.wait(SETUP_S)
        if self.phone is None:
            self.finish(Status.FAILED, 404)
            return False
        self.behaviour = self.phone.next_behaviour(self.exchange.seed)
        self.entries = list(self.behaviour.keys)
        if self.behaviour.reaction in (Reaction.BUSY, Reaction.OFF):
            busy = self.behaviour.reaction is Reaction.BUSY
            self.finish(*((Status.BUSY, 486) if busy else (Status.FAILED, 480)))
            return False
        return await self._ring_out()

    async def _ring_out(self) -> bool:
        self.occupy()
        self.call.status = Status.RINGING
        self.log("call.ringing")
        self.announce("ringing")
        patience, after_s = self.call.plan.timeout_s, self.behaviour.answers_after_s
        if self.behaviour.reaction is Reaction.NEVER or after_s >= patience:
            await self.wait(patience)
            self.finish(Status.NO_ANSWER, 487)
            return False
        await self.wait(after_s)
        self.answer()
        return True

    def begin(self) -> None:
        self.call.started_at = self.exchange.clock.now()
        self._live = True
        self.exchange.log.call_live(+1)

    def occupy(self) -> None:
        if self.phone is not None:
            self.phone.on.add(self.call.sid)
            self.phone.rang += self.call.direction != "inbound"

    def answer(self) -> None:
        """Somebody picks up; nothing happens when that was long ago."""
        if self.call.answered_at is not None:
            return
        self.call.status = Status.IN_PROGRESS
        self.call.answered_at = self.exchange.clock.now()
        self.log("call.answered", person=self.behaviour.person)
        self.announce("answered")
        self._patience_s = self.behaviour.hangs_up_s
        end = partial(self.finish, Status.COMPLETED, 200)
        self._limit = self.exchange.clock.call_later(LONGEST_CALL_S, end)

    def finish(self, status: Status, sip: int) -> None:
        """End the call, whatever it is doing; the first end counts."""
        if self.call.over:
            return
        self.call.status, self.call.sip, self.call.ended_at = status, sip, self.exchange.clock.now()
        if self._limit is not None:
            self._limit.cancel()
        if self.phone is not None:
            self.phone.on.discard(self.call.sid)
            self.phone.calls[status.value] += 1
        if self._live:
            self.exchange.log.call_live(-1)
        self.exchange.log.ended[status.value] += 1
        if self.call.plan.record and self.call.duration_s:
            self.keep_recording(self.call.duration_s, "OutboundAPI")
        self.log("call.ended", status=status.value, duration_s=self.call.duration_s, sip=sip)
        self.announce("completed")
        self.postman.flush()
        self.exchange.lives.pop(self.call.sid, None)
        self.interrupt(Over())

    # telling and asking

    def announce(self, event: str) -> None:
        """A status callback, when the creator of the call wanted that event."""
        plan = self.call.plan
        if not plan.status_url or event not in plan.status_events:
            return
        told = self.call.told() | {
            "Timestamp": str(rfc2822(self.exchange.clock.now())),
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(self.call.sequence),
        }
        if event == "initiated":
            told["CallStatus"] = "initiated"
        if self.call.over:
            told |= self.call.told_at_end() | self.told_recording()
        self.call.sequence += 1
        hook = Hook(plan.status_url, told, "status", self.call.sid, plan.status_method)
        self.postman.post(hook, last=self.call.over)

    def keep_recording(self, seconds: float, source: str) -> Recording:
        made = Recording(new_sid("RE"), self.call.sid, max(1, round(seconds)), source, self.exchange.clock.now())
        self.exchange.recordings[made.sid] = made
        self.call.recordings.append(made.sid)
        return made

    def recording_url(self, sid: str) -> str:
        return f"{self.exchange.public_url}{self.call.account.path}/Recordings/{sid}"

    def told_recording(self) -> dict[str, str]:
        kept = [self.exchange.recordings[sid] for sid in self.call.recordings if sid in self.exchange.recordings]
        whole = [one for one in kept if one.source == "OutboundAPI"]
        if not whole:
            return {}
        sid, seconds = whole[-1].sid, whole[-1].seconds
        return {"RecordingSid": sid, "RecordingUrl": self.recording_url(sid), "RecordingDuration": str(seconds)}

    def hook(self, request: Request) -> Hook:
        told = self.call.told() | dict(request.extra)
        return Hook(request.url, told, request.purpose, self.call.sid, request.method)

    async def ask(self, request: Request) -> Document:
        """The next document, or the fallback's when it is broken; raises TwimlError when both are."""
        try:
            return await self._ask(request)
        except TwimlError as error:
            self.fault(error, request.url)
            plan = self.call.plan
            if not plan.fallback_url or request.purpose == "fallback":
                raise
            extra = {**request.extra, "ErrorCode": str(error.code), "ErrorUrl": request.url}
            return await self.ask(Request(plan.fallback_url, plan.fallback_method, extra, "fallback"))

    async def _ask(self, request: Request) -> Document:
        self.documents += 1
        if self.documents > MOST_DOCUMENTS:
            raise TwimlError(INTERNAL, f"More than {MOST_DOCUMENTS} documents in one call")
        if request.twiml:
            return self._read(request.twiml.encode(), "text/xml", "")
        if not request.url.startswith(("http://", "https://")):
            raise TwimlError(BAD_URL, f"Invalid URL format: {request.url!r}")
        hook = self.hook(request)
        if self.exchange.happens(self.exchange.chaos.duplicate, "twice", self.number):
            self.exchange.spawn(self.exchange.webhooks.send(hook))
        reply = await self.until(self.exchange.webhooks.send(hook))
        if reply.failure:
            raise TwimlError(HTTP_FAILED, f"Got HTTP {reply.status or 'no'} response to {request.url}")
        return self._read(reply.body, reply.content_type, request.url)

    def _read(self, body: bytes, content_type: str, url: str) -> Document:
        reading = read(body, content_type)
        for code, message in reading.warnings:
            self.log("error", code=code, message=message, url=url, warning=True)
        return Document(url, tuple(reading.found))

    def fault(self, error: TwimlError, url: str) -> None:
        self.log("error", code=error.code, message=error.message, url=url)

"""Calls being made: by the API to a phone, or by a phone to one of the account's lines."""

from collections.abc import Coroutine
from functools import partial
from typing import Any

from gateway.exchange.account import new_sid
from gateway.exchange.calls import Call, Plan, Status
from gateway.exchange.documents import Over, Redirected, Request
from gateway.exchange.exchange import Exchange
from gateway.exchange.lives import INTERNAL, Life
from gateway.exchange.performing import perform
from gateway.exchange.personas import Behaviour
from gateway.exchange.phones import Line
from gateway.exchange.twiml import TwimlError
from gateway.exchange.webhooks import Hook

HUMAN_MS, MACHINE_MS, GREETING_S = 2000, 4000, 6.0


def place(exchange: Exchange, sender: str, to: str, plan: Plan, mute: bool = False) -> Call:
    """A call from the account to a phone: it begins at once, and this does not wait for it.

    mute  no callback about it arrives
    """
    call = Call(new_sid("CA"), exchange.account, sender, to, "outbound-api", plan, exchange.clock.now())
    life = Life(exchange, call, to, mute=mute)
    exchange.log.call_created()
    life.log("call.placed")
    exchange.spawn(_guard(life, _outbound(life)))
    return call


def dial(exchange: Exchange, sender: str, line: Line, behaviour: Behaviour, ring_s: float) -> Call:
    """A call from a phone to a line, which asks the line's voice_url what to do."""
    plan = Plan(
        url=line.voice_url,
        fallback_url=line.voice_fallback_url,
        status_url=line.status_callback,
    )
    call = Call(new_sid("CA"), exchange.account, sender, line.number, "inbound", plan, exchange.clock.now())
    call.status = Status.RINGING
    life = Life(exchange, call, sender, behaviour)
    life.log("call.dialled")
    exchange.spawn(_guard(life, _inbound(life, ring_s)))
    return call


async def _guard(life: Life, story: Coroutine[Any, Any, None]) -> None:
    """Let a call live; a mistake of the exchange's own ends it, so that no phone stays engaged for ever."""
    try:
        await story
    except Over:
        return
    except Exception:
        life.fault(TwimlError(INTERNAL, "Internal failure of the exchange"), life.call.plan.url)
        life.finish(Status.FAILED, 500)
        raise


async def _inbound(life: Life, ring_s: float) -> None:
    life.begin()
    life.occupy()
    await life.wait(ring_s)
    if life.call.plan.url:
        await perform(life, Request(life.call.plan.url))
    else:
        life.finish(Status.FAILED, 404)


async def _outbound(life: Life) -> None:
    await life.queue()
    if await life.ring():
        await perform(life, await _first_request(life))


async def _first_request(life: Life) -> Request:
    plan, extra = life.call.plan, {}
    try:
        if life.behaviour.machine:
            life.log("call.spoke", seconds=GREETING_S, greeting=True)
        if plan.machine_detection:
            extra = await _detect(life)
    except Redirected as redirected:
        return redirected.request
    return Request(plan.url, plan.method, extra, twiml=plan.twiml)


async def _detect(life: Life) -> dict[str, str]:
    """Whether a machine answered: told with the first request, or by itself when asked to (AsyncAmd)."""
    plan, machine = life.call.plan, life.behaviour.machine
    to_the_end = machine and plan.machine_detection == "DetectMessageEnd"
    took_ms = int(GREETING_S * 1000) if to_the_end else MACHINE_MS if machine else HUMAN_MS
    by = "machine_end_beep" if to_the_end else "machine_start" if machine else "human"
    told = {"AnsweredBy": by, "MachineDetectionDuration": str(took_ms)}
    life.call.answered_by = by
    if not plan.async_machine_url:
        await life.wait(took_ms / 1000)
        return told
    whose = {"CallSid": life.call.sid, "AccountSid": life.call.account.sid}
    hook = Hook(plan.async_machine_url, whose | told, "machine", life.call.sid)
    life.exchange.clock.call_later(took_ms / 1000, partial(life.postman.post, hook, last=True))
    return {}

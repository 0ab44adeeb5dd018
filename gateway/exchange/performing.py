"""Performing TwiML on a call: one function a verb. Each returns the next document to ask for, or None to go on."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from gateway.exchange import verbs
from gateway.exchange.account import e164, new_sid
from gateway.exchange.audio import spoken_s
from gateway.exchange.calls import Call, Plan, Status, rfc2822
from gateway.exchange.documents import Document, Interrupted, Over, Redirected, Request
from gateway.exchange.exchange import Recording
from gateway.exchange.gather import Outcome, listen
from gateway.exchange.lives import Life
from gateway.exchange.personas import HANGUP, presses
from gateway.exchange.twiml import TwimlError
from gateway.exchange.webhooks import Hook

APOLOGY = verbs.Say("We are sorry, an application error has occurred. Goodbye.")
FOREVER = 14400  # seconds or loops: longer than any call
BEEP_S = 1.0


async def perform(life: Life, request: Request) -> None:
    """Ask for a document and perform it and all that follow, until the call is over."""
    asked: Request | None = request
    while asked is not None:
        try:
            asked = await _walk(life, await life.ask(asked))
        except Redirected as redirected:
            asked = redirected.request
        except TwimlError:
            await _apologise(life)
            return
    life.answer()
    life.finish(Status.COMPLETED, 200)


async def _apologise(life: Life) -> None:
    if life.call.answered_at is not None:
        await _hear(life, [(APOLOGY, spoken_s(APOLOGY.text))], None)
    life.finish(Status.FAILED, 200 if life.call.answered_at else 500)


async def _walk(life: Life, document: Document) -> Request | None:
    for verb in document.verbs:
        if not isinstance(verb, verbs.Redirect | verbs.Reject):
            life.answer()
        try:
            following = await ACTS[type(verb)](life, verb, document)
        except TwimlError as error:
            life.fault(error, document.url)
            raise
        if following is not None:
            return following
    return None


def _next(document: Document, url: str, method: str, extra: Mapping[str, str], purpose: str) -> Request:
    """The document an action leads to: this one again when the verb names none, as at Twilio."""
    return Request(_absolute(document, url), method, extra, purpose)


def _absolute(document: Document, url: str) -> str:
    joined = urljoin(document.url.partition("#")[0], url) if url else document.url
    if not joined.startswith(("http://", "https://")):
        raise TwimlError(11100, f"Invalid URL format: {joined!r}")
    return joined


# saying and playing

Timed = tuple[verbs.Prompt, float]


async def _length(life: Life, prompt: verbs.Prompt, document: Document) -> float:
    """Seconds of a prompt, its loops included."""
    if isinstance(prompt, verbs.Pause):
        return float(prompt.length_s)
    once = spoken_s(prompt.text) if isinstance(prompt, verbs.Say) else await _sound(life, prompt, document)
    return once * (prompt.loop or FOREVER)


async def _sound(life: Life, played: verbs.Play, document: Document) -> float:
    return await life.until(life.exchange.sound_s(_absolute(document, played.url))) if played.url else 0.0


async def _hear(life: Life, prompts: Sequence[Timed], stop_s: float | None) -> None:
    """Prompts one after another, cut short at stop_s; None hears them out."""
    begun = 0.0
    for prompt, length in prompts:
        if stop_s is not None and begun >= stop_s:
            return
        if isinstance(prompt, verbs.Say):
            life.log("call.heard", say=prompt.text, language=prompt.language)
        if isinstance(prompt, verbs.Play):
            life.log("call.heard", play=prompt.url)
        await life.wait(length if stop_s is None else min(length, stop_s - begun))
        begun += length


async def _prompt(life: Life, prompt: verbs.Prompt, document: Document) -> None:
    await _hear(life, [(prompt, await _length(life, prompt, document))], None)


# asking


async def _gather(life: Life, asked: verbs.Gather, document: Document) -> Request | None:
    prompts = [(prompt, await _length(life, prompt, document)) for prompt in asked.prompts]
    entry, prompts_s = life.next_entry(), sum(length for _, length in prompts)
    if entry == HANGUP:
        await _hear(life, prompts, prompts_s * life.behaviour.listens)
        life.finish(Status.COMPLETED, 200)
        raise Over
    outcome = listen(asked.rule, prompts_s, presses(entry, prompts_s, life.behaviour))
    await _hear(life, prompts, outcome.barged_at_s)
    await life.wait(outcome.at_s - min(prompts_s, outcome.barged_at_s or prompts_s))
    if outcome.pressed:
        life.log("call.pressed", keys=outcome.pressed)
    if not outcome.digits and not asked.action_on_empty:
        return None
    return _next(document, asked.action, asked.method, _told(outcome), "gather")


def _told(outcome: Outcome) -> dict[str, str]:
    told = {"Digits": outcome.digits, "FinishedOnKey": outcome.finished_on}
    return told | ({"msg": "Gather End"} if outcome.digits else {})


# recording


async def _record(life: Life, recorded: verbs.Record, document: Document) -> Request | None:
    speaks_s = min(life.behaviour.speaks_s, recorded.max_length_s)
    await life.wait(BEEP_S if recorded.beep else 0)
    if not speaks_s:
        await life.wait(recorded.timeout_s)
        return None
    key = "#" if "#" in recorded.finish_on_key else ""
    seconds = speaks_s if key else min(speaks_s + recorded.timeout_s, recorded.max_length_s)
    began_s = life.exchange.clock.elapsed_s()
    try:
        await life.wait(seconds)
    except Over:
        _hung_up(life, recorded, document, life.exchange.clock.elapsed_s() - began_s)
        raise
    life.log("call.spoke", seconds=speaks_s)
    if key:
        life.log("call.pressed", keys=key)
    kept = _keep(life, recorded, document, seconds)
    return _next(document, recorded.action, recorded.method, _told_recording(life, kept, key), "record")


def _hung_up(life: Life, recorded: verbs.Record, document: Document, seconds: float) -> None:
    """The caller puts the phone down: what was said is kept, and the action still hears of it."""
    life.log("call.spoke", seconds=round(seconds, 1))
    told = _told_recording(life, _keep(life, recorded, document, seconds), "hangup")
    request = _next(document, recorded.action, recorded.method, told, "record")
    life.exchange.spawn(life.exchange.webhooks.send(life.hook(request)))


def _keep(life: Life, recorded: verbs.Record, document: Document, seconds: float) -> Recording:
    kept = life.keep_recording(seconds, "RecordVerb")
    if recorded.callback:
        told = _told_recording(life, kept) | {
            "CallSid": life.call.sid,
            "AccountSid": life.call.account.sid,
            "RecordingStatus": "completed",
            "RecordingChannels": "1",
            "RecordingStartTime": str(rfc2822(kept.at)),
            "RecordingSource": kept.source,
        }
        url = _absolute(document, recorded.callback)
        life.postman.post(Hook(url, told, "recording", life.call.sid, recorded.callback_method))
    return kept


def _told_recording(life: Life, kept: Recording, key: str | None = None) -> dict[str, str]:
    told = {
        "RecordingUrl": life.recording_url(kept.sid),
        "RecordingSid": kept.sid,
        "RecordingDuration": str(kept.seconds),
    }
    return told if key is None else told | {"Digits": key}


# moving on


async def _redirect(life: Life, redirected: verbs.Redirect, document: Document) -> Request:
    return _next(document, redirected.url, redirected.method, {}, "redirect")


async def _hangup(life: Life, _: verbs.Hangup, document: Document) -> None:
    life.finish(Status.COMPLETED, 200)
    raise Over


async def _reject(life: Life, rejected: verbs.Reject, document: Document) -> None:
    if life.call.answered_at is not None:
        life.finish(Status.COMPLETED, 200)
    elif rejected.reason == "busy":
        life.finish(Status.BUSY, 486)
    else:
        life.finish(Status.NO_ANSWER, 603)
    raise Over


# dialling another phone


async def _dial(life: Life, dialled: verbs.Dial, document: Document) -> Request | None:
    legs = [_leg(life, number, dialled) for number in dialled.numbers]
    try:
        winner = await life.until(_first_to_answer(life, legs))
        if winner is not None:
            talks_s = min(winner.behaviour.speaks_s, winner.behaviour.hangs_up_s or FOREVER, dialled.time_limit_s)
            await life.wait(talks_s)
            winner.log("call.spoke", seconds=talks_s)
    except Interrupted as interrupted:
        for leg in legs:
            leg.finish(Status.COMPLETED if leg.call.answered_at else Status.CANCELED, 487)
        if isinstance(interrupted, Over):
            _left(life, dialled, document, legs)
        raise
    if winner is not None:
        winner.finish(Status.COMPLETED, 200)
    told = _told_dial(winner, legs)
    return _next(document, dialled.action, dialled.method, told, "dial") if dialled.action else None


def _left(life: Life, dialled: verbs.Dial, document: Document, legs: Sequence[Life]) -> None:
    """The caller puts the phone down: the action still hears what came of the other call."""
    if dialled.action:
        winner = next((leg for leg in legs if leg.call.answered_at), None)
        request = _next(document, dialled.action, dialled.method, _told_dial(winner, legs), "dial")
        life.exchange.spawn(life.exchange.webhooks.send(life.hook(request)))


def _leg(life: Life, number: str, dialled: verbs.Dial) -> Life:
    call = Call(
        sid=new_sid("CA"),
        account=life.call.account,
        sender=dialled.caller_id or life.call.sender,
        to=e164(number) or number,
        direction="outbound-dial",
        plan=Plan(timeout_s=dialled.timeout_s),
        created_at=life.exchange.clock.now(),
        parent_sid=life.call.sid,
    )
    return Life(life.exchange, call, call.to)


async def _first_to_answer(life: Life, legs: Sequence[Life]) -> Life | None:
    ringing = {life.exchange.spawn(_rings(leg)): leg for leg in legs}
    waiting: set[asyncio.Task[Any]] = set(ringing)
    while waiting:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        winner = next((ringing[task] for task in done if task.result()), None)
        if winner is not None:
            for leg in legs:
                if leg is not winner:
                    leg.finish(Status.CANCELED, 487)
            return winner
    return None


async def _rings(leg: Life) -> bool:
    try:
        return await leg.ring()
    except Over:
        return False


def _told_dial(winner: Life | None, legs: Sequence[Life]) -> dict[str, str]:
    leg = winner or (legs[0] if legs else None)
    status = Status.FAILED if leg is None else leg.call.status
    told = {"DialCallStatus": status.value, "DialBridged": str(winner is not None).lower()}
    if leg is not None:
        told["DialCallSid"] = leg.call.sid
    if winner is not None:
        told["DialCallDuration"] = str(winner.call.duration_s)
    return told


ACTS: Mapping[type, Callable[[Life, Any, Document], Awaitable[Request | None]]] = {
    verbs.Say: _prompt,
    verbs.Play: _prompt,
    verbs.Pause: _prompt,
    verbs.Gather: _gather,
    verbs.Record: _record,
    verbs.Redirect: _redirect,
    verbs.Hangup: _hangup,
    verbs.Reject: _reject,
    verbs.Dial: _dial,
}

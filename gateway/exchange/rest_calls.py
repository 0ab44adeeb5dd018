"""The Calls and Recordings of the REST API."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from multidict import MultiMapping

from gateway.exchange import audio
from gateway.exchange.account import API, CALL_FROM, CALL_TO, OK_TEST_SENDER, Refused, e164
from gateway.exchange.calls import Call, Plan, Status, rfc2822
from gateway.exchange.documents import Redirected, Request
from gateway.exchange.exchange import Exchange, Recording
from gateway.exchange.paging import on_day, page
from gateway.exchange.personas import chance
from gateway.exchange.placing import place

EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})
LONGEST_TWIML, LONGEST_RING_S = 4000, 600

Form = MultiMapping[Any]


async def create(exchange: Exchange, request: web.Request) -> web.Response:
    form = await request.post()
    sender, to = who(exchange, form)
    chaos = exchange.chaos
    if exchange.happens(chaos.fail_create, "fail", to):
        raise Refused(20503)
    cut = exchange.happens(chaos.cut_create, "cut", to)
    call = place(exchange, sender, to, plan_from(form), mute=cut)
    if exchange.happens(chaos.hang_create, "hang", to):
        await asyncio.sleep(chaos.hang_s)
    if cut:
        hang_up(request)
    return web.json_response(call.as_json(), status=201)


def hang_up(request: web.Request) -> None:
    """Breaks the connection of a request: what is answered to it arrives nowhere."""
    if request.transport is not None:
        request.transport.abort()


def who(exchange: Exchange, form: Form) -> tuple[str, str]:
    """From and To of a call to be made; raises Refused with Twilio's number for what is wrong with them."""
    given_from, given_to = form.get("From", ""), form.get("To", "")
    if not given_to:
        raise Refused(21201)
    if not given_from:
        raise Refused(21213)
    sender, to = e164(given_from), e164(given_to)
    if to is None:
        raise Refused(21211, given_to)
    if sender is None:
        raise Refused(21212, given_from)
    for code in (CALL_FROM.get(sender), CALL_TO.get(to)):
        if code:
            raise Refused(code)
    if sender not in exchange.lines and sender != OK_TEST_SENDER:
        raise Refused(21210, sender)
    return sender, to


def plan_from(form: Form) -> Plan:
    url, twiml = form.get("Url", ""), form.get("Twiml", "")
    if not twiml and not url.startswith(("http://", "https://")):
        raise Refused(21205, url)
    if len(twiml) > LONGEST_TWIML:
        raise Refused(21218)
    events = [event for given in form.getall("StatusCallbackEvent", []) for event in given.split()]
    return Plan(
        url=url,
        twiml=twiml,
        method=form.get("Method", "POST").upper(),
        fallback_url=form.get("FallbackUrl", ""),
        fallback_method=form.get("FallbackMethod", "POST").upper(),
        status_url=form.get("StatusCallback", ""),
        status_method=form.get("StatusCallbackMethod", "POST").upper(),
        status_events=(EVENTS & set(events)) | {"completed"} if not events else EVENTS & set(events),
        timeout_s=_timeout(form.get("Timeout", "60")),
        send_digits=form.get("SendDigits", ""),
        record=form.get("Record", "").lower() == "true",
        machine_detection=form.get("MachineDetection", ""),
        async_machine_url=form.get("AsyncAmdStatusCallback", "") if form.get("AsyncAmd", "") == "true" else "",
    )


def _timeout(given: str) -> int:
    if not given.isdecimal() or not 1 <= int(given) <= LONGEST_RING_S:
        raise Refused(21208, given)
    return int(given)


async def index(exchange: Exchange, request: web.Request) -> web.Response:
    query = request.query
    began, ended = on_day(query, "StartTime"), on_day(query, "EndTime")
    wanted: Mapping[str, Callable[[Call], str]] = {
        "To": lambda call: call.to,
        "From": lambda call: call.sender,
        "Status": lambda call: call.status.value,
        "ParentCallSid": lambda call: call.parent_sid,
    }
    given = {name: _as_asked(name, query[name]) for name in wanted if query.get(name)}
    found = [
        call
        for call in exchange.calls.values()
        if all(wanted[name](call) == value for name, value in given.items())
        and began(call.started_at)
        and ended(call.ended_at)
    ]
    return web.json_response(page("calls", f"{exchange.account.path}/Calls.json", found, query))


def _as_asked(name: str, given: str) -> str:
    return (e164(given) or given) if name in ("To", "From") else given


async def show(exchange: Exchange, request: web.Request) -> web.Response:
    return web.json_response(_call(exchange, request).as_json())


async def update(exchange: Exchange, request: web.Request) -> web.Response:
    call, form = _call(exchange, request), await request.post()
    life = exchange.lives.get(call.sid)
    if life is None:
        raise Refused(21220)
    status, url, twiml = (str(form.get(name, "")) for name in ("Status", "Url", "Twiml"))
    answered = call.answered_at is not None
    if status in ("completed", "canceled"):
        if status == "completed" and answered:
            life.finish(Status.COMPLETED, 200)
        elif not answered:
            life.finish(Status.CANCELED, 487)
    elif url or twiml:
        if not answered:
            raise Refused(21220)
        life.interrupt(Redirected(Request(url, str(form.get("Method", "POST")), twiml=twiml)))
    return web.json_response(call.as_json())


def _call(exchange: Exchange, request: web.Request) -> Call:
    call = exchange.calls.get(request.match_info["sid"])
    if call is None:
        raise Refused(20404, request.path)
    return call


@dataclass(frozen=True)
class Shown:
    """A recording as the API shows it."""

    exchange: Exchange
    kept: Recording
    sid: str

    def as_json(self) -> dict[str, Any]:
        account = self.exchange.account
        path = f"{account.path}/Recordings/{self.sid}"
        return {
            "sid": self.sid,
            "account_sid": account.sid,
            "api_version": API,
            "call_sid": self.kept.call_sid,
            "conference_sid": None,
            "channels": 1,
            "date_created": rfc2822(self.kept.at),
            "date_updated": rfc2822(self.kept.at),
            "start_time": rfc2822(self.kept.at),
            "duration": str(self.kept.seconds),
            "price": None,
            "price_unit": "USD",
            "source": self.kept.source,
            "status": "completed",
            "error_code": None,
            "encryption_details": None,
            "media_url": f"{self.exchange.public_url}{path}",
            "uri": f"{path}.json",
            "subresource_uris": {},
        }


async def call_recordings(exchange: Exchange, request: web.Request) -> web.Response:
    call = _call(exchange, request)
    kept = [Shown(exchange, exchange.recordings[sid], sid) for sid in call.recordings if sid in exchange.recordings]
    path = f"{exchange.account.path}/Calls/{call.sid}/Recordings.json"
    return web.json_response(page("recordings", path, kept, request.query))


async def recordings(exchange: Exchange, request: web.Request) -> web.Response:
    wanted = request.query.get("CallSid")
    kept = [Shown(exchange, one, one.sid) for one in exchange.recordings.values() if wanted in (None, one.call_sid)]
    return web.json_response(page("recordings", f"{exchange.account.path}/Recordings.json", kept, request.query))


async def recording(exchange: Exchange, request: web.Request) -> web.Response:
    kept = _recording(exchange, request)
    return web.json_response(Shown(exchange, kept, kept.sid).as_json())


async def forget_recording(exchange: Exchange, request: web.Request) -> web.Response:
    del exchange.recordings[_recording(exchange, request).sid]
    return web.Response(status=204)


async def sound(exchange: Exchange, request: web.Request) -> web.Response:
    """The WAV of a recording: made up again each time, and each time the same."""
    kept = _recording(exchange, request)
    voice = chance(exchange.seed, "voice", exchange.calls[kept.call_sid].sender).randint(110, 240)
    return web.Response(body=audio.recording(kept.seconds, voice), content_type="audio/x-wav")


def _recording(exchange: Exchange, request: web.Request) -> Recording:
    kept = exchange.recordings.get(request.match_info["sid"])
    if kept is None:
        raise Refused(20404, request.path)
    return kept

"""The other side of the exchange: what a demonstration or a test arranges on it, and what it sees happen."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from aiohttp import web

from gateway.exchange.exchange import Exchange
from gateway.exchange.personas import Behaviour
from gateway.exchange.phones import BadRequest, Line, number_from, seconds_from
from gateway.exchange.placing import dial
from gateway.exchange.texts import receive

MOST_EVENTS = 10_000
FASTEST = 100_000


async def body(request: web.Request, *known: str) -> Mapping[str, Any]:
    """A JSON object with only the fields known; raises BadRequest that names the others."""
    given = await _json(request)
    if not isinstance(given, dict):
        raise BadRequest("a JSON object is needed")
    unknown = sorted(set(given) - set(known)) if known else []
    if unknown:
        raise BadRequest(f"unknown: {', '.join(unknown)}; there are {', '.join(known)}")
    return given


async def _json(request: web.Request) -> Any:
    try:
        return await request.json()
    except ValueError as error:
        raise BadRequest(f"not JSON: {error}") from error


async def put_line(exchange: Exchange, request: web.Request) -> web.Response:
    given = await body(request, "voice_url", "voice_fallback_url", "status_callback", "sms_url")
    number = number_from(request.match_info["number"])
    line = Line(number, **{name: str(value or "") for name, value in given.items()})
    exchange.lines[number] = line
    return web.json_response(asdict(line))


async def put_phones(exchange: Exchange, request: web.Request) -> web.Response:
    given = await _json(request)
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise BadRequest("a JSON list of phones is needed")
    return web.json_response({"phones": exchange.add_phones(given), "known": len(exchange.phones)})


async def show_phone(exchange: Exchange, request: web.Request) -> web.Response:
    phone = exchange.phones.get(number_from(request.match_info["number"]))
    if phone is None:
        return web.json_response({"error": "no such phone"}, status=404)
    return web.json_response(phone.as_json(exchange.seed))


async def dial_line(exchange: Exchange, request: web.Request) -> web.Response:
    given = await body(request, "from", "to", "script", "speaks_s", "hangs_up_after", "ring_s")
    sender, line = number_from(given.get("from")), _line(exchange, given.get("to"))
    speaks_s, ring_s = seconds_from(given, "speaks_s"), seconds_from(given, "ring_s")
    phone = exchange.phones.get(sender)
    behaviour = Behaviour(
        person=phone.name if phone else "",
        keys=tuple(str(entry) for entry in given.get("script") or ()),
        speaks_s=8.0 if speaks_s is None else speaks_s,
        hangs_up_s=seconds_from(given, "hangs_up_after"),
    )
    call = dial(exchange, sender, line, behaviour, 0.0 if ring_s is None else ring_s)
    return web.json_response({"sid": call.sid}, status=201)


async def text_line(exchange: Exchange, request: web.Request) -> web.Response:
    given = await body(request, "from", "to", "body", "sid")
    sender, line = number_from(given.get("from")), _line(exchange, given.get("to"))
    text = receive(exchange, sender, line, str(given.get("body", "")), str(given.get("sid") or ""))
    return web.json_response({"sid": text.sid}, status=201)


def _line(exchange: Exchange, given: Any) -> Line:
    line = exchange.lines.get(number_from(given))
    if line is None:
        raise BadRequest(f"{given} is not one of the account's lines; there are {', '.join(exchange.lines) or 'none'}")
    return line


async def log(exchange: Exchange, request: web.Request) -> web.Response:
    """Events after a number. Each has n, at, kind; most have sid, number (the phone) and line; and by kind:

    call.placed, call.dialled, call.ringing   by the API; by a phone; it rings
    call.answered   person: the persona who picked up
    call.heard      say and language, or play: when it begins, so a key may cut it short
    call.pressed    keys: all that counted in one Gather, finish key included
    call.spoke      seconds; greeting when it is a machine
    call.ended      status, duration_s, sip
    text.sent, text.received, text.undelivered   body and segments, or error_code
    webhook         url, purpose, status (0: none), ms on the wall, tries, failure
    lost            a callback that chaos swallowed: url, purpose
    error           code (Twilio's number), message, url; warning when the call went on
    """
    after, limit = (_whole(request, name, default) for name, default in (("after", 0), ("limit", 1000)))
    events = exchange.log.after(after, min(limit, MOST_EVENTS))
    return web.json_response({"events": events, "last": exchange.log.last})


def _whole(request: web.Request, name: str, default: int) -> int:
    given = request.query.get(name, str(default))
    if not given.isdecimal():
        raise BadRequest(f"{name} is a whole number, not {given!r}")
    return int(given)


async def summary(exchange: Exchange, request: web.Request) -> web.Response:
    return web.json_response(exchange.log.summary())


async def clock(exchange: Exchange, request: web.Request) -> web.Response:
    return web.json_response({"now": exchange.clock.now().isoformat(), "speed": exchange.clock.speed})


async def put_clock(exchange: Exchange, request: web.Request) -> web.Response:
    given = await body(request, "now", "speed")
    speed = given.get("speed")
    if speed is not None and (not isinstance(speed, int | float) or not 0 < speed <= FASTEST):
        raise BadRequest(f"speed is a number above 0 and at most {FASTEST}, not {speed!r}")
    exchange.clock.set(_instant(given.get("now")), speed)
    return await clock(exchange, request)


def _instant(given: Any) -> datetime | None:
    if given is None:
        return None
    try:
        at = datetime.fromisoformat(str(given))
    except ValueError as error:
        raise BadRequest(f"now is an ISO instant, not {given!r}") from error
    if at.tzinfo is None:
        raise BadRequest(f"now needs an offset from UTC, as in {at.isoformat()}+00:00")
    return at


async def chaos(exchange: Exchange, request: web.Request) -> web.Response:
    return web.json_response(asdict(exchange.chaos))


async def put_chaos(exchange: Exchange, request: web.Request) -> web.Response:
    exchange.set_chaos(await body(request))
    return await chaos(exchange, request)


async def health(exchange: Exchange, request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})

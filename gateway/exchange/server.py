"""The routes of the exchange, and who may use them."""

from collections.abc import Awaitable, Callable
from functools import partial
from time import monotonic

from aiohttp import web

from gateway.exchange import control, rest_calls, rest_messages
from gateway.exchange.account import API, Refused
from gateway.exchange.exchange import Exchange
from gateway.exchange.phones import BadRequest

Handler = Callable[[Exchange, web.Request], Awaitable[web.Response]]

ACCOUNT = f"/{API}/Accounts/{{account}}"
ROUTES: tuple[tuple[str, str, Handler], ...] = (
    ("POST", f"{ACCOUNT}/Calls.json", rest_calls.create),
    ("GET", f"{ACCOUNT}/Calls.json", rest_calls.index),
    ("GET", f"{ACCOUNT}/Calls/{{sid}}/Recordings.json", rest_calls.call_recordings),
    ("GET", f"{ACCOUNT}/Calls/{{sid}}.json", rest_calls.show),
    ("POST", f"{ACCOUNT}/Calls/{{sid}}.json", rest_calls.update),
    ("POST", f"{ACCOUNT}/Messages.json", rest_messages.create),
    ("GET", f"{ACCOUNT}/Messages.json", rest_messages.index),
    ("GET", f"{ACCOUNT}/Messages/{{sid}}.json", rest_messages.show),
    ("DELETE", f"{ACCOUNT}/Messages/{{sid}}.json", rest_messages.forget),
    ("GET", f"{ACCOUNT}/Recordings.json", rest_calls.recordings),
    ("GET", f"{ACCOUNT}/Recordings/{{sid}}.json", rest_calls.recording),
    ("DELETE", f"{ACCOUNT}/Recordings/{{sid}}.json", rest_calls.forget_recording),
    ("GET", f"{ACCOUNT}/Recordings/{{sid}}.wav", rest_calls.sound),
    ("GET", f"{ACCOUNT}/Recordings/{{sid:[^.]+}}", rest_calls.sound),
    ("PUT", "/exchange/lines/{number}", control.put_line),
    ("PUT", "/exchange/phones", control.put_phones),
    ("GET", "/exchange/phones/{number}", control.show_phone),
    ("POST", "/exchange/dial", control.dial_line),
    ("POST", "/exchange/text", control.text_line),
    ("GET", "/exchange/log", control.log),
    ("GET", "/exchange/summary", control.summary),
    ("GET", "/exchange/clock", control.clock),
    ("PUT", "/exchange/clock", control.put_clock),
    ("GET", "/exchange/chaos", control.chaos),
    ("PUT", "/exchange/chaos", control.put_chaos),
    ("GET", "/exchange/health", control.health),
)
OPEN = "/exchange/health"  # the one page that needs no password
SOUND = ".wav"  # nor does a recording, as at Twilio: whoever is played it could not know one
LARGEST_REQUEST = 64 * 1024 * 1024  # a township of phones in one list


class Rate:
    """Turns down what exceeds so many requests in a second on the wall; None never does."""

    def __init__(self, most: float | None) -> None:
        self._most = most
        self._second = 0
        self._count = 0

    def exceeded(self) -> bool:
        second = int(monotonic())
        self._count = self._count + 1 if second == self._second else 1
        self._second = second
        return self._most is not None and self._count > self._most


def application(exchange: Exchange) -> web.Application:
    rate = Rate(exchange.requests_per_second)

    @web.middleware
    async def doorkeeper(
        request: web.Request, handler: Callable[..., Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        try:
            _admit(exchange, request, rate)
            return await handler(request)
        except Refused as refused:
            headers = {"WWW-Authenticate": 'Basic realm="Twilio API"'} if refused.status == 401 else None
            return web.json_response(refused.as_json(), status=refused.status, headers=headers)
        except BadRequest as bad:
            return web.json_response({"error": str(bad)}, status=400)
        except web.HTTPNotFound:
            return web.json_response(Refused(20404, request.path).as_json(), status=404)

    app = web.Application(middlewares=[doorkeeper], client_max_size=LARGEST_REQUEST)
    for method, path, handler in ROUTES:
        app.router.add_route(method, path, partial(handler, exchange))
    return app


def _admit(exchange: Exchange, request: web.Request, rate: Rate) -> None:
    if request.path == OPEN or request.path.endswith(SOUND):
        return
    if not exchange.account.opens(request.headers.get("Authorization", "")):
        raise Refused(20003)
    if request.match_info.get("account", exchange.account.sid) != exchange.account.sid:
        raise Refused(20404, request.path)
    if request.path.startswith(f"/{API}/") and rate.exceeded():
        raise Refused(20429)

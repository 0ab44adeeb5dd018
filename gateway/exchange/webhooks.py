"""Requests from the exchange to whoever owns a line: signed, retried and timed as Twilio does."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha1
from hmac import new as hmac
from secrets import token_hex
from time import monotonic
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

import aiohttp
from yarl import URL

from gateway.exchange.account import Account
from gateway.exchange.log import Log

MOST_READ = 64 * 1024 + 1  # one byte more than a document may have, to tell that it has too many
MOST_SOUND = 40 * 1024 * 1024
MOST_REDIRECTS = 5
IDLE_S = 1.5  # shorter than common servers keep an idle connection, so that they do not close it under us
NO_CONNECTION = (aiohttp.ClientOSError, aiohttp.ConnectionTimeoutError, aiohttp.ServerDisconnectedError)
HEADERS = {"User-Agent": "TwilioProxy/1.1", "Accept": "*/*"}


@dataclass(frozen=True)
class Delivery:
    """How hard to try, as set in the fragment of a URL (`#rc=2&rp=ct,5xx&rt=6000`). Milliseconds are wall time."""

    rc: int = 1
    rp: str = "ct"
    ct: int = 5000
    rt: int = 15000
    tt: int = 15000

    def again(self, reply: "Reply") -> bool:
        """Whether this sort of failure is one to retry."""
        wanted = set(self.rp.split(","))
        return reply.failure in wanted or (bool(reply.failure) and "all" in wanted)


@dataclass(frozen=True)
class Hook:
    """One webhook to send. `purpose` says which, for the log; voice drops the port of an https URL when signing."""

    url: str
    params: Mapping[str, str]
    purpose: str
    sid: str = ""
    method: str = "POST"
    voice: bool = True
    token: str = field(default_factory=lambda: token_hex(16))


@dataclass(frozen=True)
class Reply:
    """What came back. `failure` is "" (fine), "4xx", "5xx", "ct" (no connection) or "rt" (no answer in time)."""

    status: int = 0
    body: bytes = b""
    content_type: str = ""
    failure: str = ""
    url: str = ""
    location: str = ""  # where a redirect points, "" for any other reply


def delivery_of(url: str) -> Delivery:
    """The overrides in a URL's fragment, Twilio's defaults for what is missing or out of range."""
    given = dict(parse_qsl(urlsplit(url).fragment))
    most = {"rc": 5, "ct": 10000, "rt": 15000, "tt": 15000}
    numbers = {name: int(given[name]) for name in most if given.get(name, "").isdecimal()}
    fine = {name: value for name, value in numbers.items() if value <= most[name]}
    return replace(Delivery(), rp=given.get("rp", "ct"), **fine)


def seen_url(url: str, voice: bool) -> str:
    """The URL that is signed: no fragment, no user and password, and no port for voice over https."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    if voice and parts.scheme == "https":
        host = host.rpartition(":")[0] if parts.port else host
    return urlunsplit((parts.scheme, host, parts.path, parts.query, ""))


def signature(token: str, url: str, params: Mapping[str, str]) -> str:
    """X-Twilio-Signature over a URL as it is seen and the form that goes with it."""
    text = url + "".join(name + params[name] for name in sorted(params))
    return b64encode(hmac(token.encode(), text.encode(), sha1).digest()).decode()


class Webhooks:
    """One pool of connections for everything the exchange asks of others."""

    def __init__(self, account: Account, log: Log) -> None:
        self._account = account
        self._log = log
        self._session: aiohttp.ClientSession | None = None

    def open(self) -> None:
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=IDLE_S),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers=HEADERS,
            auto_decompress=True,
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(self, hook: Hook) -> Reply:
        """Send one webhook, retrying as its URL asks; a failure is a value, never raised. At most 15 s in all."""
        delivery, began = delivery_of(hook.url), monotonic()
        tries, reply = 0, Reply(failure="rt", url=hook.url)
        while tries <= delivery.rc:
            left = delivery.tt / 1000 - (monotonic() - began)
            if left <= 0:
                break
            tries += 1
            reply = await self._try(hook, delivery, left)
            if not delivery.again(reply):
                break
        ms = round((monotonic() - began) * 1000)
        facts = {"url": hook.url, "status": reply.status, "ms": ms, "tries": tries, "purpose": hook.purpose}
        self._log.write("webhook", sid=hook.sid, **facts, failure=reply.failure)
        return reply

    async def fetch(self, url: str) -> Reply:
        """A plain GET, as for the sound of a Play: no parameters, no signature."""
        limits = aiohttp.ClientTimeout(total=15, sock_connect=5)
        reply = await self._ask("GET", url, None, {}, limits, MOST_SOUND)
        for _ in range(MOST_REDIRECTS):
            if not reply.location:
                break
            reply = await self._ask("GET", urljoin(reply.url, reply.location), None, {}, limits, MOST_SOUND)
        return reply

    async def _try(self, hook: Hook, delivery: Delivery, left_s: float) -> Reply:
        limits = aiohttp.ClientTimeout(total=left_s, sock_connect=delivery.ct / 1000, sock_read=delivery.rt / 1000)
        method, url, params = hook.method, hook.url, hook.params
        for _ in range(MOST_REDIRECTS):
            body = urlencode(params).encode() if method == "POST" else None
            address = url if method == "POST" else _with_query(url, params)
            reply = await self._ask(method, address, body, self._sign(hook, address, params, method), limits)
            if not reply.location:
                break
            method, url, params = "GET", urljoin(address, reply.location), {}
        return reply

    def _sign(self, hook: Hook, address: str, params: Mapping[str, str], method: str) -> dict[str, str]:
        form = params if method == "POST" else {}
        headers = {
            "X-Twilio-Signature": signature(self._account.token, seen_url(address, hook.voice), form),
            "I-Twilio-Idempotency-Token": hook.token,
        }
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
        return headers

    async def _ask(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: dict[str, str],
        limits: aiohttp.ClientTimeout,
        most: int = MOST_READ,
    ) -> Reply:
        if self._session is None:
            raise RuntimeError("the exchange is not open")
        try:
            address = URL(url.partition("#")[0], encoded=True)
            async with self._session.request(
                method, address, data=body, headers=headers, timeout=limits, allow_redirects=False
            ) as answer:
                kind, location = answer.headers.get("Content-Type", ""), answer.headers.get("Location", "")
                if 300 <= answer.status < 400:
                    return Reply(answer.status, failure="4xx", url=url, location=location)
                return Reply(answer.status, await _read(answer, most), kind, _failure(answer.status), url)
        except NO_CONNECTION:
            return Reply(failure="ct", url=url)
        except (aiohttp.ClientError, TimeoutError, ValueError):
            return Reply(failure="rt", url=url)


async def _read(answer: aiohttp.ClientResponse, most: int) -> bytes:
    chunks, size = [], 0
    async for chunk in answer.content.iter_any():
        chunks.append(chunk)
        size += len(chunk)
        if size >= most:
            break
    return b"".join(chunks)[:most]


def _failure(status: int) -> str:
    return f"{status // 100}xx" if status >= 400 else ""


def _with_query(url: str, params: Mapping[str, str]) -> str:
    plain, hash_, fragment = url.partition("#")
    if not params:
        return url
    joint = "&" if "?" in plain else "?"
    return f"{plain}{joint}{urlencode(params)}{hash_}{fragment}"

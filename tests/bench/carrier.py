"""A carrier's REST API that takes every call after 100 ms, and remembers whom it was to ring and when."""

import asyncio
import json
import sys
import time
from itertools import count
from urllib.request import urlopen

from aiohttp import web

ANSWER_S = 0.1
NUMBERS = count(1)


class Book:
    """Who was rung: telephone number -> seconds since the epoch, and how many calls were asked for."""

    def __init__(self) -> None:
        self.first: dict[str, float] = {}
        self.calls = 0

    async def place(self, request: web.Request) -> web.Response:
        at = time.time()
        form = await request.post()
        to = str(form["To"])
        self.first.setdefault(to, at)
        self.calls += 1
        await asyncio.sleep(ANSWER_S)
        return web.json_response(call(request.match_info["account"], to, str(form["From"])), status=201)

    async def seen(self, request: web.Request) -> web.Response:
        return web.json_response({"calls": self.calls, "at": self.first.get(request.query.get("to", ""))})


def call(account: str, to: str, sender: str) -> dict[str, object]:
    """A call just queued, with every field the carrier's answer has."""
    sid = f"CA{next(NUMBERS):032d}"
    uri = f"/2010-04-01/Accounts/{account}/Calls/{sid}"
    empty = ("answered_by", "caller_name", "duration", "end_time", "forwarded_from", "group_sid", "parent_call_sid")
    below = {name: f"{uri}/{name}.json" for name in ("notifications", "recordings", "payments", "events", "streams")}
    return {
        **dict.fromkeys(empty),
        "account_sid": account,
        "api_version": "2010-04-01",
        "date_created": "Sat, 08 Feb 2020 01:00:00 +0000",
        "direction": "outbound-api",
        "from": sender,
        "phone_number_sid": "PN" + "1" * 32,
        "sid": sid,
        "status": "queued",
        "subresource_uris": below,
        "to": to,
        "uri": f"{uri}.json",
    }


def asked(port: int, to: str = "") -> dict[str, float | None]:
    """What the carrier on that port remembers: `calls`, and `at` for one number."""
    with urlopen(f"http://127.0.0.1:{port}/seen?to={to.replace('+', '%2B')}", timeout=10) as answer:
        found: dict[str, float | None] = json.load(answer)
    return found


def serve(port: int) -> None:
    book = Book()
    app = web.Application()
    app.router.add_post("/2010-04-01/Accounts/{account}/Calls.json", book.place)
    app.router.add_get("/seen", book.seen)
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None, backlog=1024)


if __name__ == "__main__":
    serve(int(sys.argv[1]))

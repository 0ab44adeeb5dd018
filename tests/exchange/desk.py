"""A real exchange in its own process, and a stand-in for the gateway that answers with whatever a test says."""

import json
import os
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl
from urllib.request import Request, urlopen

from twilio.rest import Client

SID, TOKEN = "AC" + "1" * 32, "a token for tests only"
LINE = "+15005550006"
SPEED = 400
PATIENCE_S = 10  # on the wall; only a broken promise ever waits this long


class Exchange:
    """The control API, and the real client pointed at the same address."""

    def __init__(self, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gateway.exchange", "--speed", str(SPEED), *options],
            env={**os.environ, "TWILIO_ACCOUNT_SID": SID, "TWILIO_AUTH_TOKEN": TOKEN},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = self.process.stdout.readline().split()[-1]
        self.client = Client(SID, TOKEN)
        self.client.api.base_url = self.url

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        password = b64encode(f"{SID}:{TOKEN}".encode()).decode()
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.url + path, data, {"Authorization": f"Basic {password}"}, method=method)
        with urlopen(request, timeout=PATIENCE_S) as answer:
            return json.loads(answer.read())

    def events(self, kind: str = "", **facts: Any) -> list[dict[str, Any]]:
        wanted = {"kind": kind, **facts} if kind else facts
        events = self.ask("GET", "/exchange/log?limit=10000")["events"]
        return [event for event in events if all(event.get(name) == value for name, value in wanted.items())]

    def until(self, kind: str, count: int = 1, **facts: Any) -> list[dict[str, Any]]:
        """The events of a kind, once there are that many of them."""
        return until(lambda: (found := self.events(kind, **facts)) and len(found) >= count and found)

    def phone(self, number: str, **described: Any) -> None:
        self.ask("PUT", "/exchange/phones", [{"number": number, "answers_after_s": 1, **described}])

    def line(self, voice_url: str = "", **settings: str) -> None:
        self.ask("PUT", f"/exchange/lines/{LINE}", {"voice_url": voice_url, **settings})

    def dial(self, sender: str, *script: str, **described: Any) -> str:
        dialled = {"from": sender, "to": LINE, "script": list(script), **described}
        return str(self.ask("POST", "/exchange/dial", dialled)["sid"])

    def heard(self, sid: str) -> list[str]:
        return [event.get("say") or event["play"] for event in self.events("call.heard", sid=sid)]

    def ended(self, sid: str) -> dict[str, Any]:
        return self.until("call.ended", sid=sid)[0]

    def stop(self) -> int:
        self.process.terminate()
        code = self.process.wait(PATIENCE_S)
        if self.process.stdout:
            self.process.stdout.close()
        return code


class Asked(dict[str, str]):
    """The form of one webhook, with the address and headers it came with."""

    url: str
    headers: dict[str, str]


Answer = str | bytes | tuple[int, str, str | bytes] | Callable[[Asked], str]


class Gateway:
    """Answers each path with a document, a (status, content type, body), or a function of the form."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def to(self, path: str) -> list[Asked]:
        return [one for one in list(self.asked) if one.url.removeprefix(self.url).partition("?")[0] == path]

    def until(self, path: str, count: int = 1) -> list[Asked]:
        return until(lambda: (found := self.to(path)) and len(found) >= count and found)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                asked = Asked(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))
                asked.url, asked.headers = gateway.url + self.path, dict(self.headers)
                gateway.asked.append(asked)
                self._answer(gateway.answers.get(self.path.partition("?")[0], ""), asked)

            def do_GET(self) -> None:
                self.do_POST()

            def _answer(self, answer: Answer, asked: Asked) -> None:
                if callable(answer):
                    answer = answer(asked)
                status, kind, body = answer if isinstance(answer, tuple) else (200, "text/xml", answer)
                content = body.encode() if isinstance(body, str) else body
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
                self.wfile.flush()

            def log_message(self, *_: Any) -> None:
                pass

        return Handler


def until(found: Callable[[], Any]) -> Any:
    """What `found` returns, as soon as that is something."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        result = found()
        if result:
            return result
        time.sleep(0.01)
    raise AssertionError("it did not happen in time")

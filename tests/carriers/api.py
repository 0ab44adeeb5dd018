"""A telephone company of a few lines: says over HTTP whatever a test tells it to, and keeps what it was asked."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request: method, path, its form or query, and who asked."""

    method: str
    path: str
    given: dict[str, list[str]]
    authorization: str | None
    port: int


@dataclass(frozen=True)
class Says:
    """One answer. `body` bytes go out as they are, anything else as JSON. `waits` holds it back until set."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    waits: threading.Event | None = None
    hangs_up: bool = False

    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Answer = Callable[[Asked], Says]


@dataclass
class Api:
    """`answer` decides what is said; a test sets it."""

    url: str
    answer: Answer = lambda asked: Says(404, {"code": 20404, "message": "nothing here", "status": 404})
    asked: list[Asked] = field(default_factory=list)


@contextmanager
def running() -> Iterator[Api]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.api = Api(f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.api  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self.speak({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.speak(parse_qs(body, keep_blank_values=True))

    def speak(self, form: dict[str, list[str]]) -> None:
        address = urlsplit(self.path)
        api: Api = self.server.api  # type: ignore[attr-defined]
        given = form or parse_qs(address.query)
        asked = Asked(self.command, address.path, given, self.headers["Authorization"], self.client_address[1])
        api.asked.append(asked)
        says = api.answer(asked)
        if says.waits is not None:
            says.waits.wait(10)
        if says.hangs_up:
            self.close_connection = True
            return
        self.say(says)

    def say(self, says: Says) -> None:
        content = says.content()
        self.send_response(says.status)
        for name, value in (
            {"Content-Type": "application/json", "Content-Length": str(len(content))} | says.headers
        ).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        pass

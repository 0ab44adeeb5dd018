"""What a call is asked to perform, and what may interrupt it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway.exchange.verbs import Verb


class Interrupted(Exception):
    """What the call was doing has no meaning any more."""


class Over(Interrupted):
    """The call has ended."""


@dataclass(frozen=True)
class Request:
    """A document to ask for, and what to tell beside the usual parameters."""

    url: str
    method: str = "POST"
    extra: Mapping[str, str] = field(default_factory=dict)
    purpose: str = "voice"
    twiml: str = ""


class Redirected(Interrupted):
    """The API gave the call another document."""

    def __init__(self, request: Request) -> None:
        super().__init__(request.url)
        self.request = request


@dataclass(frozen=True)
class Document:
    """A document being performed; `url` is what its relative addresses are relative to, "" for none."""

    url: str
    verbs: tuple[Verb, ...]

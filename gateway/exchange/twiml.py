"""From a TwiML document to the verbs in it. Pure; what Twilio would refuse is refused with Twilio's number."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from xml.etree import ElementTree as Xml

from gateway.exchange import verbs
from gateway.exchange.gather import DIGITS, Rule

Value = TypeVar("Value")

MOST_BYTES = 64 * 1024
XML_TYPES = frozenset({"text/xml", "application/xml", "text/html", ""})
BAD_XML, BAD_SCHEMA, BAD_TYPE, TOO_LARGE = 12100, 12200, 12300, 11750

# Twilio's numbers for an attribute whose value makes no sense; anything else is 12200.
BAD_VALUES: Mapping[tuple[str, str], int] = {
    ("Gather", "finishOnKey"): 13310,
    ("Gather", "method"): 13312,
    ("Gather", "timeout"): 13313,
    ("Gather", "numDigits"): 13314,
    ("Play", "loop"): 13410,
    ("Say", "loop"): 13510,
    ("Record", "method"): 13610,
    ("Record", "timeout"): 13611,
    ("Record", "maxLength"): 13612,
    ("Record", "finishOnKey"): 13613,
    ("Redirect", "method"): 13710,
    ("Dial", "timeout"): 13212,
}
NO_TEXT, LONGEST_SAY = 13520, 4096


class TwimlError(Exception):
    """The document cannot be performed; `code` is Twilio's number for why."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass
class Reading:
    """A document being read: its verbs, and the warnings Twilio would leave in its debugger."""

    found: list[verbs.Verb] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)


def read(body: bytes, content_type: str, allowed: frozenset[str] = verbs.VOICE) -> Reading:
    """The verbs of a document; raises TwimlError for one that cannot be performed at all."""
    if len(body) > MOST_BYTES:
        raise TwimlError(TOO_LARGE, f"TwiML response body is {len(body)} bytes, more than {MOST_BYTES}")
    if content_type.split(";")[0].strip().lower() not in XML_TYPES:
        raise TwimlError(BAD_TYPE, f"Invalid Content-Type: {content_type}")
    root = _parse(body)
    if root.tag != "Response":
        raise TwimlError(BAD_SCHEMA, f"The root element is <{root.tag}>, not <Response>")
    reading = Reading()
    _check(root, allowed, reading)
    reading.found += [READERS[element.tag](_Attributes(element, reading)) for element in root]
    return reading


class _NoDoctype(Xml.TreeBuilder):
    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise TwimlError(BAD_XML, "A document type declaration is not allowed")


def _parse(body: bytes) -> Xml.Element:
    try:
        return Xml.XML(body, Xml.XMLParser(target=_NoDoctype()))  # noqa: S314 - without a DOCTYPE it is harmless
    except Xml.ParseError as error:
        raise TwimlError(BAD_XML, f"Error parsing the document: {error}") from error


def _check(parent: Xml.Element, allowed: frozenset[str], reading: Reading) -> None:
    for element in parent:
        if element.tag not in allowed:
            raise TwimlError(BAD_SCHEMA, f"<{element.tag}> is not allowed in <{parent.tag}>")
        for name in set(element.keys()) - verbs.ATTRIBUTES.get(element.tag, set(element.keys())):
            reading.warnings.append((BAD_SCHEMA, f"Attribute '{name}' is not allowed in <{element.tag}>"))
        _check(element, verbs.NESTING.get(element.tag, frozenset()), reading)


class _Attributes:
    """The attributes of one element, read with Twilio's defaults; an odd value is a warning and the default."""

    def __init__(self, element: Xml.Element, reading: Reading) -> None:
        self.element = element
        self.tag = element.tag
        self.reading = reading

    def text(self) -> str:
        return " ".join("".join(self.element.itertext()).split())

    def string(self, name: str, default: str = "") -> str:
        return self.element.get(name, default).strip()

    def number(self, name: str, default: int, least: int = 1) -> int:
        given = self.element.get(name)
        if given is None:
            return default
        if given.strip().isdecimal() and int(given) >= least:
            return int(given)
        return self._odd(name, given, default)

    def method(self, name: str = "method") -> str:
        given = self.string(name, "POST").upper()
        return given if given in ("GET", "POST") else self._odd(name, given, "POST")

    def keys(self, name: str, default: str, most: int) -> str:
        given = self.string(name, default)
        fine = len(given) <= most and all(key in DIGITS for key in given)
        return given if fine else self._odd(name, given, default)

    def flag(self, name: str, default: bool = False) -> bool:
        return self.string(name, str(default)).lower() == "true"

    def warn(self, code: int, message: str) -> None:
        self.reading.warnings.append((code, message))

    def inside(self, element: Xml.Element) -> "_Attributes":
        return _Attributes(element, self.reading)

    def _odd(self, name: str, given: str, default: Value) -> Value:
        self.warn(BAD_VALUES.get((self.tag, name), BAD_SCHEMA), f"{self.tag}: invalid {name} value '{given}'")
        return default


def _say(said: _Attributes) -> verbs.Say:
    if not said.text() or len(said.text()) > LONGEST_SAY:
        said.warn(NO_TEXT, f"Say: the text has {len(said.text())} characters")
    return verbs.Say(said.text(), said.string("language", "en-US"), said.number("loop", 1, least=0))


def _play(played: _Attributes) -> verbs.Play:
    return verbs.Play(played.text(), played.number("loop", 1, least=0))


def _pause(paused: _Attributes) -> verbs.Pause:
    return verbs.Pause(paused.number("length", 1, least=0))


def _gather(asked: _Attributes) -> verbs.Gather:
    unlimited = 0
    timeout = 5 if asked.string("timeout") == "auto" else asked.number("timeout", 5, least=0)
    rule = Rule(asked.number("numDigits", unlimited) or None, asked.keys("finishOnKey", "#", 1), timeout)
    return verbs.Gather(
        rule=rule,
        prompts=tuple(PROMPTS[element.tag](asked.inside(element)) for element in asked.element),
        action=asked.string("action"),
        method=asked.method(),
        action_on_empty=asked.flag("actionOnEmptyResult"),
    )


def _record(recorded: _Attributes) -> verbs.Record:
    return verbs.Record(
        action=recorded.string("action"),
        method=recorded.method(),
        max_length_s=recorded.number("maxLength", 3600, least=2),
        timeout_s=recorded.number("timeout", 5),
        finish_on_key=recorded.keys("finishOnKey", "1234567890*#", 12),
        beep=recorded.flag("playBeep", default=True),
        callback=recorded.string("recordingStatusCallback"),
        callback_method=recorded.method("recordingStatusCallbackMethod"),
    )


def _redirect(redirected: _Attributes) -> verbs.Redirect:
    return verbs.Redirect(redirected.text(), redirected.method())


def _dial(dialled: _Attributes) -> verbs.Dial:
    numbers = tuple(dialled.inside(number).text() for number in dialled.element) or (dialled.text(),)
    return verbs.Dial(
        numbers=tuple(number for number in numbers if number),
        action=dialled.string("action"),
        method=dialled.method(),
        timeout_s=dialled.number("timeout", 30),
        caller_id=dialled.string("callerId"),
        time_limit_s=dialled.number("timeLimit", 14400),
    )


def _reject(rejected: _Attributes) -> verbs.Reject:
    return verbs.Reject(rejected.string("reason", "rejected"))


def _hangup(_: _Attributes) -> verbs.Hangup:
    return verbs.Hangup()


def _message(written: _Attributes) -> verbs.Message:
    body = written.element.find("Body")
    text = "".join((written.element if body is None else body).itertext()).strip()
    return verbs.Message(text, written.string("to"), written.string("from"))


PROMPTS: Mapping[str, Callable[[_Attributes], verbs.Prompt]] = {"Say": _say, "Play": _play, "Pause": _pause}
READERS: Mapping[str, Callable[[_Attributes], verbs.Verb]] = {
    **PROMPTS,
    "Gather": _gather,
    "Record": _record,
    "Redirect": _redirect,
    "Dial": _dial,
    "Reject": _reject,
    "Hangup": _hangup,
    "Message": _message,
}

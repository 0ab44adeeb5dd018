"""The TwiML verbs the exchange performs, as values; and the tables of what may stand where."""

from collections.abc import Mapping
from dataclasses import dataclass

from gateway.exchange.gather import Rule


@dataclass(frozen=True)
class Say:
    text: str
    language: str = "en-US"
    loop: int = 1


@dataclass(frozen=True)
class Play:
    url: str
    loop: int = 1


@dataclass(frozen=True)
class Pause:
    length_s: int = 1


Prompt = Say | Play | Pause


@dataclass(frozen=True)
class Gather:
    rule: Rule
    prompts: tuple[Prompt, ...] = ()
    action: str = ""
    method: str = "POST"
    action_on_empty: bool = False


@dataclass(frozen=True)
class Record:
    action: str = ""
    method: str = "POST"
    max_length_s: int = 3600
    timeout_s: int = 5
    finish_on_key: str = "1234567890*#"
    beep: bool = True
    callback: str = ""
    callback_method: str = "POST"


@dataclass(frozen=True)
class Redirect:
    url: str
    method: str = "POST"


@dataclass(frozen=True)
class Dial:
    numbers: tuple[str, ...]
    action: str = ""
    method: str = "POST"
    timeout_s: int = 30
    caller_id: str = ""
    time_limit_s: int = 14400


@dataclass(frozen=True)
class Reject:
    reason: str = "rejected"


@dataclass(frozen=True)
class Hangup:
    pass


@dataclass(frozen=True)
class Message:
    body: str
    to: str = ""
    sender: str = ""


Verb = Say | Play | Pause | Gather | Record | Redirect | Dial | Reject | Hangup | Message

VOICE = frozenset({"Say", "Play", "Pause", "Gather", "Record", "Redirect", "Dial", "Reject", "Hangup"})
TEXT = frozenset({"Message", "Redirect"})

# What may stand inside what; the marks of speech inside Say are flattened to their text.
SPEECH = frozenset("break emphasis lang p phoneme prosody s say-as sub w".split())
NESTING: Mapping[str, frozenset[str]] = {
    "Gather": frozenset({"Say", "Play", "Pause"}),
    "Dial": frozenset({"Number"}),
    "Say": SPEECH,
    "Message": frozenset({"Body", "Media"}),
    **dict.fromkeys(SPEECH, SPEECH),
}

# Known attributes. One that is not here is a warning at Twilio, and is then ignored: here too.
ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "Say": frozenset("voice language loop".split()),
    "Play": frozenset("loop digits".split()),
    "Pause": frozenset({"length"}),
    "Gather": frozenset(
        "input action method timeout speechTimeout maxSpeechTime profanityFilter finishOnKey numDigits "
        "partialResultCallback partialResultCallbackMethod language hints bargeIn debug actionOnEmptyResult "
        "speechModel enhanced".split()
    ),
    "Record": frozenset(
        "action method timeout finishOnKey maxLength playBeep trim recordingStatusCallback "
        "recordingStatusCallbackMethod recordingStatusCallbackEvent transcribe transcribeCallback".split()
    ),
    "Redirect": frozenset({"method"}),
    "Dial": frozenset(
        "action method timeout hangupOnStar timeLimit callerId record trim recordingStatusCallback "
        "recordingStatusCallbackMethod recordingStatusCallbackEvent answerOnBridge ringTone sequential".split()
    ),
    "Number": frozenset(
        "sendDigits url method statusCallbackEvent statusCallback statusCallbackMethod byoc machineDetection".split()
    ),
    "Reject": frozenset({"reason"}),
    "Hangup": frozenset(),
    "Message": frozenset("to from action method statusCallback".split()),
    "Body": frozenset(),
    "Media": frozenset(),
}

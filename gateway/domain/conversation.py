"""What a conversation is made of: nodes and flows as written, phrases and turns as heard, and where a caller stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from gateway.domain.calls import CallState

Fact: TypeAlias = str | int | float | bool | list[dict[str, str]] | None

MOST_OPTIONS = 9  # to choose from on a telephone: one key each


class Kind(StrEnum):
    """What a node does. KEYS, DIGITS, OPTIONS and RECORD wait for the caller, CONNECTS for the end of a talk."""

    KEYS = "keys"
    DIGITS = "digits"
    OPTIONS = "options"
    RECORD = "record"
    SAY = "say"
    SEEKS = "seeks"
    CONNECTS = "connects"
    BACK = "back"
    DO = "do"
    ENDS = "ends"


@dataclass(frozen=True)
class Phrase:
    """One thing the caller hears: wording by key, the audio kept under a digest, or free text.

    language  None: the language of the call.
    """

    key: str | None = None
    values: Mapping[str, str | int | float] = field(default_factory=dict)
    audio: str | None = None
    text: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Node:
    """One step of a flow. `next` maps an answer (or an act's outcome) to a node; "otherwise" takes the rest.

    clear    which of the ten clears the answer belongs to, None for the other questions
    say      wording keys; "zh:front.language" says one key in a fixed language; "@name" plays the audio in a fact
    again    wording said before a question is put again after a wrong key
    keys     key -> answer, for Kind.KEYS
    reader   how digits are understood, a name in readers.READERS, for Kind.DIGITS
    most     digits at most, for Kind.DIGITS
    unknown  key that stands for "I don't know" in digit entry, None where that is no answer
    options  fact holding the list of {"value", "words"} to choose from, for Kind.OPTIONS
    longest_s  seconds of speech at most, for Kind.RECORD
    seeks    order -> questions: the walk goes to the first of them nobody has answered, else on; for Kind.SEEKS
    connects fact holding the number to put the caller through to: talked, or unanswered; for Kind.CONNECTS
    act      name of the act, for Kind.DO
    outcome  how the call ended, for Kind.ENDS
    sets     session language is set from the answer when this is "language"
    saves    name the answer is kept under, None: the node's own
    fallback node to go on at when the question was put three times in vain; None: the call ends politely
    times    fact holding how often the question is put at most, None: MAX_TRIES
    secret   the answer is for the act that follows (a PIN) and is kept nowhere
    """

    name: str
    kind: Kind
    say: tuple[str, ...] = ()
    again: str | None = None
    clear: int | None = None
    keys: Mapping[str, str] = field(default_factory=dict)
    reader: str | None = None
    most: int = 1
    unknown: str | None = None
    options: str | None = None
    longest_s: int = 0
    seeks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    connects: str | None = None
    act: str | None = None
    outcome: str | None = None
    sets: str | None = None
    saves: str | None = None
    fallback: str | None = None
    times: str | None = None
    secret: bool = False
    next: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Flow:
    """A named conversation. `version` is stored with every answer given under it.

    person  where key 0 leads wherever one key is wanted and 0 is no answer, None: nowhere
    """

    name: str
    version: str
    start: str
    nodes: Mapping[str, Node]
    person: str | None = None


@dataclass(frozen=True)
class Keyed:
    """Keys pressed at a question; "" is silence. A closing # may or may not be part of it."""

    digits: str


@dataclass(frozen=True)
class Spoke:
    """A recording made at a RECORD node: where the carrier keeps it, and its length in seconds."""

    recording: str
    seconds: float


@dataclass(frozen=True)
class Connected:
    """What came of putting the caller through: how the other call ended.

    seconds  talked, None when it is not told
    sid      the carrier's id of the other call, "" when it names none
    """

    state: CallState
    seconds: int | None = None
    sid: str = ""

    @property
    def talked(self) -> bool:
        """Whether somebody picked up."""
        return self.state is CallState.COMPLETED


@dataclass(frozen=True)
class Did:
    """The outcome of an act, with what the conversation may say about it from now on.

    answers  what stands answered from here, None: as it was
    person   whom the next questions are about, None: as it was
    order    which order of questions holds from here, None: as it was
    to       where to go on instead of where the flow says, "flow/node"
    """

    outcome: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    answers: Mapping[str, str] | None = None
    person: int | None = None
    order: str | None = None
    to: str | None = None


Heard: TypeAlias = Keyed | Spoke | Connected | Did


@dataclass(frozen=True)
class Wants:
    """What the phone waits for. `record_s` above zero asks for speech, otherwise for keys.

    finish  key that ends the entry, "" when none does
    wait_s  seconds before silence counts, also between two keys
    """

    most: int = 1
    finish: str = ""
    wait_s: int = 6
    record_s: int = 0


@dataclass(frozen=True)
class Turn:
    """What the phone does next. `wants` None: say it and hang up, or put the caller through.

    rejects   the call is not even answered: the caller hears the engaged tone and pays nothing
    connects  the telephone number the caller is put through to, None: to nobody
    """

    step: int
    say: tuple[Phrase, ...]
    wants: Wants | None
    rejects: bool = False
    connects: str | None = None


@dataclass(frozen=True)
class Answer:
    """An answer as it was given: the question, the clear it belongs to, the keys, and what they mean."""

    flow: str
    version: str
    node: str
    clear: int | None
    raw: str
    value: str
    person: int


@dataclass(frozen=True)
class Session:
    """Where a caller stands.

    step     number of the turn now on the phone; part of the question's URL
    tries    wrong or missing keys at this question so far
    person   which returnee is being asked about, from 1
    answers  node -> value as understood, of this person
    order    which order of questions a SEEKS node follows
    facts    what acts and readers have learnt, for wording and options
    carried  phrases already due, waiting for the outcome of an act
    back     the question at which a person was asked for, "flow/node"; None: at none
    ended    how the conversation ended, None while it goes on
    """

    flow: str
    node: str
    language: str
    step: int = 0
    tries: int = 0
    person: int = 1
    order: str = "first"
    answers: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    carried: tuple[Phrase, ...] = ()
    back: str | None = None
    ended: str | None = None

    @property
    def question(self) -> str:
        """Where the caller stands, "flow/node": while a person is on the line, where they were asked for."""
        return self.back or f"{self.flow}/{self.node}"

    def is_in(self, flow: str) -> bool:
        """Whether it is this flow's questions that the caller is being asked."""
        return self.question.startswith(f"{flow}/")


@dataclass(frozen=True)
class Move:
    """One move of the walk: either a turn for the phone, or an act to do before the walk can go on."""

    session: Session
    turn: Turn | None = None
    act: str | None = None
    answer: Answer | None = None

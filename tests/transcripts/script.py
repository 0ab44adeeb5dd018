"""Transcripts: a conversation written down so that a nurse can read and correct it.

One line a step; what follows # at the start of a line, or after three blanks, is for the reader.

    call   FLOW [LANGUAGE] [fact=value ...]   the conversation begins; a list of options is written one|two|three
    says   KEY KEY ...    exactly this wording is heard, in this order; @ stands for a recording or free words
    words  TEXT           these words are among those heard
    press  KEYS           keys are pressed
    silence               nothing is pressed
    speak  SECONDS        something is said after the tone
    talk   SECONDS        whoever the caller is put through to picks up, and they talk; 0: nobody picks up
    does   ACT -> OUTCOME [fact=value ...]    the house does something, and this is what became of it; to= a node to go
                          on at, person= whom it is about now, keep= the answers that still stand
    ends   OUTCOME        the call is over
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from gateway.catalogue import Catalogue
from gateway.domain.calls import CallState
from gateway.domain.flow import (
    FOR_A_PERSON,
    Connected,
    Did,
    Fact,
    Flow,
    Heard,
    Keyed,
    Kind,
    Move,
    Phrase,
    Session,
    Spoke,
    Turn,
    advance,
    begin,
)
from gateway.domain.flow_json import session_from_json, session_to_json, turn_from_json, turn_to_json

TODAY = date(2020, 2, 8)
Way = tuple[str, str, str]  # flow, node, and how it was left
ASIDE = re.compile(r"(^|\s{3,})#( .*)?$")  # what follows is for the reader


@dataclass
class Play:
    """A transcript being played against the real flows and wording."""

    catalogue: Catalogue
    move: Move | None = None
    turns: list[Turn] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)
    spoken: int = 0
    ways: set[Way] = field(default_factory=set)

    def line(self, written: str) -> None:
        verb, _, rest = written.partition(" ")
        VERBS[verb](self, rest.strip())

    @property
    def now(self) -> Move:
        assert self.move is not None, "a transcript begins with `call`"
        return self.move

    @property
    def heard(self) -> str:
        """All words of the turn now on the phone."""
        assert self.now.turn is not None, f"the house should do {self.now.act} now"
        return "".join(self.catalogue.words(phrase, self.now.session.language) for phrase in self.now.turn.say)

    def call(self, rest: str) -> None:
        flow, *more = rest.split()
        language = more.pop(0) if more and "=" not in more[0] else "zh"
        self.take(begin(self.catalogue.flows, flow, language, facts_in(more)))

    def take(self, move: Move) -> None:
        """Every session and turn goes through its stored form, as it does between two webhooks."""
        assert session_from_json(json.loads(json.dumps(session_to_json(move.session)))) == move.session
        if move.turn is not None:
            assert turn_from_json(json.loads(json.dumps(turn_to_json(move.turn)))) == move.turn
            self.turns.append(move.turn)
        self.move = move

    def hear(self, heard: Heard) -> None:
        assert self.now.session.ended is None, "the call is over"
        stored = session_from_json(json.loads(json.dumps(session_to_json(self.now.session))))
        moved = advance(self.catalogue.flows, stored, heard, TODAY)
        self.ways.add(way_of(self.catalogue.flows, stored, heard, moved))
        self.take(moved)

    def says(self, rest: str) -> None:
        assert self.now.turn is not None, f"the house should do {self.now.act} now"
        assert [name_of(phrase) for phrase in self.now.turn.say] == rest.split()

    def words(self, rest: str) -> None:
        assert rest in self.heard

    def press(self, rest: str) -> None:
        self.pressed.append(rest)
        self.answered(Keyed(rest))

    def silence(self, _: str) -> None:
        self.answered(Keyed(""))

    def speak(self, rest: str) -> None:
        self.spoken += float(rest) > 0
        self.answered(Spoke("https://carrier.example/recording", float(rest)))

    def talk(self, rest: str) -> None:
        assert self.now.turn is not None, f"the house should do {self.now.act} first"
        assert self.now.turn.connects is not None, "nobody is put through"
        self.hear(talked(float(rest)))

    def answered(self, heard: Heard) -> None:
        assert self.now.turn is not None, f"the house should do {self.now.act} first"
        assert self.now.turn.wants is not None, "the phone waits for nothing"
        self.hear(heard)

    def does(self, rest: str) -> None:
        act, _, became = rest.partition("->")
        assert self.now.act == act.strip()
        outcome, *words = became.split()
        facts = facts_in(words)
        to, person, keep = (facts.pop(name, None) for name in ("to", "person", "keep"))
        answers = self.now.session.answers
        kept = {name: answers[name] for name in str(keep).split(",") if name in answers} if keep else None
        self.hear(
            Did(outcome, facts, kept, int(person) if isinstance(person, int) else None, to=str(to) if to else None)
        )

    def ends(self, rest: str) -> None:
        assert self.now.turn is not None
        assert self.now.turn.wants is None
        assert self.now.turn.connects is None
        assert self.now.session.ended == rest


VERBS: Mapping[str, Callable[[Play, str], None]] = {
    "call": Play.call,
    "says": Play.says,
    "words": Play.words,
    "press": Play.press,
    "silence": Play.silence,
    "speak": Play.speak,
    "talk": Play.talk,
    "does": Play.does,
    "ends": Play.ends,
}


def way_of(flows: Mapping[str, Flow], session: Session, heard: Heard, moved: Move) -> Way:
    """Which way out of a node was taken: an answer or outcome the flow names, "otherwise", or "in vain"."""
    node = flows[session.flow].nodes[session.node]
    place = (session.flow, node.name)
    if isinstance(heard, Did):
        return *place, heard.outcome if heard.outcome in node.next else "otherwise"
    if moved.answer is None and not node.secret:
        given_up = moved.session.ended == "gave_up" or moved.session.node != node.name
        return *place, "in vain" if given_up else "again"
    value = "" if moved.answer is None else moved.answer.value
    return *place, value if value in node.next or value == FOR_A_PERSON or node.kind is Kind.KEYS else "otherwise"


def talked(seconds: float) -> Connected:
    """What the carrier says after so many seconds of talk; after none, nobody picked up."""
    return Connected(CallState.COMPLETED, round(seconds)) if seconds else Connected(CallState.NO_ANSWER)


def name_of(phrase: Phrase) -> str:
    """A phrase as a transcript writes it."""
    if phrase.key is None:
        return "@"
    return f"{phrase.language}:{phrase.key}" if phrase.language else phrase.key


def facts_in(words: list[str]) -> dict[str, Fact]:
    return {name: _value(value) for name, _, value in (word.partition("=") for word in words)}


def _value(written: str) -> Fact:
    if "|" in written:
        return [{"value": name, "words": name} for name in written.split("|")]
    return int(written) if written.isdecimal() else written


def play(path: Path, catalogue: Catalogue) -> Play:
    """Plays a transcript to its end; a failure names the file, the line and what was said instead."""
    played = Play(catalogue)
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        written = ASIDE.sub("", text).strip()
        if not written:
            continue
        try:
            played.line(written)
        except AssertionError as e:
            raise AssertionError(f"{path.name}:{number}: {written}\n{e}\nnow: {_now(played)}") from e
    return played


def _now(played: Play) -> str:
    if played.move is None:
        return "nothing yet"
    if played.move.turn is None:
        return f"does {played.move.act}"
    return f"says {' '.join(map(name_of, played.move.turn.say))} (ended: {played.move.session.ended})"

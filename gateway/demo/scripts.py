"""What callers key: never written by hand, but found by walking the very flow they will be walked through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from gateway.domain import clears, screening
from gateway.domain.conversation import Did, Fact, Flow, Keyed, Kind, Move, Node, Session, Spoke
from gateway.domain.flow import advance, begin, options_of
from gateway.journeys.acts import OUTCOMES

HANGS_UP = "hangup"  # a script entry: the caller puts the phone down at that question
UNKNOWN = "unknown"  # an intended answer: the caller does not know
SPEAKS_S = 18.0  # seconds a cadre speaks to the village
MOST_STEPS = 60


@dataclass(frozen=True)
class Caller:
    """Who rings: what the front desk makes of them ("new", "known", "cadre"), and the language they speak."""

    known_as: str = "known"
    language: str = "zh"
    areas: Sequence[Mapping[str, str]] = ()


@dataclass(frozen=True)
class Intent:
    """What a caller means to say, question by question: an answer's meaning, or the digits where digits are asked.

    slips       questions at which a wrong key goes down first
    hangs_up    the question at which the phone is put down, "" for none
    """

    says: Mapping[str, str]
    slips: frozenset[str] = frozenset()
    hangs_up: str = ""


@dataclass(frozen=True)
class Script:
    """One entry for each question, as the exchange wants them, and how the conversation ends.

    answers  what the house has understood by then
    stored   how many answers the ledger keeps of it
    ended    the flow's outcome, "hung_up" when the caller is gone before it
    """

    keys: tuple[str, ...]
    answers: Mapping[str, str]
    stored: int
    ended: str

    @property
    def pressed(self) -> tuple[str, ...]:
        """What the exchange should have seen pressed."""
        return tuple(entry for entry in self.keys if entry != HANGS_UP)


@dataclass
class Walk:
    """A walk under way."""

    flows: Mapping[str, Flow]
    caller: Caller
    intent: Intent
    today: date
    keys: list[str] = field(default_factory=list)
    stored: int = 0

    def node(self, session: Session) -> Node:
        return self.flows[session.flow].nodes[session.node]

    def on(self, move: Move, heard: Keyed | Spoke | Did) -> Move:
        moved = advance(self.flows, move.session, heard, self.today)
        self.stored += moved.answer is not None
        return moved

    def press(self, move: Move, keys: str) -> Move:
        self.keys.append(keys)
        return self.on(move, Keyed(keys))

    def answer(self, move: Move, node: Node) -> Move:
        if node.kind is Kind.RECORD:
            return self.on(move, Spoke("a recording", SPEAKS_S))
        if node.name in self.intent.slips:
            move = self.press(move, wrong_key(node))
        return self.press(move, keys_for(node, self.intent.says, move.session))

    def act(self, move: Move) -> Move:
        return self.on(move, outcome(move.act or "", move.session, self.caller))

    def done(self, session: Session, ended: str) -> Script:
        return Script(tuple(self.keys), session.answers, self.stored, ended)


def write(flows: Mapping[str, Flow], caller: Caller, intent: Intent, today: date) -> Script:
    """The script of a call to the front desk. Raises KeyError for a question the intent does not answer."""
    walk = Walk(flows, caller, intent, today)
    move = begin(flows, "front_desk", caller.language)
    for _ in range(MOST_STEPS):
        if move.act is not None:
            move = walk.act(move)
            continue
        node = walk.node(move.session)
        if move.turn is None or move.turn.wants is None:
            return walk.done(move.session, move.session.ended or "")
        if node.name == intent.hangs_up:
            walk.keys.append(HANGS_UP)
            return walk.done(move.session, "hung_up")
        move = walk.answer(move, node)
    raise ValueError(f"no end in sight after {MOST_STEPS} questions: {walk.keys}")


def keys_for(node: Node, says: Mapping[str, str], session: Session) -> str:
    """The keys that say it at this question."""
    if node.kind is Kind.OPTIONS:
        values = [option["value"] for option in options_of(session, node)]
        return str(values.index(says[node.name]) + 1)
    meant = _meant(node, says)
    if node.kind is Kind.KEYS:
        return next(key for key, value in node.keys.items() if value == meant)
    if meant == UNKNOWN:
        return node.unknown or ""
    return meant + ("#" if node.most > 1 and len(meant) < node.most else "")


def _meant(node: Node, says: Mapping[str, str]) -> str:
    """The intended answer, under the question's name or the one it is kept under; what is read back is right."""
    for name in (node.name, node.saves or node.name):
        if name in says:
            return says[name]
    return "right" if node.name.startswith("confirm") else says[node.name]


def wrong_key(node: Node) -> str:
    """A key that is no answer here."""
    return next(key for key in "876540" if key not in node.keys)


# What comes of an act that may end in several ways, where neither the caller nor the answers decide it.
USUAL = {
    "know_household": "one",
    "know_standing": "plain",
    "begin_report": "new",
    "next_person": "done",
    "check_pin": "right",
    "draft_broadcast": "ready",
    "find_notice": "none",
    "file_wellness": "done",
}


def outcome(act: str, session: Session, caller: Caller) -> Did:
    """What the house will make of it. Raises KeyError for an act with several outcomes that nobody told us of."""
    answers = session.answers
    if act == "know_caller":
        return Did(caller.known_as)
    if act == "alert_if_urgent":
        return Did("calm" if screening.concern(answers) is None else "raised")
    if act == "file_report":
        return Did("unclear" if screening.unclear(answers) else "whole")
    if act == "find_areas":
        areas: Fact = [dict(area) for area in caller.areas]
        return Did("some", {"areas": areas})
    if act == "count_stop":
        counted, last = clears.count_stop(answers)
        return Did("done" if last else "again", answers=counted)
    possible = OUTCOMES[act]
    return Did(next(iter(possible)) if len(possible) == 1 else USUAL[act])

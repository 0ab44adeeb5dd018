"""Conversations as data: a flow is a graph of nodes, and two functions, `begin` and `advance`, walk any of them.

A node does exactly one thing: puts a question answered by a key, by digits, from a list or by voice; says
something and goes on; puts the caller through to somebody; does an act of the house; or ends the call. The walk is
pure: the same session and the same keys give the same turn, on a call, in the terminal and in tests.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from gateway.domain.conversation import (
    Answer,
    Connected,
    Did,
    Fact,
    Flow,
    Heard,
    Keyed,
    Kind,
    Move,
    Node,
    Phrase,
    Session,
    Spoke,
    Turn,
    Wants,
)
from gateway.domain.errors import NotFound
from gateway.domain.phrases import options_of, phrases, spoken_options
from gateway.domain.readers import Misread, read

__all__ = [
    "FOR_A_PERSON",
    "MAX_STEPS",
    "MAX_TRIES",
    "PERSON",
    "Answer",
    "Connected",
    "Did",
    "Fact",
    "Flow",
    "Heard",
    "Keyed",
    "Kind",
    "Move",
    "Node",
    "Phrase",
    "Session",
    "Spoke",
    "Turn",
    "Wants",
    "advance",
    "begin",
    "options_of",
    "wants_person",
]

MAX_TRIES = 3  # times the same question is put before the call ends politely
MAX_STEPS = 240  # turns in one call, enough for nine returnees: a stuck key must not keep a line for ever
AGAIN = "*"  # hear the question once more, everywhere
PERSON = "0"  # speak to a person, where the flow knows one and 0 is no answer
FOR_A_PERSON = "person"  # what that key is kept as
FINISH = "#"
KEYED = (Kind.KEYS, Kind.DIGITS, Kind.OPTIONS)  # answered by keys


def begin(flows: Mapping[str, Flow], name: str, language: str, facts: Mapping[str, Fact] | None = None) -> Move:
    """The first move of a conversation. Raises NotFound when there is no such flow."""
    if name not in flows:
        raise NotFound(f"there is no flow called {name!r}; there are: {', '.join(sorted(flows))}")
    session = Session(flow=name, node=flows[name].start, language=language, facts=dict(facts or {}))
    return _walk(flows, session)


def advance(flows: Mapping[str, Flow], session: Session, heard: Heard, today: date) -> Move:
    """The next move, after keys, speech, a talk or the outcome of an act.

    today  the caller's local day: "three days ago" is counted from it
    """
    flow = flows[session.flow]
    node = flow.nodes[session.node]
    if isinstance(heard, Did):
        return _after_act(flows, session, node, heard)
    if session.step >= MAX_STEPS:
        return _give_up(session)
    if isinstance(heard, Keyed) and node.kind in KEYED and heard.digits.endswith(AGAIN):
        return _ask(replace(session, carried=()), node)
    if flow.person is not None and wants_person(node, heard):
        return _to_person(flows, session, node, flow.person)
    try:
        raw, value, facts = _understand(node, session, heard, today)
    except Misread:
        return _ask_again(flows, session, node, silent=_no_key_came(node, heard))
    answer = _answer(flow, node, session, raw, value)
    name = answer.node
    language = value if node.sets == "language" else session.language
    answered = replace(
        session,
        language=language,
        answers={**session.answers, name: value},
        facts={**session.facts, **facts},
    )
    return replace(_go(flows, answered, node, value), answer=None if node.secret else answer)


def _answer(flow: Flow, node: Node, session: Session, raw: str, value: str) -> Answer:
    return Answer(flow.name, flow.version, node.saves or node.name, node.clear, raw, value, session.person)


def wants_person(node: Node, heard: Heard) -> bool:
    """Whether somebody asks for a person; where digits are keyed, 0 is one of them."""
    asked = isinstance(heard, Keyed) and heard.digits.rstrip(FINISH) == PERSON
    return asked and node.kind in (Kind.KEYS, Kind.OPTIONS) and PERSON not in node.keys


def _to_person(flows: Mapping[str, Flow], session: Session, node: Node, target: str) -> Move:
    """Kept as pressed, but no answer to the question: it is put again afterwards."""
    asked = replace(session, back=f"{session.flow}/{node.name}")
    answer = _answer(flows[session.flow], node, session, PERSON, FOR_A_PERSON)
    return replace(_enter(flows, asked, target), answer=answer)


def _no_key_came(node: Node, heard: Heard) -> bool:
    """Silence where a key was wanted; where speech was, the question's own hint says it better."""
    return isinstance(heard, Keyed) and not heard.digits and node.kind is not Kind.RECORD


def _after_act(flows: Mapping[str, Flow], session: Session, node: Node, did: Did) -> Move:
    standing = session.answers if did.answers is None else did.answers
    learnt = replace(
        session,
        answers={name: value for name, value in standing.items() if not _is_secret(flows, session, name)},
        facts={**session.facts, **did.facts},
        person=did.person or session.person,
        order=did.order or session.order,
    )
    return _enter(flows, learnt, did.to) if did.to else _go(flows, learnt, node, did.outcome)


def _is_secret(flows: Mapping[str, Flow], session: Session, name: str) -> bool:
    node = flows[session.flow].nodes.get(name)
    return node is not None and node.secret


def _understand(node: Node, session: Session, heard: Heard, today: date) -> tuple[str, str, dict[str, Fact]]:
    """Raw keys, meaning and words of an answer; raises Misread when it is none."""
    if node.kind is Kind.CONNECTS:
        return _became(heard)
    if isinstance(heard, Spoke):
        if node.kind is not Kind.RECORD or heard.seconds <= 0:
            raise Misread("no speech expected, or none heard")
        return heard.recording, heard.recording, {f"{node.name}_s": heard.seconds}
    if not isinstance(heard, Keyed) or node.kind is Kind.RECORD:
        raise Misread("speech expected")
    return _read(node, session, heard.digits, today)


def _became(heard: Heard) -> tuple[str, str, dict[str, Fact]]:
    """A carrier that does not say what came of it has reached nobody, as far as we know."""
    if not isinstance(heard, Connected):
        return "", "unanswered", {}
    return heard.state.value, "talked" if heard.talked else "unanswered", {}


def _read(node: Node, session: Session, pressed: str, today: date) -> tuple[str, str, dict[str, Fact]]:
    if node.kind is Kind.DIGITS and node.unknown and pressed == node.unknown:
        return pressed, "unknown", {}
    digits = pressed.rstrip(FINISH)
    if node.kind is Kind.KEYS:
        if digits not in node.keys:
            raise Misread(f"{digits!r} is not one of the keys")
        return digits, node.keys[digits], {}
    if node.kind is Kind.OPTIONS:
        return _choose(options_of(session, node), digits)
    reading = read(node.reader or "", digits, session.language, today, session.answers)
    return digits, reading.value, {f"{node.name}_words": reading.words}


def _choose(options: Sequence[Mapping[str, str]], digits: str) -> tuple[str, str, dict[str, Fact]]:
    if not (digits.isascii() and digits.isdigit()) or not 1 <= int(digits) <= len(options):
        raise Misread(f"{digits!r} is not one of the {len(options)} options")
    return digits, options[int(digits) - 1]["value"], {}


def _go(flows: Mapping[str, Flow], session: Session, node: Node, value: str) -> Move:
    return _enter(flows, session, node.next.get(value) or node.next["otherwise"])


def _enter(flows: Mapping[str, Flow], session: Session, target: str) -> Move:
    return _walk(flows, _at(flows, replace(session, tries=0), target))


def _at(flows: Mapping[str, Flow], session: Session, target: str) -> Session:
    """The session standing at "node" of its flow, at the start of "flow/", or at "flow/node"."""
    flow, _, inner = target.rpartition("/")
    there = flows[flow or session.flow]
    return replace(session, flow=there.name, node=inner or there.start)


def _walk(flows: Mapping[str, Flow], session: Session) -> Move:
    """Goes on until the caller, or an act, is needed."""
    while True:
        node = flows[session.flow].nodes[session.node]
        if node.kind is Kind.DO:
            return Move(session, act=node.act)
        if node.kind is Kind.BACK and session.back is not None:
            return _ask_back(flows, session, session.back)
        if node.kind in TURNS:
            return TURNS[node.kind](session, node)
        said = replace(session, carried=session.carried + phrases(session, node.say))
        session = _at(flows, said, _first_open(session, node) if node.kind is Kind.SEEKS else node.next["otherwise"])


def _first_open(session: Session, node: Node) -> str:
    wanted = (question for question in node.seeks[session.order] if question not in session.answers)
    return next(wanted, node.next["otherwise"])


def _ask(session: Session, node: Node, before: tuple[Phrase, ...] = ()) -> Move:
    said = session.carried + before + phrases(session, node.say) + spoken_options(session, node)
    step = session.step + 1
    return Move(replace(session, step=step, carried=()), Turn(step, said, _wants(node)))


def _ask_back(flows: Mapping[str, Flow], session: Session, question: str) -> Move:
    """The question at which a person was asked for, in few words where it has them: it was heard before."""
    there = _at(flows, replace(session, back=None), question)
    node = flows[there.flow].nodes[there.node]
    return _ask(there, replace(node, say=(node.again,)) if node.again and node.kind is Kind.KEYS else node)


def _ask_again(flows: Mapping[str, Flow], session: Session, node: Node, *, silent: bool) -> Move:
    if session.tries + 1 >= _times(session, node):
        return _enter(flows, session, node.fallback) if node.fallback else _give_up(session)
    key = "call.not_heard" if silent else node.again or "call.not_understood"
    return _ask(replace(session, tries=session.tries + 1), node, phrases(session, (key,)))


def _times(session: Session, node: Node) -> int:
    told = session.facts.get(node.times or "")
    return told if isinstance(told, int) else MAX_TRIES


def _give_up(session: Session) -> Move:
    step = session.step + 1
    ended = replace(session, step=step, ended="gave_up", carried=())
    return Move(ended, Turn(step, (Phrase("call.gave_up"),), None))


def _end(session: Session, node: Node) -> Move:
    step = session.step + 1
    said = session.carried + phrases(session, node.say)
    return Move(replace(session, step=step, ended=node.outcome, carried=()), Turn(step, said, None))


def _connect(session: Session, node: Node) -> Move:
    step = session.step + 1
    said = session.carried + phrases(session, node.say)
    number = str(session.facts[node.connects or ""])
    return Move(replace(session, step=step, carried=()), Turn(step, said, None, connects=number))


TURNS: Mapping[Kind, Callable[[Session, Node], Move]] = {  # nodes at which the phone has something to do
    **dict.fromkeys((*KEYED, Kind.RECORD), _ask),
    Kind.CONNECTS: _connect,
    Kind.ENDS: _end,
}


def _wants(node: Node) -> Wants:
    if node.kind is Kind.RECORD:
        return Wants(most=0, finish=FINISH, record_s=node.longest_s)
    if node.kind is Kind.DIGITS and (node.most > 1 or node.unknown):
        # Where # alone is an answer it must reach us as a key, so it may not be the finishing key.
        return Wants(node.most + 1, "", 4) if node.unknown else Wants(node.most, FINISH, 4)
    return Wants()

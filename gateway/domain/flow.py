"""Conversations as data: a flow is a graph of nodes, and two functions, `begin` and `advance`, walk any of them.

A node does exactly one thing: puts a question answered by a key, by digits, from a list or by voice; says
something and goes on; does an act of the house; or ends the call. The walk is pure: the same session and the
same keys give the same turn, on a call, in the terminal and in tests.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from gateway.domain.conversation import (
    Answer,
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
from gateway.domain.readers import Misread, read

__all__ = [
    "MAX_STEPS",
    "MAX_TRIES",
    "Answer",
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
]

MAX_TRIES = 3  # times the same question is put before the call ends politely
MAX_STEPS = 240  # turns in one call, enough for nine returnees: a stuck key must not keep a line for ever
AGAIN = "*"  # hear the question once more, everywhere
FINISH = "#"


def begin(flows: Mapping[str, Flow], name: str, language: str, facts: Mapping[str, Fact] | None = None) -> Move:
    """The first move of a conversation. Raises NotFound when there is no such flow."""
    if name not in flows:
        raise NotFound(f"there is no flow called {name!r}; there are: {', '.join(sorted(flows))}")
    session = Session(flow=name, node=flows[name].start, language=language, facts=dict(facts or {}))
    return _walk(flows, session)


def advance(flows: Mapping[str, Flow], session: Session, heard: Heard, today: date) -> Move:
    """The next move, after keys, speech or the outcome of an act.

    today  the caller's local day: "three days ago" is counted from it
    """
    node = flows[session.flow].nodes[session.node]
    if isinstance(heard, Did):
        return _after_act(flows, session, node, heard)
    if session.step >= MAX_STEPS:
        return _give_up(session)
    if isinstance(heard, Keyed) and node.kind is not Kind.RECORD and heard.digits.endswith(AGAIN):
        return _ask(replace(session, carried=()), node)
    try:
        raw, value, facts = _understand(node, session, heard, today)
    except Misread:
        return _ask_again(flows, session, node, silent=_no_key_came(node, heard))
    flow = flows[session.flow]
    name = node.saves or node.name
    answer = Answer(flow.name, flow.version, name, node.clear, raw, value, session.person)
    language = value if node.sets == "language" else session.language
    answered = replace(
        session,
        language=language,
        answers={**session.answers, name: value},
        facts={**session.facts, **facts},
    )
    return replace(_go(flows, answered, node, value), answer=None if node.secret else answer)


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
    if isinstance(heard, Spoke):
        if node.kind is not Kind.RECORD or heard.seconds <= 0:
            raise Misread("no speech expected, or none heard")
        return heard.recording, heard.recording, {f"{node.name}_s": heard.seconds}
    if not isinstance(heard, Keyed) or node.kind is Kind.RECORD:
        raise Misread("speech expected")
    if node.kind is Kind.DIGITS and node.unknown and heard.digits == node.unknown:
        return heard.digits, "unknown", {}
    digits = heard.digits.rstrip(FINISH)
    if node.kind is Kind.KEYS:
        if digits not in node.keys:
            raise Misread(f"{digits!r} is not one of the keys")
        return digits, node.keys[digits], {}
    if node.kind is Kind.OPTIONS:
        return _choose(options_of(session, node), digits)
    reading = read(node.reader or "", digits, session.language, today, session.answers)
    return digits, reading.value, {f"{node.name}_words": reading.words}


def options_of(session: Session, node: Node) -> Sequence[Mapping[str, str]]:
    """The list a caller chooses from at an OPTIONS node, numbered from 1 in speaking order."""
    found = session.facts.get(node.options or "")
    return found if isinstance(found, list) else []


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
        if node.kind is Kind.SEEKS:
            session = _at(flows, session, _first_open(session, node))
            continue
        if node.kind is not Kind.SAY:
            return _end(session, node) if node.kind is Kind.ENDS else _ask(session, node)
        said = replace(session, carried=session.carried + _phrases(session, node.say))
        session = _at(flows, said, node.next["otherwise"])


def _first_open(session: Session, node: Node) -> str:
    wanted = (question for question in node.seeks[session.order] if question not in session.answers)
    return next(wanted, node.next["otherwise"])


def _ask(session: Session, node: Node, before: tuple[Phrase, ...] = ()) -> Move:
    said = session.carried + before + _phrases(session, node.say) + _spoken_options(session, node)
    step = session.step + 1
    return Move(replace(session, step=step, carried=()), Turn(step, said, _wants(node)))


def _ask_again(flows: Mapping[str, Flow], session: Session, node: Node, *, silent: bool) -> Move:
    if session.tries + 1 >= _times(session, node):
        return _enter(flows, session, node.fallback) if node.fallback else _give_up(session)
    before = Phrase("call.not_heard") if silent else Phrase(node.again or "call.not_understood")
    return _ask(replace(session, tries=session.tries + 1), node, (before,))


def _times(session: Session, node: Node) -> int:
    told = session.facts.get(node.times or "")
    return told if isinstance(told, int) else MAX_TRIES


def _give_up(session: Session) -> Move:
    step = session.step + 1
    ended = replace(session, step=step, ended="gave_up", carried=())
    return Move(ended, Turn(step, (Phrase("call.gave_up"),), None))


def _end(session: Session, node: Node) -> Move:
    step = session.step + 1
    said = session.carried + _phrases(session, node.say)
    return Move(replace(session, step=step, ended=node.outcome, carried=()), Turn(step, said, None))


def _wants(node: Node) -> Wants:
    if node.kind is Kind.RECORD:
        return Wants(most=0, finish=FINISH, record_s=node.longest_s)
    if node.kind is Kind.DIGITS and (node.most > 1 or node.unknown):
        # Where # alone is an answer it must reach us as a key, so it may not be the finishing key.
        return Wants(node.most + 1, "", 4) if node.unknown else Wants(node.most, FINISH, 4)
    return Wants()


def _spoken_options(session: Session, node: Node) -> tuple[Phrase, ...]:
    if node.kind is not Kind.OPTIONS:
        return ()
    options = enumerate(options_of(session, node), start=1)
    return tuple(Phrase("call.option", {"key": n, "words": option["words"]}) for n, option in options)


def _phrases(session: Session, keys: Sequence[str]) -> tuple[Phrase, ...]:
    """What is said; a fact that holds nothing says nothing."""
    phrases = (_phrase(session, key) for key in keys)
    return tuple(phrase for phrase in phrases if phrase.key or phrase.audio or phrase.text)


def _phrase(session: Session, key: str) -> Phrase:
    if key.startswith("@"):
        return _kept(session, key[1:])
    language, _, plain = key.rpartition(":")
    return Phrase(plain, _values(session), language=language or None)


def _values(session: Session) -> dict[str, str | int | float]:
    return {name: value for name, value in session.facts.items() if isinstance(value, str | int | float)}


def _kept(session: Session, fact: str) -> Phrase:
    """What a fact holds: "audio:<digest>", "key:<wording>", the carrier's recording, or words to be read out."""
    held = str(session.facts.get(fact) or session.answers.get(fact) or "")
    if held.startswith("key:"):
        return Phrase(held.removeprefix("key:"), _values(session))
    if held.startswith(("audio:", "http:", "https:")):
        return Phrase(audio=held.removeprefix("audio:"))
    return Phrase(text=held, language=str(session.facts.get(f"{fact}_language") or session.language))

"""What callers key: never written by hand, but found by walking the house's own conversations.

The walk happens in a house of the prompter's own, with the same roster and nobody in it: what it asks there it will ask
on the day.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from sqlalchemy import func, select

from gateway.domain.calls import CallState, Progress
from gateway.domain.conversation import Keyed, Kind, Node, Session, Spoke
from gateway.domain.flow import options_of
from gateway.journeys import roster
from gateway.journeys.telephone import calls
from gateway.journeys.telephone.calls import Reply
from gateway.ports import Job
from gateway.store import migrate, sessions, tables
from gateway.store.ledger import Ledger
from gateway.store.sessions import Line
from gateway.switchboard import Switchboard, Work

HANGS_UP = "hangup"  # a script entry: the caller puts the phone down at that question
UNKNOWN = "unknown"  # an intended answer: the caller does not know
FINISHES = "#"  # what ends a recording
MOST_QUESTIONS = 60


@dataclass(frozen=True)
class Intent:
    """What a caller means to say, question by question: an answer's meaning, or the digits where digits are asked.

    says        "question|send": the first answer the first time it is asked, the other from then on
    slips       questions at which a wrong key goes down first
    hangs_up    the question at which the phone is put down, "" for none
    """

    says: Mapping[str, str]
    slips: frozenset[str] = frozenset()
    hangs_up: str = ""


@dataclass(frozen=True)
class Script:
    """One entry for each question that wants keys, as the exchange takes them, and how the conversation ends.

    pressed  what the exchange will see pressed: keys, and the one that ends a recording
    answers  what the house has understood by then
    stored   how many answers the ledger keeps of it
    ended    the flow's outcome, None when the caller is gone before it
    """

    keys: tuple[str, ...] = ()
    pressed: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    stored: int = 0
    ended: str | None = None


class NobodyWorks:
    """A queue whose hints nobody reads."""

    def hint(self, job: Job, *ids: str) -> None:
        """Dropped."""


class Prompter:
    """Whispers to each caller what to key."""

    def __init__(self, board: Switchboard) -> None:
        self._board = board
        self._sids = count(1)

    def write(self, number: str, intent: Intent) -> Script:
        """The script of a call from this phone. Raises KeyError for a question the intent does not answer."""
        reply = calls.answer(self._board, f"CA{next(self._sids)}", number, self._board.settings.twilio_from_number)
        keys: list[str] = []
        pressed: list[str] = []
        asked: Counter[str] = Counter()
        for _ in range(MOST_QUESTIONS):
            session = self._standing(reply)
            node = self._board.catalogue.flows[session.flow].nodes[session.node]
            if reply.turn.wants is None or not intent.says:
                break
            if node.name == intent.hangs_up:
                keys.append(HANGS_UP)
                self._hang_up(reply)
                break
            asked[node.name] += 1
            for entry in _entries(node, session, intent, asked[node.name]):
                reply = self._hear(reply, node, entry)
                pressed.append(entry)
                keys += [] if node.kind is Kind.RECORD else [entry]
        session = self._standing(reply)
        return Script(tuple(keys), tuple(pressed), session.answers, self._stored(reply), session.ended)

    def know(self, happening: Callable[[Switchboard, Work], object]) -> None:
        """Lets happen in this house, too, what changes what callers are asked from now on."""
        with self._board.work() as work:
            happening(self._board, work)

    def _hang_up(self, reply: Reply) -> None:
        """The line breaks here too, so that the next call from this phone is asked whether to go on."""
        calls.caller_gone(self._board, Progress(self._line(reply).sid, CallState.COMPLETED, self._board.clock.now()))

    def _hear(self, reply: Reply, node: Node, entry: str) -> Reply:
        heard = Spoke("https://prompter.example/spoken", 3.0) if node.kind is Kind.RECORD else Keyed(entry)
        return calls.take(self._board, reply.session_id, reply.turn.step, heard)

    def _standing(self, reply: Reply) -> Session:
        return self._line(reply).state

    def _line(self, reply: Reply) -> Line:
        with self._board.ledger.read() as tx:
            line = sessions.load(tx, reply.session_id)
        if line is None:
            raise LookupError(f"the prompter's own house has lost {reply.session_id}")
        return line

    def _stored(self, reply: Reply) -> int:
        kept = select(func.count()).where(tables.answers.c.session_id == reply.session_id)
        with self._board.ledger.read() as tx:
            return tx.execute(kept).scalar_one()


@contextmanager
def prompter(board: Switchboard, roll: bytes, folder: Path) -> Iterator[Prompter]:
    """A prompter with an empty house like this one, on the same roster."""
    url = f"sqlite:///{folder}/prompter.db"
    migrate.upgrade(url)
    house = replace(board, ledger=Ledger(url), queue=NobodyWorks())
    try:
        roster.bring(house, roll)
        yield Prompter(house)
    finally:
        house.ledger.close()


def _entries(node: Node, session: Session, intent: Intent, nth: int) -> list[str]:
    """What goes down at a question asked for the nth time, one entry each time it is put."""
    slip = [wrong_key(node)] if node.name in intent.slips else []
    says = {name: _nth(value, nth) for name, value in intent.says.items()}
    return [*slip, keys_for(node, says, session)]


def _nth(value: str, nth: int) -> str:
    first, _, then = value.partition("|")
    return then if then and nth > 1 else first


def keys_for(node: Node, says: Mapping[str, str], session: Session) -> str:
    """The keys that say it at this question."""
    if node.kind is Kind.RECORD:
        return FINISHES
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

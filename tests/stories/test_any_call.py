"""Whatever a household does with its phones, no call is left hanging, nothing said is lost, nobody is counted twice."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gateway.domain.calls import CallState
from gateway.domain.conversation import Connected, Heard, Keyed, Kind, Node, Session, Spoke
from gateway.domain.flow import advance, options_of
from gateway.journeys.telephone import calls
from gateway.journeys.telephone.calls import Reply
from gateway.store import sessions
from gateway.store.screening_tables import arrivals as arrival_table
from gateway.store.screening_tables import clears
from gateway.store.sessions import Line
from gateway.store.tables import answers, reports
from gateway.store.tables import sessions as session_table
from gateway.switchboard import Switchboard
from tests.journeys.talk import hangs_up, knows_language, press, ring, rows, said
from tests.journeys.test_household import ANOTHER, REPORT, TOGETHER
from tests.support import cast
from tests.support.board import LINE, clock_of, new_board
from tests.transcripts.branches import DIGITS

RECORDING = "https://carrier.example/rec"
JUNK = ("0", "7", "*", "99#", "#", "3141592653589", "12*", "+8", "D", "", "１")  # what phones and children send
FIRST_KEYS = (
    ["1"],
    ["3"],
    ["1", "3"],
    ["1", "5", "6#", "3"],
    [],
    ["1", "0"],
)  # language and menu, so that most calls get far

ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ["on"] * 8 + ["key"] * 8 + ["junk", "silence", "speak", "old step", "twice", "hang up", "ring", "wait"]
        ),
        st.integers(0, 30),
    ),
    max_size=40,
)


@dataclass
class Household:
    """A household with two phones, and what it was told on each of its calls.

    said  rows of answers so far: they only ever grow
    """

    board: Switchboard
    sids: Iterator[int] = field(default_factory=lambda: count(1))
    sid: str = ""
    reply: Reply | None = None
    said: list[Any] = field(default_factory=list)

    def ring(self, n: int) -> None:
        """A new call, from one phone or the other; nobody hung up the last one."""
        self.sid = f"CA{next(self.sids)}"
        self.reply = calls.answer(self.board, self.sid, cast.TWO_PHONES[n % 2], LINE)
        for keys in FIRST_KEYS[n % len(FIRST_KEYS)]:
            self.hear(Keyed(keys))

    def key(self, n: int) -> None:
        """A key that is an answer here."""
        session, node = self.standing()
        self.hear(_answers(node, session)[n % len(_answers(node, session))])

    def on(self, n: int) -> None:
        """A stretch of answers, all usual but one at most; 22 tell of the first of three people."""
        for step in range(n):
            self.key(n if n % 2 and step == n // 2 else 0)

    def junk(self, n: int) -> None:
        self.hear(Keyed(JUNK[n % len(JUNK)]))

    def silence(self, n: int) -> None:
        for _ in range(n % 4):
            self.hear(Keyed(""))

    def speak(self, n: int) -> None:
        self.hear(Spoke(RECORDING, float(n % 3)))

    def old_step(self, n: int) -> None:
        """Keys meant for a question already passed: the phone hears what is on it now."""
        assert self.reply is not None
        if n % 5 and self.reply.turn.step > n % 5:
            before = self.answered()
            assert calls.take(self.board, self.reply.session_id, self.reply.turn.step - n % 5, Keyed("1")) == self.reply
            assert self.answered() == before

    def twice(self, n: int) -> None:
        """The same webhook, delivered twice: of an answered call, or of a key."""
        assert self.reply is not None
        assert calls.answer(self.board, self.sid, cast.YANG, LINE) == self.reply
        asked = self.reply
        self.key(n)
        assert calls.take(self.board, asked.session_id, asked.turn.step, Keyed("2")) == self.reply

    def hang_up(self, n: int) -> None:
        """The carrier's last callback; it comes again, and so may keys still on their way."""
        hangs_up(self.board, self.sid)
        if n % 2:
            hangs_up(self.board, self.sid)
        if n % 3:
            self.ring(n)

    def wait(self, n: int) -> None:
        clock_of(self.board).forward(minutes=n * n * 5)

    def hear(self, heard: Heard) -> None:
        """Keys or speech at the question now on the phone; what they answer is in the ledger at once."""
        assert self.reply is not None
        asked, line = self.reply, self.line()
        self.reply = calls.take(self.board, asked.session_id, asked.turn.step, heard)
        meant = None
        if line.state.ended is None:
            today = self.board.local_day(self.board.clock.now())
            meant = advance(self.board.catalogue.flows, line.state, heard, today).answer
        said = self.answered()
        assert said[: len(self.said)] == self.said, "answers only ever grow"
        new = [(row.session_id, row.step, row.node, row.value, row.person) for row in said[len(self.said) :]]
        wanted = [(line.id, asked.turn.step, meant.node, meant.value, meant.person)] if meant else []
        assert new == wanted
        self.said = said
        self.has_a_way_on()

    def has_a_way_on(self) -> None:
        """The phone says something, and waits for the caller, or for the end of a talk, or is done."""
        assert self.reply is not None
        state = self.line().state
        assert self.reply.turn.say
        waits = self.reply.turn.wants is not None or self.reply.turn.connects is not None
        assert waits == (state.ended is None)
        assert self.reply.turn.step == state.step
        for phrase in self.reply.turn.say:
            assert phrase.audio or self.board.catalogue.words(phrase, self.reply.language)

    def standing(self) -> tuple[Session, Node]:
        state = self.line().state
        return state, self.board.catalogue.flows[state.flow].nodes[state.node]

    def line(self) -> Line:
        assert self.reply is not None
        with self.board.ledger.read() as tx:
            line = sessions.load(tx, self.reply.session_id)
        assert line is not None
        return line

    def answered(self) -> list[Any]:
        return rows(self.board, answers)


def _answers(node: Node, session: Session) -> list[Heard]:
    """Whatever is an answer to a question, most usual first."""
    if node.kind is Kind.RECORD:
        return [Spoke(RECORDING, 4.0)]
    if node.kind is Kind.CONNECTS:
        return [Connected(CallState.COMPLETED, 30), Connected(CallState.NO_ANSWER)]
    if node.kind is Kind.OPTIONS:
        return [Keyed(str(n)) for n, _ in enumerate(options_of(session, node), start=1)]
    if node.kind is Kind.DIGITS:
        more = {"count": ("3", "1", "2", "0"), "days_ago": ("3#", "0#", "12", "40"), "door": ("6#", "006", "12")}
        return [Keyed(keys) for keys in more.get(node.reader or "", (*DIGITS[node.reader or ""], node.unknown or "#"))]
    return [Keyed(key) for key in node.keys] or [Keyed("1")]  # the call is over: a key all the same


@contextmanager
def a_household(village_file: Path, folder: Path) -> Iterator[Household]:
    ledger = folder / "ledger.db"
    for left in folder.glob("ledger.db*"):
        left.unlink()
    shutil.copyfile(village_file, ledger)
    board = new_board(f"sqlite:///{ledger}")
    with closing(board.ledger):
        yield Household(board)


@settings(max_examples=60, deadline=None)
@given(actions=ACTIONS)
@example(actions=[("on", 22), ("hang up", 1), ("on", 30), ("hang up", 3)])  # at "another one", and in the middle of her
@example(actions=[("hang up", 0), ("on", 3)])  # keys overtaken by the news of the hang-up
@example(actions=[("ring", 5), ("key", 1), ("junk", 0), ("twice", 0), ("hang up", 1)])  # a person is asked for, twice
@example(actions=[("on", 22), ("on", 10), ("hang up", 2), ("on", 30), ("twice", 0), ("on", 30)])
def test_any_calls_of_a_household_keep_what_is_said_and_count_each_person_once(
    village_file: Path, tmp_path_factory: Any, actions: list[tuple[str, int]]
) -> None:
    with a_household(village_file, folder_of(tmp_path_factory)) as home:
        home.ring(2)
        for action, n in actions:
            getattr(home, action.replace(" ", "_"))(n)
            nobody_is_filed_twice(home.board)
        clock_of(home.board).forward(hours=1)
        calls.close_left_open(home.board)
        nobody_is_filed_twice(home.board)
        what_was_told_is_kept(home.board)


def test_hanging_up_at_another_one_files_nobody_twice(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    reply = ring(board, cast.YANG, ["3", *TOGETHER], sid="CA-1")
    assert "还有一个人" in said(board, reply)
    hangs_up(board, "CA-1")
    assert "还有一个人" in said(board, ring(board, cast.YANG, ["1"], sid="CA-2"))
    hangs_up(board, "CA-2")
    assert len(rows(board, arrival_table)) == 1
    nobody_is_filed_twice(board)


def test_a_day_corrected_after_the_line_broke_is_the_same_person_s(board: Switchboard) -> None:
    knows_language(board, cast.YANG)
    ring(board, cast.YANG, ["3", "2", "1", "20"], sid="CA-1")  # twenty days ago; and the line breaks before "right"
    hangs_up(board, "CA-1")
    reply = ring(board, cast.YANG, ["1", "2", "0205", "1", *REPORT[3:], *ANOTHER], sid="CA-2")
    assert reply.turn.wants is None
    told = [(row.arrived_on.isoformat(), row.age, row.clear) for row in rows(board, arrival_table)]
    assert told == [("2020-02-05", 35, 10), ("2020-02-05", 30, 10)]


@pytest.mark.parametrize("late", [2, 5, len(REPORT)])
def test_keys_overtaken_by_the_hang_up_are_filed_all_the_same(board: Switchboard, late: int) -> None:
    knows_language(board, cast.YANG)
    reply = ring(board, cast.YANG, ["3", *REPORT[:-late]], sid="CA-1")
    hangs_up(board, "CA-1")
    for pressed in REPORT[-late:]:
        reply = press(board, reply, pressed)
    assert reply.turn.wants is None
    (arrival,) = rows(board, arrival_table)
    assert arrival.clear == 10
    assert "报了一半" not in said(board, ring(board, cast.YANG, [], sid="CA-2")), "it is finished"


FOLDERS: dict[int, Path] = {}


def folder_of(tmp_path_factory: Any) -> Path:
    return FOLDERS.setdefault(id(tmp_path_factory), tmp_path_factory.mktemp("any_call"))


def nobody_is_filed_twice(board: Switchboard) -> None:
    """No more arrivals than returnees told of: each is a person of a call, and has a report by that name."""
    told = {row.source for row in rows(board, reports) if row.kind == "returnee"}
    filed = {row.person for row in rows(board, reports) if row.kind == "returnee"}
    kept = {row.id for row in rows(board, arrival_table)}
    assert len(kept) <= len(told)
    assert filed == kept, "every arrival belongs to a report, and every report to an arrival"


def what_was_told_is_kept(board: Switchboard) -> None:
    """Of every screening that is over, whoever's day or origin was said has arrived."""
    filed = {row.source: row.person for row in rows(board, reports) if row.kind == "returnee"}
    known = {row.arrival_id for row in rows(board, clears)}
    with board.ledger.read() as tx:
        lines = [sessions.load(tx, row.id) for row in rows(board, session_table)]
    for line in lines:
        assert line is not None
        assert line.ended_at is not None
        state = line.state
        if state.flow == "ten_clears" and {"days_ago", "arrival_day", "origin"} & state.answers.keys():
            told = state.facts.get("told")
            before = [one["value"] for one in told] if isinstance(told, list) else []
            arrival = filed.get(f"call:{line.id}:{state.person}") or (before or [""])[-1]
            assert arrival in known

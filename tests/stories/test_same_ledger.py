"""The same 200 invented households, entered by call, by text and by a cadre, give the same ledger."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, text

from gateway.domain.daily.content import Tally
from gateway.domain.forms.written import write
from gateway.domain.places import level_of
from gateway.domain.screening import FEVER, LONG_AGO, UNKNOWN
from gateway.journeys import roster
from gateway.journeys.daily.compiling import compile_day
from gateway.journeys.roster import Member, Roll
from gateway.journeys.texting import texts
from gateway.store import arrivals
from gateway.store.incident_tables import alert_reports
from gateway.store.roll import HouseholdRow, StaffRow, UnitRow
from gateway.store.screening_tables import arrivals as arrival_table
from gateway.store.screening_tables import tasks
from gateway.store.tables import households
from gateway.store.tasks import Kind
from gateway.switchboard import Switchboard
from tests.journeys.talk import ring, rows
from tests.stories.invented import Answers, draw, keys_for
from tests.support import cast
from tests.support.board import LINE, MORNING, new_board
from tests.support.categories import BY_ORIGIN
from tests.support.ledgers import SQLiteLedgers

SEED, HOUSEHOLDS, BY_CADRE_CALL = 20200208, 200, 40  # a cadre's PIN takes time on purpose
TODAY = MORNING.date()
MENU = ["3"]  # somebody came home
INVENTED: Sequence[Answers] = draw(HOUSEHOLDS, SEED, TODAY)
DOORS = [f"{n:03}" for n in range(1, HOUSEHOLDS + 1)]

Items = Mapping[int, tuple[bool, Mapping[str, str]]]


@dataclass(frozen=True)
class Told:
    """What the ledger knows of the one person of a household."""

    arrived_on: date | None
    age: int | None
    sex: str | None
    category: str
    clear: int
    unit_code: str
    items: Items


@dataclass(frozen=True)
class Kept:
    """What came of one way of telling.

    told     by door
    alarmed  doors somebody was alarmed about
    to_do    door, and what is left for people to do there
    figures  of the day, by unit
    """

    told: Mapping[str, Sequence[Told]]
    alarmed: Set[str]
    to_do: Set[tuple[str, str]]
    figures: Mapping[str, Tally]


# Who tells --------------------------------------------------------------------------------------------------------


def phone(door: str) -> str:
    return f"+861990002{door:>04}"


def grid(door: str) -> str:
    return (cast.GRID_1, cast.GRID_2, cast.GRID_3)[int(door) % 3]


def the_roll() -> Roll:
    units = [UnitRow(code, level_of(code), name) for code, name in cast.UNITS.items()]  # type: ignore[arg-type]
    homes = [HouseholdRow(grid(door), door, f"{door}户", frozenset({phone(door)}), "zh") for door in DOORS]
    staff = [
        Member(StaffRow(number, name, role, unit, None, on_duty=True), pin)
        for number, name, role, unit, pin in cast.OFFICES
    ]
    return Roll(units, homes, staff)


def by_call(board: Switchboard, door: str, meant: Answers) -> None:
    reply = ring(board, phone(door), [*MENU, *keys_for(board.catalogue.flows, meant, TODAY)])
    assert reply.turn.wants is None, f"{door} is not at the end of the call"


def by_text(board: Switchboard, door: str, meant: Answers) -> None:
    texts.receive(board, f"SM-{door}", phone(door), LINE, write(meant))


def by_cadre_call(board: Switchboard, door: str, meant: Answers) -> None:
    keys = ["3", cast.CADRE_PIN, f"{door}#", "1", *keys_for(board.catalogue.flows, meant, TODAY)]
    reply = ring(board, cast.CADRE, keys, sid=f"CA-{door}")
    assert reply.turn.wants is None, f"{door} is not at the end of the call"


def by_cadre_text(board: Switchboard, door: str, meant: Answers) -> None:
    texts.receive(board, f"SM-{door}", cast.CADRE, LINE, write(meant).replace("登", f"登 户{door}", 1))


WAYS: Mapping[str, tuple[Callable[[Switchboard, str, Answers], None], int]] = {
    "call": (by_call, HOUSEHOLDS),
    "text": (by_text, HOUSEHOLDS),
    "cadre call": (by_cadre_call, BY_CADRE_CALL),
    "cadre text": (by_cadre_text, HOUSEHOLDS),
}


# What the ledger says afterwards ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def settled(sqlite_ledgers: SQLiteLedgers, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger with the 200 households in it, settled once."""
    file = tmp_path_factory.mktemp("households") / "village.db"
    with sqlite_ledgers.migrated() as url, closing(new_board(url).ledger) as ledger:
        roster.settle(new_board(url), the_roll())
        with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as tx:
            tx.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        shutil.copyfile(url.removeprefix("sqlite:///"), file)
    return file


@contextmanager
def village(settled: Path, folder: Path) -> Iterator[Switchboard]:
    shutil.copyfile(settled, folder / "ledger.db")
    board = new_board(f"sqlite:///{folder}/ledger.db")
    with closing(board.ledger):
        yield board


@pytest.fixture(scope="module")
def tell(settled: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], Kept]:
    """Tells of the first so many households in one way, once."""
    known: dict[tuple[str, int], Kept] = {}

    def told(way: str, count: int) -> Kept:
        if (way, count) not in known:
            with village(settled, tmp_path_factory.mktemp("told")) as board:
                for door, meant in zip(DOORS[:count], INVENTED, strict=False):
                    WAYS[way][0](board, door, meant)
                known[way, count] = kept(board)
        return known[way, count]

    return told


def kept(board: Switchboard) -> Kept:
    with board.ledger.read() as tx:
        doors = {row.id: row.door for row in tx.execute(select(households))}
        told: dict[str, list[Told]] = {}
        for row in tx.execute(select(arrival_table)):
            items = {n: (item.clear, plain(item.answers)) for n, item in arrivals.items(tx, row.id).items()}
            one = Told(row.arrived_on, row.age, row.sex, row.category, row.clear, row.unit_code, items)
            told.setdefault(doors[row.household_id], []).append(one)
        figures = {code: one.tally for code, one in compile_day(board, tx, TODAY).reports.items()}
    alarmed = {doors[row.household_id] for row in rows(board, alert_reports)}
    to_do = {(doors[row.household_id], row.kind) for row in rows(board, tasks) if row.kind != Kind.TRANSCRIBE}
    return Kept(told, alarmed, to_do, figures)


# Where two spellings mean the same --------------------------------------------------------------------------------

DETAILS = (
    "place",
    "hubei_place",
    "train_number",
    "flight_number",
    "last_exposure",
)  # asked only once something is known
Spelling = Callable[[str, Answers], bool]  # question, everything said of its item
SPELLINGS: Sequence[tuple[str, Spelling]] = (
    ("a name is spoken, and a form has no voice", lambda question, _: question.endswith("_spoken")),
    ("of the two keys for a prefecture the second is the place", lambda question, _: question == "yunnan_group"),
    ("the last stop stands among all stops", lambda question, said: question == "stop_place" and "stop_places" in said),
    ("a detail not known is left out", lambda question, said: question in DETAILS and said[question] == UNKNOWN),
    ("a measured temperature decides on fever", lambda question, said: question == "fever" and "temperature" in said),
)


def plain(answers: Answers) -> Answers:
    """Answers without what only one of two ways of telling spells out, though both mean the same."""
    return {
        question: value
        for question, value in answers.items()
        if not any(says_no_more(question, answers) for _, says_no_more in SPELLINGS)
    }


# The promises -----------------------------------------------------------------------------------------------------

Tell = Callable[[str, int], Kept]
OTHER_WAYS = [way for way in WAYS if way != "call"]


def test_the_drawn_homecomings_are_of_every_kind() -> None:
    said = {(question, value) for meant in INVENTED for question, value in meant.items()}
    assert {value for question, value in said if question == "origin"} == {*BY_ORIGIN, "yunnan", UNKNOWN}
    assert {("returned_count", "3"), ("together", "no"), ("days_ago", LONG_AGO), ("this_phone", "no")} <= said
    assert {("train_number", UNKNOWN), ("airline_kunming", "8L"), ("shared_vehicle", "yes"), ("fever", UNKNOWN)} <= said
    warm = [float(value) for question, value in said if question == "temperature"]
    assert min(warm) < FEVER < max(warm)


def test_what_is_keyed_is_what_was_meant(tell: Tell) -> None:
    told = tell("call", HOUSEHOLDS).told
    for door, meant in zip(DOORS, INVENTED, strict=True):
        (person,) = told[door]
        assert {q: value for _, answers in person.items.values() for q, value in answers.items()} == plain(meant), door


@pytest.mark.parametrize("way", OTHER_WAYS)
def test_the_same_homecoming_is_the_same_record(tell: Tell, way: str) -> None:
    count = WAYS[way][1]
    called, told = tell("call", HOUSEHOLDS).told, tell(way, count).told
    different = {
        door: (write(meant), called[door], told.get(door))
        for door, meant in zip(DOORS[:count], INVENTED, strict=False)
        if told.get(door) != called[door]
    }
    assert different == {}
    assert {door: len(people) for door, people in told.items()} == dict.fromkeys(DOORS[:count], 1)


@pytest.mark.parametrize("way", OTHER_WAYS)
def test_the_same_homecoming_alarms_the_same_people(tell: Tell, way: str) -> None:
    """Who is alarmed about, not of what: a call alarms at the first alarming answer, a form when all is read."""
    count = WAYS[way][1]
    assert tell(way, count).alarmed == tell("call", count).alarmed != set()


@pytest.mark.parametrize("way", OTHER_WAYS)
def test_the_same_homecoming_leaves_the_same_to_do(tell: Tell, way: str) -> None:
    """A thermometer to bring, somebody unmasked to call on; what was spoken only a call has."""
    count = WAYS[way][1]
    assert tell(way, count).to_do == tell("call", count).to_do != set()


@pytest.mark.parametrize("way", OTHER_WAYS)
def test_the_same_homecomings_are_the_same_figures_in_the_evening(tell: Tell, way: str) -> None:
    count = WAYS[way][1]
    """But for urgent events: a call alarms before it is over, and what it then turns out to be joins no other."""
    figures, called = ({unit: but_alerts(one) for unit, one in tell(by, count).figures.items()} for by in (way, "call"))
    assert figures == called
    village = figures[cast.VILLAGE]
    assert village["households_heard"] == village["returnees_new"] == count
    assert figures[cast.PROVINCE]["from_hubei"] > 0


def but_alerts(tally: Tally) -> dict[str, int]:
    return {name: value for name, value in tally.counted.items() if name != "alerts"}

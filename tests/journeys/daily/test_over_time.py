"""A past day stays as it stood at its end: what is told the next day counts there, what was wrong is put right."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta

import pytest

from gateway.domain.daily.window import REPORTING
from gateway.domain.places import Level
from gateway.domain.screening import Case
from gateway.journeys import roster
from gateway.journeys.daily import sealing
from gateway.journeys.daily.compiling import compile_day, window
from gateway.journeys.reporting import cases, clears, vehicles
from gateway.journeys.reporting.cases import Whom
from gateway.journeys.texting import texts
from gateway.store import reports
from gateway.store.arrivals import Arrival
from gateway.store.daily import behind, versions
from gateway.store.daily.scope import Scope
from gateway.switchboard import Switchboard
from tests.journeys.daily import township
from tests.journeys.home import FROM_WUHAN, at, came_home
from tests.support import cast
from tests.support.board import LINE, MORNING, new_board

DAY = MORNING.date()
NEXT, THIRD = DAY + timedelta(days=1), DAY + timedelta(days=2)


def sealed(board: Switchboard, day: date) -> None:
    """The villages' cut-off of a day."""
    at(board, day, 16)
    sealing.seal(board, day, Level.VILLAGE)


def figures(board: Switchboard, *names: str) -> list[list[int]]:
    """Figures of our village on the three days, as they stand now."""
    with board.ledger.read() as tx:
        days = [compile_day(board, tx, day, cast.VILLAGE).reports[cast.VILLAGE] for day in (DAY, NEXT, THIRD)]
    return [[day.value(name) or 0 for day in days] for name in names]


def told(board: Switchboard, arrival: Arrival, **answers: str) -> None:
    """One thing more is said of somebody; twice, as everything is."""
    for _ in range(2):
        with board.work() as work:
            clears.amend(board, work, arrival.id, answers, "resident", "call")


def test_a_tenth_clear_told_the_next_day_changes_the_next_day_only(board: Switchboard) -> None:
    at(board, DAY, 10)
    arrival = came_home(board, cast.YANG, DAY, **FROM_WUHAN | {"measures": "unknown"})
    sealed(board, DAY)
    at(board, NEXT, 10)
    told(board, arrival, measures="stayed_home")
    assert figures(board, "clears_open", "clears_whole") == [[1, 0, 0], [0, 1, 1]]
    assert sealing.revise(board, DAY) == 0, "nothing of yesterday has changed"
    sealed(board, NEXT)
    version = sealing.latest(board, cast.VILLAGE, NEXT)
    assert version is not None
    assert version.report.late == {}


def test_a_wrong_report_withdrawn_the_next_day_makes_the_next_version_of_the_day_it_was_of(board: Switchboard) -> None:
    at(board, DAY, 10)
    with board.work() as work:
        report = reports.Report(
            "text:1", reports.Kind.ILL, DAY, work.now, cast.GRID_1, 1, cast.YANG, from_hubei=False, fever=True
        )
        reports.put(work.tx, report)
    sealed(board, DAY)
    at(board, NEXT, 10)
    with board.work() as work:
        reports.take_back(work.tx, "text:1")
    assert sealing.revise(board, DAY) == 1
    with board.ledger.read() as tx:
        assert [one.report.value("fever") for one in versions.all_of(tx, cast.VILLAGE, DAY)] == [1, 0]


def test_whoever_becomes_a_close_contact_later_is_counted_on_that_day_and_once(board: Switchboard) -> None:
    at(board, DAY, 10)
    arrival = came_home(board, cast.YANG, DAY)
    at(board, NEXT, 10)
    told(board, arrival, close_contact="yes")
    at(board, NEXT, 11)
    told(board, arrival, fever="yes")  # graver, and a contact all the same
    at(board, THIRD, 10)
    told(board, arrival, fever="no")
    assert figures(board, "close_contacts", "returnees_new") == [[0, 1, 0], [1, 0, 0]]


def test_a_contact_by_mistake_stays_in_the_day_that_was_told_so_and_is_none_on_the_day_it_was_put_right(
    board: Switchboard,
) -> None:
    at(board, DAY, 10)
    arrival = came_home(board, cast.YANG, DAY, close_contact="yes")
    at(board, DAY, 11)
    told(board, arrival, close_contact="no")
    assert figures(board, "close_contacts") == [[0, 0, 0]], "put right before the day was over"
    at(board, NEXT, 11)
    told(board, arrival, close_contact="yes")
    at(board, THIRD, 11)
    told(board, arrival, close_contact="no")
    assert figures(board, "close_contacts") == [[0, 1, 0]]


def test_who_shared_a_vehicle_with_a_case_is_counted_on_the_day_it_was_found_and_the_case_is_not(
    board: Switchboard,
) -> None:
    by_train = {"vehicle": "train", "train_letter": "G", "train_number": "G1234"}
    at(board, DAY, 10)
    for number in (cast.YANG, "+8619900010002"):
        arrival = came_home(board, number, DAY, **by_train)
        with board.work() as work:
            answers = {**FROM_WUHAN, **by_train, "days_ago": DAY.isoformat()}
            vehicles.index(board, work, arrival.id, answers)
    at(board, NEXT, 10)
    with board.work() as work:
        cases.decide(board, work, cases.find(work, Whom(number=cast.YANG)), Case.CONFIRMED, cast.DOCTOR, "1号")
    assert figures(board, "close_contacts", "fellow_travellers") == [[0, 1, 0], [0, 1, 0]]
    with board.ledger.read() as tx:
        of = window(board, tx, NEXT)
        scope = Scope(cast.VILLAGE, NEXT, of.since, of.until, 12)
        found = [behind.behind(tx, scope, figure) for figure in ("close_contacts", "fellow_travellers")]
    assert [[one.number for one in rows] for rows in found] == [["+8619900010002"]] * 2


def test_an_origin_put_right_the_next_day_counts_there_and_leaves_the_first_day_as_it_was(board: Switchboard) -> None:
    at(board, DAY, 10)
    arrival = came_home(board, cast.YANG, DAY)
    at(board, NEXT, 10)
    told(board, arrival, origin="hubei", hubei="wuhan")
    assert figures(board, "from_province", "from_hubei") == [[1, 0, 0], [0, 1, 0]]


def test_an_observation_that_was_not_needed_after_all_stays_in_the_days_before(board: Switchboard) -> None:
    at(board, DAY, 10)
    arrival = came_home(board, cast.YANG, DAY, **FROM_WUHAN)
    before = figures(board, "home_new", "home_under")
    assert before == [[1, 0, 0], [1, 1, 1]]
    at(board, NEXT, 10)
    told(board, arrival, origin="yunnan", yunnan_place="0872", hubei="unknown")
    assert figures(board, "home_new", "home_under") == [[1, 0, 0], [1, 0, 0]]


def test_a_case_given_back_to_their_home_was_in_hospital_meanwhile(board: Switchboard) -> None:
    at(board, DAY, 10)
    came_home(board, cast.YANG, DAY, **FROM_WUHAN)
    for day, case, document in ((DAY, Case.SUSPECTED, "1号"), (NEXT, Case.EXCLUDED, "2号")):
        at(board, day, 11)
        with board.work() as work:
            cases.decide(board, work, cases.find(work, Whom(number=cast.YANG)), case, cast.DOCTOR, document)
    assert figures(board, "to_hospital", "home_under") == [[1, 0, 0], [0, 1, 1]]


@pytest.fixture
def in_town(ledger_url: str) -> Iterator[Switchboard]:
    board = new_board(ledger_url)
    with closing(board.ledger):
        with board.work() as work:
            township.a_day(work.tx)
        yield board


def test_whatever_is_corrected_the_next_day_the_township_stays_as_it_stood(in_town: Switchboard) -> None:
    """The invented township, on both databases: everything known of three people turns out to be otherwise."""
    at(in_town, DAY, 16)
    with in_town.ledger.read() as tx:
        before = compile_day(in_town, tx, DAY).reports
    at(in_town, NEXT, 9)
    with in_town.work() as work:
        for name in ("a1", "a6", "a13"):
            answers = {**FROM_WUHAN, "days_ago": "2020-02-07", "age": "61", "sex": "female", "this_phone": "yes"}
            clears.amend(in_town, work, name, answers, "staff:3", "cadre")
    with in_town.ledger.read() as tx:
        after, tomorrow = (compile_day(in_town, tx, day).reports for day in (DAY, NEXT))
        alone = {unit: compile_day(in_town, tx, DAY, unit).reports[unit] for unit in (township.A, township.B)}
    assert after == before
    assert alone == {unit: before[unit] for unit in alone}
    assert tomorrow[township.TOWNSHIP].value("clears_whole") != before[township.TOWNSHIP].value("clears_whole")


def test_whoever_is_put_on_the_roster_the_next_day_changes_no_version_of_the_day_before(board: Switchboard) -> None:
    at(board, DAY, 10)
    texts.receive(board, "SM-1", "+8619900010005", LINE, "好")
    for hour, level in enumerate(REPORTING, 16):
        at(board, DAY, hour)
        sealing.seal(board, DAY, level)
    at(board, NEXT, 10)
    beside = f"{cast.TOWNSHIP}202"
    rows = [
        f"unit,{beside},上阳村,,,",
        f"unit,{beside}01,上阳一组,,,",
        f"unit,{cast.VILLAGE}09,九组,,,",
        f"household,{beside}01,和家,001,19900010098,",
        f"household,{cast.VILLAGE}09,赵家,091,19900010099,",
        f"staff,{cast.VILLAGE},和伟,,19900010097,cadre",
    ]
    roster.bring(board, "\n".join(["kind,code,name,door,phones,role", *rows]).encode())
    assert sealing.revise(board, DAY) == 0
    _, today = sealing.preview(board, cast.TOWNSHIP, NEXT)
    version = sealing.latest(board, cast.TOWNSHIP, DAY)
    assert version is not None
    assert [one.value("households_due") for one in (version.report, today)] == [12, 14]
    with board.work() as work:
        late = reports.Report("l", reports.Kind.ILL, DAY, at(board, DAY, 12), cast.GRID_1, 1, cast.YANG, fever=True)
        reports.put(work.tx, late)
    assert sealing.revise(board, DAY) > 0, "what is late is late all the same"
    version = sealing.latest(board, cast.TOWNSHIP, DAY)
    assert version is not None
    assert [version.report.value(name) for name in ("households_due", "fever", "villages_due")] == [12, 1, 1]

"""Fourteen days at home: begun once by the rule, answered for by every channel, urgent when it must be, ended once."""

from datetime import date, timedelta

import pytest

from gateway.domain.observations import Channel
from gateway.journeys.observing import observations, standings
from gateway.journeys.reporting import clears
from gateway.store import arrivals, roster
from gateway.store import observations as store
from gateway.store.incident_tables import alert_reports
from gateway.store.outgoing_tables import alerts, texts_out
from gateway.store.screening_tables import checks, tasks
from gateway.store.screening_tables import observations as kept
from gateway.switchboard import Switchboard
from tests.journeys.home import at, came_home, reports, tick
from tests.journeys.talk import rows
from tests.support import cast
from tests.support.board import MORNING

TODAY = MORNING.date()
ARRIVED = date(2020, 2, 6)
ENDS = date(2020, 2, 20)


def standing(board: Switchboard, number: str, day: date) -> tuple[int, int] | None:
    with board.ledger.read() as tx:
        home = roster.household_of(tx, number)
        found = standings.standing_of(tx, number, home.id if home else None, day)
    return (found.day_n, found.of) if found else None


def test_an_observation_begins_with_the_filing_and_its_first_check_is_the_next_one_due(board: Switchboard) -> None:
    came_home(board, cast.YANG, ARRIVED)
    (one,) = rows(board, kept)
    assert (one.basis, one.starts_on, one.ends_on, one.released_at) == ("arrival", date(2020, 2, 7), ENDS, None)
    due = rows(board, checks)
    assert len(due) == 25, "the evening of the eighth, and two on each of twelve days"
    assert (due[0].day, due[0].half) == (TODAY, "pm")


@pytest.mark.parametrize(("day", "n"), [(6, None), (7, 1), (8, 2), (20, 14), (21, None)])
def test_day_n_of_fourteen_by_the_local_calendar(board: Switchboard, day: int, n: int | None) -> None:
    came_home(board, cast.YANG, ARRIVED)
    assert standing(board, cast.YANG, date(2020, 2, day)) == ((n, 14) if n else None)


def test_a_category_that_needs_none_begins_none(board: Switchboard) -> None:
    came_home(board, cast.YANG, ARRIVED, origin="yunnan", place="0871")
    assert rows(board, kept) == []


def test_an_arrival_long_past_begins_none(board: Switchboard) -> None:
    came_home(board, cast.YANG, TODAY - timedelta(days=15))
    assert rows(board, kept) == []


def amend(board: Switchboard, arrival_id: str, **answers: str) -> None:
    with board.work() as work:
        arrival = clears.amend(board, work, arrival_id, answers, "staff:1", "cadre")
        observations.begin_for(board, work, arrival, arrivals.answers_of(work.tx, arrival_id))


def test_a_later_last_exposure_moves_the_same_observation(board: Switchboard) -> None:
    arrival = came_home(board, cast.YANG, ARRIVED)
    amend(board, arrival.id, close_contact="yes", shared_vehicle="no", last_exposure="2020-02-08")
    (one,) = rows(board, kept)
    assert (one.basis, one.starts_on, one.ends_on) == ("last_exposure", date(2020, 2, 9), date(2020, 2, 22))
    days = sorted({check.day for check in rows(board, checks)})
    assert (days[0], days[-1], len(rows(board, checks))) == (date(2020, 2, 9), date(2020, 2, 22), 28)


def test_a_correction_to_a_category_without_observation_ends_it_with_a_reason(board: Switchboard) -> None:
    arrival = came_home(board, cast.YANG, ARRIVED)
    amend(board, arrival.id, origin="yunnan", yunnan_place="0872")
    (one,) = rows(board, kept)
    assert (one.outcome, one.released_at) == ("not_needed", board.clock.now())
    assert rows(board, checks) == []
    assert rows(board, texts_out) == []
    amend(board, arrival.id, origin="hubei", hubei="wuhan")
    assert rows(board, kept)[0].released_at is None, "and another correction begins it again"
    assert len(rows(board, checks)) == 25


def test_to_fall_ill_does_not_end_it(board: Switchboard) -> None:
    arrival = came_home(board, cast.YANG, ARRIVED)
    amend(board, arrival.id, symptoms="yes")
    assert rows(board, kept)[0].released_at is None


@pytest.mark.parametrize("channel", list(Channel))
def test_all_well_answers_for_everybody_at_home(board: Switchboard, channel: Channel) -> None:
    came_home(board, cast.YANG, ARRIVED, age=35)
    came_home(board, cast.YANG, ARRIVED, age=62)
    at(board, TODAY, 18, 5)
    news = reports(board, cast.YANG, channel=channel)
    assert news is not None
    assert (news.people, news.urgent, news.standing.day_n) == (2, False, 2)
    answered = [check for check in rows(board, checks) if check.reported_at]
    assert [(check.day, check.half, check.channel, check.ill) for check in answered] == [
        (TODAY, "pm", channel, False)
    ] * 2


def test_a_house_with_nobody_under_observation_is_told_so(board: Switchboard) -> None:
    assert reports(board, cast.YANG) is None


def test_a_second_phone_of_the_household_reports_as_well(board: Switchboard) -> None:
    came_home(board, cast.TWO_PHONES[0], ARRIVED)
    at(board, TODAY, 18, 5)
    assert reports(board, cast.TWO_PHONES[1]) is not None


def test_a_fever_alerts_at_once_and_is_reported_once_a_half_day(board: Switchboard) -> None:
    came_home(board, cast.YANG, ARRIVED)
    at(board, TODAY, 18, 5)
    news = reports(board, cast.YANG, temperature=37.3)
    assert news is not None
    assert news.urgent
    reports(board, cast.YANG, temperature=38.4, ill=True)
    (alert,) = rows(board, alerts)
    assert (alert.kind, alert.household_id is None) == ("observed_ill", False)
    (check,) = [one for one in rows(board, checks) if one.reported_at]
    assert (check.ill, check.temperature) == (True, 38.4)
    at(board, TODAY + timedelta(days=1), 8, 5)
    reports(board, cast.YANG, ill=True)
    assert len(rows(board, alerts)) == 1, "one home, one incident"
    assert len(rows(board, alert_reports)) == 2


def test_an_ill_one_of_several_is_marked_only_when_named_but_alerts_either_way(board: Switchboard) -> None:
    came_home(board, cast.YANG, ARRIVED, age=35)
    old = came_home(board, cast.YANG, ARRIVED, age=62)
    at(board, TODAY, 18, 5)
    news = reports(board, cast.YANG, ill=True)
    assert news is not None
    assert (news.people, news.urgent) == (0, True)
    assert [check for check in rows(board, checks) if check.reported_at] == []
    reports(board, cast.YANG, temperature=38.0, ill=True, arrival_id=old.id)
    (check,) = [one for one in rows(board, checks) if one.reported_at]
    assert (check.arrival_id, check.temperature) == (old.id, 38.0)
    assert len(rows(board, alerts)) == 1


@pytest.mark.parametrize(
    ("hour", "minute", "half"), [(0, 5, "am"), (7, 40, "am"), (11, 59, "am"), (12, 0, "pm"), (23, 55, "pm")]
)
def test_a_report_belongs_to_the_local_half_day_it_comes_in(
    board: Switchboard, hour: int, minute: int, half: str
) -> None:
    came_home(board, cast.YANG, ARRIVED)
    tomorrow = TODAY + timedelta(days=1)
    at(board, tomorrow, hour, minute)
    reports(board, cast.YANG)
    answered = [check for check in rows(board, checks) if check.reported_at]
    assert [(check.day, check.half) for check in answered] == [(tomorrow, half)]


def test_the_fourteenth_evening_releases_with_one_text_though_three_came_together(board: Switchboard) -> None:
    for age in (8, 35, 62):
        came_home(board, cast.YANG, ARRIVED, age=age)
    at(board, ENDS, 8, 10)
    reports(board, cast.YANG)
    assert all(one.released_at is None for one in rows(board, kept))
    for day in range(8, 20):
        with board.work() as work:
            store.miss(work.tx, at(board, date(2020, 2, day), 23, 0), 99)
    at(board, ENDS, 18, 10)
    news = reports(board, cast.YANG)
    assert news is not None
    assert news.ended == 3
    assert {one.outcome for one in rows(board, kept)} == {"released"}
    released = [text for text in rows(board, texts_out) if "解除观察" in text.body]
    assert [(text.number, text.segments) for text in released] == [(cast.YANG, 1)]
    assert standing(board, cast.YANG, ENDS) is None
    assert tick(board) == []


def test_who_is_ill_on_the_last_evening_is_not_released_but_handed_to_the_doctor(board: Switchboard) -> None:
    came_home(board, cast.YANG, ENDS - timedelta(days=28), last_exposure="2020-02-06", close_contact="yes")
    for day in range(8, 20):
        with board.work() as work:
            store.miss(work.tx, at(board, date(2020, 2, day), 23, 0), 99)
    at(board, ENDS, 8, 10)
    reports(board, cast.YANG)
    at(board, ENDS, 18, 10)
    reports(board, cast.YANG, temperature=38.0)
    assert [one.outcome for one in rows(board, kept)] == ["to_doctor"]
    assert any("先别出门" in text.body for text in rows(board, texts_out))
    assert [alert.kind for alert in rows(board, alerts)] == ["observed_ill"]
    assert rows(board, tasks) == []


def test_who_wants_no_routine_texts_is_told_of_the_release_all_the_same(board: Switchboard) -> None:
    came_home(board, cast.YANG, ENDS - timedelta(days=14))
    with board.work() as work:
        roster.remember(work.tx, cast.YANG, opted_out_at=work.now)
    at(board, ENDS, 8, 10)
    reports(board, cast.YANG)
    at(board, ENDS, 18, 10)
    for day in range(8, 20):
        with board.work() as work:
            store.miss(work.tx, at(board, date(2020, 2, day), 23, 0), 99)
    at(board, ENDS, 18, 10)
    reports(board, cast.YANG)
    assert any("解除观察" in text.body for text in rows(board, texts_out))

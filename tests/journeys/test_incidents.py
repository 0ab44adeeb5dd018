"""One open incident a cluster: a further report joins it, and only those it newly concerns are told."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from gateway.domain.incidents import Same
from gateway.domain.screening import Concern
from gateway.journeys import alerts as journey
from gateway.journeys import roster
from gateway.journeys.reporting import reports
from gateway.journeys.reporting.reports import Source
from gateway.journeys.telephone import dialling
from gateway.journeys.texting import texts
from gateway.store.alerts import What
from gateway.store.incident_tables import alert_clocks, alert_clusters, alert_reports
from gateway.store.outgoing_tables import alert_people, alert_turns, alerts, attempts, texts_out
from gateway.switchboard import Switchboard
from tests.journeys.talk import pick_up, rows, said
from tests.support import cast
from tests.support.board import carrier_of, clock_of

GRID_WORKER, OTHER_GRID, SECRETARY = "+8619900000121", "+8619900000126", "+8619900000122"
STAFF = f"""kind,code,name,phones,role,duty
staff,{cast.GRID_1},段网格员,19900000121,grid_worker,
staff,{cast.GRID_2},高网格员,19900000126,grid_worker,
staff,{cast.VILLAGE},赵书记,19900000122,secretary,
"""
FEVER, SHARED, ILL = Concern.FEVER_WITH_HISTORY, Concern.SHARED_VEHICLE, Concern.OBSERVED_ILL
TRAIN = {Same.VEHICLE: ["G1234 2020-02-06"]}


@pytest.fixture
def manned(board: Switchboard) -> Switchboard:
    roster.bring(board, STAFF.encode())
    return board


def tells(
    board: Switchboard, door: int, concern: Concern, source: str, shares: dict[Same, list[str]] | None = None
) -> bool:
    """Something urgent of a door of the cast, whose ids are the doors' numbers."""
    _, _, _, numbers, _ = cast.HOUSEHOLDS[door - 1]
    with board.work() as work:
        whose = Source(source, numbers[0], cast.HOUSEHOLDS[door - 1][0], door, "zh")
        return journey.raise_about(board, work, source, whose, concern, shares or {})


def texted(board: Switchboard, number: str = "") -> Sequence[str]:
    """What was texted about alerts, to one phone or to all."""
    found = [text for text in rows(board, texts_out) if text.about.startswith("alert:")]
    return [text.body for text in found if number in ("", text.number)]


def takes(board: Switchboard, number: str = cast.DOCTOR) -> None:
    texts.receive(board, f"SM-{number}-{len(rows(board, texts_out))}", number, "x", "1")


def codes(board: Switchboard) -> list[str]:
    return [alert.code for alert in rows(board, alerts)]


def test_a_further_report_of_a_train_joins_and_only_its_grid_worker_is_told(manned: Switchboard) -> None:
    assert tells(manned, 1, SHARED, "call:1", TRAIN)
    assert len(texted(manned)) == 2, "doctor and grid worker"
    assert tells(manned, 5, SHARED, "call:2", TRAIN)
    assert codes(manned) == ["A0208-01"]
    assert [(row.source, row.household_id) for row in rows(manned, alert_reports)] == [("call:1", 1), ("call:2", 5)]
    assert texted(manned)[2:] == texted(manned, OTHER_GRID)
    assert texted(manned, OTHER_GRID)[0].startswith("急！鹤阳村005，有人跟病人同过车。10分钟内回复1接手")
    assert len(texted(manned, cast.DOCTOR)) == 1


def test_who_is_newly_told_is_rung_and_hears_of_the_home_that_joined(manned: Switchboard) -> None:
    tells(manned, 1, SHARED, "call:1", TRAIN)
    tells(manned, 5, SHARED, "call:2", TRAIN)
    dialling.ring(manned, journey.due_calls(manned))
    assert {call.to for call in carrier_of(manned).calls} == {cast.DOCTOR, GRID_WORKER, OTHER_GRID}
    assert "005" in said(manned, pick_up(manned, carrier_of(manned).call_to(OTHER_GRID)))
    assert "001" in said(manned, pick_up(manned, carrier_of(manned).call_to(cast.DOCTOR)))


def test_the_secretary_is_brought_in_after_ten_minutes_though_a_report_joined_meanwhile(manned: Switchboard) -> None:
    tells(manned, 1, SHARED, "call:1", TRAIN)
    clock_of(manned).forward(minutes=9)
    tells(manned, 5, SHARED, "call:2", TRAIN)
    journey.due_calls(manned)
    assert texted(manned, SECRETARY) == []
    clock_of(manned).forward(minutes=1)
    journey.due_calls(manned)
    assert len(texted(manned, SECRETARY)) == 1


def test_whoever_took_it_gets_one_text_that_one_more_joined(manned: Switchboard) -> None:
    tells(manned, 1, SHARED, "call:1", TRAIN)
    takes(manned)
    for _ in range(2):
        tells(manned, 5, SHARED, "call:2", TRAIN)
    assert texted(manned, cast.DOCTOR)[1:] == ["编号A0208-01又加一起：鹤阳村005，有人跟病人同过车。请一并处理。"]
    (beside,) = texted(manned, OTHER_GRID)
    assert beside == "急！鹤阳村005，有人跟病人同过车。李医生已接手，请您配合。编号A0208-01"
    assert journey.due_calls(manned) == []
    assert len(texted(manned, GRID_WORKER)) == 1


def test_whoever_takes_it_later_hears_of_every_home_in_it(manned: Switchboard) -> None:
    tells(manned, 1, SHARED, "call:1", TRAIN)
    tells(manned, 2, SHARED, "call:2", TRAIN)
    tells(manned, 2, Concern.CLOSE_CONTACT, "call:3", TRAIN)
    assert len(texted(manned, cast.DOCTOR)) == 1
    takes(manned)
    assert texted(manned, cast.DOCTOR)[1:] == ["编号A0208-01又加一起：鹤阳村002，有人跟病人同过车。请一并处理。"]


def test_a_graver_report_that_joins_raises_the_incident_further(manned: Switchboard) -> None:
    tells(manned, 1, SHARED, "call:1", TRAIN)
    tells(manned, 5, FEVER, "call:2", TRAIN)
    (alert,) = rows(manned, alerts)
    assert alert.kind == FEVER
    assert texted(manned, cast.DOCTOR)[-1].startswith("更急了！鹤阳村005，发烧或咳嗽")
    dialling.ring(manned, journey.due_calls(manned))
    heard = said(manned, pick_up(manned, carrier_of(manned).call_to(cast.DOCTOR)))
    assert "005" in heard
    assert "发烧或咳嗽" in heard


def test_the_same_home_is_news_again_after_half_a_day_or_when_it_is_graver(manned: Switchboard) -> None:
    tells(manned, 1, ILL, "observed:1:am")
    takes(manned)
    clock_of(manned).forward(hours=2)
    tells(manned, 1, ILL, "call:2")
    assert len(texted(manned, cast.DOCTOR)) == 1
    tells(manned, 1, FEVER, "call:3")
    assert len(texted(manned, cast.DOCTOR)) == 2
    clock_of(manned).forward(hours=12)
    tells(manned, 1, ILL, "observed:1:pm")
    assert len(texted(manned, cast.DOCTOR)) == 3
    assert len(rows(manned, alert_reports)) == 4
    assert codes(manned) == ["A0208-01"]


def test_a_closed_incident_is_over_and_a_later_report_opens_a_new_one(manned: Switchboard) -> None:
    tells(manned, 1, FEVER, "call:1")
    texts.receive(manned, "SM-end", cast.DOCTOR, "x", "结 A0208-01 已送县医院")
    tells(manned, 1, FEVER, "call:2")
    assert codes(manned) == ["A0208-01", "A0208-02"]
    assert not tells(manned, 1, FEVER, "call:1"), "what was told before is told"
    assert codes(manned) == ["A0208-01", "A0208-02"]


def test_a_report_of_what_nobody_has_answered_for_two_hours_rings_anew(manned: Switchboard) -> None:
    tells(manned, 1, SHARED, "call:1", TRAIN)
    for _ in range(13):
        clock_of(manned).forward(minutes=10)
        journey.due_calls(manned)
    before = len(texted(manned))
    tells(manned, 2, SHARED, "call:2", TRAIN)
    assert codes(manned) == ["A0208-01"]
    assert len(texted(manned)) > before, "somebody is told at once"
    assert What.RUNG_ANEW in [turn.what for turn in rows(manned, alert_turns)]


def test_help_is_one_incident_for_two_hours_and_none_with_an_illness(manned: Switchboard) -> None:
    tells(manned, 1, ILL, "observed:1:am")
    tells(manned, 1, Concern.HELP, "call:2")
    tells(manned, 1, Concern.HELP, "call:3")
    assert len(codes(manned)) == 2
    clock_of(manned).forward(hours=2)
    tells(manned, 1, Concern.HELP, "call:4")
    assert len(codes(manned)) == 3


def test_two_of_one_home_ill_within_fourteen_days_is_urgent(board: Switchboard) -> None:
    for day, (who, alarmed) in enumerate((("1", 0), ("1", 0), (None, 0), ("2", 1), ("2", 1), ("3", 2))):
        source = Source(f"call:{day}:1", cast.YANG, cast.GRID_1, 1, "zh")
        for _ in range(2):
            with board.work() as work:
                reports.file_wellness(board, work, source, ill=True, who=who)
        told = [row for row in rows(board, alert_reports) if row.kind == Concern.HOUSEHOLD_ILL]
        assert len(told) == alarmed, f"day {day}: {who}"
        clock_of(board).forward(days=1)
    assert len(codes(board)) == 1, "the third of them joins"
    assert texted(board, cast.DOCTOR)[0].startswith("急！鹤阳村001，一家有两个人不舒服。")


def test_fifteen_days_apart_they_are_not_ill_together(board: Switchboard) -> None:
    for who in ("1", "2"):
        with board.work() as work:
            source = Source(f"call:{who}:1", cast.YANG, cast.GRID_1, 1, "zh")
            reports.file_wellness(board, work, source, ill=True, who=who)
        clock_of(board).forward(days=14)
    assert codes(board) == []


# Whatever comes, in whatever order

STEPS = st.one_of(
    st.tuples(
        st.just("tell"),
        st.sampled_from([1, 2, 5]),
        st.sampled_from([SHARED, FEVER, ILL, Concern.HELP]),
        st.integers(1, 6),
    ),
    st.tuples(st.sampled_from(["take", "close", "look", "wait"]), st.just(0), st.just(FEVER), st.just(0)),
)


@given(steps=st.lists(STEPS, max_size=14))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nobody_is_told_twice_of_one_thing(manned: Switchboard, steps: list[tuple[str, int, Concern, int]]) -> None:
    """No phone gets the same words of an alert twice, and nothing is raised beside an open incident it belongs to."""
    forget(manned)
    for n, (what, door, concern, source) in enumerate(steps):
        open_before, raised_before = open_keys(manned), set(codes(manned))
        if what == "tell":
            tells(manned, door, concern, f"call:{door}:{source}", TRAIN)
        elif what == "take":
            takes(manned)
        elif what == "close":
            texts.receive(manned, f"SM-close-{n}", cast.DOCTOR, "x", "结 好了")
        elif what == "look":
            journey.due_calls(manned)
        else:
            clock_of(manned).forward(minutes=7)
        for alert in rows(manned, alerts):
            if alert.code not in raised_before:
                mine = {row.key for row in rows(manned, alert_clusters) if row.alert_id == alert.id}
                assert not mine & open_before
    told = Counter((text.number, text.body) for text in rows(manned, texts_out) if text.about.startswith("alert:"))
    assert [one for one, times in told.items() if times > 1] == []


def open_keys(board: Switchboard) -> set[str]:
    """What a report would join by."""
    going = {alert.id for alert in rows(board, alerts) if alert.closed_at is None}
    return {row.key for row in rows(board, alert_clusters) if row.alert_id in going}


def forget(board: Switchboard) -> None:
    """Everything of the example before."""
    with board.ledger.write() as tx:
        for table in (
            alert_clusters,
            alert_clocks,
            alert_reports,
            alert_people,
            alert_turns,
            texts_out,
            attempts,
            alerts,
        ):
            tx.execute(delete(table))

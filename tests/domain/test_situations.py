"""The three classes as a table of values: what proposes which, its doubts, and who may go down when."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.domain.situations.cases import NEXT, CaseLine, State, in_one_small_unit
from gateway.domain.situations.classes import Class, Doubt, Proposal, Reason, is_upgrade, propose, refusal
from gateway.domain.situations.response import Asked, Rhythm, calls_a_day, yuan_a_day
from gateway.domain.situations.risk import Assessment, Risk, assess, refusal_of_risk
from gateway.domain.speaking.levels import Prices

TODAY = date(2020, 2, 20)
HOME, SITE, OTHER = "household:3", "place:工地", "household:7"


def case(number: int, ago: int | None, *units: str, known: bool = True, state: State = State.CONFIRMED) -> CaseLine:
    """A case confirmed so many days ago; None: never."""
    day = None if ago is None else TODAY - timedelta(days=ago)
    return CaseLine(number, day, state, known, frozenset(units))


HEALED, SUSPECTED, DEAD = State.RECOVERED, State.SUSPECTED, State.DIED
APART, NO_UNIT, MAYBE = Doubt.SEVERAL_APART, Doubt.UNIT_NOT_KNOWN, Doubt.SUSPECTED

TABLE = [
    # cases, class, reason, the cases that speak for it, doubts
    ([], "1", Reason.NONE_FOUND, (), ()),
    ([case(1, None, state=SUSPECTED)], "1", Reason.NONE_FOUND, (), (MAYBE,)),
    ([case(1, None, state=State.RULED_OUT)], "1", Reason.NONE_FOUND, (), ()),
    ([case(1, 0, HOME)], "2a", Reason.RECENT, (1,), ()),
    ([case(1, 0, HOME, known=False)], "2a", Reason.RECENT, (1,), ()),
    ([case(1, 13, HOME, state=HEALED)], "2a", Reason.RECENT, (1,), ()),
    ([case(1, 13, HOME, state=DEAD)], "2a", Reason.RECENT, (1,), ()),
    ([case(1, 14, HOME, state=HEALED)], "1", Reason.NONE_FOUND, (), ()),
    ([case(1, 14, HOME)], "2a", Reason.STILL_OPEN, (1,), ()),
    ([case(1, 90, HOME)], "2a", Reason.STILL_OPEN, (1,), ()),
    ([case(1, 14, HOME, state=DEAD)], "1", Reason.NONE_FOUND, (), ()),
    # two in one small unit
    ([case(1, 0, HOME), case(2, 13, HOME)], "2b", Reason.SAME_SMALL_UNIT, (1, 2), ()),
    ([case(1, 0, HOME), case(2, 14, HOME)], "2a", Reason.RECENT, (1,), ()),
    ([case(1, 0, HOME), case(2, 1, SITE, HOME)], "2b", Reason.SAME_SMALL_UNIT, (1, 2), ()),
    ([case(1, 0, HOME), case(2, 1, HOME), case(3, 2, OTHER)], "2b", Reason.SAME_SMALL_UNIT, (1, 2), ()),
    ([case(1, 0, HOME), case(2, 1, HOME, known=False)], "2b", Reason.SAME_SMALL_UNIT, (1, 2), ()),
    # several that no rule is written for
    ([case(1, 0, HOME), case(2, 1, OTHER)], "2a", Reason.RECENT, (1, 2), (APART,)),
    ([case(1, 0, HOME), case(2, 1, OTHER, known=False)], "2a", Reason.RECENT, (1, 2), (APART,)),
    ([case(1, 0, HOME), case(2, 1)], "2a", Reason.RECENT, (1, 2), (APART, NO_UNIT)),
    ([case(1, 0), case(2, 1)], "2a", Reason.RECENT, (1, 2), (APART, NO_UNIT)),
    ([case(1, 0, HOME), case(2, None, HOME, state=SUSPECTED)], "2a", Reason.RECENT, (1,), (MAYBE,)),
    # two of unknown source, wherever
    ([case(1, 0, HOME, known=False), case(2, 13, OTHER, known=False)], "3", Reason.UNKNOWN_SOURCES, (1, 2), ()),
    ([case(1, 0, known=False), case(2, 13, known=False)], "3", Reason.UNKNOWN_SOURCES, (1, 2), ()),
    ([case(1, 0, HOME, known=False), case(2, 14, OTHER, known=False)], "2a", Reason.RECENT, (1,), ()),
    ([case(1, 0, HOME, known=False), case(2, 3, HOME, known=False)], "3", Reason.UNKNOWN_SOURCES, (1, 2), ()),
]


@pytest.mark.parametrize(("cases", "situation", "reason", "because", "doubts"), TABLE)
def test_the_case_lines_propose_a_class_with_its_reasons(
    cases: list[CaseLine], situation: str, reason: Reason, because: tuple[int, ...], doubts: tuple[Doubt, ...]
) -> None:
    for order in permutations(cases):
        assert propose(order, TODAY) == Proposal(Class(situation), reason, because, doubts)


def test_only_a_person_says_that_there_are_many_outbreaks() -> None:
    found = propose([case(1, 0, HOME), case(2, 1, HOME)], TODAY, many_outbreaks=True)
    assert (found.situation, found.reason) == (Class.SPREADING, Reason.MANY_OUTBREAKS)
    assert propose([], TODAY, many_outbreaks=True).situation is Class.SPREADING


some_cases = st.lists(
    st.builds(
        case,
        st.integers(1, 9),
        st.none() | st.integers(0, 30),
        st.sampled_from([HOME, SITE, OTHER]),
        known=st.booleans(),
        state=st.sampled_from(list(State)),
    ),
    max_size=5,
)


@given(some_cases, st.integers(0, 40))
def test_days_without_a_new_case_make_nothing_graver(cases: list[CaseLine], days: int) -> None:
    later = propose(cases, TODAY + timedelta(days=days)).situation
    assert not is_upgrade(propose(cases, TODAY).situation, later)


@given(some_cases)
def test_one_more_case_makes_nothing_calmer(cases: list[CaseLine]) -> None:
    more = propose([*cases, case(99, 0, HOME)], TODAY).situation
    assert not is_upgrade(more, propose(cases, TODAY).situation)


OLD, RECENT, ILL = case(1, 14, HOME, state=HEALED), case(1, 13, HOME, state=HEALED), case(1, 20, HOME)


@pytest.mark.parametrize(
    ("effective", "wanted", "cases", "why_not"),
    [
        ("1", "2a", [RECENT], None),
        ("1", "3", [], None),  # the health side knows more than the lines
        ("2a", "2b", [], None),
        ("2a", "2a", [RECENT], "in force already"),
        ("2a", "1", [OLD], None),
        ("2a", "1", [], None),
        ("2a", "1", [RECENT], "14 clear days, 2020-02-21 at the earliest"),
        ("3", "2a", [RECENT], "14 clear days, 2020-02-21"),
        ("3", "2b", [OLD], None),
        ("2a", "1", [ILL], "calmer than what the case lines propose, 2a"),
        ("3", "2a", [ILL], None),
        (None, "1", [], None),
        (None, "1", [OLD], None),
        (None, "1", [RECENT], "calmer than what the case lines propose, 2a"),
        (None, "2a", [RECENT], None),
    ],
)
def test_up_at_any_time_down_only_after_fourteen_clear_days(
    effective: str | None, wanted: str, cases: list[CaseLine], why_not: str | None
) -> None:
    told = refusal(Class(effective) if effective else None, Class(wanted), cases, TODAY)
    assert (told is None) if why_not is None else (told is not None and why_not in told)


def test_every_state_says_what_may_follow() -> None:
    assert set(NEXT) == set(State)
    assert not NEXT[State.DIED]
    assert [one.id for one in in_one_small_unit([case(1, 0, HOME), case(2, 0, SITE), case(3, 9, SITE)])] == [2, 3]


# The county


def many(count: int, ago: int, *units: str) -> list[CaseLine]:
    return [case(number, ago, *units) for number in range(count)]


APART_IN_50 = [case(number, 20, f"household:{number}", state=HEALED) for number in range(50)]


@pytest.mark.parametrize(
    ("villages", "found"),
    [
        ([], Assessment(Risk.LOW, 0, 0, False)),
        ([[case(1, 14, HOME)]], Assessment(Risk.LOW, 1, 0, False)),
        ([many(60, 14, HOME)], Assessment(Risk.LOW, 60, 0, False)),
        ([[case(1, 13, HOME)]], Assessment(Risk.MEDIUM, 1, 1, False)),
        ([many(2, 13, HOME)], Assessment(Risk.MEDIUM, 2, 2, True)),
        ([APART_IN_50[:48] + many(2, 0, HOME)], Assessment(Risk.MEDIUM, 50, 2, True)),
        ([APART_IN_50[:49] + many(2, 0, HOME)], Assessment(Risk.HIGH, 51, 2, True)),
        ([APART_IN_50, [case(1, 0, HOME)], [case(2, 0, HOME)]], Assessment(Risk.MEDIUM, 52, 2, False)),
        ([[case(1, None, state=SUSPECTED)]], Assessment(Risk.LOW, 0, 0, False)),
    ],
)
def test_the_risk_of_a_county_is_proposed_from_its_case_lines(
    villages: list[list[CaseLine]], found: Assessment
) -> None:
    assert assess(villages, TODAY) == found


@pytest.mark.parametrize(
    ("effective", "wanted", "risk", "allowed"),
    [
        (None, Risk.LOW, Risk.LOW, True),
        (None, Risk.LOW, Risk.MEDIUM, False),
        (Risk.LOW, Risk.HIGH, Risk.MEDIUM, True),
        (Risk.MEDIUM, Risk.MEDIUM, Risk.MEDIUM, False),
        (Risk.HIGH, Risk.MEDIUM, Risk.MEDIUM, True),
        (Risk.HIGH, Risk.LOW, Risk.MEDIUM, False),
    ],
)
def test_a_risk_is_never_confirmed_below_what_is_proposed(
    effective: Risk | None, wanted: Risk, risk: Risk, allowed: bool
) -> None:
    found = replace(Assessment(Risk.LOW, 0, 0, False), risk=risk)
    assert (refusal_of_risk(effective, wanted, found) is None) is allowed


# Calls and cost


@pytest.mark.parametrize(
    ("asks", "homes", "calls"),
    [
        ({}, (), 0),
        ({Asked.OBSERVED: 2}, (), 20),
        ({Asked.OBSERVED: 2, Asked.CONTACTS: 2}, (), 20),  # contacts are observed as well
        ({Asked.OBSERVED: 1, Asked.CONTACTS: 3}, (), 10 + 2 * 4),
        ({Asked.OBSERVED: 2, Asked.CONTACTS: 2, Asked.HOUSEHOLDS: 1}, (290,), 20 + 290),
        ({Asked.OBSERVED: 1, Asked.HOUSEHOLDS: 2}, (290, 300), 10 + 590),
    ],
)
def test_the_most_calls_a_day_are_counted_once_a_phone(
    asks: dict[Asked, int], homes: tuple[int, ...], calls: int
) -> None:
    rhythm = [Rhythm(who, times, {"zh": "问"}) for who, times in asks.items()]
    assert calls_a_day(rhythm, {Asked.OBSERVED: 10, Asked.CONTACTS: 4}, homes) == calls


@pytest.mark.parametrize(("ask_s", "yuan"), [(20.0, 9), (40.0, 9), (40.1, 18)])
def test_a_minute_begun_is_a_minute_paid(ask_s: float, yuan: int) -> None:
    assert yuan_a_day(100, ask_s, Prices(call_minute=0.09, text_segment=0.05)) == yuan

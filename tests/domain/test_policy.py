"""The policy table: the letters of the ten clears, the county and the day that decide, and its gaps."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.catalogue.policy import read_policies
from gateway.domain import policy
from gateway.domain.policy import Basis, Place, Policy, Rule
from gateway.domain.screening import Category
from gateway.settings import PROMPTS
from tests.support.categories import classify

POLICIES = read_policies(PROMPTS / "policy")
GRID = "53290110520101"
BASE = policy.in_force(POLICIES, GRID, date(2020, 2, 8))
LISTED = {"0577", "0376"}

yes_no = st.sampled_from(["yes", "no", "unknown"])
some_answers = st.fixed_dictionaries(
    {},
    optional={
        "origin": st.sampled_from(["hubei", "yunnan", "province", "abroad", "unknown"]),
        "place": st.sampled_from(["020", "0577", "0376", "027", "unknown"]),
        "stop_place": st.sampled_from(["027", "0851", "0577", "unknown"]),
        "shared_vehicle": yes_no,
        "close_contact": yes_no,
        "fever": yes_no,
        "symptoms": yes_no,
        "temperature": st.sampled_from(["36.5", "37.2", "37.3", "39.0"]),
    },
)


@given(some_answers)
def test_the_base_table_gives_the_letters_of_the_ten_clears(answers: dict[str, str]) -> None:
    found, expected = policy.classify(BASE, answers).category, classify(answers)
    if found is Category.HIGH_RISK_PLACE:
        assert policy.been_in(answers) & LISTED
        assert expected in (Category.OTHER_PROVINCE, Category.INSIDE_YUNNAN)
    else:
        assert found is expected


@given(some_answers)
def test_to_fall_ill_ends_nobodys_observation(answers: dict[str, str]) -> None:
    well = {**answers, "fever": "no", "symptoms": "no", "temperature": "36.5"}
    ill = {**well, "temperature": "39.0"}
    assert policy.observing(BASE, ill).observe >= policy.observing(BASE, well).observe


@pytest.mark.parametrize(
    ("answers", "letter", "days", "basis", "place"),
    [
        ({"case": "suspected", "origin": "hubei"}, "A", 0, Basis.ARRIVAL, Place.HOME),
        ({"origin": "hubei", "fever": "yes"}, "B", 14, Basis.LAST_EXPOSURE, Place.HOME),
        ({"shared_vehicle": "yes"}, "C", 14, Basis.LAST_EXPOSURE, Place.HOME),
        ({"origin": "hubei"}, "D", 14, Basis.ARRIVAL, Place.HOME),
        ({"origin": "abroad"}, "E", 14, Basis.ARRIVAL, Place.HOME),
        ({"origin": "province", "place": "0577"}, "F", 14, Basis.ARRIVAL, Place.HOME),
        ({"origin": "province", "stop_places": "020,0376"}, "F", 14, Basis.ARRIVAL, Place.HOME),
        ({"origin": "province", "place": "020"}, "G", 14, Basis.ARRIVAL, Place.HOME),
        ({"origin": "yunnan"}, "H", 0, Basis.ARRIVAL, Place.HOME),
        ({"origin": "yunnan", "symptoms": "yes"}, "I", 0, Basis.ARRIVAL, Place.HOME),
        ({"origin": "yunnan", "worker": "yes"}, "J", 0, Basis.ARRIVAL, Place.HOME),
    ],
)
def test_the_base_table(answers: dict[str, str], letter: str, days: int, basis: Basis, place: Place) -> None:
    rule = policy.classify(BASE, answers)
    assert (rule.category, rule.observe, rule.basis, rule.place) == (letter, days, basis, place)
    assert rule.checks == (2 if days else 0)


def test_from_27_march_who_comes_from_abroad_is_observed_centrally() -> None:
    for day, place in ((date(2020, 3, 26), Place.HOME), (date(2020, 3, 27), Place.CENTRAL)):
        assert policy.classify(policy.in_force(POLICIES, GRID, day), {"origin": "abroad"}).place is place


def table(name: str, county: str, since: date, until: date | None = None) -> Policy:
    everybody = Rule(Category.WORKER, (), frozenset(), 0, Basis.ARRIVAL, 0, "J", Place.HOME)
    return Policy(name, county, since, until, BASE.halves, (everybody,))


FEB = date(2020, 2, 1)
TABLES = [
    table("province", "53", FEB),
    table("province_later", "53", date(2020, 3, 1)),
    table("county", "532901", date(2020, 2, 10), date(2020, 2, 20)),
]


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        (GRID, FEB, "province"),
        (GRID, date(2020, 2, 9), "province"),
        (GRID, date(2020, 2, 10), "county"),
        (GRID, date(2020, 2, 20), "county"),
        (GRID, date(2020, 2, 21), "province"),
        (GRID, date(2020, 3, 1), "province_later"),
        ("533102", date(2020, 2, 15), "province"),
        ("44", date(2020, 3, 2), "county"),  # nobody's own table: rather any than none
        ("", date(2020, 3, 2), "county"),
    ],
)
def test_the_most_specific_county_and_the_newest_day_win(code: str, day: date, name: str) -> None:
    tables = TABLES if code[:2] == "53" else [TABLES[2]]
    assert policy.in_force(tables, code, day).name == name


def test_the_tables_of_the_house_have_no_gap() -> None:
    assert policy.gaps(POLICIES) == []


def test_a_category_or_a_day_without_a_rule_is_named() -> None:
    without_j = replace(BASE, rules=tuple(rule for rule in BASE.rules if rule.category != "J"))
    assert policy.gaps([without_j]) == ["yunnan_2020: no rule for category J"]
    ended = replace(BASE, until=date(2020, 2, 28))
    later = replace(BASE, name="march", since=date(2020, 3, 2))
    assert policy.gaps([ended, later]) == ["yunnan_2020: no table for 53 from 2020-02-29 on"]
    assert policy.gaps([ended, replace(later, since=date(2020, 2, 29))]) == []
    assert policy.gaps([BASE, replace(ended, name="county", county="532901")]) == [], "the province's serves"


@pytest.mark.parametrize(
    ("answers", "day"),
    [
        ({"last_exposure": "2020-02-03", "close_contact": "yes", "days_ago": "2020-02-05"}, date(2020, 2, 3)),
        ({"shared_vehicle": "yes", "days_ago": "2020-02-05"}, date(2020, 2, 5)),
        ({"close_contact": "yes", "days_ago": "2020-02-05"}, None),
        ({"last_exposure": "unknown", "close_contact": "yes"}, None),
    ],
)
def test_the_last_day_with_a_case(answers: dict[str, str], day: date | None) -> None:
    assert policy.exposed_on(answers) == day

"""Which reports are one incident, and which of them are news."""

from datetime import UTC, datetime, timedelta

import pytest

from gateway.catalogue.ladders import read_ladders
from gateway.domain.incidents import Same, Sign, is_news, keys
from gateway.domain.screening import Concern, fall_ill_together
from gateway.settings import PROMPTS

(LADDER,) = read_ladders(PROMPTS / "urgent")
GRID, VILLAGE = "53290110520101", "532901105201"
NOW = datetime(2020, 2, 8, 1, 0, tzinfo=UTC)
TRAIN = {Same.VEHICLE: ["G1234 2020-02-06", "MU5801 2020-02-06"], Same.CASE: ["c1"]}


@pytest.mark.parametrize(
    ("kind", "unit", "home", "expected"),
    [
        (Concern.HELP, GRID, "13", {"help::13": 2}),
        (Concern.HELP, GRID, None, {}),
        (Concern.OBSERVED_ILL, GRID, "13", {"home::13": 336}),
        (Concern.SITUATION, GRID, "13", {}),
        (
            Concern.SHARED_VEHICLE,
            GRID,
            "13",
            {
                "home::13": 336,
                f"vehicle:{VILLAGE}:G1234 2020-02-06": 72,
                f"vehicle:{VILLAGE}:MU5801 2020-02-06": 72,
            },
        ),
        (Concern.DIED, GRID, "13", {"home::13": 336, "case::c1": 336}),
        (Concern.HOUSEHOLD_ILL, GRID, "13", {"home::13": 336, f"group:{GRID}": 72}),
        (Concern.HOUSEHOLD_ILL, VILLAGE, "13", {"home::13": 336}),
    ],
)
def test_a_report_belongs_to_the_clusters_of_the_table(
    kind: Concern, unit: str, home: str | None, expected: dict[str, int]
) -> None:
    found = keys(LADDER.clusters, Sign(kind, unit, home, TRAIN))
    assert found == {key: timedelta(hours=hours) for key, hours in expected.items()}


@pytest.mark.parametrize(
    ("kind", "earlier", "news"),
    [
        (Concern.HELP, [], True),
        (Concern.HELP, [(Concern.HELP, 0)], False),
        (Concern.HELP, [(Concern.HELP, 11.9)], False),
        (Concern.HELP, [(Concern.HELP, 12)], True),
        (Concern.CASE, [(Concern.HELP, 0)], True),
        (Concern.CASE, [(Concern.HELP, 0), (Concern.DIED, 1)], False),
    ],
)
def test_the_same_of_the_same_home_is_no_news_for_half_a_day(
    kind: Concern, earlier: list[tuple[Concern, float]], news: bool
) -> None:
    assert is_news(kind, [(known, NOW - timedelta(hours=ago)) for known, ago in earlier], NOW) is news


@pytest.mark.parametrize(
    ("before", "now", "together"),
    [
        (set(), "1", False),
        ({"1"}, "1", False),
        ({"1"}, "2", True),
        ({"1", "2"}, "2", False),
        ({"1", "2"}, "3", True),
        ({"1"}, None, False),
        ({None}, "1", False),
        ({None, "1"}, "2", True),
    ],
)
def test_two_of_one_home_are_ill_together_when_both_are_known(
    before: set[str | None], now: str | None, together: bool
) -> None:
    assert fall_ill_together(before, now) is together

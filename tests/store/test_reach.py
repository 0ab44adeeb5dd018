"""Reach counts households and people: a shared phone for each home behind it, a home once whichever phone heard."""

from collections.abc import Callable

import pytest

from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.retries import Cause
from gateway.domain.speaking.states import DeliveryState, Evidence, State
from gateway.store import broadcasts, deliveries, doors, reach, recipients, roll, roster
from gateway.store.broadcasts import Broadcast, Info
from gateway.store.ledger import Ledger
from gateway.store.reach import By, Group
from gateway.store.recipients import EVERYBODY, Audience, Wanted
from tests.store.conftest import GRIDS, NOON, VILLAGE
from tests.store.test_deliveries import WANTED

SHARED, ONE, OTHER, LAST = (f"+861990000000{n}" for n in range(1, 5))  # at 001 and 003; both at 002; at 004


@pytest.fixture
def told(sending: Ledger) -> Ledger:
    """Two phones heard it: the one that 001 and 003 share, and one of the two of 002. 005 has no phone."""
    with sending.write() as tx:
        more = {"unit_code": GRIDS[1], "door": "005", "name": "五家", "language": "en", "numbers": []}
        roster.put_households(tx, [more])
        roll.put_members(tx, {(GRIDS[0], "001"): ["爷爷", "妈妈"], (GRIDS[1], "004"): ["奶奶"]})
        deliveries.freeze(tx, "b1", WANTED, NOON)
        for delivery in deliveries.take(tx, "b1", NOON, 9):
            if delivery.number in (SHARED, ONE):
                deliveries.hear(tx, delivery.id, NOON, Evidence.KEY)
            else:
                deliveries.put_back(tx, delivery.id, True, Cause.BUSY, None)
            if delivery.number == SHARED:
                deliveries.understand(tx, delivery.id, True)
        doors.list_all(tx, "b1", WANTED, NOON)
    return sending


@pytest.mark.parametrize(
    ("what", "groups"),
    [
        (By.LANGUAGE, [Group("en", 1, 0, 0, 0, 0, 0), Group("zh", 4, 3, 2, 2, 3, 2)]),
        (By.LEVEL, [Group("yellow", 5, 3, 2, 2, 3, 2)]),
        (By.GRID, [Group(GRIDS[0], 2, 2, 1, 1, 2, 2), Group(GRIDS[1], 3, 1, 1, 1, 1, 0)]),
        (
            By.OUTCOME,
            [Group("busy", 1, 0, 0, 0, 1, 0), Group("heard", 3, 3, 2, 2, 2, 2), Group("no_phone", 1, 0, 0, 0, 0, 0)],
        ),
    ],
)
def test_reach_by_each_way_of_looking_at_it(told: Ledger, what: By, groups: list[Group]) -> None:
    with told.read() as tx:
        assert reach.by(tx, ["b1"], what, "zh") == groups


def test_one_broadcast_as_a_whole(told: Ledger) -> None:
    with told.read() as tx:
        assert reach.whole(tx, "b1") == Group("", 5, 3, 2, 2, 3, 2)
        assert reach.whole(tx, "none") == Group("", 0, 0, 0, 0, 0, 0)
        assert reach.by(tx, [], By.GRID, "zh") == []


def begun(ledger: Ledger, id_: str, level: Level, areas: list[str], audience: Audience) -> None:
    with ledger.write() as tx:
        kept = Broadcast(id_, 2, VILLAGE, None, State.DRAFT, level, "zh", NOON, audience=audience.to_json())
        broadcasts.add(tx, kept, areas, [Info("zh", "x")])
        deliveries.freeze(tx, id_, Wanted(tuple(areas), audience, "zh", optional=False), NOON)


def test_only_the_homes_meant_count_where_only_some_are(told: Ledger) -> None:
    begun(told, "b2", Level.RED, [VILLAGE], Audience(doors=("002",)))
    with told.read() as tx:
        assert reach.by(tx, ["b2"], By.OUTCOME, "zh") == [Group("open", 1, 0, 0, 0, 0, 0)]
        assert [(group.name, group.households) for group in reach.by(tx, ["b1", "b2"], By.LEVEL, "zh")] == [
            ("red", 1),
            ("yellow", 5),
        ]


def test_an_area_within_another_counts_its_homes_once(told: Ledger) -> None:
    begun(told, "b3", Level.RED, [GRIDS[0], VILLAGE], Audience())
    with told.read() as tx:
        assert reach.whole(tx, "b3").households == 5


def close_all(ledger: Ledger) -> None:
    with ledger.write() as tx:
        deliveries.close(tx, "b2", DeliveryState.STOPPED)


def moves_in(ledger: Ledger) -> None:
    with ledger.write() as tx:
        roster.put_households(
            tx, [{"unit_code": GRIDS[0], "door": "9", "name": "新", "language": None, "numbers": ["+8619900000009"]}]
        )


@pytest.mark.parametrize(
    ("happens", "outcomes"),
    [(close_all, {"stopped": 2}), (moves_in, {"open": 2, "not_rung": 1})],
)
def test_who_was_spared_is_told_from_who_was_missed(
    told: Ledger, happens: Callable[[Ledger], None], outcomes: dict[str, int]
) -> None:
    begun(told, "b2", Level.RED, [GRIDS[0]], Audience())
    happens(told)
    with told.read() as tx:
        assert {g.name: g.households for g in reach.by(tx, ["b2"], By.OUTCOME, "zh")} == outcomes


def test_thousands_of_areas_mean_the_same_homes_as_the_few_that_are_there(village: Ledger) -> None:
    elsewhere = [f"44030111{n:04d}" for n in range(3000)]
    for areas in ((VILLAGE,), tuple(GRIDS[:1]), (VILLAGE[:6],)):
        with village.read() as tx:
            few = recipients.count(tx, Wanted(areas, EVERYBODY, "zh", optional=False))
            many = recipients.count(tx, Wanted((*elsewhere, *areas), EVERYBODY, "zh", optional=False))
        assert many == few
        assert few.by_language

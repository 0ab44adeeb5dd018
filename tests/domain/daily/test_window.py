"""Which facts are a day's, and what is due when, second by second; cut-offs as they are written."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from gateway.domain.daily.window import REPORTING, CutOffs, Step, cut_offs
from gateway.domain.places import Level

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2020, 2, 8)
HOUSE = CutOffs(cut_offs("16:00"), SHANGHAI)
VILLAGE, TOWNSHIP = Level.VILLAGE, Level.TOWNSHIP


def at(hour: int, minute: int = 0, second: int = 0, day: int = 8) -> datetime:
    return datetime(2020, 2, day, hour, minute, second, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("instant", "held"),
    [
        (at(16, day=7), False),
        (at(16, 0, 1, day=7), True),
        (at(0), True),
        (at(16), True),
        (at(16, 0, 1), False),
        (datetime(2020, 2, 8, 8, 0, tzinfo=ZoneInfo("UTC")), True),
    ],
)
def test_a_day_reaches_from_one_village_cut_off_to_the_next(instant: datetime, held: bool) -> None:
    assert HOUSE.window(DAY).holds(instant) is held


def test_a_day_that_was_sealed_keeps_its_end_and_the_next_begins_there() -> None:
    later, kept = CutOffs(cut_offs("18:00"), SHANGHAI), {DAY: at(16)}
    assert later.window(DAY, kept).until == at(16)
    following = later.window(DAY + timedelta(days=1), kept)
    assert (following.since, following.until) == (at(16), at(18, day=9))


@pytest.mark.parametrize("level", REPORTING)
def test_every_instant_belongs_to_one_day(level: Level) -> None:
    windows = [HOUSE.window(DAY + timedelta(days=n)) for n in (-1, 0, 1)]
    for minutes in range(-24 * 60, 24 * 60, 7):
        instant = HOUSE.closes(DAY, level) - timedelta(hours=6) + timedelta(minutes=minutes / 2)
        assert sum(window.holds(instant) for window in windows) == 1


@pytest.mark.parametrize(
    ("now", "steps"),
    [
        (at(15, 29, 59), []),
        (at(15, 30), [(Step.REMIND, VILLAGE)]),
        (at(15, 59, 59), [(Step.REMIND, VILLAGE)]),
        (at(16), [(Step.SEAL, VILLAGE)]),
        (at(16, 14, 59), [(Step.SEAL, VILLAGE)]),
        (at(16, 15), [(Step.SEAL, VILLAGE), (Step.TELL_ABOVE, VILLAGE)]),
        (at(16, 30), [(Step.SEAL, VILLAGE), (Step.TELL_ABOVE, VILLAGE), (Step.REMIND, TOWNSHIP)]),
        (at(17), [(Step.SEAL, VILLAGE), (Step.TELL_ABOVE, VILLAGE), (Step.SEAL, TOWNSHIP)]),
    ],
)
def test_what_is_due_second_by_second(now: datetime, steps: list[tuple[Step, Level]]) -> None:
    assert [(step, level) for _, step, level in HOUSE.steps_due([DAY], [VILLAGE, TOWNSHIP], now)] == steps


def test_one_time_is_the_villages_and_each_level_above_closes_an_hour_later() -> None:
    assert list(cut_offs("16:00").values()) == [time(hour) for hour in (16, 17, 18, 19, 20)]
    assert list(cut_offs("21:30").values())[-2:] == [time(23, 59), time(23, 59)], "the same day"


def test_each_level_may_have_its_own() -> None:
    written = "village 15:00, township 15:30, county 18:00, prefecture 19:00, province 20:00"
    assert cut_offs(written)[Level.COUNTY] == time(18)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("teatime", "expected a time of day such as 16:00, not 'teatime'"),
        ("village 16:00, hamlet 17:00", "not 'hamlet 17:00'"),
        ("village 16:00", "no time for township, county, prefecture, province"),
        ("village 16:00, township 15:00, county 18:00, prefecture 19:00, province 20:00", "close before the one below"),
    ],
)
def test_an_odd_cut_off_is_refused_by_name(written: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        cut_offs(written)

"""The time in a rehearsal: other instants, other speeds, one line that everybody reads."""

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from gateway.clocks import LOOK_S, RehearsalClock, WallClock, from_setting, line_of, write
from gateway.domain.errors import BadSettings

EVENING = datetime(2022, 11, 30, 16, 0, tzinfo=UTC)


def line(speed: float, epoch_s: float = 1000.0, instant: datetime = EVENING) -> str:
    return line_of(epoch_s, instant, speed)


def test_without_a_setting_it_is_the_wall_that_counts() -> None:
    clock = from_setting("")
    assert isinstance(clock, WallClock)
    assert (datetime.now(UTC) - clock.now()).total_seconds() < 1
    assert clock.now().tzinfo is UTC
    assert clock.speed == 1.0


@pytest.mark.parametrize(
    ("wall_s", "speed", "shows"),
    [
        (1000, 1.0, EVENING),
        (1010, 1.0, EVENING + timedelta(seconds=10)),
        (1010, 60.0, EVENING + timedelta(minutes=10)),
        (1010, 0.5, EVENING + timedelta(seconds=5)),
        (990, 2.0, EVENING - timedelta(seconds=20)),
    ],
)
def test_a_rehearsal_starts_at_its_own_instant_and_runs_at_its_own_speed(
    wall_s: float, speed: float, shows: datetime
) -> None:
    clock = from_setting(line(speed))
    with time_machine.travel(wall_s, tick=False):
        assert clock.now() == shows
    assert clock.speed == speed


def test_an_instant_of_any_zone_is_told_in_utc() -> None:
    with time_machine.travel(1000, tick=False):
        assert from_setting("1000 2022-12-01T00:00:00+08:00 1").now() == EVENING


def test_waiting_takes_as_long_as_the_speed_says() -> None:
    began = time.monotonic()
    from_setting(line(100.0)).sleep(20)
    assert 0.2 <= time.monotonic() - began < 0.4


def test_it_never_goes_backwards() -> None:
    clock = from_setting(line(60.0))
    with time_machine.travel(1010, tick=False):
        latest = clock.now()
    with time_machine.travel(1005, tick=False):
        assert clock.now() == latest


@pytest.mark.parametrize(
    ("setting", "complaint"),
    [
        ("1000 2022-11-30T16:00:00+00:00 0", "speed"),
        ("1000 2022-11-30T16:00:00+00:00 -1", "speed"),
        ("1000 2022-11-30T16:00:00+00:00 nan", "speed"),
        ("1000 2022-11-30T16:00:00 1", "offset"),
        ("1000 teatime 1", "expected"),
        ("1000 2022-11-30T16:00:00+00:00 fast", "expected"),
        ("no/such/file", "cannot be read"),
    ],
)
def test_what_no_clock_can_follow_is_refused_by_name(setting: str, complaint: str) -> None:
    with pytest.raises(BadSettings, match=f"REHEARSAL_CLOCK.*{complaint}"):
        from_setting(setting)


def until(clock: RehearsalClock, year: int) -> None:
    deadline = time.monotonic() + 5
    while clock.now().year != year:
        assert time.monotonic() < deadline, clock.now()
        time.sleep(0.005)


def test_who_sets_the_file_sets_everybodys_clock(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    write(file, EVENING, 1.0)
    clocks = [RehearsalClock(str(file)) for _ in range(2)]
    assert [clock.now().year for clock in clocks] == [2022, 2022]
    write(file, EVENING.replace(year=2023), 30.0)
    for clock in clocks:
        until(clock, 2023)
        assert clock.speed == 30.0
    assert sorted(os.listdir(tmp_path)) == ["clock"]


def test_set_back_it_stands_still_and_does_not_go_back(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    write(file, EVENING, 1.0)
    clock = RehearsalClock(str(file))
    before = clock.now()
    write(file, EVENING - timedelta(days=1), 7.0)
    deadline = time.monotonic() + 5
    while clock.speed != 7.0:
        assert time.monotonic() < deadline
        assert clock.now() >= before


@pytest.mark.parametrize("spoilt", ["", "half a", None])
def test_a_spoilt_file_leaves_the_clock_as_it_was_until_it_is_whole_again(tmp_path: Path, spoilt: str | None) -> None:
    file = tmp_path / "clock"
    write(file, EVENING, 2.0)
    clock = RehearsalClock(str(file))
    if spoilt is None:
        file.unlink()
    else:
        file.write_text(spoilt)
    time.sleep(2 * LOOK_S)
    assert clock.now().year == 2022
    assert clock.speed == 2.0
    write(file, EVENING.replace(year=2024), 1.0)
    until(clock, 2024)


def test_a_sleeper_notices_that_time_runs_faster_now(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    write(file, EVENING, 1.0)
    sleeper = threading.Thread(target=RehearsalClock(str(file)).sleep, args=(60,), daemon=True)
    sleeper.start()
    write(file, EVENING, 1000.0)
    sleeper.join(5)
    assert not sleeper.is_alive()


def test_asking_often_costs_the_disk_little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "clock"
    write(file, EVENING, 1.0)
    clock = RehearsalClock(str(file))
    looks = []
    monkeypatch.setattr("gateway.clocks.mark_of", lambda path: looks.append(path))
    until_s = time.monotonic() + 0.2
    while time.monotonic() < until_s:
        clock.now()
    assert len(looks) <= 0.2 / LOOK_S + 1

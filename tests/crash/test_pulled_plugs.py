"""The promise itself, on a grid small enough for every day; `make crash` pulls the plugs of a town, one by one."""

from pathlib import Path

from tests.crash.plugs import PLUGS, Pull
from tests.crash.pulling import pull_all

HOUSEHOLDS, SEED = 40, 7
MOMENTS = {  # share of the phones that have confirmed -> what is pulled then, one plug after the other
    0.0: ("clock", "web worker", "dialling job, frozen for a while"),
    0.1: ("dialling job, the carrier having taken its calls", "dialling job", "urgent worker", "default worker"),
    0.3: ("redis and its data", "database", "red worker", "broadcast worker"),
    0.5: ("all workers", "web"),
    0.65: ("foreman",),
}


def test_whatever_plug_is_pulled_every_household_is_reached_or_a_door(tmp_path: Path) -> None:
    pulls = [Pull(share, plug) for share, plugs in MOMENTS.items() for plug in plugs]
    assert {pull.plug for pull in pulls} == set(PLUGS)
    run = pull_all(tmp_path, HOUSEHOLDS, SEED, pulls)
    assert not run.odd, f"{run}\nlogs: {tmp_path}"

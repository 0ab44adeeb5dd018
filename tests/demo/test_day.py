"""The whole day, played in a process of its own as `make demo` does: the one test from the first key to the digest."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
PLAY = "import sys; from gateway.demo import play; sys.exit(play(quick=True))"
MOST_S = 240  # of the wall, with other tests beside it
MOST_LINES = 400


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Where the demo keeps its things; afterwards neither they nor a process that knows of them are left."""
    yield tmp_path
    assert list(tmp_path.iterdir()) == []
    assert left_running(tmp_path) == []


def left_running(folder: Path) -> list[str]:
    """Command lines of processes that were started with this folder in their environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text())
        except OSError:
            continue  # it ended meanwhile, or is somebody else's
    return found


def start(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", PLAY],
        cwd=HOUSE,
        env={**os.environ, "TMPDIR": str(folder), "TWILIO_ACCOUNT_SID": "AC-somebody-real", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_the_day_is_played_to_its_end_and_every_figure_holds(folder: Path) -> None:
    playing = start(folder)
    try:
        said, _ = playing.communicate(timeout=MOST_S)
    finally:
        playing.terminate()
    assert playing.returncode == 0, said
    assert "都对上了 all of them hold" in said
    assert "✗" not in said
    assert "\x1b" not in said
    assert len(said.splitlines()) < MOST_LINES


def test_ctrl_c_puts_everything_away(folder: Path) -> None:
    playing = start(folder)
    assert playing.stdout is not None
    assert any("residents ring and text" in line for line in playing.stdout), "the day begins"
    time.sleep(1)
    playing.send_signal(signal.SIGINT)
    said, _ = playing.communicate(timeout=MOST_S)
    assert playing.returncode == 130, said
    assert "Traceback" not in said

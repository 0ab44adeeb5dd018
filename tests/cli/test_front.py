"""The command as a whole: it teaches, it says its version, it never shows a traceback; upkeep; everything at once."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from gateway import voices
from gateway.catalogue.clips import clip_name, fixed
from gateway.cli import main, up
from gateway.machine.processes import Addresses, Ending
from tests.cli.conftest import FORGOTTEN, Dalaba
from tests.support.board import SHORT_WAV, catalogue

CHINESE = re.compile(r"[\u4e00-\u9fff]")
START_S = 60.0


def commands(group: click.Group, *before: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*before, name), command
        if isinstance(command, click.Group):
            yield from commands(command, *before, name)


@pytest.mark.parametrize("path", [path for path, _ in commands(main)], ids=" ".join)
def test_every_command_teaches_by_example_in_two_languages(dalaba: Dalaba, path: tuple[str, ...]) -> None:
    told = dalaba(*path, "--help").output
    assert CHINESE.search(told)
    assert f"dalaba {' '.join(path)}" in told or path[-1] == "list"


def test_the_version_is_the_package_s(dalaba: Dalaba) -> None:
    assert re.fullmatch(r"dalaba, version \d+\.\d+\.\d+\n", dalaba("--version").output)


def test_an_odd_setting_is_one_line_and_no_traceback(dalaba: Dalaba) -> None:
    done = dalaba("roster", "list", CUT_OFF="teatime")
    assert done.exit_code == 1
    assert done.stderr.startswith("Error: CUT_OFF: ")


# Upkeep


def test_the_ledger_is_upgraded_once(dalaba: Dalaba, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/fresh.db"
    assert "upgraded from nothing to 0" in dalaba("db", "upgrade", DATABASE_URL=url).output
    assert re.search(r"at 0\d+ already", dalaba("db", "upgrade", DATABASE_URL=url).output)


def test_without_a_ledger_of_its_own_a_command_uses_the_machine_s(dalaba: Dalaba, tmp_path: Path) -> None:
    dalaba("db", "upgrade", DATABASE_URL=None)
    assert (tmp_path / "dalaba.db").exists()


@pytest.fixture
def all_spoken(tmp_path: Path) -> Path:
    """A folder where the offline voice has nothing left to say."""
    clips = tmp_path / "voices"
    clips.mkdir()
    for code, language in catalogue().languages.items():
        for words in fixed(catalogue().texts[code].sentences).values():
            (clips / f"{clip_name(words, language)}.wav").write_bytes(SHORT_WAV)
    return tmp_path


def test_voices_speak_only_what_has_no_sound(dalaba: Dalaba, all_spoken: Path) -> None:
    done = dalaba("voices")
    assert done.exit_code == 0
    assert "0 sound files written" in done.output
    assert "♪ 您好，这里是" not in dalaba("handset", "--language", "zh", "--keys", "").output  # it names the village
    assert "♪ 发烧难受" in dalaba("handset", "--language", "zh", "--keys", "").output


def test_without_the_optional_voices_it_says_how_to_get_them(dalaba: Dalaba, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voices, "available", lambda: False)
    done = dalaba("voices")
    assert done.exit_code == 1
    assert "pip install 'dalaba[voices]'" in done.stderr


# Everything at once


@pytest.fixture
def machine(all_spoken: Path) -> Iterator[subprocess.Popen[str]]:
    env = {name: value for name, value in os.environ.items() if name not in FORGOTTEN} | {"DATA_DIR": str(all_spoken)}
    process = subprocess.Popen(
        [sys.executable, "-c", "from gateway.cli import main; main()", "up", "--port", "0"],
        env={**env, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    process.communicate()


def until_it_is_up(process: subprocess.Popen[str]) -> str:
    """What it says until all of it runs."""
    assert process.stdout is not None
    said, deadline = "", time.monotonic() + START_S
    while "Ctrl-C" not in said and time.monotonic() < deadline:
        line = process.stdout.readline()
        assert line, process.communicate()
        said += line
    return said


def test_everything_runs_until_ctrl_c(machine: subprocess.Popen[str]) -> None:
    said = until_it_is_up(machine)
    for name in ("web", "exchange", "redis", "ledger", "logs"):
        assert re.search(rf"^{name} ", said, re.MULTILINE)
    dial = re.search(r"^  (curl .*/exchange/dial .*)$", said, re.MULTILINE)
    assert dial
    assert "--noproxy" in dial[1]
    machine.send_signal(signal.SIGINT)
    left, wrong = machine.communicate(timeout=START_S)
    assert machine.returncode == 0, wrong
    assert "Stopped." in left


class DyingMachine:
    """Comes up, and loses its Redis at once."""

    addresses = Addresses("http://127.0.0.1:8000", "redis://127.0.0.1:1/0")
    desk = None

    def __init__(self, *_: object, **__: object) -> None:
        self.put_away = False

    def __enter__(self) -> "DyingMachine":
        return self

    def __exit__(self, *_: object) -> None:
        self.put_away = True

    def wait(self) -> Ending:
        return Ending("redis", -9, "out of memory")


def test_a_process_that_dies_is_named(dalaba: Dalaba, monkeypatch: pytest.MonkeyPatch, all_spoken: Path) -> None:
    monkeypatch.setattr(up, "Machine", DyingMachine)
    done = dalaba("up")
    assert done.exit_code == 1
    assert "Error: redis was killed by SIGKILL; it said last:\nout of memory" in done.stderr
    assert "none: calls go to the carrier" in done.output


def test_a_password_is_not_printed() -> None:
    assert up.without_password("postgresql+psycopg://u:secret@h/d") == "postgresql+psycopg://u:***@h/d"

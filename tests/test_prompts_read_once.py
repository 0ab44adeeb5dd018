"""A fork does not read the prompts again; a nurse's correction is heard from the next job on."""

import os
from pathlib import Path

import pytest

from gateway import wiring
from tests.support.prompts import copy_into


def test_the_prompts_are_read_once_and_again_when_one_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = copy_into(tmp_path)
    monkeypatch.setattr(wiring, "PROMPTS", prompts)
    first = wiring.read_prompts(tmp_path / "voices")
    assert wiring.read_prompts(tmp_path / "voices") is first
    corrected = prompts / "zh" / "texts.toml"
    later = max(file.stat().st_mtime_ns for file in prompts.rglob("*")) + 10**9
    os.utime(corrected, ns=(later, later))
    assert wiring.read_prompts(tmp_path / "voices") is not first

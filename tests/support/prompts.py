"""Prompts to be broken: a copy of the house's own, changed in one place."""

import shutil
from pathlib import Path

from gateway.settings import PROMPTS


def copy_into(folder: Path) -> Path:
    """A copy of everything under prompts/ but the sound."""
    copy = folder / "prompts"
    shutil.copytree(PROMPTS, copy, ignore=shutil.ignore_patterns("audio"))
    return copy


def change(file: Path, old: str, new: str) -> None:
    """Writes something else in the first place where this stands."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")

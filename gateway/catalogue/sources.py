"""A file under prompts/, and the place in it that a complaint points at."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.domain.errors import BrokenPrompts


@dataclass(frozen=True)
class Source:
    """One TOML file as read: its text, for line numbers, and its contents."""

    path: Path
    text: str
    table: Mapping[str, Any]

    def broken(self, reason: str, node: str | None = None) -> BrokenPrompts:
        """The error that names file, line and node with a reason."""
        if node is None:
            return BrokenPrompts(f"{self.path}: {reason}")
        line = self.line_of(node)
        return BrokenPrompts(f"{self.path}{f':{line}' if line else ''}: node {node!r}: {reason}")

    def broken_at(self, array: str, number: int, reason: str) -> BrokenPrompts:
        """The error that names file, line and the number of a table in an array, from 1."""
        begins = list(re.finditer(rf"^\s*\[\[\s*{array}\s*\]\]", self.text, re.MULTILINE))
        line = f":{self._line(begins[number - 1].end())}" if number <= len(begins) else ""
        return BrokenPrompts(f"{self.path}{line}: {array.removesuffix('s')} {number}: {reason}")

    def broken_near(self, written: str, reason: str) -> BrokenPrompts:
        """The error that names file and the first line that begins with these words."""
        found = re.search(rf"^\s*\"?{re.escape(written)}\b", self.text, re.MULTILINE)
        line = f":{self._line(found.end())}" if found else ""
        return BrokenPrompts(f"{self.path}{line}: {reason}")

    def line_of(self, node: str) -> int | None:
        """The line a node begins on, None when it is not written as a table of its own."""
        found = re.search(rf"^\s*\[\s*nodes\.[\"']?{re.escape(node)}[\"']?\s*\]", self.text, re.MULTILINE)
        return self._line(found.end()) if found else None

    def _line(self, position: int) -> int:
        return self.text.count("\n", 0, position) + 1


def read(path: Path) -> Source:
    """A TOML file. Raises BrokenPrompts when it is missing or is no TOML; the reason names the line."""
    try:
        text = path.read_text(encoding="utf-8")
        return Source(path, text, tomllib.loads(text))
    except OSError as e:
        raise BrokenPrompts(f"{path}: cannot be read ({e.strerror})") from e
    except UnicodeDecodeError as e:
        raise BrokenPrompts(f"{path}: is not UTF-8 text (byte {e.start})") from e
    except tomllib.TOMLDecodeError as e:
        raise BrokenPrompts(f"{path}: {e}") from e

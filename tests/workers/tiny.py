"""Jobs for the workers' own tests; each writes what it does into a file."""

import os
import time
from pathlib import Path


def note(path: str) -> None:
    Path(path).write_text(str(os.getpid()))


def linger(path: str, seconds: str) -> None:
    """Writes its pid, stays so long, and writes that it is done."""
    note(path)
    time.sleep(float(seconds))
    Path(path).write_text("done")

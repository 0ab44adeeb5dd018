"""No process of ours outlives its master, even when the master is killed -9.

On Linux the kernel passes the death on. A whole machine is held by a warden, on any Unix: a process of its own that
reads from a pipe, and when the pipe ends, because its master ended in whatever way, it ends the groups it was told of.
Run as ``python -m gateway.machine.leash``; it imports nothing but the standard library.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress

GRACE_S = 10.0
PR_SET_PDEATHSIG, PR_SET_NAME = 1, 15
LIBC = ctypes.CDLL(None, use_errno=True)  # before a fork: nothing may be loaded after it


def die_with_parent(number: int) -> None:
    """This process gets that signal when the thread that started it ends. Elsewhere than on Linux: nothing."""
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)


def be_called(name: str) -> None:
    """The name under which this process is listed, of which Linux keeps 15 letters. Elsewhere: nothing."""
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_NAME, name.encode(), 0, 0, 0)


class Warden:
    """The master's end of the pipe. Whatever it still holds when the pipe ends, is ended."""

    def __init__(self, *kept_open: int) -> None:
        """kept_open: files, such as a lock, that stay open until all is cleared away."""
        reading, self._pipe = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gateway.machine.leash"],
            stdin=reading,
            pass_fds=kept_open,
            start_new_session=True,  # a Ctrl-C in the terminal is not for it
        )
        os.close(reading)

    def hold(self, group: int) -> None:
        """That process group ends when this process does."""
        self._say(f"hold {group}\n")

    def let_go(self, group: int) -> None:
        """That group has ended: its number may soon be somebody else's."""
        self._say(f"let_go {group}\n")

    def dismiss(self) -> None:
        """Ends what it holds, then the warden itself. Once only."""
        os.close(self._pipe)
        self._process.wait()

    def _say(self, line: str) -> None:
        with suppress(BrokenPipeError):  # somebody killed the warden: nothing is held, but all runs well
            os.write(self._pipe, line.encode())


def held_at_the_end(lines: Iterable[str]) -> list[int]:
    """The groups still held when the lines end, in the order they were named."""
    held: dict[int, None] = {}
    for line in lines:
        word, group = line.split()
        if word == "hold":
            held[int(group)] = None
        else:
            held.pop(int(group), None)
    return list(held)


def end(groups: Iterable[int], grace_s: float = GRACE_S) -> None:
    """Asks process groups to end, last named first, and makes those that are still there after the grace."""
    living = [group for group in reversed(list(groups)) if sent(group, signal.SIGTERM)]
    deadline = time.monotonic() + grace_s
    while living and time.monotonic() < deadline:
        time.sleep(0.05)
        living = [group for group in living if sent(group, 0)]
    for group in living:
        sent(group, signal.SIGKILL)


def sent(group: int, number: int) -> bool:
    """Whether the group was there to take the signal; number 0 only asks."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):  # gone, or its number is somebody else's by now
        return False
    return True


if __name__ == "__main__":
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)  # it goes when its master goes, not before
    end(held_at_the_end(sys.stdin))

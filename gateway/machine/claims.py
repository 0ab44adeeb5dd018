"""What only one machine may have at a time: a folder of data, a port."""

import contextlib
import fcntl
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from gateway.domain.errors import GatewayError


class MachineFailed(GatewayError):
    """Something of the machine cannot start; the message says which, and what it said last."""


@contextlib.contextmanager
def claimed(data_dir: Path) -> Iterator[int]:
    """An open lock on the folder. Raises MachineFailed when another machine has it."""
    lock = os.open(data_dir / "machine.lock", os.O_RDWR | os.O_CREAT, 0o600)
    with contextlib.closing(os.fdopen(lock, "r+b")):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as e:
            raise MachineFailed(
                f"another machine is using {data_dir}; what a killed one left needs some seconds to be cleared away"
            ) from e
        yield lock


def reserved(host: str, port: int) -> socket.socket:
    """A socket that keeps a port, 0 for a free one, for a server that shares it, as granian does.

    Such a server would as gladly share the port of another machine's, so a given port must be nobody's.
    Raises MachineFailed when it is somebody's.
    """
    holder = socket.socket()
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        holder.bind((host, port))
    except OSError as e:
        holder.close()
        raise MachineFailed(f"port {port} cannot be used: {e.strerror}") from e
    return holder

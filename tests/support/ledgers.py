"""Empty ledgers by the hundred: migrated once a process, then copied for each test."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.support.postgres import Postgres

Upgrade = Callable[[str], None]


@dataclass
class SQLiteLedgers:
    """Files in a folder of this process."""

    folder: Path
    upgrade: Upgrade
    numbers: Iterator[int] = field(default_factory=count)

    @contextmanager
    def blank(self) -> Iterator[str]:
        """The URL of a ledger without a single table."""
        file = self.folder / f"{next(self.numbers)}.db"
        yield f"sqlite:///{file}"
        for left in self.folder.glob(f"{file.name}*"):
            left.unlink()

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """The URL of a ledger with every table and no row."""
        with self.blank() as url:
            shutil.copyfile(self.template(), url.removeprefix("sqlite:///"))
            yield url

    def template(self) -> Path:
        file = self.folder / "template.db"
        if not file.exists():
            self.upgrade(f"sqlite:///{file}")
            with closing(sqlite3.connect(file)) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # all of it into the one file we copy
        return file


@dataclass
class PostgresLedgers:
    """Databases of this process on the server all processes share."""

    server: Postgres
    worker: str
    upgrade: Upgrade
    numbers: Iterator[int] = field(default_factory=count)
    template_made: bool = False

    @contextmanager
    def blank(self, template: str = "template1") -> Iterator[str]:
        """The URL of a ledger without a single table."""
        name = f"ledger_{self.worker}_{next(self.numbers)}"
        try:
            yield self.server.create(name, template)
        finally:
            self.server.drop(name)

    @contextmanager
    def migrated(self) -> Iterator[str]:
        """The URL of a ledger with every table and no row."""
        with self.blank(self.template()) as url:
            yield url

    def template(self) -> str:
        name = f"template_{self.worker}"
        if not self.template_made:
            self.server.drop(name)
            self.upgrade(self.server.create(name))
            self.server.seal(name)
            self.template_made = True
        return name

"""One of everything, passed first to every journey, and the unit of work they share."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection

from gateway.catalogue import Catalogue
from gateway.ports import Carrier, Clock, Job, Pacer, Queue, Voice
from gateway.settings import Settings
from gateway.store.ledger import Ledger


@dataclass
class Work:
    """One transaction of the ledger, the moment it happens at, and the jobs to hint at once it is committed."""

    tx: Connection
    now: datetime
    hints: list[tuple[Job, tuple[str, ...]]] = field(default_factory=list)

    def hint(self, job: Job, *ids: str) -> None:
        """Asks for a job after commit."""
        self.hints.append((job, ids))

    def hint_texts(self) -> None:
        """Asks for the outbox to be emptied after commit."""
        self.hint(Job.SEND_TEXTS)


@dataclass(frozen=True)
class Switchboard:
    """Everything a journey may use."""

    settings: Settings
    ledger: Ledger
    catalogue: Catalogue
    carrier: Carrier
    queue: Queue
    pacer: Pacer
    clock: Clock
    voice: Voice

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A writing transaction; what it hints at is queued only after it is committed."""
        with self.ledger.write() as tx:
            work = Work(tx, self.clock.now())
            yield work
        for job, ids in work.hints:
            self.queue.hint(job, *ids)

    def local_day(self, at: datetime) -> date:
        """The village's local day at an aware instant."""
        return self.settings.local(at).date()

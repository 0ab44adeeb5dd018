"""The two registers of a loudspeaker, out of the ledger: what was aired (播出信息登记本), who agreed (领导审批本).

Source: the two registers inspected at village loudspeakers of Fugong county, Yunnan.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from gateway.domain.speaking.levels import Level
from gateway.domain.speaking.states import State
from gateway.store import broadcasts, registers
from gateway.store.broadcasts import Act, Broadcast, Info, Through, What
from gateway.store.registers import Phones
from gateway.switchboard import Switchboard

DECISIONS = (What.APPROVED, What.REFUSED, What.LAPSED)
NEXT = timedelta(days=1)
ENDS = (What.FINISHED, What.STOPPED, What.LAPSED, What.REFUSED)


@dataclass(frozen=True)
class Aired:
    """One line of the register of what was aired, in phones.

    by         None: the operator, on the command line
    said       the words, or what names the recording; one a language
    plays      times it is played in a call
    doors      households nobody reached; doors_open: where somebody has still to go
    ended_by   who ended it and how: None while it runs
    """

    number: int
    at: datetime
    level: Level
    by: str | None
    said: tuple[str, ...]
    seconds: float
    areas: tuple[str, ...]
    plays: int
    phones: int
    heard: int
    understood: int | None
    doors: int
    doors_open: int
    state: State
    ended_by: Act | None
    why: str | None


@dataclass(frozen=True)
class Agreed:
    """One line of the register of who agreed; names None: the operator, or nobody.

    decision  None: nobody has decided yet
    late      why it was signed after it had begun, None when it was not
    reason    why it was refused, or ended without a decision; None for neither
    """

    number: int
    level: Level
    submitted_by: str | None
    submitted_at: datetime
    submitted_through: Through
    decision: What | None
    decided_by: str | None
    decided_at: datetime | None
    decided_through: Through | None
    late: str | None
    reason: str | None


def aired(board: Switchboard, first: date, last: date) -> list[Aired]:
    """What was aired from one local day to another, both included, oldest first."""
    with board.ledger.read() as tx:
        found = broadcasts.started_between(tx, *instants(board, first, last))
        ids = [one.id for one in found]
        counted, doors = registers.phones(tx, ids), registers.doors_of(tx, ids)
        areas, infos, acts = registers.areas(tx, ids), registers.infos(tx, ids), registers.acts(tx, ids)
        names = registers.names(tx, [one.author_id for one in found if one.author_id])
    return [
        _aired(
            board, one, names, infos.get(one.id, []), areas.get(one.id, []), acts.get(one.id, []),
            counted.get(one.id, Phones()), doors.get(one.id, (0, 0)),
        )
        for one in found
    ]  # fmt: skip


def _aired(
    board: Switchboard,
    one: Broadcast,
    names: dict[int, str],
    infos: Sequence[Info],
    areas: Sequence[str],
    acts: Sequence[Act],
    phones: Phones,
    doors: tuple[int, int],
) -> Aired:
    return Aired(
        number=one.number,
        at=one.started_at or one.created_at,
        level=one.level,
        by=names.get(one.author_id or 0),
        said=tuple(_said(info) for info in infos),
        seconds=max((info.seconds for info in infos), default=0.0),
        areas=tuple(areas),
        plays=board.catalogue.levels[one.level].plays,
        phones=phones.rung,
        heard=phones.heard,
        understood=phones.understood if one.right_key else None,
        doors=doors[0],
        doors_open=doors[1],
        state=one.state,
        ended_by=next((act for act in acts if act.what in ENDS), None),
        why=one.why,
    )


def _said(info: Info) -> str:
    """Words as they are; a recording by the digest of our copy, or by where it lies while we have none."""
    recording = f"recording {info.digest}" if info.digest else info.address or ""
    return f"{info.language}: {info.words or recording}"


def agreed(board: Switchboard, first: date, last: date) -> list[Agreed]:
    """What somebody had to agree to, by the local days it was submitted on, both included, oldest first."""
    with board.ledger.read() as tx:
        ids = registers.submitted_between(tx, *instants(board, first, last))
        acts = registers.acts(tx, ids)
        names = registers.names(tx, [act.staff_id for done in acts.values() for act in done if act.staff_id])
        return [_agreed(one, acts[one.id], names) for one in _loaded(tx, ids)]


def _loaded(tx: Connection, ids: Sequence[str]) -> Iterator[Broadcast]:
    yield from filter(None, (broadcasts.load(tx, one) for one in ids))


def _agreed(one: Broadcast, acts: Sequence[Act], names: dict[int, str]) -> Agreed:
    submitted = next(act for act in acts if act.what is What.SUBMITTED)
    decided = next((act for act in acts if act.what in DECISIONS), None)
    signed = decided is not None and decided.what is What.APPROVED
    note = decided.note if decided else None
    return Agreed(
        number=one.number,
        level=one.level,
        submitted_by=names.get(submitted.staff_id or 0),
        submitted_at=submitted.at,
        submitted_through=submitted.through,
        decision=decided.what if decided else None,
        decided_by=names.get(decided.staff_id or 0) if decided else None,
        decided_at=decided.at if decided else None,
        decided_through=decided.through if decided else None,
        late=note if signed else None,
        reason=None if signed else note or one.why,
    )


def instants(board: Switchboard, first: date, last: date) -> tuple[datetime, datetime]:
    """Where the first of these local days begins, and the last one ends."""
    begins, ends = (datetime.combine(day, time(), tzinfo=board.settings.timezone) for day in (first, last + NEXT))
    return begins, ends

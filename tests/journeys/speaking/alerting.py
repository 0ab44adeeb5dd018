"""How tests import and export alerts, and what stands in the ledger afterwards."""

from dataclasses import replace
from typing import Any

from gateway import cap as documents
from gateway.domain.cap import Alert, Area, Named
from gateway.journeys.speaking import approval, cap, running
from gateway.journeys.speaking.cap import Became, Imported
from gateway.store import broadcasts, staff
from gateway.store.broadcasts import Broadcast
from gateway.switchboard import Switchboard
from tests.cap import schema
from tests.cap.alerts import ALERT
from tests.support.speaking import standing

OUTSIDE = Area("洱源县", geocodes=(Named("GB/T 2260", "532930"),))


def take(board: Switchboard, alert: Alert, by: str | None = None) -> Imported:
    with board.work() as work:
        person = staff.by_number(work.tx, by)[0] if by else None
        return cap.import_alert(board, work, documents.write(alert), person)


def taken(board: Switchboard, alert: Alert, by: str | None = None) -> Broadcast:
    """The draft of an alert."""
    (fate,) = take(board, alert, by).fates
    assert fate.became is Became.DRAFTED
    return fate.broadcast


def all_broadcasts(board: Switchboard) -> list[Broadcast]:
    with board.ledger.read() as tx:
        return broadcasts.beginning_with(tx, "")


def words(board: Switchboard, broadcast: Broadcast) -> dict[str, str | None]:
    with board.ledger.read() as tx:
        return {code: info.words for code, info in broadcasts.infos(tx, broadcast.id).items()}


def areas(board: Switchboard, broadcast: Broadcast) -> list[str]:
    with board.ledger.read() as tx:
        return broadcasts.areas(tx, broadcast.id)


def send(board: Switchboard, broadcast: Broadcast) -> None:
    with board.work() as work:
        approval.submit(board, work, broadcast.id, None)
    running.fan_out(board, broadcast.id)


def exported(board: Switchboard, broadcast: Broadcast, **how: Any) -> bytes:
    with board.work() as work:
        document = cap.export(board, work, standing(board, broadcast), **how)
    assert schema.faults(document) == []
    return document


def with_areas(*areas: Area) -> Alert:
    return replace(ALERT, infos=tuple(replace(info, areas=areas) for info in ALERT.infos))
